/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the fast path must not forget: each test is a case in which it is taken, or is just not
 * taken. That it does the same as the long way in all others is compared on the host.
 */
#include "operations.h"

static void spin_us(word us)
{
    const word end = now() + us * TICKS_PER_US;
    while (now() < end)
        ;
}

/* A call to a server on lent time carries the badge, and so does the next one. */
static void badge_of_a_call(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_passive(HIGHER);
    const word e = ENDPOINT(), r = REPLY();
    START_PASSIVE(s, .number = seL4_SysRecv, .cap = e, .reply = r);
    START(c, .number = seL4_SysCall, .cap = mint(e, ALL_RIGHTS, 0x5ea1), .info = INFO(3, 0, 1));
    TRUE(s->done);
    EQ(s->sys.cap, 0x5ea1);
    EQ(s->sys.info, INFO(3, 0, 1));
}

static void signals_itself_and_answers(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    SYS(.number = seL4_SysSend, .cap = t->arg[2]);
    t->sys = SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
    thread_note(t, t->sys.cap);
}

/* A server that answers has got a signal meanwhile: it has that instead of the next call. */
static void signal_before_the_next_call(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_passive(HIGHER);
    const word e = ENDPOINT(), n = NOTIFICATION(), own = sc_of(1000, 1000, 0, 0);
    OK(TCB_BindNotification(s->tcb, n));
    s->arg[0] = e;
    s->arg[1] = REPLY();
    s->arg[2] = mint(n, ALL_RIGHTS, 0x51);
    OK(SchedContext_Bind(own, s->tcb));
    thread_run(s, signals_itself_and_answers);
    OK(SchedContext_UnbindObject(own, s->tcb));
    START(c, .number = seL4_SysCall, .cap = e);
    TRUE(c->done);
    EQ(s->n_log, 0);                    /* it has no time */
    OK(SchedContext_Bind(own, s->tcb));
    EQ(s->n_log, 1);
    EQ(s->log[0], 0x51);
}

/* The same of a server with time of its own. */
static void signal_before_the_next_active_call(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_new(HIGHER);
    const word n = NOTIFICATION();
    OK(TCB_BindNotification(s->tcb, n));
    s->arg[0] = ENDPOINT();
    s->arg[1] = REPLY();
    s->arg[2] = mint(n, ALL_RIGHTS, 0x51);
    thread_run(s, signals_itself_and_answers);
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    TRUE(c->done);
    EQ(s->n_log, 1);
    EQ(s->log[0], 0x51);
}

static void answers_on_lent_time(struct thread *t)
{
    SYS(.number = seL4_SysWait, .cap = t->arg[2]);
    SYS(.number = seL4_SysNBRecv, .cap = t->arg[0], .reply = t->arg[1]);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
}

/* A server that runs on its notification's time answers a caller who has kept his own, and waits:
 * then that time is the notification's again. */
static void lent_time_goes_back_with_the_answer(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_passive(HIGHER);
    const word n = NOTIFICATION(), lent = sc_of(1000, 1000, 0, 0), own = sc_of(1000, 1000, 0, 0);
    s->arg[0] = ENDPOINT();
    s->arg[1] = REPLY();
    s->arg[2] = n;
    OK(TCB_BindNotification(s->tcb, n));
    OK(SchedContext_Bind(own, s->tcb));
    thread_run(s, answers_on_lent_time);
    OK(SchedContext_UnbindObject(own, s->tcb));
    OK(SchedContext_Bind(lent, n));
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    FALSE(c->done);
    signal(n);
    TRUE(c->done);
    OK(SchedContext_Bind(own, s->tcb));     /* it has none */
}

static void calls_two_times(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    SYS(.number = seL4_SysCall, .cap = t->arg[2]);
    SYS(.number = seL4_SysWait, .cap = t->arg[3]);
    SYS(.number = seL4_SysCall, .cap = t->arg[2]);
}

static void waits_and_answers(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    for (;;) {
        SYS(.number = seL4_SysWait, .cap = t->arg[2]);
        SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
    }
}

static void answers_and_waits(struct thread *t)
{
    SYS(.number = seL4_SysWait, .cap = t->arg[2]);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
    SYS(.number = seL4_SysWait, .cap = t->arg[2]);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
}

