/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The matrix of what happens when a system call names a capability that is not there or not fit
 * for it: a CapFault with its phase, an error, or nothing.
 */
#include "operations.h"

#define NOWHERE ((word)1 << 63)     /* the root CNode's guard does not match */

static struct thread *subject, *handler;
static word fault_ep, fault_reply, plain_ep, plain_ntfn, some_reply;

static void setup(void)
{
    subject = thread_new(HIGH);
    handler = thread_new(HIGHER);
    fault_ep = ENDPOINT();
    fault_reply = REPLY();
    plain_ep = ENDPOINT();
    plain_ntfn = NOTIFICATION();
    some_reply = REPLY();
    thread_set_fault_endpoint(subject, mint(fault_ep, ALL_RIGHTS, 0x99));
}

static void go(struct sys call)
{
    OK(TCB_Suspend(subject->tcb));
    START(handler, .number = seL4_SysRecv, .cap = fault_ep, .reply = fault_reply);
    thread_sys(subject, call);
}

#define NOTHING(...) do { go((struct sys){ __VA_ARGS__ }); FALSE(handler->done); \
                          TRUE(subject->done); } while (0)
#define ANSWER(error, mr0, ...) do { NOTHING(__VA_ARGS__);                       \
        EQ(info_label(subject->sys.info), seL4_##error); EQ(subject->sys.mr[0], mr0); } while (0)
#define FAULT(address, phase, type, ...) do { go((struct sys){ __VA_ARGS__ });   \
        check_fault(address, phase, type); } while (0)

static void check_fault(word address, word phase, word type)
{
    static const word length[] = { 0, 4, 5, 6, 7 };
    TRUE(handler->done);
    FALSE(subject->done);
    EQ(handler->sys.cap, 0x99);
    EQ(info_label(handler->sys.info), seL4_Fault_CapFault);
    EQ(info_length(handler->sys.info), length[type]);
    EQ(info_caps(handler->sys.info), 0);
    EQ(handler->sys.mr[0], arch_trap_ecall);
    EQ(handler->sys.mr[1], address);
    EQ(handler->sys.mr[2], phase);
    EQ(handler->sys.mr[3], type);
    if (type == seL4_MissingCapability)
        EQ(handler->buffer->msg[4], 0);
    if (type == seL4_GuardMismatch) {
        EQ(handler->buffer->msg[4], 64);
        EQ(handler->buffer->msg[5], 0);
        EQ(handler->buffer->msg[6], 47);
    }
}

static void send_calls(void)
{
    setup();
    const word empty = slot(), deaf = mint(plain_ep, ALL_RIGHTS & ~R_WRITE, 0);
    const word deaf_ntfn = mint(plain_ntfn, R_READ, 0);
    FAULT(NOWHERE, 0, seL4_GuardMismatch, .number = seL4_SysSend, .cap = NOWHERE);
    FAULT(NOWHERE, 0, seL4_GuardMismatch, .number = seL4_SysCall, .cap = NOWHERE);
    NOTHING(.number = seL4_SysNBSend, .cap = NOWHERE);
    NOTHING(.number = seL4_SysSend, .cap = empty);
    NOTHING(.number = seL4_SysNBSend, .cap = empty);
    ANSWER(InvalidCapability, 0, .number = seL4_SysCall, .cap = empty);
    NOTHING(.number = seL4_SysSend, .cap = deaf);
    NOTHING(.number = seL4_SysNBSend, .cap = deaf);
    ANSWER(InvalidCapability, 0, .number = seL4_SysCall, .cap = deaf);
    NOTHING(.number = seL4_SysSend, .cap = deaf_ntfn);
    ANSWER(InvalidCapability, 0, .number = seL4_SysCall, .cap = deaf_ntfn);
    /* Bad arguments to a kernel object: silence unless called. */
    NOTHING(.number = seL4_SysSend, .cap = CNODE, .info = INFO(99, 0, 0));
    NOTHING(.number = seL4_SysNBSend, .cap = CNODE, .info = INFO(99, 0, 0));
    ANSWER(IllegalOperation, 0, .number = seL4_SysCall, .cap = CNODE, .info = INFO(99, 0, 0));
    /* Without Call an invocation is performed just as well. */
    const word to = slot();
    OK(CNode_Copy(CNODE, to, DEPTH, CNODE, plain_ep, DEPTH, ALL_RIGHTS));
    NOTHING(.number = seL4_SysSend, .cap = CNODE, .info = INFO(CNodeDelete, 0, 2),
            .mr = { to, DEPTH });
    TRUE(slot_is_empty(to));
}

