/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Rights: each use of an endpoint, notification or Reply capability with each of the 16 masks, and
 * masks one after the other.
 */
#include "operations.h"

#define SENDS(rights)    (((rights) & R_WRITE) != 0)
#define RECEIVES(rights) (((rights) & R_READ) != 0)
#define GRANTS(rights)   (((rights) & R_GRANT) != 0)
#define HANDLES(rights)  (SENDS(rights) && ((rights) & (R_GRANT | R_GRANTREPLY)) != 0)

static void expect_ok_or(bool good, struct reply got, struct reply (*check)(struct reply))
{
    if (good)
        OK(got);
    else
        check(got);
}

static struct reply illegal(struct reply got)
{
    return ERR(got, IllegalOperation);
}

static struct reply bad_first(struct reply got)
{
    return ERR(got, InvalidCapability, 1);
}

static struct reply bad_third(struct reply got)
{
    return ERR(got, InvalidCapability, 3);
}

static struct reply bad_zero(struct reply got)
{
    return ERR(got, InvalidCapability, 0);
}

/* --- endpoints ------------------------------------------------------------------------------- */

static void endpoint_sends(void)
{
    struct thread *receiver = thread_new(HIGHER), *t = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY();
    const long calls[] = { seL4_SysSend, seL4_SysNBSend, seL4_SysCall };
    for (word rights = 0; rights < 16; rights++)
        for (word i = 0; i < 3; i++) {
            const word weak = mint(ep, rights, 0x40 + rights);
            START(receiver, .number = seL4_SysRecv, .cap = ep, .reply = reply);
            START(t, .number = calls[i], .cap = weak, .info = INFO(9, 0, 1), .mr = { 3 });
            EQ(receiver->done, SENDS(rights));
            if (SENDS(rights)) {
                EQ(receiver->sys.cap, 0x40 + rights);
                EQ(receiver->sys.info, INFO(9, 0, 1));
            }
            if (i < 2 || !SENDS(rights))
                TRUE(t->done);
            if (i == 2 && !SENDS(rights))
                EQ(t->sys.info, INFO(seL4_InvalidCapability, 0, 1));
            OK(TCB_Suspend(t->tcb));
            OK(TCB_Suspend(receiver->tcb));
        }
}

/* Without Read the caller faults, in blocking and polling calls alike. */
static void endpoint_receives(void)
{
    struct thread *t = thread_new(HIGH), *sender = thread_new(HIGHER), *handler = thread_new(255);
    const word ep = ENDPOINT(), reply = REPLY(), fault_ep = ENDPOINT(), fault_reply = REPLY();
    const long calls[] = { seL4_SysRecv, seL4_SysNBRecv, seL4_SysWait, seL4_SysNBWait };
    thread_set_fault_endpoint(t, fault_ep);
    for (word rights = 0; rights < 16; rights++)
        for (word i = 0; i < 4; i++) {
            const word weak = mint(ep, rights, 7);
            START(handler, .number = seL4_SysRecv, .cap = fault_ep, .reply = fault_reply);
            START(sender, .number = seL4_SysSend, .cap = ep, .mr = { 0 });
            START(t, .number = calls[i], .cap = weak, .reply = reply);
            EQ(t->done, RECEIVES(rights));
            EQ(sender->done, RECEIVES(rights));
            EQ(handler->done, !RECEIVES(rights));
            if (handler->done) {
                EQ(handler->sys.info, INFO(seL4_Fault_CapFault, 0, 5));
                EQ(handler->sys.mr[1], weak);
                EQ(handler->sys.mr[3], seL4_MissingCapability);
            }
            OK(TCB_Suspend(t->tcb));
            OK(TCB_Suspend(sender->tcb));
            OK(TCB_Suspend(handler->tcb));
        }
}

static void endpoint_as_handler(void)
{
    const word ep = ENDPOINT(), tcb = TCB(), self = seL4_CapInitThreadTCB;
    for (word rights = 0; rights < 16; rights++) {
        const word weak = mint(ep, rights, rights);
        expect_ok_or(HANDLES(rights), TCB_SetTimeoutEndpoint(tcb, weak), bad_first);
        expect_ok_or(HANDLES(rights),
                     TCB_SetSpace(tcb, weak, CNODE, 0, seL4_CapInitThreadVSpace, 0), bad_first);
        expect_ok_or(HANDLES(rights), TCB_SetSchedParams(tcb, self, 1, 1, seL4_CapNull, weak),
                     bad_third);
        expect_ok_or(rights == ALL_RIGHTS, CNode_CancelBadgedSends(CNODE, weak, DEPTH), illegal);
    }
}

