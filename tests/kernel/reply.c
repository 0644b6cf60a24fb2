/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Reply objects: free, bound to a receiver, bound to a caller; answering, take-over, deletion.
 */
#include "operations.h"

#define RECV(t, ep, r) START(t, .number = seL4_SysRecv, .cap = ep, .reply = r)
#define CALL(t, ep)    START(t, .number = seL4_SysCall, .cap = ep, .info = INFO(1, 0, 0))

static void call_and_reply(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, ALL_RIGHTS, 0x44), reply = REPLY();
    t->buffer->msg[5] = 6;
    START(t, .number = seL4_SysCall, .cap = badged, .info = INFO(3, 0, 6), .mr = { 1, 2, 3, 4 });
    FALSE(t->done);
    const struct sys got = SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    EQ(got.cap, 0x44);
    EQ(got.info, INFO(3, 0, 6));
    EQ(got.mr[2], 3);
    EQ(root_buffer->msg[5], 6);
    FALSE(t->done);
    root_buffer->msg[4] = 50;
    SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(8, 0, 5), .mr = { 10, 20, 30, 40 });
    TRUE(t->done);
    EQ(t->sys.cap, 0);
    EQ(t->sys.info, INFO(8, 0, 5));
    EQ(t->sys.mr[3], 40);
    EQ(t->buffer->msg[4], 50);
}

/* All ways to answer: Send, NBSend, Call, and the first phases of combined calls. */
static void every_way_to_answer(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY(), n = NOTIFICATION();
    const word badged = mint(n, ALL_RIGHTS, 7);
    for (word way = 0; way < 6; way++) {
        CALL(t, ep);
        SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
        signal(badged);
        struct sys got;
        switch (way) {
        case 0:
            SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(way, 0, 0));
            break;
        case 1:
            SYS(.number = seL4_SysNBSend, .cap = reply, .info = INFO(way, 0, 0));
            break;
        case 2:
            got = SYS(.number = seL4_SysCall, .cap = reply, .info = INFO(way, 0, 0));
            EQ(got.cap, 0);
            EQ(got.info, 0);
            break;
        case 3:
            got = SYS(.number = seL4_SysReplyRecv, .cap = n, .reply = reply,
                      .info = INFO(way, 0, 0));
            EQ(got.cap, 7);
            break;
        case 4:
            got = SYS(.number = seL4_SysNBSendRecv, .cap = n, .dest = reply,
                      .info = INFO(way, 0, 0));
            EQ(got.cap, 7);
            break;
        case 5:
            got = SYS(.number = seL4_SysNBSendWait, .cap = n, .reply = reply,
                      .info = INFO(way, 0, 0));
            EQ(got.cap, 7);
            break;
        }
        TRUE(t->done);
        EQ(info_label(t->sys.info), way);
        if (way < 3)
            EQ(poll(n), 7);
    }
}

static void free_object(void)
{
    const word reply = REPLY();
    SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(1, 0, 4));
    EQ(OK(INVOKE(reply, 5, LIST(1, 2), LIST())).length, 0);
}

/* The capability stays and serves for the next receive; a second answer does nothing. */
static void used_again(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY();
    for (word i = 0; i < 3; i++) {
        CALL(t, ep);
        SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
        SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(i, 0, 0));
        EQ(t->sys.info, INFO(i, 0, 0));
        SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(90, 0, 0));
        EQ(t->sys.info, INFO(i, 0, 0));
    }
}

static void server(struct thread *t)
{
    struct sys call = { .number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1] };
    for (;;) {
        arch_trap(&call);
        thread_note(t, call.mr[0]);
        call = (struct sys){ .number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1],
                             .info = INFO(0, 0, 1), .mr = { call.mr[0] + 1 } };
    }
}

static void reply_recv_loop(void)
{
    struct thread *s = thread_new(HIGH);
    const word ep = ENDPOINT();
    s->arg[0] = ep;
    s->arg[1] = REPLY();
    thread_run(s, server);
    for (word i = 0; i < 5; i++) {
        const struct sys got =
            SYS(.number = seL4_SysCall, .cap = ep, .info = INFO(0, 0, 1), .mr = { i * 10 });
        EQ(got.mr[0], i * 10 + 1);
        EQ(got.info, INFO(0, 0, 1));
        EQ(got.cap, 0);
    }
    EQ(s->n_log, 5);
}

/* Callers wait in the order of their priority; ReplyRecv takes the next at once. */
static void reply_recv_takes_the_next(void)
{
    struct thread *t[3] = { thread_new(HIGH), thread_new(HIGHER), thread_new(HIGH) };
    const word ep = ENDPOINT(), reply = REPLY();
    for (word i = 0; i < 3; i++)
        START(t[i], .number = seL4_SysCall, .cap = ep, .info = INFO(i, 0, 0));
    struct sys got = SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    EQ(info_label(got.info), 1);
    got = SYS(.number = seL4_SysReplyRecv, .cap = ep, .reply = reply, .info = INFO(9, 0, 0));
    EQ(info_label(got.info), 0);
    TRUE(t[1]->done && !t[0]->done);
    got = SYS(.number = seL4_SysReplyRecv, .cap = ep, .reply = reply, .info = INFO(9, 0, 0));
    EQ(info_label(got.info), 2);
    TRUE(t[0]->done);
}

/* Who waits without a Reply object cannot answer: the caller is stopped, and can be resumed. */
static void call_to_wait(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT();
    CALL(t, ep);
    EQ(info_label(SYS(.number = seL4_SysWait, .cap = ep).info), 1);
    settle();
    FALSE(t->done);
    OK(TCB_Resume(t->tcb));         /* calls again */
    EQ(info_label(SYS(.number = seL4_SysNBWait, .cap = ep).info), 1);
}

