/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Places where one more or one fewer makes the difference, and effects that show only in who comes
 * first.
 */
#include "operations.h"

static void one_above_the_authority(void)
{
    struct thread *authority = thread_new(LOW), *t = thread_new(LOW);
    OK(TCB_SetMCPriority(authority->tcb, seL4_CapInitThreadTCB, 100));
    ERR(TCB_SetMCPriority(t->tcb, authority->tcb, 101), RangeError, 0, 100);
    ERR(TCB_SetPriority(t->tcb, authority->tcb, 101), RangeError, 0, 100);
    ERR(TCB_SetSchedParams(t->tcb, authority->tcb, 101, 1, 0, 0), RangeError, 0, 100);
    ERR(TCB_SetSchedParams(t->tcb, authority->tcb, 1, 101, 0, 0), RangeError, 0, 100);
    OK(TCB_SetMCPriority(t->tcb, authority->tcb, 100));
    OK(TCB_SetSchedParams(t->tcb, authority->tcb, 100, 100, t->sc, 0));
}

/* A receiver keeps its place, though what it sent last had the badge that is cancelled. */
static void cancelling_leaves_receivers_alone(void)
{
    struct thread *first = thread_new(HIGH), *second = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, ALL_RIGHTS, 1);
    START(first, .number = seL4_SysSend, .cap = badged);
    EQ(SYS(.number = seL4_SysNBWait, .cap = ep).cap, 1);
    TRUE(first->done);
    START(first, .number = seL4_SysWait, .cap = ep);
    START(second, .number = seL4_SysWait, .cap = ep);
    OK(CNode_CancelBadgedSends(CNODE, badged, DEPTH));
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(first->done);
    FALSE(second->done);
}

static word object;

static void send_and_note(struct thread *t)
{
    (void)t;
    SYS(.number = seL4_SysSend, .cap = object);
    trace_note(1);
}

static void note(struct thread *t)
{
    (void)t;
    trace_note(2);
}

/* Who waited for an endpoint that is destroyed comes before those of its priority that are
 * ready. */
static void destruction_decides_anew(void)
{
    struct thread *waiter = thread_new(ROOT_PRIO), *ready = thread_new(ROOT_PRIO);
    object = ENDPOINT();
    trace_reset();
    thread_run(waiter, send_and_note);
    settle();
    thread_run(ready, note);
    discard(object);
    settle();
    TRACE(1, 2);
}

SUITE(edges,
    { "one-above-the-authority", one_above_the_authority },
    { "cancelling-leaves-receivers-alone", cancelling_leaves_receivers_alone },
    { "destruction-decides-anew", destruction_decides_anew },
);
