/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * SchedContext operations: binding, unbinding, Consumed, YieldTo.
 */
#include "operations.h"

static const word self = seL4_CapInitThreadTCB;

static void bind_errors(void)
{
    struct thread *blocked = thread_passive(HIGH);
    const word ep = ENDPOINT(), tcb = TCB(), other = TCB(), n = NOTIFICATION(), m = NOTIFICATION();
    const word sc = sc_of(1000, 1000, 0, 0), second = sc_of(1000, 1000, 0, 0), idle = SC();
    ERR(INVOKE(sc, SchedContextBind, LIST(), LIST()), TruncatedMessage);
    ERR(SchedContext_Bind(sc, ep), InvalidCapability, 1);
    ERR(SchedContext_Bind(sc, seL4_CapNull), InvalidCapability, 1);
    ERR(SchedContext_Bind(sc, sc), InvalidCapability, 1);
    OK(SchedContext_Bind(sc, tcb));
    ERR(SchedContext_Bind(sc, tcb), IllegalOperation);
    ERR(SchedContext_Bind(sc, other), IllegalOperation);
    ERR(SchedContext_Bind(second, tcb), IllegalOperation);
    OK(SchedContext_Bind(sc, n));           /* thread and notification at the same time */
    ERR(SchedContext_Bind(sc, m), IllegalOperation);
    ERR(SchedContext_Bind(second, n), IllegalOperation);
    OK(SchedContext_Bind(second, m));
    /* A blocked thread takes only a configured SC whose time has come. */
    START_PASSIVE(blocked, .number = seL4_SysWait, .cap = ep);
    ERR(SchedContext_Bind(idle, blocked->tcb), IllegalOperation);
    OK(SchedContext_Bind(idle, other));     /* one that is not blocked takes it */
}

/* An SC whose next refill lies in the future is not for a blocked thread. */
static void bind_needs_released(void)
{
    struct thread *t = thread_passive(LOW), *blocked = thread_passive(HIGH);
    const word ep = ENDPOINT(), sc = sc_of(1000, 200000, 0, 0);
    START_PASSIVE(blocked, .number = seL4_SysWait, .cap = ep);
    OK(SchedContext_Bind(sc, t->tcb));
    START(t, .number = seL4_SysYield);
    settle();
    OK(SchedContext_UnbindObject(sc, t->tcb));
    ERR(SchedContext_Bind(sc, blocked->tcb), IllegalOperation);
    OK(SchedContext_Bind(sc, t->tcb));
}

static void unbind_object_errors(void)
{
    const word ep = ENDPOINT(), tcb = TCB(), n = NOTIFICATION(), m = NOTIFICATION();
    const word sc = sc_of(1000, 1000, 0, 0);
    ERR(INVOKE(sc, SchedContextUnbindObject, LIST(), LIST()), TruncatedMessage);
    ERR(SchedContext_UnbindObject(sc, ep), InvalidCapability, 1);
    ERR(SchedContext_UnbindObject(sc, seL4_CapNull), InvalidCapability, 1);
    ERR(SchedContext_UnbindObject(sc, tcb), IllegalOperation);
    ERR(SchedContext_UnbindObject(sc, n), IllegalOperation);
    ERR(SchedContext_UnbindObject(seL4_CapInitThreadSC, self), IllegalOperation);
    OK(SchedContext_Bind(sc, n));
    ERR(SchedContext_UnbindObject(sc, m), IllegalOperation);
    OK(SchedContext_UnbindObject(sc, n));
    OK(SchedContext_Bind(sc, tcb));
    OK(SchedContext_UnbindObject(sc, tcb));
    ERR(SchedContext_UnbindObject(sc, tcb), IllegalOperation);
}

static void unbind(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), sc = SC(), ep = ENDPOINT();
    ERR(SchedContext_Unbind(seL4_CapInitThreadSC), IllegalOperation);
    OK(SchedContext_Unbind(sc));
    OK(SchedContext_Bind(t->sc, n));
    START(t, .number = seL4_SysWait, .cap = ep);
    OK(SchedContext_Unbind(t->sc));
    SYS(.number = seL4_SysNBSend, .cap = ep);
    FALSE(t->done);
    OK(SchedContext_Bind(t->sc, n));
    OK(SchedContext_Bind(t->sc, t->tcb));
    TRUE(t->done);
}

/* Binding only associates: a notification that is active, or waited for, wakes nobody. */
static void bind_to_active_notification(void)
{
    struct thread *t = thread_passive(HIGH);
    const word n = NOTIFICATION(), sc = sc_of(1000, 1000, 0, 0);
    signal(n);
    OK(SchedContext_Bind(sc, n));
    START_PASSIVE(t, .number = seL4_SysWait, .cap = n);
    TRUE(t->done);
}

static void note_self(struct thread *t)
{
    trace_note(t->arg[0]);
}

/* Binding puts a runnable thread at the head of its ready queue. */
static void bind_runs_a_ready_thread(void)
{
    struct thread *t = thread_passive(HIGH);
    t->arg[0] = 1;
    thread_run(t, note_self);
    TRACE();
    OK(SchedContext_Bind(sc_of(1000, 1000, 0, 0), t->tcb));
    TRACE(1);
}

