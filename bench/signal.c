/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Notifications: a signal that wakes nobody who matters, one that switches, and polling.
 */
#include "measure.h"

static word notification, n_waits;
static word signalled[SAMPLES + WARM_UP], woken[SAMPLES + WARM_UP];

static void waiter(struct thread *t)
{
    (void)t;
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = { .number = seL4_SysWait, .cap = notification } };
        timed_trap(&c);
        woken[i] = c.after;
        n_waits++;
    }
}

/* By the root task, to a waiter of another address space with this priority. */
static void signals(const char *name, word prio, bool switches)
{
    struct series s = { 0 }, whole = { 0 };
    notification = NOTIFICATION();
    n_waits = 0;
    struct thread *t = thread_new(prio);
    thread_move_to(t, space_new());
    thread_run(t, waiter);
    settle();
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = { .number = seL4_SysSend, .cap = notification } };
        timed_trap(&c);
        signalled[i] = c.before;
        if (!switches)
            settle();
        EQ(n_waits, i + 1);
        if (i >= WARM_UP) {
            series_add(&s, between(c.before, switches ? woken[i] : c.after));
            series_add(&whole, between(c.before, c.after));
        }
    }
    series_report(name, &s);
}

static void no_switch(void) { signals("signal_no_switch", LOW, false); }
static void to_higher(void) { signals("signal_higher", HIGH, true); }

static void one(const char *name, struct sys call)
{
    struct series s = { 0 };
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = call };
        timed_trap(&c);
        if (i >= WARM_UP)
            series_add(&s, between(c.before, c.after));
    }
    series_report(name, &s);
}

static void nobody_waits(void)
{
    one("signal_nobody", (struct sys){ .number = seL4_SysSend, .cap = NOTIFICATION() });
}

static void poll_empty(void)
{
    one("poll_empty", (struct sys){ .number = seL4_SysNBWait, .cap = NOTIFICATION() });
}

SUITE(signal, { "no_switch", no_switch }, { "to_higher", to_higher },
      { "nobody_waits", nobody_waits }, { "poll_empty", poll_empty },);