/* An extra capability that cannot be found faults even where none could be transferred. */
static void extra_capabilities(void)
{
    setup();
    const word weak = mint(plain_ep, R_WRITE, 0);
    for (word position = 0; position < 3; position++) {
        const word targets[] = { plain_ep, weak, plain_ntfn, some_reply, CNODE };
        for (word i = 0; i < 3; i++)
            subject->buffer->caps_or_badges[i] = i == position ? NOWHERE + i : CNODE;
        for (word i = 0; i < 5; i++) {
            FAULT(NOWHERE + position, 0, seL4_GuardMismatch, .number = seL4_SysSend,
                  .cap = targets[i], .info = INFO(0, 3, 0));
            FAULT(NOWHERE + position, 0, seL4_GuardMismatch, .number = seL4_SysCall,
                  .cap = targets[i], .info = INFO(0, 3, 0));
            NOTHING(.number = seL4_SysNBSend, .cap = targets[i], .info = INFO(0, 3, 0));
        }
    }
    EQ(poll(plain_ntfn), 0);
    /* The invoked capability is looked up first. */
    FAULT(NOWHERE + 7, 0, seL4_GuardMismatch, .number = seL4_SysCall, .cap = NOWHERE + 7,
          .info = INFO(0, 3, 0));
    /* Without a buffer there are none. */
    OK(TCB_SetIPCBuffer(subject->tcb, 0, seL4_CapNull));
    NOTHING(.number = seL4_SysCall, .cap = plain_ntfn, .info = INFO(0, 3, 0));
}

static void receive_calls(void)
{
    setup();
    struct thread *owner = thread_new(HIGH);
    const word bound = NOTIFICATION(), tcb = TCB();
    OK(TCB_BindNotification(owner->tcb, bound));
    const word unfit[] = {
        slot(), mint(plain_ep, ALL_RIGHTS & ~R_READ, 0), mint(plain_ntfn, R_WRITE, 0), bound,
        tcb, CNODE, some_reply, arena, seL4_CapIRQControl, SCHED_CONTROL,
    };
    const long calls[] = { seL4_SysRecv, seL4_SysNBRecv, seL4_SysWait, seL4_SysNBWait,
                           seL4_SysReplyRecv, seL4_SysNBSendRecv, seL4_SysNBSendWait };
    for (word c = 0; c < 7; c++) {
        for (word i = 0; i < sizeof unfit / sizeof *unfit; i++)
            FAULT(unfit[i], 1, seL4_MissingCapability, .number = calls[c], .cap = unfit[i],
                  .reply = some_reply, .dest = some_reply);
        FAULT(NOWHERE, 1, seL4_GuardMismatch, .number = calls[c], .cap = NOWHERE,
              .reply = some_reply, .dest = some_reply);
    }
}

static void reply_operand(void)
{
    setup();
    const word tcb = TCB(), empty = slot();
    const long calls[] = { seL4_SysRecv, seL4_SysNBRecv, seL4_SysReplyRecv, seL4_SysNBSendRecv };
    for (word c = 0; c < 4; c++) {
        FAULT(NOWHERE, 1, seL4_GuardMismatch, .number = calls[c], .cap = plain_ep,
              .reply = NOWHERE, .dest = some_reply);
        FAULT(empty, 1, seL4_MissingCapability, .number = calls[c], .cap = plain_ep,
              .reply = empty, .dest = some_reply);
        FAULT(tcb, 1, seL4_MissingCapability, .number = calls[c], .cap = plain_ep, .reply = tcb,
              .dest = some_reply);
        /* The endpoint comes first. */
        FAULT(empty, 1, seL4_MissingCapability, .number = calls[c], .cap = empty,
              .reply = NOWHERE, .dest = some_reply);
    }
    /* For a notification the operand is not looked at. */
    NOTHING(.number = seL4_SysNBRecv, .cap = plain_ntfn, .reply = NOWHERE);
}

