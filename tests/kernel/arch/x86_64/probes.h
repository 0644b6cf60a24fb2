/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * probes.S: pieces of code that threads under test run. None of them returns, unless it says so.
 */
#include "harness.h"

/* What a probe left behind: registers in the order of the user context, but rip; then these. */
enum { DUMP_DONE = ARCH_N_REGISTERS, DUMP_MXCSR, DUMP_WORDS };
extern word register_dump[DUMP_WORDS];

/* Stores all registers in register_dump, then stops by a fault without handler. */
void registers_dump_and_stop(void);

/* One system call with the registers as they are, then the same. */
void registers_trap_and_dump(void);
extern char registers_after_trap[];

/* The same with the flags of rdi set by popfq before; rsp must be good. */
void probe_flags_and_trap(void);

/* Faults, each at its own label. What lies behind is thread_done, which notes all registers, sets
 * DUMP_DONE and stops. */
void thread_done(void);
void fault_load(void);              /* rsi from the address in rdi */
void fault_store(void);             /* rsi to the address in rdi */
void fault_jump(void);              /* to the address in rdi */
void fault_syscall(void);           /* number rdx */

/* One instruction each, on rdi where it has an operand. */
#define PROBES(X)                                                                               \
    X(undefined) X(int3) X(int_3) X(divide) X(hlt) X(into_kernel_interrupt) X(int_0)   \
    X(int_8) X(int_13) X(int_14) X(int_32) X(int_80) X(int_9d) X(int_9e) X(int_a0) X(int_fe)    \
    X(int_ff) X(push) X(load_stack) X(add_locked) X(read_execute) X(x87_wait) X(wrfsbase)       \
    X(wrgsbase) X(rdfsbase) X(rdgsbase) X(read_fs) X(read_gs) X(rdtsc) X(rdtscp) X(rdpmc)       \
    X(cpuid) X(xgetbv) X(sgdt) X(sidt) X(sldt) X(str) X(smsw) X(fpu) X(avx) X(avx512) X(xsave)  \
    X(store_both)
#define PROBE_DECLARE(name) void probe_##name(void);
PROBES(PROBE_DECLARE)

/* For single steps: nops of one byte each, then thread_done. */
void probe_nops(void);

/* popfq of rdi, then nops and thread_done; rsp must be good. */
void probe_popf(void);
extern char probe_popf_nops[];

/* mov ss (which holds back debug exceptions for one instruction), and at once a system call or a
 * software interrupt; rdi is a selector for ss. CVE-2018-8897. */
void probe_mov_ss_syscall(void);
void probe_mov_ss_int(void);
extern char probe_mov_ss_syscall_at[], probe_mov_ss_int_at[];

/* Loads selector rdi into ds, es, fs, gs; far return to selector rdi. rsp must be good. */
void probe_load_ds(void);
void probe_load_es(void);
void probe_load_fs(void);
void probe_load_gs(void);
void probe_load_ss(void);
void probe_far_return(void);
void probe_selectors(void);         /* cs ds es fs gs ss to rax rbx rcx rdx r8 r9 */

/* iretq with the frame at rdi. */
void probe_iretq(void);

/*
 * prober.c: a thread that runs a probe and a handler of its faults, made at first use in a test.
 * True if the probe came to thread_done; otherwise the message is in faulted->sys and its buffer.
 */
extern struct thread *prober, *faulted;
extern word probe_endpoint, probe_reply;
extern char probe_stack_top[];
#define PROBE_SP    ((word)probe_stack_top)
#define PROBE_FLAGS 0x8d7UL     /* the flags of arithmetic all set */
bool probe_run(void (*code)(void), word rdi);
bool probe_run_registers(const word *values);
bool probe_answer(word info, word mr0, word mr1, word mr2);    /* true as above */
void probe_go_on(word length, word mr0);    /* answers with label 0, and waits for the next */
/* What rdi is, and the first registers of a thread at `pc`. */
void probe_registers(word *values, word pc, word rdi);
/* The thread's address space from now on. */
void probe_vspace(word vspace);

/* Pages for code at ARCH_SCRATCH; there, as piece `i`, `n` bytes with hlt behind: its address. */
#define CODE_BYTES 32
#define N_CODES    (4 * 4096 / CODE_BYTES)
void probe_code_pages(void);
word probe_code(word i, const unsigned char *bytes, word n);

/* Sets xmm0 to xmm15, the x87 stack, and rounding modes by the low bits of `seed`. */
void fpu_fill(word seed);
word fpu_differences(word seed);    /* the bits that differ from that */
word fpu_is_zero(void);             /* 1 if all of them are as after reset */
