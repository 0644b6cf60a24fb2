/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * lib/sel4 itself: that its functions put arguments where the kernel looks for them. Everything is
 * called by the root task, whose buffer the library is told.
 */
#include "operations.h"

static const seL4_CNode root = seL4_CapInitThreadCNode;

static word retyped(word type)
{
    const word to = slot();
    seL4_SetIPCBuffer(root_buffer);
    EQ(seL4_Untyped_Retype(arena, type, 8, root, 0, 0, to, 1), seL4_NoError);
    return to;
}

static void cnode_functions(void)
{
    const word ep = retyped(seL4_EndpointObject), c = CNODE_OF(3), d = CNODE_OF(2), to = slots(4);
    EQ(seL4_CNode_Copy(root, to, 64, root, ep, 64, seL4_AllRights), 0);
    EQ(seL4_CNode_Mint(root, to + 1, 64, root, ep, 64, seL4_CanRead, 5), 0);
    EQ(seL4_CNode_Move(root, to + 2, 64, root, to, 64), 0);
    EQ(seL4_CNode_Mutate(root, to, 64, root, c, 64, seL4_CNode_CapData_new(1, 2).words[0]), 0);
    EQ(seL4_CNode_Rotate(root, c, 64, 0, root, d, 64, 0, root, to, 64), 0);
    EQ(seL4_CNode_CancelBadgedSends(root, to + 2, 64), 0);
    EQ(seL4_CNode_Revoke(root, ep, 64), 0);
    TRUE(slot_is_empty(to + 1));
    EQ(seL4_CNode_Delete(root, ep, 64), 0);
    EQ(seL4_CNode_Delete(root, ~(word)0, 64), seL4_FailedLookup);
    EQ(seL4_GetMR(1), seL4_GuardMismatch);
    EQ(seL4_GetMR(4), 47);
}

static void tcb_functions(void)
{
    const word tcb = retyped(seL4_TCBObject), n = NOTIFICATION(), ep = ENDPOINT();
    const word sc = retyped(seL4_SchedContextObject), self = seL4_CapInitThreadTCB;
    seL4_UserContext context = { 0 };
    EQ(seL4_TCB_Configure(tcb, root, 0, seL4_CapInitThreadVSpace, 0, 0, seL4_CapNull), 0);
    EQ(seL4_TCB_SetSpace(tcb, ep, root, 0, seL4_CapInitThreadVSpace, 0), 0);
    EQ(seL4_TCB_SetIPCBuffer(tcb, 0x1000, retyped(ARCH_FRAME_TYPE)), 0);
    EQ(seL4_TCB_SetPriority(tcb, self, 9), 0);
    EQ(seL4_TCB_SetMCPriority(tcb, self, 10), 0);
    EQ(seL4_TCB_SetMCPriority(tcb, self, 256), seL4_RangeError);
    EQ(seL4_GetMR(1), 255);
    EQ(seL4_TCB_SetSchedParams(tcb, self, 11, 12, sc, ep), 0);
    EQ(seL4_TCB_SetTimeoutEndpoint(tcb, ep), 0);
    EQ(seL4_TCB_BindNotification(tcb, n), 0);
    EQ(seL4_TCB_UnbindNotification(tcb), 0);
    EQ(seL4_TCB_SetTLSBase(tcb, 0x7151), 0);
    EQ(seL4_TCB_ReadRegisters(tcb, 0, 0, sizeof context / sizeof(word), &context), 0);
    EQ(context.ARCH_FIELD_TLS, 0x7151);
    context.ARCH_FIELD_PC = 0x8888;
    context.ARCH_FIELD_INTEGER = 0x9999;
    EQ(seL4_TCB_WriteRegisters(tcb, 0, 0, sizeof context / sizeof(word), &context), 0);
    const word other = retyped(seL4_TCBObject);
    EQ(seL4_TCB_CopyRegisters(other, tcb, 1, 0, 1, 0, 0), 0);
    EQ(seL4_TCB_ReadRegisters(other, 0, 0, sizeof context / sizeof(word), &context), 0);
    EQ(context.ARCH_FIELD_PC, 0x8888);
    EQ(context.ARCH_FIELD_INTEGER, 0);
    EQ(seL4_TCB_CopyRegisters(other, tcb, 0, 0, 0, 1, 0), 0);
    EQ(seL4_TCB_ReadRegisters(other, 0, 0, sizeof context / sizeof(word), &context), 0);
    EQ(context.ARCH_FIELD_INTEGER, 0x9999);
    const seL4_TCB_SetFlags_t flags = seL4_TCB_SetFlags(tcb, 0, 1);
    EQ(flags.error, 0);
    EQ(flags.flags, 1);
    EQ(seL4_TCB_Suspend(tcb), 0);
}

