/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Passive servers and call chains: a Call lends the caller's time, the answer brings it home, and
 * what happens when something of the chain goes away in between.
 *
 *     client ──Call──► first (passive) ──Call──► second (passive)
 *            reply 1                  reply 2
 *
 */
#include "operations.h"

#define CALL(t, ep)       START(t, .number = seL4_SysCall, .cap = ep, .info = INFO(1, 0, 0))
#define PASSIVE(t, ep, r) START_PASSIVE(t, .number = seL4_SysRecv, .cap = ep, .reply = r)

static struct thread *client, *first, *second;
static word ep[2], reply[2];

/* A passive server: receives, then calls on to arg[3], or waits for it, as arg[2] says. */
static void passive_server(struct thread *t)
{
    struct sys call = { .number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1] };
    arch_trap(&call);
    thread_note(t, 1);
    if (t->arg[2])
        SYS(.number = seL4_SysCall, .cap = t->arg[3]);
    else
        SYS(.number = seL4_SysWait, .cap = t->arg[3]);
    thread_note(t, 2);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1],
        .info = INFO(0x33, 0, 0));
    thread_note(t, 3);
}

static void start_server(struct thread *t, word from, word with, word calls_on, word to)
{
    t->arg[0] = from;
    t->arg[1] = with;
    t->arg[2] = calls_on;
    t->arg[3] = to;
    const word sc = sc_of(5000, 5000, 0, 0);
    OK(SchedContext_Bind(sc, t->tcb));
    thread_run(t, passive_server);
    OK(SchedContext_UnbindObject(sc, t->tcb));
}

/* client → first → second, which waits for the notification `hold` on the client's time. */
static word hold;

static void make_chain_with(word reply_1, word reply_2)
{
    client = thread_new(HIGH);
    first = thread_passive(HIGH + 1);
    second = thread_passive(HIGH + 2);
    for (word i = 0; i < 2; i++)
        ep[i] = ENDPOINT();
    reply[0] = reply_1;
    reply[1] = reply_2;
    hold = NOTIFICATION();
    start_server(first, ep[0], reply[0], 1, ep[1]);
    start_server(second, ep[1], reply[1], 0, hold);
    CALL(client, ep[0]);
    EQ(first->n_log, 1);
    EQ(second->n_log, 1);
    FALSE(client->done);
}

static void make_chain(void)
{
    make_chain_with(REPLY(), REPLY());
}

static void time_goes_down_and_comes_back(void)
{
    make_chain();
    ERR(SchedContext_UnbindObject(client->sc, client->tcb), IllegalOperation);
    ERR(SchedContext_UnbindObject(client->sc, first->tcb), IllegalOperation);
    ERR(SchedContext_Bind(client->sc, TCB()), IllegalOperation);
    ERR(SchedContext_Bind(sc_of(100, 100, 0, 0), second->tcb), IllegalOperation);
    signal(hold);
    TRUE(client->done);
    EQ(info_label(client->sys.info), 0x33);
    EQ(second->n_log, 2);
    EQ(first->n_log, 2);
    TRUE(sc_is_used_by(client->sc, client));
    /* Both servers wait again. */
    trace_reset();
    CALL(client, ep[1]);
    EQ(second->n_log, 3);
}

/*
 * `r` is in no call chain: a caller that it is bound to, and that has lost its time meanwhile, gets
 * none with the answer. (A Reply that still believed in a chain would bring it that chain's.)
 */
static void not_in_a_chain(word r)
{
    struct thread *server = thread_new(HIGHER), *caller = thread_new(HIGH);
    const word e = ENDPOINT();
    START(server, .number = seL4_SysRecv, .cap = e, .reply = r);
    CALL(caller, e);
    TRUE(server->done);
    OK(SchedContext_UnbindObject(caller->sc, caller->tcb));
    SYS(.number = seL4_SysSend, .cap = r);
    FALSE(caller->done);
    OK(SchedContext_Bind(caller->sc, caller->tcb));
    TRUE(caller->done);
}

/* The client calls a new passive server and is answered: pushes and pops its chain. */
static void one_more_call(void)
{
    struct thread *server = thread_passive(HIGHER);
    const word e = ENDPOINT(), r = REPLY();
    PASSIVE(server, e, r);
    CALL(client, e);
    SYS(.number = seL4_SysSend, .cap = r);
    TRUE(client->done);
    TRUE(sc_is_used_by(client->sc, client));
}

/* --- answers out of order, and objects going away -------------------------------------------- */