/* First phases are silent whatever they name; the second phase takes place. */
static void first_phases(void)
{
    setup();
    const word empty = slot(), deaf = mint(plain_ep, ALL_RIGHTS & ~R_WRITE, 0);
    const word bad[] = { NOWHERE, empty, deaf, some_reply };
    const word badged = mint(plain_ntfn, ALL_RIGHTS, 3);
    for (word i = 0; i < 4; i++) {
        signal(badged);
        NOTHING(.number = seL4_SysReplyRecv, .cap = plain_ntfn, .reply = bad[i]);
        EQ(subject->sys.cap, 3);
        signal(badged);
        NOTHING(.number = seL4_SysNBSendRecv, .cap = plain_ntfn, .dest = bad[i]);
        EQ(subject->sys.cap, 3);
        signal(badged);
        NOTHING(.number = seL4_SysNBSendWait, .cap = plain_ntfn, .reply = bad[i]);
        EQ(subject->sys.cap, 3);
    }
    subject->buffer->caps_or_badges[0] = NOWHERE;
    signal(badged);
    NOTHING(.number = seL4_SysNBSendWait, .cap = plain_ntfn, .reply = badged,
            .info = INFO(0, 1, 0));
    EQ(poll(plain_ntfn), 0);
}

/* The first phase signals what the second then receives. */
static void first_phase_takes_effect_first(void)
{
    setup();
    const word badged = mint(plain_ntfn, ALL_RIGHTS, 0x31);
    NOTHING(.number = seL4_SysNBSendWait, .cap = plain_ntfn, .reply = badged);
    EQ(subject->sys.cap, 0x31);
    NOTHING(.number = seL4_SysNBSendRecv, .cap = plain_ntfn, .dest = badged);
    EQ(subject->sys.cap, 0x31);
    NOTHING(.number = seL4_SysReplyRecv, .cap = plain_ntfn, .reply = badged);
    EQ(subject->sys.cap, 0x31);
}

/* ReplyRecv with something else than a Reply: invoked like the rest, then the receive faults. */
static void reply_recv_without_reply(void)
{
    setup();
    FAULT(plain_ntfn, 1, seL4_MissingCapability, .number = seL4_SysReplyRecv, .cap = plain_ep,
          .reply = plain_ntfn);
    const word badged = mint(plain_ntfn, ALL_RIGHTS, 4);
    FAULT(badged, 1, seL4_MissingCapability, .number = seL4_SysReplyRecv, .cap = plain_ep,
          .reply = badged);
    EQ(poll(plain_ntfn), 4);
}

/* A CNode that wants more bits than are left: how many are, and how many it takes. */
static void too_few_bits(void)
{
    setup();
    const word outer = CNODE_OF(4), inner = CNODE_OF(8), at = 0x10;
    OK(CNode_Mint(outer, 1, 4, CNODE, inner, DEPTH, ALL_RIGHTS, GUARD(0, 1)));
    OK(TCB_SetSpace(subject->tcb, mint(fault_ep, ALL_RIGHTS, 0x99), outer, GUARD(0, 56),
                    seL4_CapInitThreadVSpace, 0));
    FAULT(at, 0, seL4_DepthMismatch, .number = seL4_SysSend, .cap = at);
    EQ(handler->buffer->msg[4], 4);
    EQ(handler->buffer->msg[5], 9);
}

/* A handler's answer restarts the call: with a capability supplied meanwhile it succeeds. */
static void restart_after_repair(void)
{
    setup();
    const word to = slot();
    go((struct sys){ .number = seL4_SysWait, .cap = to });
    TRUE(handler->done);
    const word badged = mint(plain_ntfn, ALL_RIGHTS, 0x15);
    OK(CNode_Copy(CNODE, to, DEPTH, CNODE, plain_ntfn, DEPTH, ALL_RIGHTS));
    signal(badged);
    START(handler, .number = seL4_SysSend, .cap = fault_reply, .info = INFO(9, 0, 0));
    TRUE(subject->done);
    EQ(subject->sys.cap, 0x15);
}

SUITE(invalid_cap,
    { "send-calls", send_calls },
    { "extra-capabilities", extra_capabilities },
    { "receive-calls", receive_calls },
    { "reply-operand", reply_operand },
    { "first-phases", first_phases },
    { "first-phase-takes-effect-first", first_phase_takes_effect_first },
    { "reply-recv-without-reply", reply_recv_without_reply },
    { "too-few-bits", too_few_bits },
    { "restart-after-repair", restart_after_repair },
);
