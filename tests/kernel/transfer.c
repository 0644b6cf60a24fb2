/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Capabilities in messages: which are transferred, which unwrapped, and what the receiver is told
 * when one cannot be.
 */
#include "operations.h"

/* `t` waits on `ep`, ready to receive a capability in `to`. */
static void expect(struct thread *t, word ep, word cnode, word to, word depth)
{
    t->buffer->receiveCNode = cnode;
    t->buffer->receiveIndex = to;
    t->buffer->receiveDepth = depth;
    for (word i = 0; i < 3; i++)
        t->buffer->caps_or_badges[i] = 0xcafe;
    START(t, .number = seL4_SysWait, .cap = ep);
}

/* Sends over `ep`; returns the message info that `t` got. */
static word send(struct thread *t, word ep, word n, word a, word b, word c)
{
    root_buffer->caps_or_badges[0] = a;
    root_buffer->caps_or_badges[1] = b;
    root_buffer->caps_or_badges[2] = c;
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(5, n, 1), .mr = { 99 });
    TRUE(t->done);
    EQ(t->sys.mr[0], 99);
    EQ(info_label(t->sys.info), 5);
    EQ(info_length(t->sys.info), 1);
    return t->sys.info;
}

static void one(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 8), to = slot();
    expect(t, ep, CNODE, to, DEPTH);
    const word info = send(t, ep, 1, badged, 0, 0);
    EQ(info_caps(info), 1);
    EQ(info_unwrapped(info), 0);
    EQ(t->buffer->caps_or_badges[0], 0xcafe);
    FALSE(slot_is_empty(badged));
    signal(to);
    EQ(poll(n), 8);
    /* A derivative of the sender's: revoking that takes it away. */
    OK(CNode_Revoke(CNODE, n, DEPTH));
    TRUE(slot_is_empty(to));
}

static void without_grant(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), to = slot();
    for (word rights = 0; rights < 16; rights++) {
        if (!(rights & R_WRITE) || rights & R_GRANT)
            continue;
        expect(t, ep, CNODE, to, DEPTH);
        EQ(info_caps(send(t, mint(ep, rights, rights), 1, n, 0, 0)), 0);
        TRUE(slot_is_empty(to));
    }
}

static void at_most_one(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), to = slots(2);
    expect(t, ep, CNODE, to, DEPTH);
    EQ(info_caps(send(t, ep, 3, n, n, n)), 1);
    FALSE(slot_is_empty(to));
    TRUE(slot_is_empty(to + 1));
}

static void unwrapping(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), to = slot();
    const word five = mint(ep, ALL_RIGHTS, 5), six = mint(ep, 0, 6);
    expect(t, ep, CNODE, to, DEPTH);
    word info = send(t, ep, 3, five, six, ep);
    EQ(info_caps(info), 3);
    EQ(info_unwrapped(info), 7);
    EQ(t->buffer->caps_or_badges[0], 5);
    EQ(t->buffer->caps_or_badges[1], 6);
    EQ(t->buffer->caps_or_badges[2], 0);
    TRUE(slot_is_empty(to));

    expect(t, ep, CNODE, to, DEPTH);
    info = send(t, ep, 3, six, n, five);
    EQ(info_caps(info), 3);
    EQ(info_unwrapped(info), 5);
    EQ(t->buffer->caps_or_badges[0], 6);
    EQ(t->buffer->caps_or_badges[1], 0xcafe);
    EQ(t->buffer->caps_or_badges[2], 5);
    FALSE(slot_is_empty(to));
    discard(to);

    /* Another endpoint is transferred; the second such capability ends it. */
    const word other = ENDPOINT();
    expect(t, ep, CNODE, to, DEPTH);
    info = send(t, ep, 3, other, n, five);
    EQ(info_caps(info), 1);
    EQ(info_unwrapped(info), 0);
}

static void no_receive_slot(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), to = slot(), five = mint(ep, ALL_RIGHTS, 5);
    const word c = CNODE_OF(2);
    expect(t, ep, CNODE, n, DEPTH);                     /* occupied */
    EQ(info_caps(send(t, ep, 1, n, 0, 0)), 0);
    expect(t, ep, ep, to, DEPTH);                       /* not a CNode */
    EQ(info_caps(send(t, ep, 1, n, 0, 0)), 0);
    expect(t, ep, ~(word)0, to, DEPTH);                 /* not resolvable */
    EQ(info_caps(send(t, ep, 1, n, 0, 0)), 0);
    expect(t, ep, CNODE, to, 0);
    EQ(info_caps(send(t, ep, 1, n, 0, 0)), 0);
    expect(t, ep, CNODE, to, 65);
    EQ(info_caps(send(t, ep, 1, n, 0, 0)), 0);
    expect(t, ep, c, 0, 3);
    EQ(info_caps(send(t, ep, 1, n, 0, 0)), 0);
    expect(t, ep, CNODE, c << 2 | 3, 66);               /* two bits behind a whole word */
    EQ(info_caps(send(t, ep, 1, n, 0, 0)), 0);
    /* Unwrapping needs no slot; what follows the capability without one is not looked at. */
    expect(t, ep, CNODE, n, DEPTH);
    const word info = send(t, ep, 3, five, n, five);
    EQ(info_caps(info), 1);
    EQ(info_unwrapped(info), 1);
    expect(t, ep, c, 3, 2);
    EQ(info_caps(send(t, ep, 1, n, 0, 0)), 1);
    ERR(CNode_Copy(c, 3, 2, CNODE, n, DEPTH, ALL_RIGHTS), DeleteFirst);
}