/* The head answered by someone else: the time comes back to `first`, which continues. */
static void head_answered(void)
{
    make_chain();
    SYS(.number = seL4_SysSend, .cap = reply[1]);
    EQ(first->n_log, 2);            /* and it answered the client */
    TRUE(client->done);
    TRUE(sc_is_used_by(client->sc, client));
    /* second has no time; the signal wakes it, but it does not run. */
    signal(hold);
    EQ(second->n_log, 1);
}

/* A Reply below the head answered: the chain breaks, the client gets its message but no time. */
static void middle_answered(void)
{
    make_chain();
    SYS(.number = seL4_SysSend, .cap = reply[0], .info = INFO(0x44, 0, 0));
    FALSE(client->done);
    TRUE(sc_is_used_by(client->sc, second));
    signal(hold);                   /* second answers first, which has nobody to answer */
    EQ(first->n_log, 2);
    TRUE(sc_is_used_by(client->sc, first));
    OK(SchedContext_UnbindObject(client->sc, first->tcb));
    OK(SchedContext_Bind(client->sc, client->tcb));
    TRUE(client->done);
    EQ(info_label(client->sys.info), 0x44);
    not_in_a_chain(reply[0]);
    TRUE(sc_is_used_by(client->sc, client));
}

static void head_deleted(void)
{
    make_chain();
    discard(reply[1]);
    EQ(first->n_log, 1);            /* stopped in its call, with the time back */
    TRUE(sc_is_used_by(client->sc, first));
    OK(TCB_Suspend(first->tcb));
    SYS(.number = seL4_SysSend, .cap = reply[0], .info = INFO(0x45, 0, 0));
    TRUE(client->done);             /* reply 1 is the head now: time returns with the answer */
    EQ(info_label(client->sys.info), 0x45);
}

static void middle_deleted(void)
{
    make_chain();
    discard(reply[0]);
    FALSE(client->done);
    signal(hold);
    EQ(first->n_log, 2);
    TRUE(sc_is_used_by(client->sc, first));
    OK(TCB_Suspend(client->tcb));
}

static void client_suspended(void)
{
    make_chain();
    OK(TCB_Suspend(client->tcb));
    FALSE(client->done);
    signal(hold);
    EQ(first->n_log, 2);
    TRUE(sc_is_used_by(client->sc, first));
}

/* The caller at the head resumed: the SC forgets the whole chain. */
static void head_caller_suspended(void)
{
    make_chain();
    OK(TCB_Suspend(first->tcb));
    TRUE(sc_is_used_by(client->sc, second));
    SYS(.number = seL4_SysSend, .cap = reply[0], .info = INFO(0x46, 0, 0));
    FALSE(client->done);            /* the message is there, the time is not */
    TRUE(sc_is_used_by(client->sc, second));
    OK(SchedContext_UnbindObject(client->sc, second->tcb));
    OK(SchedContext_Bind(client->sc, client->tcb));
    TRUE(client->done);
    EQ(info_label(client->sys.info), 0x46);
}

static void sc_deleted(void)
{
    make_chain();
    discard(client->sc);
    signal(hold);
    EQ(second->n_log, 1);
    SYS(.number = seL4_SysSend, .cap = reply[1]);
    SYS(.number = seL4_SysSend, .cap = reply[0], .info = INFO(0x47, 0, 0));
    FALSE(client->done);
    const word sc = sc_of(5000, 5000, 0, 0);
    OK(SchedContext_Bind(sc, client->tcb));
    TRUE(client->done);
    EQ(info_label(client->sys.info), 0x47);
}

static void sc_unbound(void)
{
    make_chain();
    OK(SchedContext_Unbind(client->sc));
    SYS(.number = seL4_SysSend, .cap = reply[1]);
    EQ(first->n_log, 1);            /* answered, without time */
    SYS(.number = seL4_SysSend, .cap = reply[0]);
    FALSE(client->done);
    OK(SchedContext_Bind(client->sc, client->tcb));
    TRUE(client->done);
}

/* UnbindObject takes the time from the server only: the chain stays. */
static void server_unbound(void)
{
    make_chain();
    OK(SchedContext_UnbindObject(client->sc, second->tcb));
    SYS(.number = seL4_SysSend, .cap = reply[1]);
    EQ(first->n_log, 2);
    TRUE(client->done);
}

static void server_deleted(void)
{
    make_chain();
    discard(second->tcb);
    SYS(.number = seL4_SysSend, .cap = reply[1]);
    TRUE(client->done);
    TRUE(sc_is_used_by(client->sc, client));
}