static void spin(struct thread *t)
{
    const word end = now() + t->arg[0] * TICKS_PER_US;
    while (now() < end)
        ;
}

/* Microseconds used since the last report; time not yet charged is not in it. */
static void consumed(void)
{
    struct thread *t = thread_new(HIGH);
    EQ(OK(SchedContext_Consumed(SC())).mr[0], 0);
    t->arg[0] = 300;
    thread_run(t, spin);
    struct reply r = OK(SchedContext_Consumed(t->sc));
    EQ(r.length, 1);
    IN_RANGE(r.mr[0], 300, 330);
    EQ(OK(SchedContext_Consumed(t->sc)).mr[0], 0);
    thread_run(t, spin);
    thread_run(t, spin);
    IN_RANGE(OK(SchedContext_Consumed(t->sc)).mr[0], 600, 660);
}

/* --- YieldTo --------------------------------------------------------------------------------- */

static void yield_to_errors(void)
{
    struct thread *t = thread_new(HIGH);
    const word sc = sc_of(1000, 1000, 0, 0);
    ERR(SchedContext_YieldTo(sc), IllegalOperation);
    ERR(SchedContext_YieldTo(seL4_CapInitThreadSC), IllegalOperation);
    OK(SchedContext_Bind(sc, NOTIFICATION()));
    ERR(SchedContext_YieldTo(sc), IllegalOperation);
    OK(TCB_SetMCPriority(self, self, HIGH - 1));
    const struct reply r = SchedContext_YieldTo(t->sc);
    EQ(r.label, seL4_IllegalOperation);
    EQ(r.length, 0);
}

/* A thread of equal priority runs until it waits; the result is what it consumed. */
static void yield_to_equal(void)
{
    struct thread *t = thread_new(ROOT_PRIO);
    t->arg[0] = 200;
    thread_run(t, spin);
    FALSE(t->done);
    const struct reply r = OK(SchedContext_YieldTo(t->sc));
    TRUE(t->done);
    EQ(r.length, 1);
    IN_RANGE(r.mr[0], 200, 230);
}

/* A thread that cannot run, or of lower priority: back at once. */
static void yield_to_returns_at_once(void)
{
    struct thread *low = thread_new(LOW), *stopped = thread_new(HIGH), *blocked = thread_new(HIGH);
    low->arg[0] = 100;
    thread_run(low, spin);
    EQ(OK(SchedContext_YieldTo(low->sc)).mr[0], 0);
    FALSE(low->done);
    EQ(OK(SchedContext_YieldTo(stopped->sc)).mr[0], 0);
    START(blocked, .number = seL4_SysWait, .cap = NOTIFICATION());
    IN_RANGE(OK(SchedContext_YieldTo(blocked->sc)).mr[0], 0, 20);
    settle();
    TRUE(low->done);
    IN_RANGE(OK(SchedContext_YieldTo(low->sc)).mr[0], 100, 130);
}

/* YieldTo a lower thread puts it to the head of its queue. */
static void yield_to_lower_moves_to_head(void)
{
    struct thread *t[3];
    for (word i = 0; i < 3; i++) {
        t[i] = thread_new(LOW);
        t[i]->arg[0] = i;
        thread_run(t[i], note_self);
    }
    OK(SchedContext_YieldTo(t[1]->sc));
    settle();
    EQ(trace[0], 1);
    EQ(n_trace, 3);
}

static void yielder(struct thread *t)
{
    t->sys = SYS(.number = seL4_SysCall, .cap = t->arg[0], .info = INFO(SchedContextYieldTo, 0, 0));
    trace_note(t->arg[1]);
}

/* Another YieldTo to the same SC ends the first; suspension of the target lets the caller go on. */
static void yield_to_is_not_blocking(void)
{
    struct thread *target = thread_new(LOW), *a = thread_new(LOW);
    target->arg[0] = 50000;
    thread_run(target, spin);
    a->arg[0] = target->sc;
    a->arg[1] = 1;
    OK(TCB_SetMCPriority(a->tcb, self, 255));
    thread_run(a, yielder);
    sleep_us(300);
    TRACE();
    OK(TCB_Suspend(target->tcb));
    settle();
    TRACE(1);
    EQ(info_label(a->sys.info), 0);
    EQ(info_length(a->sys.info), 1);
    IN_RANGE(a->sys.mr[0], 250, 10000);
}

static void yield_to_target_destroyed(void)
{
    struct thread *target = thread_new(LOW), *a = thread_new(LOW);
    target->arg[0] = 50000;
    thread_run(target, spin);
    a->arg[0] = target->sc;
    a->arg[1] = 1;
    OK(TCB_SetMCPriority(a->tcb, self, 255));
    thread_run(a, yielder);
    sleep_us(300);
    discard(target->sc);
    settle();
    TRACE(1);
    EQ(info_label(a->sys.info), 0);
    IN_RANGE(a->sys.mr[0], 250, 10000);
}

