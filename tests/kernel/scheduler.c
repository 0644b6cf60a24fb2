/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Who runs next: priorities, the two ends of a ready queue, round robin, Yield.
 */
#include "operations.h"

static const word self = seL4_CapInitThreadTCB;

static void note_self(struct thread *t)
{
    trace_note(t->arg[0]);
}

static struct thread *noting(word prio, word number)
{
    struct thread *t = thread_new(prio);
    t->arg[0] = number;
    return t;
}

static void higher_preempts_at_once(void)
{
    struct thread *t = noting(HIGH, 1);
    thread_run(t, note_self);
    trace_note(2);
    TRACE(1, 2);
}

static void equal_does_not_preempt(void)
{
    struct thread *t = noting(ROOT_PRIO, 1);
    thread_run(t, note_self);
    trace_note(2);
    settle();
    TRACE(2, 1);
}

static void by_priority(void)
{
    struct thread *t[4] = { noting(LOW, 1), noting(LOWER, 2), noting(LOW + 5, 3), noting(LOW, 4) };
    for (word i = 0; i < 4; i++)
        thread_run(t[i], note_self);
    settle();
    EQ(n_trace, 4);
    EQ(trace[0], 3);
    EQ(trace[3], 2);
}

/* Threads woken one by one at a lower priority go to the head of their queue each. */
static void woken_lower_threads_are_head_inserted(void)
{
    struct thread *t[3] = { noting(LOW, 1), noting(LOW, 2), noting(LOW, 3) };
    for (word i = 0; i < 3; i++)
        thread_run(t[i], note_self);
    settle();
    TRACE(3, 2, 1);
}

/* At the priority of the running thread they go to the tail. */
static void woken_equal_threads_are_tail_inserted(void)
{
    struct thread *t[3] = { noting(ROOT_PRIO, 1), noting(ROOT_PRIO, 2), noting(ROOT_PRIO, 3) };
    for (word i = 0; i < 3; i++)
        thread_run(t[i], note_self);
    settle();
    TRACE(1, 2, 3);
}

static void note_and_signal(struct thread *t)
{
    trace_note(t->arg[0]);
    signal(t->arg[1]);
}

static void waiter(struct thread *t)
{
    SYS(.number = seL4_SysWait, .cap = t->arg[1]);
    trace_note(t->arg[0]);
}

static void sender(struct thread *t)
{
    SYS(.number = seL4_SysSend, .cap = t->arg[1]);
    trace_note(t->arg[0]);
}

/* The thread woken when the current one blocks runs before others of its priority. */
static void woken_runs_directly(void)
{
    const word ep = ENDPOINT(), n = NOTIFICATION();
    struct thread *ready = noting(LOW, 1), *woken = noting(LOW, 2);
    woken->arg[1] = ep;
    ready->arg[1] = n;
    thread_run(woken, waiter);
    settle();
    thread_run(ready, note_and_signal);
    /* One call wakes `woken` and blocks the test. */
    SYS(.number = seL4_SysNBSendWait, .reply = ep, .cap = n);
    TRACE(2, 1);
}

/* Waiters of a destroyed endpoint are woken in the order of the queue, each to the head. */
static void all_woken_at_once(void)
{
    const word ep = ENDPOINT();
    struct thread *t[3] = { noting(LOW, 1), noting(LOW, 2), noting(LOW, 3) };
    for (word i = 0; i < 3; i++) {
        t[i]->arg[1] = ep;
        thread_run(t[i], sender);
        settle();
    }
    OK(CNode_Delete(CNODE, ep, DEPTH));
    settle();
    TRACE(3, 2, 1);
}

static void yields(struct thread *t)
{
    for (word i = 0; i < 3; i++) {
        trace_note(t->arg[0]);
        SYS(.number = seL4_SysYield);
    }
}

static void yield_takes_turns(void)
{
    struct thread *a = noting(LOW, 1), *b = noting(LOW, 2);
    thread_run(a, yields);
    thread_run(b, yields);
    settle();
    TRACE(2, 1, 2, 1, 2, 1);
}

