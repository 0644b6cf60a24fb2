/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * probes.S: pieces of code that threads under test run. None of them returns, unless it says so.
 */
#include "harness.h"

/* What a probe left behind: x0..x30, then these. */
enum { DUMP_SP = 31, DUMP_NZCV, DUMP_TPIDR, DUMP_TPIDRRO, DUMP_DONE, DUMP_WORDS };
extern word register_dump[DUMP_WORDS];

/* Stores all registers in register_dump, then stops by a fault without handler. Needs a stack. */
void registers_dump_and_stop(void);
extern char registers_dump_stack_top[];

/* One system call with the registers as they are, then the same. */
void registers_trap_and_dump(void);

/* ldxr, a Send to `cap`, stxr; returns what stxr says: 1 when the store failed. */
word registers_reserve_across_send(word cap);

/* Faults, each at its own label. What lies behind is thread_done, which notes all registers but
 * x16, sets DUMP_DONE and stops. */
void thread_done(void);
void fault_load(void);              /* x1 from the address in x0 */
void fault_store(void);             /* x1 to the address in x0 */
void fault_jump(void);              /* to the address in x0 */
void fault_syscall(void);           /* number x7 */
void probe_undefined(void);
void probe_breakpoint(void);        /* brk #0x4d */

/* One instruction each, on x0 where it has an operand. */
#define PROBES(X)                                                                                 \
    X(svc_immediate) X(hvc) X(smc) X(wfi) X(wfe) X(daif_set) X(daif_clear) X(eret)                \
    X(read_sctlr) X(write_vbar) X(write_spsel) X(tlbi) X(at)                                      \
    X(read_cntpct) X(read_cntvct) X(read_cntfrq) X(read_cntv_ctl) X(write_cntv_cval)              \
    X(read_cntp_ctl) X(read_cntkctl) X(read_ctr) X(read_pmccntr) X(read_pmcr)                     \
    X(read_tpidr) X(write_tpidr) X(read_tpidrro) X(write_tpidrro)                                 \
    X(dc_cvau) X(dc_cvac) X(dc_civac) X(dc_ivac) X(ic_ivau) X(ic_iallu) X(dc_isw)                 \
    X(fpu) X(read_mdscr) X(read_actlr)
#define PROBE_DECLARE(name) void probe_##name(void);
PROBES(PROBE_DECLARE)

/* For single steps: nops, then thread_done. */
void probe_nops(void);
void probe_access_pair(void);       /* loads from x0, stores to x1 */

/*
 * prober.c: a thread that runs a probe and a handler of its faults, made at first use in a test.
 * True if the probe came to thread_done; otherwise the message is in faulted->sys and its buffer.
 */
extern struct thread *prober, *faulted;
extern word probe_endpoint, probe_reply;
#define PROBE_SP 0x102000       /* of the thread; no probe uses it as a stack */
bool probe_run(void (*code)(void), word x0);
bool probe_run_registers(const word *values);
bool probe_answer(word info, word mr0, word mr1, word mr2);    /* true as above */
/* What x0 is, and the first registers of a thread at `pc`. */
void probe_registers(word *values, word pc, word x0);
/* The thread's address space from now on. */
void probe_vspace(word vspace);

/* Makes instructions that were written at `at`, in one line of the cache, visible to fetches. */
static inline void probe_code_written(word at)
{
    __asm__ volatile("dc cvau, %0\n\tdsb ish\n\tic ivau, %0\n\tdsb ish\n\tisb"
                     : : "r"(at) : "memory");
}

/* Instructions for code that tests write. */
#define INSTRUCTION_RET   0xd65f03c0    /* to x30 */
#define INSTRUCTION_LOAD  0xf9400001    /* ldr x1, [x0] */
#define INSTRUCTION_STORE 0xf9000001    /* str x1, [x0] */
#define INSTRUCTION_SVC   0xd4000001
#define INSTRUCTION_MOV   0xd2800000    /* mov x0, #n << 5 */

/* Sets all of v0..v31 from `seed`, and status and rounding mode by its low bits. */
void fpu_fill(word seed);
word fpu_differences(word seed);    /* the bits that differ from that */
word fpu_is_zero(void);             /* 1 if all of them are 0 */
