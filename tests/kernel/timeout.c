/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Timeout faults: who gets them, what they carry, what the answers do.
 */
#include "operations.h"

static struct thread *subject, *handler;
static word sc, ep, reply;
static volatile word rounds;

static void spin(struct thread *t)
{
    (void)t;
    for (;;)
        rounds = rounds + 1;
}

static void setup(word badge)
{
    subject = thread_passive(LOW);
    handler = thread_new(HIGH);
    sc = sc_of(500, 5000, badge, 0);
    ep = ENDPOINT();
    reply = REPLY();
    OK(SchedContext_Bind(sc, subject->tcb));
    OK(TCB_SetTimeoutEndpoint(subject->tcb, mint(ep, ALL_RIGHTS, 0x7e)));
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
}

static void message_of_timeout(void)
{
    setup(0xbad9e);
    thread_run(subject, spin);
    sleep_us(2000);
    TRUE(handler->done);
    EQ(handler->sys.cap, 0x7e);
    EQ(handler->sys.info, INFO(seL4_Fault_Timeout, 0, 2));
    EQ(handler->sys.mr[0], 0xbad9e);
    IN_RANGE(handler->sys.mr[1], 480, 505);
    EQ(OK(SchedContext_Consumed(sc)).mr[0], 0);
    const word before = rounds;
    sleep_us(6000);
    EQ(rounds, before);             /* it waits for the handler, not for its next period */
}

/* An answer with label 0 lets it go on when its time comes; no second fault for the same. */
static void answered(void)
{
    setup(1);
    thread_run(subject, spin);
    sleep_us(2000);
    TRUE(handler->done);
    const word before = rounds;
    START(handler, .number = seL4_SysReplyRecv, .cap = ep, .reply = reply, .info = INFO(0, 0, 0));
    FALSE(handler->done);
    sleep_us(2000);
    EQ(rounds, before);
    sleep_us(2000);
    TRUE(handler->done);            /* ran in the next period, and was out of time again */
    TRUE(rounds > before);
}

static void answered_with_other_label(void)
{
    setup(1);
    thread_run(subject, spin);
    sleep_us(1000);
    START(handler, .number = seL4_SysReplyRecv, .cap = ep, .reply = reply, .info = INFO(1, 0, 0));
    const word before = rounds;
    sleep_us(12000);
    EQ(rounds, before);
    FALSE(handler->done);
}

static void landed(struct thread *t)
{
    thread_note(t, 0x1a);
    thread_park(t);
}

/* The answer can write registers: here the thread continues somewhere else. */
static void answered_with_registers(void)
{
    setup(1);
    thread_run(subject, spin);
    sleep_us(1000);
    const struct reply r = OK(TCB_ReadRegisters(subject->tcb, 0, ARCH_N_REGISTERS));
    word values[ARCH_N_REGISTERS];
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = r.mr[i];
    values[ARCH_REG_PC] = (word)landed;
    values[ARCH_REG_ARG0] = (word)subject;
    for (word i = 4; i < ARCH_N_REGISTERS; i++)
        handler->buffer->msg[i] = values[i];
    START(handler, .number = seL4_SysSend, .cap = reply, .info = INFO(0, 0, ARCH_N_REGISTERS),
          .mr = { values[0], values[1], values[2], values[3] });
    sleep_us(6000);
    EQ(subject->n_log, 1);
    EQ(subject->log[0], 0x1a);
}

/* More time from the handler: the thread goes on at once. */
static void handler_gives_time(void)
{
    setup(1);
    thread_run(subject, spin);
    sleep_us(1000);
    TRUE(handler->done);
    const word before = rounds;
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 900, 5000, 0, 2, 0));
    START(handler, .number = seL4_SysReplyRecv, .cap = ep, .reply = reply, .info = INFO(0, 0, 0));
    sleep_us(200);
    TRUE(rounds > before);
    FALSE(handler->done);
    sleep_us(1000);
    TRUE(handler->done);
    EQ(handler->sys.mr[0], 2);
}

/* Round robin and Yield raise none; without timeout endpoint nothing is reported. */
static void no_timeout(void)
{
    setup(1);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 500, 500, 0, 1, 0));
    thread_run(subject, spin);
    sleep_us(2000);
    FALSE(handler->done);
    OK(TCB_Suspend(subject->tcb));
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 500, 5000, 0, 1, 0));
    START(subject, .number = seL4_SysYield);
    sleep_us(1000);
    FALSE(handler->done);
    OK(TCB_SetTimeoutEndpoint(subject->tcb, seL4_CapNull));
    OK(TCB_Suspend(subject->tcb));
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 500, 5000, 0, 1, 0));
    const word before = rounds;
    thread_run(subject, spin);
    sleep_us(1000);
    TRUE(rounds > before);
    FALSE(handler->done);
}