/* What cannot be derived, or is null, ends the transfer; the words arrive. */
static void not_derivable(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), to = slot(), u = UNTYPED(6), empty = slot();
    make_in(u, seL4_EndpointObject, 0);
    const word bad[] = { u, seL4_CapIRQControl, make(ARCH_TABLE_TYPE, 0), empty };
    for (word i = 0; i < 4; i++) {
        expect(t, ep, CNODE, to, DEPTH);
        EQ(info_caps(send(t, ep, 2, bad[i], n, 0)), 0);
        TRUE(slot_is_empty(to));
    }
}

static void receiver_without_buffer(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), five = mint(ep, ALL_RIGHTS, 5);
    OK(TCB_SetIPCBuffer(t->tcb, 0, seL4_CapNull));
    START(t, .number = seL4_SysWait, .cap = ep);
    const word info = send(t, ep, 2, five, five, 0);
    EQ(info_caps(info), 0);
    EQ(info_unwrapped(info), 0);
}

/* Capabilities of a sender that waited are found when the message is delivered. */
static void resolved_at_delivery(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), badged = mint(n, ALL_RIGHTS, 4), to = slots(2);
    t->buffer->caps_or_badges[0] = badged;
    START(t, .number = seL4_SysSend, .cap = ep, .info = INFO(1, 1, 0));
    FALSE(t->done);
    root_buffer->receiveCNode = CNODE;
    root_buffer->receiveIndex = to;
    root_buffer->receiveDepth = DEPTH;
    struct sys got = SYS(.number = seL4_SysWait, .cap = ep);
    EQ(info_caps(got.info), 1);
    FALSE(slot_is_empty(to));
    /* One that can be found no more takes all others with it, but not the words. */
    t->buffer->caps_or_badges[0] = t->buffer->caps_or_badges[1] = badged;
    START(t, .number = seL4_SysSend, .cap = ep, .info = INFO(1, 2, 1), .mr = { 8 });
    t->buffer->caps_or_badges[1] = ~(word)0;
    root_buffer->receiveIndex = to + 1;
    got = SYS(.number = seL4_SysWait, .cap = ep);
    EQ(got.info, INFO(1, 0, 1));
    EQ(got.mr[0], 8);
    TRUE(slot_is_empty(to + 1));
    TRUE(t->done);
}

/* A reply carries capabilities if the Reply capability has Grant; nothing is unwrapped in it. */
static void in_replies(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), reply = REPLY(), to = slots(2);
    const word rights[2] = { ALL_RIGHTS, ALL_RIGHTS & ~R_GRANT };
    for (word i = 0; i < 2; i++) {
        const word r = mint(reply, rights[i], 0);
        t->buffer->receiveCNode = CNODE;
        t->buffer->receiveIndex = to + i;
        t->buffer->receiveDepth = DEPTH;
        START(t, .number = seL4_SysCall, .cap = ep);
        SYS(.number = seL4_SysRecv, .cap = ep, .reply = r);
        root_buffer->caps_or_badges[0] = i ? n : ep;
        SYS(.number = seL4_SysSend, .cap = r, .info = INFO(3, 1, 0));
        TRUE(t->done);
        EQ(t->sys.info, INFO(3, i ? 0 : 1, 0));
        EQ(t->sys.cap, 0);
        EQ(slot_is_empty(to + i), i == 1);
    }
}

/* A Call delivers words and capability, GrantReply alone only words; both get their answer. */
static void calls_by_rights(void)
{
    struct thread *t = thread_new(LOW);
    const word ep = ENDPOINT(), n = NOTIFICATION(), reply = REPLY(), to = slots(16);
    for (word rights = 0; rights < 16; rights++) {
        if (!(rights & R_WRITE))
            continue;
        const word weak = mint(ep, rights, 0x10 + rights);
        t->buffer->caps_or_badges[0] = n;
        START(t, .number = seL4_SysCall, .cap = weak, .info = INFO(1, 1, 0));
        root_buffer->receiveCNode = CNODE;
        root_buffer->receiveIndex = to + rights;
        root_buffer->receiveDepth = DEPTH;
        const struct sys got = SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
        EQ(got.cap, 0x10 + rights);
        EQ(info_caps(got.info), rights & R_GRANT ? 1 : 0);
        SYS(.number = seL4_SysSend, .cap = reply, .info = INFO(2, 0, 0));
        settle();
        EQ(t->done, (rights & (R_GRANT | R_GRANTREPLY)) != 0);
        if (t->done)
            EQ(t->sys.info, INFO(2, 0, 0));
        OK(TCB_Suspend(t->tcb));
    }
}

SUITE(transfer,
    { "one", one },
    { "without-grant", without_grant },
    { "at-most-one", at_most_one },
    { "unwrapping", unwrapping },
    { "no-receive-slot", no_receive_slot },
    { "not-derivable", not_derivable },
    { "receiver-without-buffer", receiver_without_buffer },
    { "resolved-at-delivery", resolved_at_delivery },
    { "in-replies", in_replies },
    { "calls-by-rights", calls_by_rights },
);