/* --- take-over ------------------------------------------------------------------------------- */

static void taken_from_receiver(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH);
    const word ep = ENDPOINT(), other = ENDPOINT(), reply = REPLY();
    RECV(a, ep, reply);
    RECV(b, other, reply);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    FALSE(a->done);                 /* a is stopped */
    SYS(.number = seL4_SysNBSend, .cap = other);
    TRUE(b->done);
    OK(TCB_Resume(a->tcb));
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(a->done);
}

static void taken_from_caller(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH);
    const word ep = ENDPOINT(), other = ENDPOINT(), reply = REPLY();
    CALL(a, ep);
    SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    START(b, .number = seL4_SysNBRecv, .cap = other, .reply = reply);   /* finds nothing */
    TRUE(b->done);
    SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(2, 0, 0));
    FALSE(a->done);
    OK(TCB_Resume(a->tcb));
    EQ(info_label(SYS(.number = seL4_SysNBRecv, .cap = ep, .reply = reply).info), 1);
    SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(2, 0, 0));
    TRUE(a->done);
}

/* Even when a bound notification is delivered instead of a message. */
static void taken_before_notification(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY(), n = NOTIFICATION();
    CALL(a, ep);
    SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    OK(TCB_BindNotification(b->tcb, n));
    signal(n);
    RECV(b, ep, reply);
    TRUE(b->done);
    SYS(.number = seL4_SysSend, .cap = reply);
    FALSE(a->done);
}

/* --- deletion and cancellation --------------------------------------------------------------- */

static void deleted_while_receiving(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY(), second = copy(reply);
    RECV(t, ep, reply);
    discard(reply);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(t->done);                  /* the copy kept it alive */
    RECV(t, ep, second);
    discard(second);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    FALSE(t->done);
}

static void deleted_while_caller_waits(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY();
    CALL(t, ep);
    SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    discard(reply);
    settle();
    FALSE(t->done);
    OK(TCB_Resume(t->tcb));         /* repeats the call */
    const word again = REPLY();
    EQ(info_label(SYS(.number = seL4_SysNBRecv, .cap = ep, .reply = again).info), 1);
    SYS(.number = seL4_SysSend, .cap = again);
    TRUE(t->done);
}

static void deleted_while_free(void)
{
    discard(REPLY());
}

static void caller_suspended(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY();
    CALL(t, ep);
    SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    OK(TCB_Suspend(t->tcb));
    SYS(.number = seL4_SysSend, .cap = reply);
    settle();
    FALSE(t->done);
    CALL(t, ep);
    SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    discard(t->tcb);
    SYS(.number = seL4_SysSend, .cap = reply);
}

static void receiver_suspended(void)
{
    struct thread *t = thread_new(HIGH), *u = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY();
    RECV(t, ep, reply);
    OK(TCB_Suspend(t->tcb));
    const word n = NOTIFICATION();
    START(t, .number = seL4_SysWait, .cap = n);
    RECV(u, ep, reply);             /* the object is free: t is not disturbed */
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(u->done && !t->done);
    signal(n);
    TRUE(t->done);
}

/* Who got its answer is bound to the object no more: new use of it, or its end, disturbs nobody. */
static void answered_caller_is_left_alone(void)
{
    struct thread *t = thread_new(HIGH), *p = thread_passive(HIGHER);
    const word ep = ENDPOINT(), n = NOTIFICATION(), reply = REPLY();
    for (word passive = 0; passive < 2; passive++) {
        if (passive)
            START_PASSIVE(p, .number = seL4_SysRecv, .cap = ep, .reply = reply);
        CALL(t, ep);
        if (!passive)
            SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
        SYS(.number = seL4_SysSend, .cap = reply);
        TRUE(t->done);
        START(t, .number = seL4_SysWait, .cap = n);
        SYS(.number = seL4_SysNBRecv, .cap = ep, .reply = reply);
        if (passive)
            discard(reply);
        signal(n);
        TRUE(t->done);
    }
}

/* A Reply capability may be moved to somebody else, who answers. */
static void answered_by_another(void)
{
    struct thread *t = thread_new(HIGH), *u = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY(), to = slot();
    CALL(t, ep);
    SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    OK(CNode_Move(CNODE, to, DEPTH, CNODE, reply, DEPTH));
    START(u, .number = seL4_SysSend, .cap = to, .info = INFO(77, 0, 0));
    EQ(info_label(t->sys.info), 77);
}

SUITE(reply,
    { "call-and-reply", call_and_reply },
    { "every-way-to-answer", every_way_to_answer },
    { "free-object", free_object },
    { "used-again", used_again },
    { "reply-recv-loop", reply_recv_loop },
    { "reply-recv-takes-the-next", reply_recv_takes_the_next },
    { "call-to-wait", call_to_wait },
    { "taken-from-receiver", taken_from_receiver },
    { "taken-from-caller", taken_from_caller },
    { "taken-before-notification", taken_before_notification },
    { "deleted-while-receiving", deleted_while_receiving },
    { "deleted-while-caller-waits", deleted_while_caller_waits },
    { "deleted-while-free", deleted_while_free },
    { "caller-suspended", caller_suspended },
    { "receiver-suspended", receiver_suspended },
    { "answered-caller-is-left-alone", answered_caller_is_left_alone },
    { "answered-by-another", answered_by_another },
);
