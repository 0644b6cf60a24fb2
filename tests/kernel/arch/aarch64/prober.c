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
    register_dump[DUMP_DONE] = 0;
}

void probe_vspace(word vspace)
{
    setup();
    OK(TCB_SetSpace(prober->tcb, probe_endpoint, CNODE, 0, vspace, 0));
}

void probe_registers(word *values, word pc, word x0)
{
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = 0x100 + i;
    values[ARCH_REG_PC] = pc;
    values[ARCH_REG_SP] = PROBE_SP;
    values[ARCH_REG_SPSR] = 0x50000000;
    values[ARCH_REG_ARG0] = x0;
}

/* The end of a probe is a fault as well; the handler has then got the one of thread_done. */
bool probe_run_registers(const word *values)
{
    setup();
    OK(write_registers(prober->tcb, 1, ARCH_N_REGISTERS, values));
    return register_dump[DUMP_DONE] == 1;
}

bool probe_run(void (*code)(void), word x0)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)code, x0);
    return probe_run_registers(values);
}

bool probe_answer(word info, word mr0, word mr1, word mr2)
{
    START(faulted, .number = seL4_SysSend, .cap = probe_reply, .info = info,
          .mr = { mr0, mr1, mr2 });
    return register_dump[DUMP_DONE] == 1;
}
