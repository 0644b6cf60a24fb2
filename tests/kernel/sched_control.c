/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * SchedControl_ConfigureFlags: errors and their order, and what a new configuration does to a
 * thread that has time already.
 */
#include "operations.h"

#define MIN_US 20
#define MAX_US ARCH_MAX_PERIOD_US

static struct reply configure(word sc, word budget, word period, word extra)
{
    return SchedControl_ConfigureFlags(SCHED_CONTROL, sc, budget, period, extra, 0, 0);
}

static void errors(void)
{
    const word sc = make(seL4_SchedContextObject, 7), ep = ENDPOINT();
    ERR(INVOKE(SCHED_CONTROL, SchedControlConfigureFlags, LIST(1, 1, 99, 0, 0), LIST()),
        TruncatedMessage);
    ERR(INVOKE(SCHED_CONTROL, SchedControlConfigureFlags, LIST(1, 1, 99, 0), LIST(ep)),
        TruncatedMessage);
    ERR(configure(ep, MAX_US + 1, 0, 99), RangeError, MIN_US, MAX_US);
    ERR(configure(ep, ~(word)0, 0, 99), RangeError, MIN_US, MAX_US);
    ERR(configure(ep, 0, MAX_US + 1, 99), RangeError, MIN_US, MAX_US);
    ERR(configure(ep, MIN_US - 1, 0, 99), RangeError, MIN_US, MAX_US);
    ERR(configure(ep, 0, 0, 99), RangeError, MIN_US, MAX_US);
    ERR(configure(ep, 100, MIN_US - 1, 99), RangeError, MIN_US, MAX_US);
    ERR(configure(ep, 101, 100, 99), RangeError, MIN_US, 100);
    ERR(configure(ep, 100, 100, 99), InvalidCapability, 1);
    ERR(configure(seL4_CapNull, 100, 100, 0), InvalidCapability, 1);
    ERR(configure(sc, 100, 100, 1), RangeError, 0, 0);
    ERR(configure(sc, 100, 200, ~(word)0), RangeError, 0, 0);
    OK(configure(sc, 100, 100, 0));
    OK(configure(sc, MIN_US, MIN_US, 0));
    OK(configure(sc, MAX_US, MAX_US, 0));
}

/* The larger the object, the more refills. */
static void refills_by_size(void)
{
    static const word extra[] = { 0, 8, 24, 56, 120, 248 };
    for (word i = 0; i < 6; i++) {
        const word sc = make(seL4_SchedContextObject, 7 + i);
        ERR(configure(sc, 100, 200, extra[i] + 1), RangeError, 0, extra[i]);
        OK(configure(sc, 100, 200, extra[i]));
    }
}

static volatile word counter;

static void count(struct thread *t)
{
    (void)t;
    for (;;)
        counter = counter + 1;
}

/* Configuring the bound, so far useless SC of a runnable thread lets it run at once. */
static void first_configuration_runs(void)
{
    struct thread *t = thread_passive(LOW);
    const word sc = SC();
    OK(SchedContext_Bind(sc, t->tcb));
    counter = 0;
    thread_run(t, count);
    settle();
    EQ(counter, 0);
    OK(configure(sc, 100, 1000, 0));
    settle();
    TRUE(counter > 0);
}

/* How long `t`, which counts at low priority, is seen to run within `us`. */
static word runs_within(word sc, word us)
{
    SchedContext_Consumed(sc);
    sleep_us(us);
    return OK(SchedContext_Consumed(sc)).mr[0];
}

/* A runnable thread gets no more in its present window than the new budget. */
static void reconfiguration_of_runnable(void)
{
    struct thread *t = thread_passive(LOW);
    const word sc = sc_of(1000, 100000, 0, 0);
    OK(SchedContext_Bind(sc, t->tcb));
    thread_run(t, count);
    IN_RANGE(runs_within(sc, 3000), 980, 1000);
    OK(configure(sc, 2000, 100000, 0));
    EQ(runs_within(sc, 3000), 0);               /* the old refill is kept */
    /* One that is not runnable gets its whole budget at once. */
    OK(TCB_Suspend(t->tcb));
    OK(configure(sc, 500, 100000, 0));
    OK(TCB_Resume(t->tcb));
    IN_RANGE(runs_within(sc, 3000), 480, 500);
    /* Round robin is always new. */
    OK(configure(sc, 1000, 1000, 0));
    IN_RANGE(runs_within(sc, 3000), 2900, 3100);
}

/* Cut to a smaller budget while it has more: the rest of the window is the new budget. */
static void reconfiguration_cuts(void)
{
    struct thread *t = thread_passive(LOW);
    const word sc = sc_of(10000, 100000, 0, 0);
    OK(SchedContext_Bind(sc, t->tcb));
    thread_run(t, count);
    runs_within(sc, 1000);
    OK(configure(sc, 500, 100000, 0));
    IN_RANGE(runs_within(sc, 3000), 480, 500);
}

SUITE(sched_control,
    { "errors", errors },
    { "refills-by-size", refills_by_size },
    { "first-configuration-runs", first_configuration_runs },
    { "reconfiguration-of-runnable", reconfiguration_of_runnable },
    { "reconfiguration-cuts", reconfiguration_cuts },
);
