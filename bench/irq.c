/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * An interrupt that a thread of higher priority, in another address space, waits for.
 */
#include "measure.h"

#define AWAY_US 10

static word notification;
static volatile word n_waits;
static word woken[SAMPLES + WARM_UP];

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

static void to_higher(void)
{
    struct series s = { 0 };
    const word handler = slot();
    notification = NOTIFICATION();
    alarm_quiet();
    OK(IRQControl_Issue(seL4_CapIRQControl, ARCH_ALARM_IRQ, CNODE, handler, DEPTH));
    OK(IRQHandler_SetNotification(handler, notification));
    struct thread *t = thread_new(HIGH);
    thread_move_to(t, space_new());
    thread_run(t, waiter);
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        alarm_in(AWAY_US);
        const word last = last_before_change(&n_waits, i);
        alarm_quiet();
        OK(IRQHandler_Ack(handler));
        if (i >= WARM_UP)
            series_add(&s, between(last, woken[i]));
    }
    series_report("interrupt", &s);
}

SUITE(irq, { "to_higher", to_higher },);