static void run_on(word sc, struct thread *t, void (*run)(struct thread *))
{
    OK(SchedContext_Bind(sc, t->tcb));
    thread_run(t, run);
    OK(SchedContext_UnbindObject(sc, t->tcb));
}

/* Who called first and has got other time is answered by a third thread while his own is further
 * down the chain: his Reply object leaves the chain, and serves another caller. */
static void answered_out_of_a_chain(void)
{
    struct thread *first = thread_new(HIGH), *middle = thread_passive(HIGHER),
                  *last = thread_passive(HIGHER), *third = thread_passive(HIGHER),
                  *other = thread_new(HIGH);
    const word own = sc_of(1000, 1000, 0, 0), spare = sc_of(1000, 1000, 0, 0);
    middle->arg[0] = ENDPOINT();
    last->arg[0] = middle->arg[2] = ENDPOINT();
    third->arg[0] = ENDPOINT();
    third->arg[1] = middle->arg[1] = REPLY();
    last->arg[1] = REPLY();
    middle->arg[3] = NOTIFICATION();
    last->arg[2] = NOTIFICATION();
    third->arg[2] = NOTIFICATION();
    run_on(own, middle, calls_two_times);
    run_on(own, last, waits_and_answers);
    OK(SchedContext_Bind(own, third->tcb));
    thread_run(third, answers_and_waits);

    START(first, .number = seL4_SysCall, .cap = middle->arg[0]);
    OK(SchedContext_Bind(spare, first->tcb));
    signal(third->arg[2]);
    TRUE(first->done);
    signal(last->arg[2]);               /* answers; middle waits, on the time of the first */
    OK(SchedContext_UnbindObject(own, third->tcb));
    START(other, .number = seL4_SysCall, .cap = third->arg[0]);
    signal(middle->arg[3]);             /* calls once more */
    signal(third->arg[2]);
    TRUE(other->done);
}

static const long wakes[] = { seL4_SysSend, seL4_SysSend, seL4_SysNBSend };

static void waits_and_traces(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[2]);
    trace_note(t->arg[1]);
}

static void wakes_two(struct thread *t)
{
    SYS(.number = wakes[t->arg[2]], .cap = t->arg[0]);
    SYS(.number = wakes[t->arg[2]], .cap = t->arg[1]);
}

/* Who is woken by an equal stands behind the one who was woken before. */
static void woken_in_order(void)
{
    const word objects[][2] = { { NOTIFICATION(), NOTIFICATION() }, { ENDPOINT(), ENDPOINT() },
                                { ENDPOINT(), ENDPOINT() } };
    for (word i = 0; i < 3; i++) {
        struct thread *t = thread_new(HIGH);
        for (word k = 0; k < 2; k++) {
            struct thread *w = thread_new(HIGH);
            w->arg[0] = t->arg[k] = objects[i][k];
            w->arg[1] = k + 1;
            w->arg[2] = REPLY();
            thread_run(w, waits_and_traces);
        }
        t->arg[2] = i;
        trace_reset();
        thread_run(t, wakes_two);
        TRACE(1, 2);
    }
}

static void wakes_spins_and_yields(struct thread *t)
{
    SYS(.number = seL4_SysSend, .cap = t->arg[0]);
    spin_us(300);
    SYS(.number = seL4_SysYield);
}

/* Who yields pays for what he has used, not the next one. */
static void yields_and_pays(void)
{
    struct thread *t = thread_new(HIGH), *next = thread_new(HIGH);
    const word n = NOTIFICATION();
    START(next, .number = seL4_SysWait, .cap = n);
    t->arg[0] = n;
    OK(SchedContext_Consumed(t->sc));
    OK(SchedContext_Consumed(next->sc));
    thread_run(t, wakes_spins_and_yields);
    TRUE(next->done);
    IN_RANGE(OK(SchedContext_Consumed(t->sc)).mr[0], 290, 400);
    IN_RANGE(OK(SchedContext_Consumed(next->sc)).mr[0], 0, 100);
}

static void waits_spins_and_yields(struct thread *t)
{
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
    spin_us(300);
    SYS(.number = seL4_SysYield);
}