static void server_suspended(void)
{
    make_chain();
    OK(TCB_Suspend(second->tcb));
    TRUE(sc_is_used_by(client->sc, second));
    SYS(.number = seL4_SysSend, .cap = reply[1]);
    TRUE(client->done);
    TRUE(sc_is_used_by(client->sc, client));
}

/* A caller that was given other time meanwhile keeps that; the lent SC stays further down. */
static void caller_has_other_time(void)
{
    make_chain();
    const word sc = sc_of(5000, 5000, 0, 0);
    OK(SchedContext_Bind(sc, first->tcb));
    SYS(.number = seL4_SysSend, .cap = reply[1]);
    EQ(first->n_log, 2);
    /* first answered the client in turn: that Reply headed the rest of the chain. */
    TRUE(client->done);
    TRUE(sc_is_used_by(client->sc, client));
    /* It still has the other time, and so does not borrow. */
    CALL(client, ep[0]);
    EQ(first->n_log, 3);
    TRUE(sc_is_used_by(client->sc, client));
    TRUE(sc_is_used_by(sc, first));
}

/* The whole chain's TCBs, then its endpoints, deleted in the middle of it. */
static void everything_deleted(void)
{
    make_chain();
    discard(first->tcb);
    discard(client->tcb);
    discard(second->tcb);
    make_chain();
    discard(ep[0]);
    discard(ep[1]);
    discard(reply[0]);
    discard(client->sc);
    discard(reply[1]);
}

static void bottom_of_chain_is_forgotten(void)
{
    make_chain();
    OK(TCB_Suspend(client->tcb));
    signal(hold);                   /* second answers first */
    OK(SchedContext_UnbindObject(client->sc, first->tcb));
    OK(SchedContext_Bind(client->sc, client->tcb));
    one_more_call();
    not_in_a_chain(reply[0]);
    not_in_a_chain(reply[1]);
    TRUE(sc_is_used_by(client->sc, client));
}

static void head_of_chain_is_forgotten(void)
{
    make_chain();
    OK(TCB_Suspend(first->tcb));
    SYS(.number = seL4_SysSend, .cap = reply[0]);
    OK(SchedContext_UnbindObject(client->sc, second->tcb));
    OK(SchedContext_Bind(client->sc, client->tcb));
    one_more_call();
    not_in_a_chain(reply[1]);
    not_in_a_chain(reply[0]);
    TRUE(sc_is_used_by(client->sc, client));
}

/* Taken over by a receiver while it is the head: no time goes back, the rest is forgotten. */
static void head_taken_over(void)
{
    make_chain();
    struct thread *thief = thread_new(HIGHER);
    START(thief, .number = seL4_SysNBRecv, .cap = ENDPOINT(), .reply = reply[1]);
    TRUE(sc_is_used_by(client->sc, second));
    SYS(.number = seL4_SysSend, .cap = reply[0], .info = INFO(0x48, 0, 0));
    FALSE(client->done);
    OK(SchedContext_UnbindObject(client->sc, second->tcb));
    OK(SchedContext_Bind(client->sc, client->tcb));
    TRUE(client->done);
    EQ(info_label(client->sys.info), 0x48);
    one_more_call();
    not_in_a_chain(reply[1]);
}

/* What is left of a forgotten chain has no hold on the one in which a Reply of it serves now. */
static void remains_are_apart(void)
{
    make_chain();
    const word remains = reply[0];
    OK(TCB_Suspend(first->tcb));
    make_chain_with(REPLY(), reply[1]);
    SYS(.number = seL4_SysSend, .cap = remains);
    signal(hold);
    TRUE(client->done);
    TRUE(sc_is_used_by(client->sc, client));
}

SUITE(chain,
    { "time-goes-down-and-comes-back", time_goes_down_and_comes_back },
    { "head-answered", head_answered },
    { "middle-answered", middle_answered },
    { "head-deleted", head_deleted },
    { "middle-deleted", middle_deleted },
    { "client-suspended", client_suspended },
    { "head-caller-suspended", head_caller_suspended },
    { "sc-deleted", sc_deleted },
    { "sc-unbound", sc_unbound },
    { "server-unbound", server_unbound },
    { "server-deleted", server_deleted },
    { "server-suspended", server_suspended },
    { "caller-has-other-time", caller_has_other_time },
    { "everything-deleted", everything_deleted },
    { "bottom-of-chain-is-forgotten", bottom_of_chain_is_forgotten },
    { "head-of-chain-is-forgotten", head_of_chain_is_forgotten },
    { "head-taken-over", head_taken_over },
    { "remains-are-apart", remains_are_apart },
);