/* --- notifications --------------------------------------------------------------------------- */

static void notification_uses(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), tcb = TCB(), handler = slot();
    OK(IRQControl_Issue(seL4_CapIRQControl, 41, CNODE, handler, DEPTH));
    for (word rights = 0; rights < 16; rights++) {
        const word weak = mint(n, rights, 0x40 + rights);
        const word info = SYS(.number = seL4_SysCall, .cap = weak).info;
        EQ(info_label(info), SENDS(rights) ? seL4_NoError : seL4_InvalidCapability);
        EQ(poll(n), SENDS(rights) ? 0x40 + rights : 0);
        signal(n);
        START(t, .number = seL4_SysWait, .cap = weak);
        EQ(t->done, RECEIVES(rights));
        poll(n);
        expect_ok_or(RECEIVES(rights), TCB_BindNotification(tcb, weak), illegal);
        TCB_UnbindNotification(tcb);
        expect_ok_or(SENDS(rights), IRQHandler_SetNotification(handler, weak), bad_zero);
        const word sc = SC();
        OK(SchedContext_Bind(sc, weak));
        OK(SchedContext_Unbind(sc));
    }
}

/* --- Reply: any capability answers, Grant lets the answer carry capabilities ----------------- */

static void reply_answers(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), n = NOTIFICATION(), reply = REPLY(), to = slot();
    t->buffer->receiveCNode = CNODE;
    t->buffer->receiveIndex = to;
    t->buffer->receiveDepth = DEPTH;
    for (word rights = 0; rights < 16; rights++) {
        const word weak = mint(reply, rights, 0);
        START(t, .number = seL4_SysCall, .cap = ep);
        SYS(.number = seL4_SysRecv, .cap = ep, .reply = weak);
        root_buffer->caps_or_badges[0] = n;
        SYS(.number = seL4_SysSend, .cap = weak, .info = INFO(6, 1, 2), .mr = { 1, 2 });
        TRUE(t->done);
        EQ(t->sys.info, INFO(6, GRANTS(rights), 2));
        EQ(slot_is_empty(to), !GRANTS(rights));
        OK(CNode_Delete(CNODE, to, DEPTH));
    }
}

/* --- masks after each other: a right that is gone does not come back ------------------------- */

static void masks_after_masks(void)
{
    const word n = NOTIFICATION(), first = slot(), second = slot(), tcb = TCB();
    for (word a = 0; a < 16; a++) {
        OK(CNode_Copy(CNODE, first, DEPTH, CNODE, n, DEPTH, a | ~(word)15));
        for (word b = 0; b < 16; b++) {
            OK(CNode_Copy(CNODE, second, DEPTH, CNODE, first, DEPTH, b | ~(word)15));
            SYS(.number = seL4_SysNBSend, .cap = second);
            const bool bound = TCB_BindNotification(tcb, second).label == seL4_NoError;
            EQ(bound, RECEIVES(a & b));
            TCB_UnbindNotification(tcb);
            /* Bound by a fresh thread to see whether something arrived: badge 0 shows nowhere. */
            OK(CNode_Delete(CNODE, second, DEPTH));
            OK(CNode_Mint(CNODE, second, DEPTH, CNODE, first, DEPTH, b, 3));
            SYS(.number = seL4_SysNBSend, .cap = second);
            EQ(poll(n), SENDS(a & b) ? 3 : 0);
            OK(CNode_Delete(CNODE, second, DEPTH));
        }
        OK(CNode_Delete(CNODE, first, DEPTH));
    }
}

SUITE(rights,
    { "endpoint-sends", endpoint_sends },
    { "endpoint-receives", endpoint_receives },
    { "endpoint-as-handler", endpoint_as_handler },
    { "notification-uses", notification_uses },
    { "reply-answers", reply_answers },
    { "masks-after-masks", masks_after_masks },
);
