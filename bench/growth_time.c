/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Waiting for time while 1 to 10 000 others do: giving up one's time until the next period, and
 * getting it.
 */
#include "growth.h"

#define HOUR_US   3600000000UL
#define PERIOD_US 1000          /* of the one that is measured: it is the first to get its time */

static word start;
static volatile word n_returns;
static struct timed yield;

/* Ready again and again, as soon as it has waited for its next period. */
static void yielder(struct thread *t)
{
    (void)t;
    for (;;) {
        SYS(.number = seL4_SysWait, .cap = start);
        yield = (struct timed){ .sys = { .number = seL4_SysYield } };
        timed_trap(&yield);
        n_returns++;
    }
}

static void release_queue(void)
{
    struct crowd c = { .call = { .number = seL4_SysYield }, .budget_us = 100,
                       .period_us = HOUR_US, .flags = seL4_SchedContext_Sporadic };
    struct thread *t = thread_passive(HIGH);
    start = NOTIFICATION();
    OK(SchedContext_Bind(sc_of(PERIOD_US / 2, PERIOD_US, 0, 0), t->tcb));
    thread_run(t, yielder);
    for (word n = 1; n <= 10000; n *= 10) {
        struct series join = { 0 }, leave = { 0 };
        crowd_grow(&c, n);
        for (word turn = 0; turn < SAMPLES; turn++) {
            struct timed go = { .sys = { .number = seL4_SysSend, .cap = start } };
            const word before = n_returns;
            /* All of its budget is there; and another time each turn, since places in the tree
             * of those who wait depend on its bits. */
            sleep_us(2 * PERIOD_US + 7 * turn);
            timed_trap(&go);
            const word last = last_before_change(&n_returns, before);
            series_add(&join, between(yield.before, go.after));
            series_add(&leave, between(last, yield.after));
        }
        series_report(numbered("release_join_", n), &join);
        series_report(numbered("release_leave_", n), &leave);
    }
}

SUITE(growth_time, { "release_queue", release_queue },);