static void wakes_and_yields_to(struct thread *t)
{
    SYS(.number = seL4_SysSend, .cap = t->arg[0]);
    t->sys = SYS(.number = seL4_SysCall, .cap = t->arg[1], .info = INFO(SchedContextYieldTo, 0, 0));
    thread_note(t, t->sys.mr[0]);
}

/* Who has yielded to a thread learns what it has consumed, also when that yields back. */
static void yields_back(void)
{
    struct thread *t = thread_new(HIGH), *other = thread_new(HIGH);
    t->arg[0] = other->arg[0] = NOTIFICATION();
    t->arg[1] = other->sc;
    OK(TCB_SetMCPriority(t->tcb, seL4_CapInitThreadTCB, 255));
    thread_run(other, waits_spins_and_yields);
    OK(SchedContext_Consumed(other->sc));
    thread_run(t, wakes_and_yields_to);
    EQ(t->n_log, 1);
    IN_RANGE(t->log[0], 290, 400);
}

static void answers_with_a_label(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    thread_note(t, 1);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1], .info = INFO(1, 0, 0));
    thread_note(t, 2);
}

/* An answer with a label to an unknown system call ends the thread that made it. */
static void answer_that_does_not_restart(void)
{
    struct thread *t = thread_new(HIGH), *h = thread_passive(HIGHER);
    const word own = sc_of(1000, 1000, 0, 0);
    h->arg[0] = ENDPOINT();
    h->arg[1] = REPLY();
    OK(SchedContext_Bind(own, h->tcb));
    thread_run(h, answers_with_a_label);
    OK(SchedContext_UnbindObject(own, h->tcb));
    thread_set_fault_endpoint(t, h->arg[0]);
    START(t, .number = -1000L);
    EQ(h->n_log, 1);
    FALSE(t->done);
    OK(TCB_Resume(t->tcb));             /* it makes its call again */
    EQ(h->n_log, 2);
}

/* A bound thread that is not the first receiver leaves the queue to the others. */
static void bound_behind_another_receiver(void)
{
    struct thread *first = thread_new(HIGHER), *bound = thread_new(HIGH);
    const word e = ENDPOINT(), n = NOTIFICATION();
    OK(TCB_BindNotification(bound->tcb, n));
    START(first, .number = seL4_SysRecv, .cap = e, .reply = REPLY());
    START(bound, .number = seL4_SysRecv, .cap = e, .reply = REPLY());
    signal(mint(n, ALL_RIGHTS, 0x77));
    TRUE(bound->done && !first->done);
    EQ(bound->sys.cap, 0x77);
    START(bound, .number = seL4_SysSend, .cap = e);
    TRUE(bound->done && first->done);
}

/* What a notification holds when it is bound wakes nobody, nor does what is added to it. */
static void bound_while_active(void)
{
    struct thread *t = thread_new(HIGH);
    const word e = ENDPOINT(), n = NOTIFICATION();
    START(t, .number = seL4_SysRecv, .cap = e, .reply = REPLY());
    signal(mint(n, ALL_RIGHTS, 1));
    OK(TCB_BindNotification(t->tcb, n));
    signal(mint(n, ALL_RIGHTS, 2));
    FALSE(t->done);
    OK(TCB_UnbindNotification(t->tcb));
    EQ(poll(n), 3);
    OK(TCB_BindNotification(t->tcb, n));
    signal(mint(n, ALL_RIGHTS, 4));
    TRUE(t->done);
    EQ(t->sys.cap, 4);
}

SUITE(short_ways,
    { "badge-of-a-call", badge_of_a_call },
    { "signal-before-the-next-call", signal_before_the_next_call },
    { "signal-before-the-next-active-call", signal_before_the_next_active_call },
    { "lent-time-goes-back-with-the-answer", lent_time_goes_back_with_the_answer },
    { "answered-out-of-a-chain", answered_out_of_a_chain },
    { "woken-in-order", woken_in_order },
    { "yields-and-pays", yields_and_pays },
    { "yields-back", yields_back },
    { "answer-that-does-not-restart", answer_that_does_not_restart },
    { "bound-behind-another-receiver", bound_behind_another_receiver },
    { "bound-while-active", bound_while_active },
);
