/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Signals: gathering of badges, waiters, binding to a thread, lending of time.
 */
#include "operations.h"

#define WAIT(t, from) START(t, .number = seL4_SysWait, .cap = from)

static void badges_are_gathered(void)
{
    const word n = NOTIFICATION();
    signal(mint(n, ALL_RIGHTS, 1));
    signal(mint(n, ALL_RIGHTS, 4));
    signal(mint(n, ALL_RIGHTS, 5));
    signal(mint(n, ALL_RIGHTS, (word)1 << 63));
    EQ(poll(n), (word)1 << 63 | 5);
    EQ(poll(n), 0);
}

/* A signal with badge 0 is delivered too. */
static void badge_zero(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    signal(n);
    START(t, .number = seL4_SysWait, .cap = n);
    TRUE(t->done);
    EQ(t->sys.cap, 0);
    WAIT(t, n);
    FALSE(t->done);
    signal(n);
    TRUE(t->done);
}

/* A notification receive sets the badge register only. */
static void receive_leaves_the_rest(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 3);
    const long calls[] = { seL4_SysRecv, seL4_SysWait, seL4_SysNBRecv, seL4_SysNBWait };
    for (word i = 0; i < 4; i++) {
        if (i > 1)
            signal(badged);
        START(t, .number = calls[i], .cap = n, .info = INFO(77, 1, 2), .mr = { 1, 2, 3, 4 },
              .reply = 5);
        if (i < 2)
            SYS(.number = seL4_SysSend, .cap = badged, .info = INFO(1, 0, 4), .mr = { 9, 9 });
        TRUE(t->done);
        EQ(t->sys.cap, 3);
        EQ(t->sys.info, INFO(77, 1, 2));
        EQ(t->sys.mr[0], 1);
        EQ(t->sys.mr[3], 4);
        EQ(t->sys.reply, 5);
    }
}

static void waiters_by_priority(void)
{
    struct thread *t[3] = { thread_new(HIGH), thread_new(HIGH), thread_new(HIGHER) };
    const word n = NOTIFICATION();
    for (word i = 0; i < 3; i++)
        WAIT(t[i], n);
    signal(mint(n, ALL_RIGHTS, 1));
    TRUE(t[2]->done && !t[0]->done && !t[1]->done);
    signal(mint(n, ALL_RIGHTS, 2));
    TRUE(t[0]->done && !t[1]->done);
    signal(mint(n, ALL_RIGHTS, 4));
    TRUE(t[1]->done);
    EQ(t[0]->sys.cap, 2);
    EQ(poll(n), 0);
}

static struct thread *equal;
static const long wakes[] = { seL4_SysSend, seL4_SysSend, seL4_SysNBSend };

static void wakes_an_equal(struct thread *t)
{
    SYS(.number = wakes[t->arg[1]], .cap = t->arg[0]);
    thread_note(t, equal->done ? 1 : 2);
}

/* Neither a signal nor a message makes a thread run before one of its own priority that goes on. */
static void equal_waits_its_turn(void)
{
    const word objects[] = { NOTIFICATION(), ENDPOINT(), ENDPOINT() };
    for (word i = 0; i < 3; i++) {
        struct thread *t = thread_new(HIGH);
        equal = thread_new(HIGH);
        START(equal, .number = seL4_SysRecv, .cap = objects[i], .reply = REPLY());
        t->arg[0] = objects[i];
        t->arg[1] = i;
        thread_run(t, wakes_an_equal);
        TRUE(t->done && equal->done);
        EQ(t->log[0], 2);
    }
}

/* Call on a notification signals and returns an empty success. */
static void call_signals(void)
{
    const word n = NOTIFICATION(), badged = mint(n, R_WRITE, 6);
    const struct sys got = SYS(.number = seL4_SysCall, .cap = badged, .info = INFO(9, 0, 3));
    EQ(got.cap, 0);
    EQ(got.info, 0);
    EQ(poll(n), 6);
}

/* --- bound to a thread ----------------------------------------------------------------------- */

static void bound_wakes_endpoint_receiver(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 0x21), ep = ENDPOINT();
    const word reply = REPLY();
    OK(TCB_BindNotification(t->tcb, n));
    START(t, .number = seL4_SysRecv, .cap = ep, .reply = reply, .info = 55, .mr = { 1, 2, 3, 4 });
    signal(badged);
    TRUE(t->done);
    EQ(t->sys.cap, 0x21);
    EQ(t->sys.info, 55);
    EQ(t->sys.mr[0], 1);
    /* It left the endpoint's queue, and its Reply object is free. */
    SYS(.number = seL4_SysNBSend, .cap = ep);
    struct thread *u = thread_new(HIGH);
    START(u, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    FALSE(u->done);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(u->done);
}