/* Its thread destroyed, the SC lives on: the caller got what was used till then. */
/* The context's memory becomes a page before the thread that yielded to it runs. */
static void yield_to_target_replaced(void)
{
    const word u = UNTYPED(12), sc = make_in(u, seL4_SchedContextObject, 8);
    struct thread *target = thread_passive(LOW), *a = thread_new(LOW);
    volatile word *const page = (volatile word *)ARCH_SCRATCH;
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 60000, 60000, 0, 0, 0));
    OK(SchedContext_Bind(sc, target->tcb));
    target->arg[0] = 50000;
    thread_run(target, spin);
    a->arg[0] = sc;
    OK(TCB_SetMCPriority(a->tcb, self, 255));
    thread_run(a, yielder);
    sleep_us(300);
    TRACE();
    OK(CNode_Revoke(CNODE, u, DEPTH));
    arch_map(arena, make_in(u, ARCH_FRAME_TYPE, 0), ARCH_SCRATCH, true);
    for (word i = 0; i < 4096 / sizeof(word); i++)
        page[i] = 1000 + i;
    settle();
    EQ(info_label(a->sys.info), 0);
    EQ(info_length(a->sys.info), 1);
    IN_RANGE(a->sys.mr[0], 250, 400);
    for (word i = 0; i < 4096 / sizeof(word); i++)
        EQ(page[i], 1000 + i);
}

static void yield_to_thread_destroyed(void)
{
    struct thread *target = thread_new(LOW), *a = thread_new(LOW);
    target->arg[0] = 50000;
    thread_run(target, spin);
    a->arg[0] = target->sc;
    a->arg[1] = 1;
    OK(TCB_SetMCPriority(a->tcb, self, 255));
    thread_run(a, yielder);
    sleep_us(300);
    discard(target->tcb);
    IN_RANGE(OK(SchedContext_Consumed(target->sc)).mr[0], 0, 20);
    settle();
    TRACE(1);
    EQ(info_label(a->sys.info), 0);
    IN_RANGE(a->sys.mr[0], 250, 400);
}

/* A second YieldTo to the same SC ends the first caller's: it learns what was used till then. */
static void second_yield_to(void)
{
    struct thread *target = thread_new(LOW), *a = thread_new(LOW), *b = thread_new(LOW);
    target->arg[0] = 50000;
    thread_run(target, spin);
    a->arg[0] = b->arg[0] = target->sc;
    a->arg[1] = 1;
    b->arg[1] = 2;
    OK(TCB_SetMCPriority(a->tcb, self, 255));
    OK(TCB_SetMCPriority(b->tcb, self, 255));
    thread_run(a, yielder);
    sleep_us(300);
    thread_run(b, yielder);
    OK(TCB_SetPriority(b->tcb, self, LOW));     /* to the head: it runs next */
    sleep_us(300);
    OK(TCB_Suspend(target->tcb));
    settle();
    EQ(n_trace, 2);
    IN_RANGE(a->sys.mr[0], 250, 400);
    IN_RANGE(b->sys.mr[0], 250, 400);
}

/* A caller suspended in its YieldTo is forgotten: resumed, it goes on behind its call, without
 * result. */
static void yielder_suspended(void)
{
    struct thread *target = thread_new(LOW), *a = thread_new(LOW);
    target->arg[0] = 50000;
    thread_run(target, spin);
    a->arg[0] = target->sc;
    a->arg[1] = 1;
    OK(TCB_SetMCPriority(a->tcb, self, 255));
    thread_run(a, yielder);
    sleep_us(300);
    OK(TCB_Suspend(a->tcb));
    OK(TCB_Suspend(target->tcb));
    IN_RANGE(OK(SchedContext_Consumed(target->sc)).mr[0], 250, 400);
    settle();
    TRACE();
    OK(TCB_Resume(a->tcb));
    settle();
    TRACE(1);
    EQ(a->sys.info, INFO(SchedContextYieldTo, 0, 0));
}

SUITE(sched_context,
    { "bind-errors", bind_errors },
    { "bind-needs-released", bind_needs_released },
    { "unbind-object-errors", unbind_object_errors },
    { "unbind", unbind },
    { "bind-to-active-notification", bind_to_active_notification },
    { "bind-runs-ready-thread", bind_runs_a_ready_thread },
    { "consumed", consumed },
    { "yield-to-errors", yield_to_errors },
    { "yield-to-equal", yield_to_equal },
    { "yield-to-returns-at-once", yield_to_returns_at_once },
    { "yield-to-lower-moves-to-head", yield_to_lower_moves_to_head },
    { "yield-to-is-not-blocking", yield_to_is_not_blocking },
    { "yield-to-target-destroyed", yield_to_target_destroyed },
    { "yield-to-target-replaced", yield_to_target_replaced },
    { "yield-to-thread-destroyed", yield_to_thread_destroyed },
    { "second-yield-to", second_yield_to },
    { "yielder-suspended", yielder_suspended },
);
