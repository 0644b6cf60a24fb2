/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Two threads above all tests that bring the root task back when a test goes wrong: the watchdog
 * looks every quarter of a second of the kernel's time whether the test of last time is still
 * running, and is patient by the machine's clock, which no hostile kernel moves; the guardian
 * receives the root task's faults. Both end the test by writing the root task's registers, so
 * that it continues in recover() with its own priority and time.
 */
#include "internal.h"
#include "operations.h"

#define PERIOD_US 250000
#define BUDGET_US 2000
#ifndef PATIENCE_US             /* bench/rules.mk needs more */
#define PATIENCE_US 1000000     /* that one test may take */
#endif
#define STACK     8192

struct arch_point test_end;
volatile bool guard_on;
volatile word guard_count;
volatile word guard_wakes;
word guard_fault[6];

static char stacks[2][STACK] __attribute__((aligned(4096)));
static char recovery_stack[4096] __attribute__((aligned(16)));
static seL4_IPCBuffer buffers[2][4] __attribute__((aligned(4096)));
static word watchdog_tcb, fault_endpoint, fault_reply;

static _Noreturn void recover(word how)
{
    arch_restore(&test_end, (int)how);
}

/* Everything of the root task that a test may have changed. `by` has MCP 255. */
static void restore_root(seL4_IPCBuffer *buffer, word time)
{
    const word sched[] = { 255, ROOT_PRIO }, caps[] = { watchdog_tcb, time, fault_endpoint };
    invoke_on(buffer, seL4_CapInitThreadTCB, TCBUnbindNotification, 0, NULL, 0, NULL);
    invoke_on(buffer, seL4_CapInitThreadTCB, TCBSetSchedParams, 2, sched, 3, caps);
    const word flags[] = { 1, 0 };
    invoke_on(buffer, seL4_CapInitThreadTCB, TCBSetFlags, 2, flags, 0, NULL);
    const word domain[] = { 0 }, thread[] = { seL4_CapInitThreadTCB };
    invoke_on(buffer, seL4_CapDomain, DomainSetSet, 1, domain, 1, thread);
}

void guard_restore_root(void)
{
    restore_root(root_buffer, seL4_CapInitThreadSC);
}

static void end_test(seL4_IPCBuffer *buffer, word how)
{
    word words[2 + ARCH_N_REGISTERS] = { 0, ARCH_N_REGISTERS };
    arch_entry_registers(words + 2, (word)recover, (word)recovery_stack + sizeof recovery_stack,
                         how);
    guard_on = false;
    invoke_on(buffer, seL4_CapInitThreadTCB, TCBSuspend, 0, NULL, 0, NULL);
    restore_root(buffer, seL4_CapNull);
    invoke_on(buffer, seL4_CapInitThreadSC, SchedContextUnbind, 0, NULL, 0, NULL);
    invoke_on(buffer, seL4_CapInitThreadTCB, TCBWriteRegisters, LENGTH(words) + 1, words, 0, NULL);
    restore_root(buffer, seL4_CapInitThreadSC);
    invoke_on(buffer, seL4_CapInitThreadTCB, TCBResume, 0, NULL, 0, NULL);
}

static _Noreturn void watchdog_main(void)
{
    word seen = 0, since = 0;
    for (;;) {
        SYS(.number = seL4_SysYield);
        guard_wakes = guard_wakes + 1;
        if (!guard_on || seen != guard_count) {
            seen = guard_count;
            since = now();
        } else if (now() - since > PATIENCE_US * TICKS_PER_US) {
            end_test(buffers[0], TEST_HANGS);
        }
    }
}

static _Noreturn void guardian_main(void)
{
    for (;;) {
        const struct sys got =
            SYS(.number = seL4_SysRecv, .cap = fault_endpoint, .reply = fault_reply);
        guard_fault[0] = info_label(got.info);
        for (word i = 0; i < 5; i++)
            guard_fault[i + 1] = i < 4 ? got.mr[i] : buffers[1]->msg[i];
        if (guard_on)
            end_test(buffers[1], TEST_FAULTS);
    }
}

static word start(word i, void (*entry)(void), word budget_us, word period_us)
{
    const word tcb = harness_make(seL4_TCBObject, 0), sc = harness_make(seL4_SchedContextObject, 8);
    word registers[ARCH_N_REGISTERS] = { 0 };
    arch_entry_registers(registers, (word)entry, (word)(stacks[i] + STACK), 0);
    TCB_Configure(tcb, CNODE, 0, seL4_CapInitThreadVSpace, 0, (word)buffers[i],
                  image_frame(buffers[i]));
    TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, 255, 255, seL4_CapNull, seL4_CapNull);
    SchedControl_ConfigureFlags(SCHED_CONTROL, sc, budget_us, period_us, 0, 0, 0);
    SchedContext_Bind(sc, tcb);
    write_registers(tcb, 1, ARCH_N_REGISTERS, registers);
    return tcb;
}

void guard_setup(void)
{
    fault_endpoint = harness_make(seL4_EndpointObject, 0);
    fault_reply = harness_make(seL4_ReplyObject, 0);
    watchdog_tcb = start(0, watchdog_main, BUDGET_US, PERIOD_US);
    start(1, guardian_main, 5000, 5000);
    guard_restore_root();
}