/* An active bound notification comes before queued senders. */
static void bound_comes_first(void)
{
    struct thread *t = thread_new(HIGH), *sender = thread_new(HIGH);
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 0x21), ep = ENDPOINT();
    OK(TCB_BindNotification(t->tcb, n));
    START(sender, .number = seL4_SysSend, .cap = ep, .info = INFO(4, 0, 0));
    const long calls[] = { seL4_SysWait, seL4_SysNBWait, seL4_SysRecv, seL4_SysNBRecv };
    const word reply = REPLY();
    for (word i = 0; i < 4; i++) {
        signal(badged);
        START(t, .number = calls[i], .cap = ep, .reply = reply);
        TRUE(t->done);
        EQ(t->sys.cap, 0x21);
        FALSE(sender->done);
    }
    WAIT(t, ep);
    EQ(t->sys.info, INFO(4, 0, 0));
    TRUE(sender->done);
}

/* A bound thread that waits for a reply, sends or is stopped is not woken. */
static void bound_does_not_disturb(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 2), ep = ENDPOINT(), r = REPLY();
    OK(TCB_BindNotification(t->tcb, n));
    START(t, .number = seL4_SysSend, .cap = ep);
    signal(badged);
    FALSE(t->done);
    START(t, .number = seL4_SysCall, .cap = ep);
    SYS(.number = seL4_SysRecv, .cap = ep, .reply = r);
    signal(badged);
    FALSE(t->done);
    SYS(.number = seL4_SysSend, .cap = r);
    TRUE(t->done);
    signal(badged);
    OK(TCB_UnbindNotification(t->tcb));     /* only the bound thread may receive on it */
    EQ(poll(n), 2);
}

static void bound_while_waiting(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 2), ep = ENDPOINT();
    WAIT(t, ep);
    signal(badged);
    OK(TCB_BindNotification(t->tcb, n));
    FALSE(t->done);         /* what was there already is for the next receive */
    OK(TCB_UnbindNotification(t->tcb));
    EQ(poll(n), 2);
    OK(TCB_BindNotification(t->tcb, n));
    signal(badged);
    TRUE(t->done);
    EQ(t->sys.cap, 2);
    /* After Unbind a waiting thread stays where it is. */
    WAIT(t, ep);
    OK(TCB_UnbindNotification(t->tcb));
    signal(badged);
    FALSE(t->done);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(t->done);
}

static void bound_may_wait_directly(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 2);
    OK(TCB_BindNotification(t->tcb, n));
    WAIT(t, n);
    FALSE(t->done);
    signal(badged);
    EQ(t->sys.cap, 2);
}

/* --- bound to a scheduling context ----------------------------------------------------------- */

/* A passive thread runs on the notification's time, and gives it back when it waits again. */
static void lends_time(void)
{
    struct thread *a = thread_passive(HIGH), *b = thread_passive(HIGHER);
    const word n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 1), sc = sc_of(1000, 1000, 0, 0);
    START_PASSIVE(a, .number = seL4_SysWait, .cap = n);
    OK(SchedContext_Bind(sc, n));
    signal(badged);
    TRUE(a->done);
    /* a parked without waiting: it keeps the time, so b does not run. */
    ERR(SchedContext_Bind(sc, b->tcb), IllegalOperation);
    START_PASSIVE(b, .number = seL4_SysWait, .cap = n);
    signal(badged);
    FALSE(b->done);
    OK(SchedContext_UnbindObject(sc, a->tcb));
    OK(SchedContext_Bind(sc, b->tcb));
    TRUE(b->done);
}

static void waits_twice(struct thread *t)
{
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
    thread_note(t, 1);
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
    thread_note(t, 2);
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
}