static void yield_alone_returns(void)
{
    const word before = now();
    SYS(.number = seL4_SysYield);
    TRUE(now() - before < 100 * TICKS_PER_US);
}

static volatile word counter[3];

static void count(struct thread *t)
{
    for (;;)
        counter[t->arg[0]] = counter[t->arg[0]] + 1;
}

/* Round robin: equal shares for equal budgets, shares by budget otherwise, nothing for lower. */
static void round_robin_shares(void)
{
    struct thread *a = thread_passive(LOW), *b = thread_passive(LOW), *c = thread_new(LOWER);
    const word sc_a = sc_of(500, 500, 0, 0), sc_b = sc_of(1000, 1000, 0, 0);
    OK(SchedContext_Bind(sc_a, a->tcb));
    OK(SchedContext_Bind(sc_b, b->tcb));
    a->arg[0] = 0;
    b->arg[0] = 1;
    c->arg[0] = 2;
    counter[2] = 0;
    thread_run(a, count);
    thread_run(b, count);
    thread_run(c, count);
    sleep_us(100);
    SchedContext_Consumed(sc_a);
    SchedContext_Consumed(sc_b);
    sleep_us(9000);
    const word got_a = OK(SchedContext_Consumed(sc_a)).mr[0];
    const word got_b = OK(SchedContext_Consumed(sc_b)).mr[0];
    IN_RANGE(got_a, 2850, 3150);
    IN_RANGE(got_b, 5850, 6150);
    EQ(counter[2], 0);
}

/* A slice that was interrupted is continued, not started anew. */
static void interrupted_slice_is_kept(void)
{
    struct thread *a = thread_passive(LOW), *b = thread_passive(LOW);
    const word sc_a = sc_of(2000, 2000, 0, 0), sc_b = sc_of(2000, 2000, 0, 0);
    OK(SchedContext_Bind(sc_a, a->tcb));
    OK(SchedContext_Bind(sc_b, b->tcb));
    a->arg[0] = 0;
    b->arg[0] = 1;
    thread_run(b, count);
    thread_run(a, count);           /* before b */
    for (word i = 0; i < 3; i++)
        sleep_us(500);
    IN_RANGE(OK(SchedContext_Consumed(sc_a)).mr[0], 1400, 1600);
    EQ(OK(SchedContext_Consumed(sc_b)).mr[0], 0);
    sleep_us(1000);
    IN_RANGE(OK(SchedContext_Consumed(sc_a)).mr[0], 350, 600);
    IN_RANGE(OK(SchedContext_Consumed(sc_b)).mr[0], 400, 650);
}

/* Priority 0 is a priority like the others. */
static void lowest_priority_runs(void)
{
    struct thread *t = noting(0, 1);
    thread_run(t, note_self);
    sleep_us(200);
    TRACE(1);
}

static void every_priority(void)
{
    struct thread *t = thread_new(0);
    const word n = NOTIFICATION();
    for (word prio = 0; prio < 256; prio++) {
        OK(TCB_SetPriority(t->tcb, self, prio));
        START(t, .number = seL4_SysSend, .cap = n);
        if (prio <= ROOT_PRIO)
            sleep_us(100);
        TRUE(t->done);
    }
}

SUITE(scheduler,
    { "higher-preempts-at-once", higher_preempts_at_once },
    { "equal-does-not-preempt", equal_does_not_preempt },
    { "by-priority", by_priority },
    { "woken-lower-head-inserted", woken_lower_threads_are_head_inserted },
    { "woken-equal-tail-inserted", woken_equal_threads_are_tail_inserted },
    { "woken-runs-directly", woken_runs_directly },
    { "all-woken-at-once", all_woken_at_once },
    { "yield-takes-turns", yield_takes_turns },
    { "yield-alone-returns", yield_alone_returns },
    { "round-robin-shares", round_robin_shares },
    { "interrupted-slice-is-kept", interrupted_slice_is_kept },
    { "lowest-priority-runs", lowest_priority_runs },
    { "every-priority", every_priority },
);
