/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Giving up time.
 */
#include "measure.h"

static word left[2][SAMPLES + WARM_UP], came[2][SAMPLES + WARM_UP];

static void yielder(struct thread *t)
{
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = { .number = seL4_SysYield } };
        timed_trap(&c);
        left[t->arg[0]][i] = c.before;
        came[t->arg[0]][i] = c.after;
    }
}

/* Two of the same priority take turns: from one's Yield to the other's return from its own. */
static void to_another(void)
{
    struct series s = { 0 };
    for (word i = 0; i < 2; i++) {
        struct thread *t = thread_new(LOW);
        t->arg[0] = i;
        thread_move_to(t, space_new());
        thread_run(t, yielder);
    }
    settle();
    for (word i = WARM_UP; i < SAMPLES + WARM_UP - 1; i++)
        series_add(&s, between(left[0][i], came[1][i]));
    series_report("yield_other", &s);
}

static void alone(void)
{
    struct series s = { 0 };
    struct thread *t = thread_new(LOW);
    t->arg[0] = 0;
    thread_run(t, yielder);
    settle();
    for (word i = WARM_UP; i < SAMPLES + WARM_UP; i++)
        series_add(&s, between(left[0][i], came[0][i]));
    series_report("yield_alone", &s);
}

SUITE(sched, { "to_another", to_another }, { "alone", alone },);
