/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Running probes.
 */
#include "probes.h"
#include "internal.h"
#include "operations.h"

struct thread *prober, *faulted;
word probe_endpoint, probe_reply;
word register_dump[DUMP_WORDS];
static word made_for;       /* the test, as guard.c counts them */

static void setup(void)
{
    if (made_for != guard_count) {
        made_for = guard_count;
        prober = thread_new(HIGH);
        faulted = thread_new(HIGHER);
        probe_endpoint = ENDPOINT();
        probe_reply = REPLY();
        thread_set_fault_endpoint(prober, probe_endpoint);
    }
    OK(TCB_Suspend(prober->tcb));       /* it may stand in the queue with the fault of last time */
    START(faulted, .number = seL4_SysRecv, .cap = probe_endpoint, .reply = probe_reply);
    for (word i = 0; i < DUMP_WORDS; i++)
        register_dump[i] = 0;
}

void probe_vspace(word vspace)
{
    setup();
    OK(TCB_SetSpace(prober->tcb, probe_endpoint, CNODE, 0, vspace, 0));
}

void probe_registers(word *values, word pc, word rdi)
{
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = 0x100 + i;
    values[ARCH_REG_PC] = pc;
    values[ARCH_REG_SP] = PROBE_SP;
    values[ARCH_REG_FLAGS] = PROBE_FLAGS;
    values[ARCH_REG_ARG0] = rdi;
}

/* The end of a probe is a fault as well; the handler has then got the one of thread_done. */
bool probe_run_registers(const word *values)
{
    setup();
    OK(write_registers(prober->tcb, 1, ARCH_N_REGISTERS, values));
    return register_dump[DUMP_DONE] == 1;
}

bool probe_run(void (*code)(void), word rdi)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)code, rdi);
    return probe_run_registers(values);
}

bool probe_answer(word info, word mr0, word mr1, word mr2)
{
    START(faulted, .number = seL4_SysSend, .cap = probe_reply, .info = info,
          .mr = { mr0, mr1, mr2 });
    return register_dump[DUMP_DONE] == 1;
}

void probe_go_on(word length, word mr0)
{
    START(faulted, .number = seL4_SysNBSendRecv, .dest = probe_reply, .cap = probe_endpoint,
          .reply = probe_reply, .info = INFO(0, 0, length), .mr = { mr0 });
}

/* --- code that tests write ------------------------------------------------------------------- */

#define CODE_PAGES 4
#define HLT        0xf4     /* an exception wherever one jumps to */

void probe_code_pages(void)
{
    for (word i = 0; i < CODE_PAGES; i++)
        arch_map(arena, make(ARCH_FRAME_TYPE, 0), ARCH_SCRATCH + i * 4096, true);
    for (word i = 0; i < CODE_PAGES * 4096; i++)
        ((volatile unsigned char *)ARCH_SCRATCH)[i] = HLT;
}

word probe_code(word i, const unsigned char *bytes, word n)
{
    volatile unsigned char *at = (volatile unsigned char *)ARCH_SCRATCH + i * CODE_BYTES;
    for (word k = 0; k < CODE_BYTES; k++)
        at[k] = k < n ? bytes[k] : HLT;
    return (word)at;
}
