/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Answers, where time or a right has come or gone between the call and its answer.
 */
#include "operations.h"

static void spins(struct thread *t)
{
    (void)t;
    for (;;)
        ;
}

static void waits_before_it_answers(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    SYS(.number = seL4_SysWait, .cap = t->arg[2]);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
}

/* It waits without time of its own, which was the context `own`. */
static struct thread *server(word own)
{
    struct thread *s = thread_passive(HIGHER);
    s->arg[0] = ENDPOINT();
    s->arg[1] = REPLY();
    s->arg[2] = NOTIFICATION();
    OK(SchedContext_Bind(own, s->tcb));
    thread_run(s, waits_before_it_answers);
    OK(SchedContext_UnbindObject(own, s->tcb));
    return s;
}

/* A caller who has got other time meanwhile does not get back what he lent. */
static void caller_with_new_time(void)
{
    const word own = sc_of(1000, 1000, 0, 0), other = sc_of(1000, 1000, 0, 0);
    struct thread *c = thread_new(HIGH), *s = server(own);
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    OK(SchedContext_Bind(other, c->tcb));
    signal(s->arg[2]);
    TRUE(c->done);
    OK(SchedContext_UnbindObject(c->sc, s->tcb));
    OK(SchedContext_UnbindObject(other, c->tcb));
}

/* Time that is not there yet cannot be given to who waits for an answer. */
static void caller_with_time_to_come(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_new(HIGHER), *spends = thread_passive(HIGH);
    const word unconfigured = SC(), used = sc_of(1000, 20000, 0, 0);
    s->arg[0] = ENDPOINT();
    s->arg[1] = REPLY();
    s->arg[2] = NOTIFICATION();
    OK(SchedContext_Bind(used, spends->tcb));
    thread_run(spends, spins);                  /* until there is nothing left */
    OK(SchedContext_Unbind(used));
    thread_run(s, waits_before_it_answers);
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    OK(SchedContext_Unbind(c->sc));
    ERR(SchedContext_Bind(unconfigured, c->tcb), IllegalOperation);
    ERR(SchedContext_Bind(used, c->tcb), IllegalOperation);
    OK(SchedContext_Bind(c->sc, c->tcb));
    signal(s->arg[2]);
    TRUE(c->done);
}

/* A caller who had other time for a while gets back what he lent, and does not call again. */
static void caller_with_time_for_a_while(void)
{
    const word own = sc_of(1000, 1000, 0, 0), other = sc_of(1000, 1000, 0, 0);
    struct thread *c = thread_new(HIGH), *s = server(own);
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    OK(SchedContext_Bind(other, c->tcb));
    OK(SchedContext_UnbindObject(other, c->tcb));
    signal(s->arg[2]);
    TRUE(c->done && !s->done);
    OK(SchedContext_UnbindObject(c->sc, c->tcb));
}

/* Nothing is mapped where the thread runs. It has got other time when its handler answers, and does
 * not get back what it lent. */
static void faulter_with_new_time(void)
{
    const word own = sc_of(1000, 1000, 0, 0), other = sc_of(1000, 1000, 0, 0);
    struct thread *f = thread_new(HIGH), *s = server(own);
    const word space = make(ARCH_VSPACE_TYPE, 0);
    OK(ASIDPool_Assign(seL4_CapInitThreadASIDPool, space));
    OK(TCB_SetSpace(f->tcb, mint(s->arg[0], ALL_RIGHTS, 1), CNODE, 0, space, 0));
    START(f, .number = seL4_SysYield);
    OK(SchedContext_Bind(other, f->tcb));
    signal(s->arg[2]);
    TRUE(s->done);                              /* by the next fault */
    ERR(SchedContext_Bind(own, f->tcb), IllegalOperation);      /* it has what it was given */
    OK(SchedContext_UnbindObject(f->sc, s->tcb));
    OK(SchedContext_UnbindObject(other, f->tcb));
}

static void answers_without_right(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[2], .reply = t->arg[1]);
}

/* The answer is given, then the server faults: it must not receive. */
static void server_without_the_right_to_receive(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_passive(HIGHER), *handler = thread_new(HIGHER);
    const word own = sc_of(1000, 1000, 0, 0), faults = ENDPOINT();
    s->arg[0] = ENDPOINT();
    s->arg[1] = REPLY();
    s->arg[2] = mint(s->arg[0], R_WRITE | R_GRANT, 0);
    thread_set_fault_endpoint(s, faults);
    START(handler, .number = seL4_SysRecv, .cap = faults, .reply = REPLY());
    OK(SchedContext_Bind(own, s->tcb));
    thread_run(s, answers_without_right);
    OK(SchedContext_UnbindObject(own, s->tcb));
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    TRUE(c->done && !s->done && handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_CapFault);
}

/* A caller whose capability does not let him be answered lends no time, though the server is known
 * to wait. */
static void caller_who_cannot_be_answered(void)
{
    struct thread *c = thread_new(HIGH), *s = server(sc_of(1000, 1000, 0, 0));
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    signal(s->arg[2]);
    TRUE(c->done);
    START(c, .number = seL4_SysCall, .cap = mint(s->arg[0], R_WRITE, 0));
    FALSE(c->done || s->done);
    OK(SchedContext_UnbindObject(c->sc, c->tcb));
}

static void asks_another_the_second_time(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
    SYS(.number = seL4_SysCall, .cap = t->arg[2]);
}

/* A server that was called the short way makes a call the long way: nobody waits. It is its own. */
static void server_that_calls_the_long_way(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_passive(HIGHER), *h = thread_new(HIGHER);
    const word own = sc_of(1000, 1000, 0, 0), e = ENDPOINT();
    s->arg[0] = ENDPOINT();
    s->arg[1] = REPLY();
    s->arg[2] = mint(e, ALL_RIGHTS, 0x5e);
    OK(SchedContext_Bind(own, s->tcb));
    thread_run(s, asks_another_the_second_time);
    OK(SchedContext_UnbindObject(own, s->tcb));
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    TRUE(c->done);
    START(c, .number = seL4_SysCall, .cap = s->arg[0]);
    START(h, .number = seL4_SysRecv, .cap = e, .reply = REPLY());
    TRUE(h->done && !s->done && !c->done);
    EQ(h->sys.cap, 0x5e);
}

SUITE(short_answers,
    { "caller-with-new-time", caller_with_new_time },
    { "caller-with-time-to-come", caller_with_time_to_come },
    { "caller-with-time-for-a-while", caller_with_time_for_a_while },
    { "faulter-with-new-time", faulter_with_new_time },
    { "server-that-calls-the-long-way", server_that_calls_the_long_way },
    { "caller-who-cannot-be-answered", caller_who_cannot_be_answered },
    { "server-without-the-right-to-receive", server_without_the_right_to_receive },
);
