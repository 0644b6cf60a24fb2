/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Messages over endpoints: who gets which words, in which order, and who blocks.
 */
#include "operations.h"

#define RECV(t, ep, r) START(t, .number = seL4_SysRecv, .cap = ep, .reply = r)
#define WAIT(t, ep)    START(t, .number = seL4_SysWait, .cap = ep)

static void send_to_waiting(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, R_WRITE, 0xb);
    WAIT(t, ep);
    FALSE(t->done);
    const struct sys sent = SYS(.number = seL4_SysSend, .cap = badged,
                                .info = INFO(0xfffffffffffff, 0, 4), .mr = { 1, 2, 3, 4 });
    EQ(sent.cap, badged);
    EQ(sent.info, INFO(0xfffffffffffff, 0, 4));
    TRUE(t->done);
    EQ(t->sys.cap, 0xb);
    EQ(t->sys.info, INFO(0xfffffffffffff, 0, 4));
    for (word i = 0; i < 4; i++)
        EQ(t->sys.mr[i], i + 1);
}

static void send_blocks(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, R_WRITE, 0xc);
    START(t, .number = seL4_SysSend, .cap = badged, .info = INFO(7, 0, 2), .mr = { 5, 6 });
    FALSE(t->done);
    const struct sys got = SYS(.number = seL4_SysWait, .cap = ep);
    EQ(got.cap, 0xc);
    EQ(got.info, INFO(7, 0, 2));
    EQ(got.mr[0], 5);
    EQ(got.mr[1], 6);
    TRUE(t->done);
}

/* The badge and rights count that the capability had when the send began. */
static void remembered_at_the_call(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, R_WRITE, 0xd);
    START(t, .number = seL4_SysSend, .cap = badged, .info = INFO(7, 0, 0));
    discard(badged);
    const struct sys got = SYS(.number = seL4_SysNBWait, .cap = ep);
    EQ(got.cap, 0xd);
    TRUE(t->done);
}

static void nbsend_drops(void)
{
    const word ep = ENDPOINT();
    SYS(.number = seL4_SysNBSend, .cap = ep, .info = INFO(7, 0, 0));
    const struct sys got =
        SYS(.number = seL4_SysNBWait, .cap = ep, .info = INFO(9, 0, 0), .mr = { 1 });
    EQ(got.cap, 0);
    EQ(got.info, INFO(9, 0, 0));
    EQ(got.mr[0], 1);
}

/* Each length; a length beyond 120 counts as 120. */
static void every_length(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT();
    for (word length = 0; length < 128; length++) {
        const word n = length > 120 ? 120 : length;
        WAIT(t, ep);
        for (word i = 0; i < 120; i++)
            t->buffer->msg[i] = 0xdead;
        for (word i = 0; i < 4; i++)
            t->sys.mr[i] = 0;
        for (word i = 4; i < 120; i++)
            root_buffer->msg[i] = length * 1000 + i;
        SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(1, 0, length),
            .mr = { length, length + 1, length + 2, length + 3 });
        EQ(info_length(t->sys.info), n);
        for (word i = 0; i < 4; i++) {
            EQ(t->buffer->msg[i], 0xdead);
            if (i < n)
                EQ(t->sys.mr[i], length + i);
        }
        for (word i = 4; i < 120; i++)
            EQ(t->buffer->msg[i], i < n ? length * 1000 + i : 0xdead);
    }
}

/* Registers from the received length on keep what the receiver had in them. */
static void shorter_messages_leave_registers(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT();
    START(t, .number = seL4_SysWait, .cap = ep, .mr = { 11, 12, 13, 14 });
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(0, 0, 2), .mr = { 1, 2, 3, 4 });
    EQ(t->sys.mr[0], 1);
    EQ(t->sys.mr[1], 2);
    EQ(t->sys.mr[2], 13);
    EQ(t->sys.mr[3], 14);
}

static void without_buffers(void)
{
    struct thread *bare = thread_new(HIGH), *full = thread_new(HIGH);
    const word ep = ENDPOINT();
    OK(TCB_SetIPCBuffer(bare->tcb, 0, seL4_CapNull));
    WAIT(bare, ep);
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(3, 0, 20));
    EQ(bare->sys.info, INFO(3, 0, 4));
    WAIT(full, ep);
    START(bare, .number = seL4_SysSend, .cap = ep, .info = INFO(4, 0, 20));
    EQ(full->sys.info, INFO(4, 0, 4));
    WAIT(full, ep);
    START(bare, .number = seL4_SysSend, .cap = ep, .info = INFO(4, 0, 3));
    EQ(full->sys.info, INFO(4, 0, 3));
}

/* What a sender claims to have been unwrapped is not believed. */
static void unwrapped_of_sender_is_ignored(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT();
    WAIT(t, ep);
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(3, 0, 1) | 7 << 9);
    EQ(t->sys.info, INFO(3, 0, 1));
}

/* --- order ----------------------------------------------------------------------------------- */