static void time_functions(void)
{
    const word sc = retyped(seL4_SchedContextObject), tcb = retyped(seL4_TCBObject);
    EQ(seL4_SchedControl_Configure(SCHED_CONTROL, sc, 100, 200, 8, 1), 0);
    EQ(seL4_SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 100, 200, 9, 1, 1), seL4_RangeError);
    EQ(seL4_GetMR(1), 8);
    EQ(seL4_SchedContext_Bind(sc, tcb), 0);
    const seL4_SchedContext_YieldTo_t y = seL4_SchedContext_YieldTo(sc);
    EQ(y.error, 0);
    EQ(y.consumed, 0);
    EQ(seL4_SchedContext_UnbindObject(sc, tcb), 0);
    EQ(seL4_SchedContext_Unbind(sc), 0);
    const seL4_SchedContext_Consumed_t c = seL4_SchedContext_Consumed(sc);
    EQ(c.error, 0);
    EQ(c.consumed, 0);
    EQ(seL4_DomainSet_Set(seL4_CapDomain, 1, tcb), 0);
    EQ(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 20, 3, 1000), 0);
    EQ(seL4_DomainSet_ScheduleConfigure(seL4_CapDomain, 20, 0, 0), 0);
    EQ(seL4_DomainSet_ScheduleSetStart(seL4_CapDomain, 99), seL4_InvalidArgument);
}

static void irq_functions(void)
{
    const word handler = slots(2);
    EQ(ARCH_LIBRARY_ISSUE(91, root, handler), 0);
    EQ(ARCH_LIBRARY_ISSUE_OTHER(92, root, handler + 1), 0);
    EQ(seL4_IRQHandler_SetNotification(handler, NOTIFICATION()), 0);
    EQ(seL4_IRQHandler_Ack(handler), 0);
    EQ(seL4_IRQHandler_Clear(handler), 0);
}

static void message_functions(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), reply = REPLY(), badged = mint(ep, ALL_RIGHTS, 0x17);
    word sender;
    seL4_SetIPCBuffer(root_buffer);
    START(t, .number = seL4_SysCall, .cap = badged, .info = INFO(4, 0, 3), .mr = { 7, 8, 9 });
    seL4_MessageInfo_t info = seL4_Recv(ep, &sender, reply);
    EQ(sender, 0x17);
    EQ(seL4_MessageInfo_get_label(info), 4);
    EQ(seL4_MessageInfo_get_length(info), 3);
    EQ(seL4_GetMR(2), 9);
    seL4_SetMR(0, 70);
    seL4_Send(reply, seL4_MessageInfo_new(5, 0, 0, 1));
    EQ(t->sys.info, INFO(5, 0, 1));
    EQ(t->sys.mr[0], 70);
    const word n = NOTIFICATION();
    seL4_Signal(mint(n, ALL_RIGHTS, 6));
    seL4_Poll(n, &sender);
    EQ(sender, 6);
    seL4_NBSend(ep, seL4_MessageInfo_new(0, 0, 0, 0));
    seL4_Signal(mint(n, ALL_RIGHTS, 8));
    seL4_Wait(n, &sender);
    EQ(sender, 8);
    word a = 1, b = 2, c = 3, d = 4;
    START(t, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    seL4_SendWithMRs(ep, seL4_MessageInfo_new(0, 0, 0, 4), &a, &b, &c, &d);
    EQ(t->sys.mr[3], 4);
    START(t, .number = seL4_SysCall, .cap = badged, .info = INFO(4, 0, 4), .mr = { 7, 8, 9, 10 });
    ARCH_RECV_WITH_MRS(ep, &sender, reply, &a, &b, &c, &d);
    EQ(a, 7);
    EQ(d, 10);
    seL4_Signal(mint(n, ALL_RIGHTS, 2));
    seL4_ReplyRecv(n, seL4_MessageInfo_new(6, 0, 0, 0), &sender, reply);
    EQ(sender, 2);
    EQ(info_label(t->sys.info), 6);
    seL4_NBSendWait(mint(n, ALL_RIGHTS, 3), seL4_MessageInfo_new(6, 0, 0, 0), n, &sender);
    EQ(sender, 3);
    seL4_NBSendRecv(mint(n, ALL_RIGHTS, 12), seL4_MessageInfo_new(6, 0, 0, 0), n, &sender, reply);
    EQ(sender, 12);
    seL4_NBRecv(ep, &sender, reply);
    EQ(sender, 0);
    seL4_NBSendWaitWithMRs(mint(n, ALL_RIGHTS, 9), seL4_MessageInfo_new(6, 0, 0, 0), n, &sender,
                           &a, &b, &c, &d);
    EQ(sender, 9);
    info = seL4_Call(CNODE_OF(1), seL4_MessageInfo_new(999, 0, 0, 0));
    EQ(seL4_MessageInfo_get_label(info), seL4_IllegalOperation);
    seL4_Yield();
}

SUITE(library,
    { "cnode-functions", cnode_functions },
    { "tcb-functions", tcb_functions },
    { "time-functions", time_functions },
    { "irq-functions", irq_functions },
    { "message-functions", message_functions },
);