/* No donation: a passive handler does not run on the time of the one that has none left. */
static void passive_handler_gets_no_time(void)
{
    setup(1);
    OK(TCB_Suspend(handler->tcb));
    struct thread *p = thread_passive(HIGHER);
    START_PASSIVE(p, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    thread_run(subject, spin);
    sleep_us(7000);
    FALSE(p->done);
    OK(SchedContext_UnbindObject(sc, subject->tcb));
}

static void server_spin(struct thread *t)
{
    struct sys call = { .number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1] };
    arch_trap(&call);
    spin(t);
}

/* A server that uses up its client's time: the server's endpoint, the client's badge. */
static void server_on_lent_time(void)
{
    setup(0xc11e);
    struct thread *server = thread_passive(HIGH + 5);
    const word service = ENDPOINT(), r = REPLY(), own = sc_of(1000, 1000, 0, 0);
    OK(TCB_SetTimeoutEndpoint(server->tcb, mint(ep, ALL_RIGHTS, 0x5e)));
    server->arg[0] = service;
    server->arg[1] = r;
    OK(SchedContext_Bind(own, server->tcb));
    thread_run(server, server_spin);
    OK(SchedContext_UnbindObject(own, server->tcb));
    START(subject, .number = seL4_SysCall, .cap = service);
    sleep_us(2000);
    TRUE(handler->done);
    EQ(handler->sys.cap, 0x5e);
    EQ(handler->sys.mr[0], 0xc11e);
    /*
     * The handler ends the call in the server's place: time and answer go to the client. It has a
     * timeout endpoint, and no time: a fault of its own is raised, before it has left its Call.
     */
    START(handler, .number = seL4_SysNBSendRecv, .dest = r, .cap = ep, .reply = REPLY(),
          .info = INFO(0x99, 0, 1), .mr = { 0x98 });
    TRUE(handler->done);
    EQ(handler->sys.cap, 0x7e);
    EQ(info_label(handler->sys.info), seL4_Fault_Timeout);
    EQ(handler->sys.mr[0], 0xc11e);
    FALSE(subject->done);
    /* Sent past the instruction, it finds the answer in its registers. */
    START(handler, .number = seL4_SysSend, .cap = handler->sys.reply, .info = INFO(0, 0, 1),
          .mr = { (word)arch_trap_ecall + ARCH_SYSCALL_BYTES });
    FALSE(subject->done);
    sleep_us(6000);
    TRUE(subject->done);
    EQ(subject->sys.cap, 0);
    EQ(subject->sys.info, INFO(0x99, 0, 1));
    EQ(subject->sys.mr[0], 0x98);
}

/* Without an SC at delivery the message has one word. */
static void without_sc_one_word(void)
{
    setup(0x11);
    OK(TCB_Suspend(handler->tcb));
    thread_run(subject, spin);
    sleep_us(1000);
    OK(SchedContext_UnbindObject(sc, subject->tcb));
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    TRUE(handler->done);
    EQ(handler->sys.info, INFO(seL4_Fault_Timeout, 0, 1));
    EQ(handler->sys.mr[0], 0x11);
}

/* A queued timeout lends nothing either: a handler that gave its own time away is stuck. */
static void queued_timeout_lends_nothing(void)
{
    setup(1);
    OK(TCB_Suspend(handler->tcb));
    struct thread *p = thread_passive(HIGHER);
    const word gift = ENDPOINT();
    START_PASSIVE(p, .number = seL4_SysWait, .cap = gift);
    thread_run(subject, spin);
    sleep_us(1000);
    START(handler, .number = seL4_SysNBSendRecv, .dest = gift, .cap = ep, .reply = reply);
    TRUE(p->done);
    sleep_us(6000);
    FALSE(handler->done);
    OK(SchedContext_UnbindObject(sc, subject->tcb));
    OK(SchedContext_Bind(sc_of(500, 500, 0, 0), handler->tcb));
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_Timeout);
}

SUITE(timeout,
    { "message", message_of_timeout },
    { "answered", answered },
    { "answered-with-other-label", answered_with_other_label },
    { "answered-with-registers", answered_with_registers },
    { "handler-gives-time", handler_gives_time },
    { "no-timeout", no_timeout },
    { "passive-handler-gets-no-time", passive_handler_gets_no_time },
    { "server-on-lent-time", server_on_lent_time },
    { "queued-timeout-lends-nothing", queued_timeout_lends_nothing },
    { "without-sc-one-word", without_sc_one_word },
);