static void receivers_by_priority(void)
{
    struct thread *t[4] = { thread_new(HIGH), thread_new(HIGHER), thread_new(HIGH),
                            thread_new(HIGHER) };
    static const word expected[4] = { 1, 3, 0, 2 };
    const word ep = ENDPOINT();
    for (word i = 0; i < 4; i++)
        WAIT(t[i], ep);
    for (word i = 0; i < 4; i++) {
        SYS(.number = seL4_SysNBSend, .cap = ep);
        TRUE(t[expected[i]]->done);
        t[expected[i]]->done = false;
        for (word j = 0; j < 4; j++)
            FALSE(t[j]->done);
    }
}

static void senders_by_priority(void)
{
    struct thread *t[5] = { thread_new(HIGH), thread_new(HIGHER), thread_new(HIGH + 5),
                            thread_new(HIGHER), thread_new(HIGH) };
    static const word expected[5] = { 1, 3, 2, 0, 4 };
    const word ep = ENDPOINT();
    for (word i = 0; i < 5; i++)
        START(t[i], .number = seL4_SysSend, .cap = ep, .info = INFO(i, 0, 0));
    for (word i = 0; i < 5; i++)
        EQ(info_label(SYS(.number = seL4_SysNBWait, .cap = ep).info), expected[i]);
}

/* A message for a passive receiver is taken; the receiver runs when it is given time. */
static void send_to_passive(void)
{
    struct thread *t = thread_passive(HIGH);
    const word ep = ENDPOINT(), sc = sc_of(1000, 1000, 0, 0);
    START_PASSIVE(t, .number = seL4_SysWait, .cap = ep);
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(1, 0, 0));
    FALSE(t->done);
    struct thread *second = thread_new(HIGH);
    START(second, .number = seL4_SysSend, .cap = ep, .info = INFO(2, 0, 0));
    FALSE(second->done);            /* the passive thread waits no more */
    OK(SchedContext_Bind(sc, t->tcb));
    TRUE(t->done);
    EQ(t->sys.info, INFO(1, 0, 0));
}

/* --- cancellation ---------------------------------------------------------------------------- */

static void cancel_badged_sends(void)
{
    struct thread *t[4];
    const word ep = ENDPOINT();
    const word badged[2] = { mint(ep, ALL_RIGHTS, 1), mint(ep, ALL_RIGHTS, 2) };
    for (word i = 0; i < 4; i++) {
        t[i] = thread_new(HIGH);
        START(t[i], .number = seL4_SysCall, .cap = copy(badged[i & 1]), .info = INFO(i, 0, 0));
    }
    /* Those with badge 1 repeat their call; with their capabilities revoked it is refused. */
    OK(CNode_CancelBadgedSends(CNODE, ep, DEPTH));
    for (word i = 0; i < 4; i++)
        FALSE(t[i]->done);
    /* Without a badge nothing is cancelled, nor are those who sent without. */
    struct thread *plain = thread_new(HIGH);
    const word used = copy(ep);
    START(plain, .number = seL4_SysSend, .cap = used);
    discard(used);
    OK(CNode_CancelBadgedSends(CNODE, ep, DEPTH));
    FALSE(plain->done);
    OK(TCB_Suspend(plain->tcb));
    OK(CNode_Revoke(CNODE, badged[0], DEPTH));
    OK(CNode_CancelBadgedSends(CNODE, badged[0], DEPTH));
    TRUE(t[0]->done && t[2]->done);
    FALSE(t[1]->done || t[3]->done);
    EQ(info_label(t[0]->sys.info), seL4_InvalidCapability);
    EQ(info_label(SYS(.number = seL4_SysNBWait, .cap = ep).info), 1);
    EQ(info_label(SYS(.number = seL4_SysNBWait, .cap = ep).info), 3);
    EQ(info_label(SYS(.number = seL4_SysNBWait, .cap = ep, .info = INFO(9, 0, 0)).info), 9);
}

/* A cancelled sender whose capability is still there sends again, now at the end of the queue. */
static void cancelled_sender_sends_again(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH);
    const word ep = ENDPOINT(), one = mint(ep, ALL_RIGHTS, 1), two = mint(ep, ALL_RIGHTS, 2);
    START(a, .number = seL4_SysSend, .cap = one);
    START(b, .number = seL4_SysSend, .cap = two);
    OK(CNode_CancelBadgedSends(CNODE, one, DEPTH));
    FALSE(a->done);
    EQ(SYS(.number = seL4_SysNBWait, .cap = ep).cap, 2);
    EQ(SYS(.number = seL4_SysNBWait, .cap = ep).cap, 1);
    TRUE(a->done && b->done);
}

SUITE(endpoint,
    { "send-to-waiting", send_to_waiting },
    { "send-blocks", send_blocks },
    { "remembered-at-the-call", remembered_at_the_call },
    { "nbsend-drops", nbsend_drops },
    { "every-length", every_length },
    { "shorter-messages-leave-registers", shorter_messages_leave_registers },
    { "without-buffers", without_buffers },
    { "unwrapped-of-sender-ignored", unwrapped_of_sender_is_ignored },
    { "receivers-by-priority", receivers_by_priority },
    { "senders-by-priority", senders_by_priority },
    { "send-to-passive", send_to_passive },
    { "cancel-badged-sends", cancel_badged_sends },
    { "cancelled-sender-sends-again", cancelled_sender_sends_again },
);
