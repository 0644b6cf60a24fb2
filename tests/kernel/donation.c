/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * When a message takes the sender's time along, and when it does not. What happens to lent time
 * afterwards is in chain.c.
 */
#include "operations.h"

#define CALL(t, ep)       START(t, .number = seL4_SysCall, .cap = ep, .info = INFO(1, 0, 0))
#define PASSIVE(t, ep, r) START_PASSIVE(t, .number = seL4_SysRecv, .cap = ep, .reply = r)

/* A server with time of its own does not take the caller's. */
static void active_server_keeps_its_own(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_new(HIGHER);
    const word e = ENDPOINT(), r = REPLY();
    START(s, .number = seL4_SysRecv, .cap = e, .reply = r);
    CALL(c, e);
    TRUE(s->done);
    TRUE(sc_is_used_by(c->sc, c));
    START(s, .number = seL4_SysSend, .cap = r);
    TRUE(c->done);
}

/* A caller without the right to be answered lends nothing. */
static void without_reply_right_nothing_is_lent(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_passive(HIGHER);
    const word e = ENDPOINT(), weak = mint(e, R_WRITE, 1), r = REPLY();
    PASSIVE(s, e, r);
    CALL(c, weak);
    FALSE(s->done);
    TRUE(sc_is_used_by(c->sc, c));
}

/* A queued Call lends its time to a server that has given its own away in the first phase. */
static void queued_call_lends(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_new(HIGHER), *p = thread_passive(HIGHER);
    const word e = ENDPOINT(), gift = ENDPOINT(), r = REPLY();
    START_PASSIVE(p, .number = seL4_SysWait, .cap = gift);
    CALL(c, e);
    START(s, .number = seL4_SysNBSendRecv, .dest = gift, .cap = e, .reply = r);
    TRUE(p->done);
    TRUE(s->done);
    TRUE(sc_is_used_by(s->sc, p));
    TRUE(sc_is_used_by(c->sc, s));
    /* One with time of its own takes only the message. */
    struct thread *own = thread_new(HIGHER), *d = thread_new(HIGH);
    CALL(d, e);
    START(own, .number = seL4_SysRecv, .cap = e, .reply = REPLY());
    TRUE(own->done);
    TRUE(sc_is_used_by(d->sc, d));
}

/* A first-phase send gives the time away for good. */
static void first_phase_gives(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_passive(HIGHER);
    const word e = ENDPOINT(), own = ENDPOINT(), r = REPLY();
    const long calls[] = { seL4_SysNBSendRecv, seL4_SysNBSendWait, seL4_SysReplyRecv };
    for (word i = 0; i < 3; i++) {
        START_PASSIVE(b, .number = seL4_SysWait, .cap = e);
        if (calls[i] == seL4_SysReplyRecv)
            START(a, .number = calls[i], .cap = own, .reply = e, .info = INFO(i, 0, 0));
        else if (calls[i] == seL4_SysNBSendRecv)
            START(a, .number = calls[i], .cap = own, .reply = r, .dest = e, .info = INFO(i, 0, 0));
        else
            START(a, .number = calls[i], .cap = own, .reply = e, .info = INFO(i, 0, 0));
        TRUE(b->done);
        EQ(b->sys.info, INFO(i, 0, 0));
        TRUE(sc_is_used_by(a->sc, b));
        OK(SchedContext_UnbindObject(a->sc, b->tcb));
        OK(TCB_Suspend(a->tcb));
        OK(SchedContext_Bind(a->sc, a->tcb));
    }
}

static volatile word rounds;

static void lent(struct thread *t)
{
    SYS(.number = seL4_SysNBSendWait, .reply = t->arg[0], .cap = t->arg[1]);
    for (;;)
        rounds = rounds + 1;
}

/* A sporadic context lent by an active notification is brought up to date: its budget is not there
 * twice. */
static void lent_sporadic(void)
{
    struct thread *t = thread_new(LOW), *p = thread_passive(HIGH);
    const word gift = ENDPOINT(), n = NOTIFICATION(), s = SC();
    START_PASSIVE(p, .number = seL4_SysWait, .cap = gift);
    OK(SchedContext_Bind(s, n));
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, s, 500, 5000, 0, 0, seL4_SchedContext_Sporadic));
    sleep_us(4700);
    signal(n);
    t->arg[0] = gift;
    t->arg[1] = n;
    thread_run(t, lent);
    sleep_us(2000);
    IN_RANGE(OK(SchedContext_Consumed(s)).mr[0], 400, 510);
}

SUITE(donation,
    { "active-server-keeps-its-own", active_server_keeps_its_own },
    { "without-reply-right", without_reply_right_nothing_is_lent },
    { "queued-call", queued_call_lends },
    { "first-phase-gives", first_phase_gives },
    { "lent-sporadic-budget-counts-once", lent_sporadic },
);
