/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The ways into the kernel: system call, fault, interrupt. The architecture has saved the current
 * thread's registers; when a function here returns it restores those of node.current.
 *
 * Each entry: take a time stamp, see whether the current thread still has budget and domain, do
 * what was asked, decide who runs. An operation that finds no budget is not done: the thread
 * repeats its instruction later.
 */

#include "benchmark.h"
#include "delete.h"
#include "fault.h"
#include "hostile.h"
#include "invocation.h"
#include "irq.h"
#include "sched.h"
#include <arch/machine.h>

/* While nothing is ready the kernel waits here, interrupts being taken by polling. */
void entry_leave(void)
{
    while (node.current == tcb_addr(&node.idle)) {      /* one turn per interrupt */
        LOOP(~0UL >> 1, node.current);
        if (KEEL_BENCHMARK)
            benchmark_leave();
        machine_wait_for_interrupt();
        if (KEEL_BENCHMARK)
            benchmark_enter();
        sched_stamp_time();
        irq_handle();
        sched_decide();
    }
    if (KEEL_BENCHMARK)
        benchmark_leave();
    if (KEEL_HOSTILE_TIME)
        hostile_leave();
}

static void enter(void)
{
    if (KEEL_BENCHMARK)
        benchmark_enter();
    node.work_units = 0;
}

static void leave(void)
{
    if (KEEL_BENCHMARK || KEEL_HOSTILE_TIME || node.current == tcb_addr(&node.idle))
        entry_leave();
}

static void decide_and_leave(void)
{
    if (!sched_goes_on(current_thread()))
        sched_decide();
    else if (!KEEL_BENCHMARK && !KEEL_HOSTILE_TIME)
        return;
    leave();
}

static void leave_fault(bool decided)
{
    if (decided)
        leave();
    else
        decide_and_leave();
}

/* The current thread has time for what it wants; else it will want it again later. */
static bool has_time(void)
{
    sched_stamp_time();
    return sched_is_quiet() || sched_check_budget_restart();
}

/* The operation stopped at a preemption point: serve what was waiting, repeat the call later. */
static void preempted(struct tcb *t)
{
    if (thread_is_runnable(t))
        sched_set_state(t, THREAD_RESTART);
    sched_stamp_time();
    sched_check_budget();
    irq_handle();
}

static void api_call(word_t number)
{
    struct tcb *t = current_thread();
    if (has_time() && !syscall_api(number))
        preempted(t);
    decide_and_leave();
}

void entry_call(void)
{
    struct tcb *t = current_thread();
    enter();
    if (has_time() && invoke(context_cap(&t->context), SEND_OF_CALL) == ERR_PREEMPTED)
        preempted(t);
    decide_and_leave();
}

void entry_invoked(struct tcb *t, enum err error)
{
    if (error == ERR_PREEMPTED)
        preempted(t);
    else
        invocation_answer(t, error);
    decide_and_leave();
}

void entry_syscall(word_t number)
{
    enter();
    if (syscall_is_api(number)) {
        api_call(number);
        return;
    }
    if ((KEEL_DEBUG || KEEL_BENCHMARK) && syscall_extended(number)) {
        leave();
        return;
    }
    leave_fault(has_time() && fault_unknown_syscall(number));
}

void entry_fault_vm(word_t address, word_t status, bool instruction)
{
    enter();
    leave_fault(has_time() && fault_vm(address, status, instruction));
}

void entry_fault(word_t type, word_t a, word_t b, word_t c)
{
    enter();
    leave_fault(has_time() && fault_other(type, a, b, c));
}

void entry_user_exception(word_t number, word_t code)
{
    enter();
    leave_fault(has_time() && fault_user_exception(number, code));
}

void entry_interrupt(void)
{
    enter();
    sched_stamp_time();
    sched_check_budget();
    irq_handle();
    decide_and_leave();
}

void entry_interrupt_claimed(word_t irq)
{
    enter();
    irq_serve(irq);
    decide_and_leave();
}
