/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Who used the processor, in cycles: per thread, for the idle thread, and in total.
 *
 *      BenchmarkResetLog  |-------- node.tracking = 1 --------|  BenchmarkFinalizeLog
 *
 *  1. While tracking, a thread's used_cycles grow by the time from one switch to the next; kernel
 *     time is part of it.
 *  2. kernel_cycles: from an entry to a switch belongs to the thread that entered, from a switch to
 *     the exit to the thread that leaves. Waiting for interrupts is not kernel time.
 *  3. An entry counts for the thread that entered. Waiting is a stay of the idle thread: each
 *     interrupt that ends it is one of its entries.
 *  4. While tracking, node.total_cycles holds the cycle at which it began; afterwards how long it
 *     lasted.
 */

#include "benchmark.h"
#include "ipc.h"
#include <abi/syscalls.h>
#include <arch/machine.h>

#define COUNTER_ENUM_(n, name) COUNTER_##name = n,
enum utilisation_counter { UTILISATION_COUNTERS(COUNTER_ENUM_) };

/* The kernel's time since the last entry or switch goes to t. */
static void charge_kernel(struct tcb *t, word_t now)
{
    const word_t used = now - node.entry_cycle;
    node.entry_cycle = now;
    t->kernel_cycles += used;
    node.total_kernel_cycles += used;
}

static void charge_thread(struct tcb *t, word_t now)
{
    t->used_cycles += now - node.last_switch;
    node.last_switch = now;
}

void benchmark_enter(void)
{
    if (!KEEL_BENCHMARK || node.tracking == 0)
        return;
    node.entry_cycle = machine_cycles();
    current_thread()->kernel_entries++;
    node.total_kernel_entries++;
}

void benchmark_leave(void)
{
    if (KEEL_BENCHMARK && node.tracking != 0)
        charge_kernel(current_thread(), machine_cycles());
}

void benchmark_switch(struct tcb *from, struct tcb *to)
{
    if (!KEEL_BENCHMARK || node.tracking == 0)
        return;
    const word_t now = machine_cycles();
    charge_kernel(from, now);
    charge_thread(from, now);
    to->times_scheduled++;
    node.total_schedules++;
}

void benchmark_reset_utilisation(struct tcb *t)
{
    t->used_cycles = 0;
    t->times_scheduled = 0;
    t->kernel_cycles = 0;
    t->kernel_entries = 0;
    if (KEEL_BENCHMARK && tcb_addr(t) == node.current)
        node.last_switch = machine_cycles();
}

void benchmark_reset_log(void)
{
    if (!KEEL_BENCHMARK)
        return;
    const word_t now = machine_cycles();
    benchmark_reset_utilisation(&node.idle);
    node.total_cycles = now;
    node.total_schedules = 0;
    node.total_kernel_cycles = 0;
    node.total_kernel_entries = 0;
    node.entry_cycle = now;
    node.last_switch = now;
    node.tracking = 1;
}

void benchmark_finalize_log(void)
{
    if (!KEEL_BENCHMARK || node.tracking == 0)
        return;
    const word_t now = machine_cycles();
    charge_kernel(current_thread(), now);
    charge_thread(current_thread(), now);
    node.total_cycles = now - node.total_cycles;
    node.tracking = 0;
}

void benchmark_get_utilisation(struct tcb *caller, struct tcb *t)
{
    const word_t buffer = ipc_buffer_for_writing(caller);
    if (!KEEL_BENCHMARK || buffer == 0)
        return;
    if (node.tracking != 0)
        charge_thread(current_thread(), machine_cycles());
    const word_t total = node.tracking != 0 ? machine_cycles() - node.total_cycles
                                            : node.total_cycles;
    const struct tcb *idle = &node.idle;
    const word_t at = IPC_BUFFER_MSG;
    buffer_set_word(buffer, at + COUNTER_TCB_UTILISATION, t->used_cycles);
    buffer_set_word(buffer, at + COUNTER_TCB_NUMBER_SCHEDULES, t->times_scheduled);
    buffer_set_word(buffer, at + COUNTER_TCB_KERNEL_UTILISATION, t->kernel_cycles);
    buffer_set_word(buffer, at + COUNTER_TCB_NUMBER_KERNEL_ENTRIES, t->kernel_entries);
    buffer_set_word(buffer, at + COUNTER_IDLE_LOCALCPU_UTILISATION, idle->used_cycles);
    buffer_set_word(buffer, at + COUNTER_IDLE_TCBCPU_UTILISATION, idle->used_cycles);
    buffer_set_word(buffer, at + COUNTER_IDLE_NUMBER_SCHEDULES, idle->times_scheduled);
    buffer_set_word(buffer, at + COUNTER_IDLE_KERNEL_UTILISATION, idle->kernel_cycles);
    buffer_set_word(buffer, at + COUNTER_IDLE_NUMBER_KERNEL_ENTRIES, idle->kernel_entries);
    buffer_set_word(buffer, at + COUNTER_TOTAL_UTILISATION, total);
    buffer_set_word(buffer, at + COUNTER_TOTAL_NUMBER_SCHEDULES, node.total_schedules);
    buffer_set_word(buffer, at + COUNTER_TOTAL_KERNEL_UTILISATION, node.total_kernel_cycles);
    buffer_set_word(buffer, at + COUNTER_TOTAL_NUMBER_KERNEL_ENTRIES, node.total_kernel_entries);
}