static void takes_time_back(void)
{
    struct thread *t = thread_passive(HIGH);
    const word n = NOTIFICATION(), sc = sc_of(1000, 1000, 0, 0), other = TCB();
    t->arg[0] = n;
    OK(SchedContext_Bind(sc, t->tcb));
    thread_run(t, waits_twice);
    /* It waits on its own time, which is not the notification's yet: it keeps it. */
    ERR(SchedContext_Bind(sc, other), IllegalOperation);
    OK(SchedContext_Bind(sc, n));
    signal(n);
    EQ(t->n_log, 1);
    /* Now it blocked while running on the notification's time: that is free again. */
    OK(SchedContext_Bind(sc, other));
    OK(SchedContext_UnbindObject(sc, other));
    signal(n);
    EQ(t->n_log, 2);
    OK(SchedContext_Bind(sc, other));
}

/* The same for a receive on an endpoint by the thread that the notification is bound to. */
static void bound_receiver_gives_back(void)
{
    struct thread *t = thread_passive(HIGH);
    const word n = NOTIFICATION(), sc = sc_of(1000, 1000, 0, 0), ep = ENDPOINT(), other = TCB();
    OK(TCB_BindNotification(t->tcb, n));
    OK(SchedContext_Bind(sc, n));
    OK(SchedContext_Bind(sc, t->tcb));
    WAIT(t, ep);
    OK(SchedContext_Bind(sc, other));
    OK(SchedContext_UnbindObject(sc, other));
    signal(mint(n, ALL_RIGHTS, 9));
    TRUE(t->done);
    EQ(t->sys.cap, 9);
}

/* Who has just given its own time away and finds the notification active, borrows that's. */
static void lends_to_one_without(void)
{
    struct thread *t = thread_new(HIGH), *p = thread_passive(HIGHER);
    const word n = NOTIFICATION(), gift = ENDPOINT(), sc = sc_of(1000, 1000, 0, 0);
    OK(SchedContext_Bind(sc, n));
    START_PASSIVE(p, .number = seL4_SysWait, .cap = gift);
    signal(mint(n, ALL_RIGHTS, 4));
    START(t, .number = seL4_SysNBSendWait, .reply = gift, .cap = n);
    TRUE(p->done);
    TRUE(t->done);
    EQ(t->sys.cap, 4);
    OK(SchedContext_UnbindObject(sc, t->tcb));
}

/* Lent time that is used up: the thread waits for the refill, then runs. */
static void lent_time_not_ready(void)
{
    struct thread *t = thread_passive(HIGH), *user = thread_passive(HIGH);
    const word n = NOTIFICATION(), sc = sc_of(500, 3000, 0, 0);
    START_PASSIVE(t, .number = seL4_SysWait, .cap = n);
    OK(SchedContext_Bind(sc, user->tcb));
    START(user, .number = seL4_SysYield);
    OK(SchedContext_UnbindObject(sc, user->tcb));
    OK(SchedContext_Bind(sc, n));
    signal(mint(n, ALL_RIGHTS, 1));
    sleep_us(1500);
    FALSE(t->done);
    sleep_us(2000);
    TRUE(t->done);
    EQ(t->sys.cap, 1);
}

/* A notification destroyed lets go of its SC and of its thread. */
static void destroyed_while_bound(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), m = NOTIFICATION(), sc = SC(), ep = ENDPOINT();
    OK(SchedContext_Bind(sc, n));
    OK(TCB_BindNotification(t->tcb, n));
    WAIT(t, ep);
    discard(n);
    FALSE(t->done);
    OK(SchedContext_Bind(sc, m));
    OK(TCB_BindNotification(t->tcb, m));
    signal(mint(m, ALL_RIGHTS, 2));
    EQ(t->sys.cap, 2);
}

SUITE(notification,
    { "badges-are-gathered", badges_are_gathered },
    { "badge-zero", badge_zero },
    { "receive-leaves-the-rest", receive_leaves_the_rest },
    { "waiters-by-priority", waiters_by_priority },
    { "equal-waits-its-turn", equal_waits_its_turn },
    { "call-signals", call_signals },
    { "bound-wakes-endpoint-receiver", bound_wakes_endpoint_receiver },
    { "bound-comes-first", bound_comes_first },
    { "bound-does-not-disturb", bound_does_not_disturb },
    { "bound-while-waiting", bound_while_waiting },
    { "bound-may-wait-directly", bound_may_wait_directly },
    { "lends-time", lends_time },
    { "takes-time-back", takes_time_back },
    { "bound-receiver-gives-back", bound_receiver_gives_back },
    { "lends-to-one-without", lends_to_one_without },
    { "lent-time-not-ready", lent_time_not_ready },
    { "destroyed-while-bound", destroyed_while_bound },
);
