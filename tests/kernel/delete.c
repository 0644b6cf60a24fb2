/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Destruction: what becomes of waiting threads and bound objects when the last capability goes,
 * and CNodes and TCBs that hold the last capabilities to each other.
 */
#include "operations.h"

#define RECV(t, ep, r) START(t, .number = seL4_SysRecv, .cap = ep, .reply = r)

/* --- waiting threads ------------------------------------------------------------------------- */

/* Waiters of a destroyed endpoint repeat their call: it faults, because the slot is empty. */
static void endpoint_with_receivers(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word ep = ENDPOINT(), fault_ep = ENDPOINT(), reply = REPLY();
    thread_set_fault_endpoint(t, fault_ep);
    RECV(handler, fault_ep, reply);
    START(t, .number = seL4_SysWait, .cap = ep);
    discard(ep);
    TRUE(handler->done);
    FALSE(t->done);
    EQ(info_label(handler->sys.info), seL4_Fault_CapFault);
    EQ(handler->sys.mr[1], ep);
    EQ(handler->sys.mr[2], 1);
    EQ(handler->sys.mr[3], seL4_MissingCapability);
}

/* A sender that repeats finds an empty slot, which for Send is silence. */
static void endpoint_with_senders(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH);
    const word ep = ENDPOINT();
    START(a, .number = seL4_SysSend, .cap = ep);
    START(b, .number = seL4_SysCall, .cap = ep);
    FALSE(a->done);
    FALSE(b->done);
    discard(ep);
    TRUE(a->done);
    TRUE(b->done);
    EQ(info_label(b->sys.info), seL4_InvalidCapability);
    EQ(b->sys.mr[0], 0);
}

/* A thread blocked sending a fault message stays stopped. */
static void endpoint_with_faulter(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT();
    thread_set_fault_endpoint(t, ep);
    START(t, .number = -1000);
    OK(CNode_Revoke(CNODE, ep, DEPTH));
    FALSE(t->done);
    discard(ep);
    settle();
    FALSE(t->done);
    OK(TCB_Suspend(t->tcb));
}

static void notification_with_waiters(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word n = NOTIFICATION(), fault_ep = ENDPOINT(), reply = REPLY();
    thread_set_fault_endpoint(t, fault_ep);
    RECV(handler, fault_ep, reply);
    START(t, .number = seL4_SysWait, .cap = n);
    discard(n);
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_CapFault);
}

static void bound_notification(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION(), m = NOTIFICATION();
    OK(TCB_BindNotification(t->tcb, n));
    ERR(TCB_BindNotification(t->tcb, m), IllegalOperation);
    discard(n);
    OK(TCB_BindNotification(t->tcb, m));
    discard(t->tcb);
    struct thread *other = thread_new(HIGH);
    OK(TCB_BindNotification(other->tcb, m));
}

/* A TCB's last capability goes: its thread vanishes from the queue it waits in. */
static void tcb_in_queue(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH);
    const word ep = ENDPOINT();
    START(a, .number = seL4_SysWait, .cap = ep);
    START(b, .number = seL4_SysWait, .cap = ep);
    discard(a->tcb);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    FALSE(a->done);
    TRUE(b->done);
}

static void tcb_leaves_its_sc(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_passive(HIGH);
    discard(a->tcb);
    OK(SchedContext_Bind(a->sc, b->tcb));
    const word n = NOTIFICATION();
    START(b, .number = seL4_SysSend, .cap = n);
    TRUE(b->done);
}

/* A thread deletes its own last TCB capability and just disappears. If it was stopped at a
 * preemption point nobody repeats its call: a zombie stays, which can be deleted. */
static void own_tcb(void)
{
    struct thread *t = thread_new(HIGH);
    START(t, .number = seL4_SysCall, .cap = CNODE, .info = INFO(CNodeDelete, 0, 2),
          .mr = { t->tcb, DEPTH });
    FALSE(t->done);
    OK(CNode_Delete(CNODE, t->tcb, DEPTH));
    TRUE(slot_is_empty(t->tcb));
}

static void sched_context_stops_its_thread(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT();
    START(t, .number = seL4_SysWait, .cap = ep);
    discard(t->sc);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    FALSE(t->done);
    const word sc = sc_of(5000, 5000, 0, 0);
    OK(SchedContext_Bind(sc, t->tcb));
    TRUE(t->done);
}

static void irq_handler_releases_the_number(void)
{
    const word handler = slot(), n = NOTIFICATION();
    OK(IRQControl_Issue(seL4_CapIRQControl, 61, CNODE, handler, DEPTH));
    OK(IRQHandler_SetNotification(handler, n));
    const word second = copy(handler);
    discard(handler);
    ERR(IRQControl_Issue(seL4_CapIRQControl, 61, CNODE, handler, DEPTH), RevokeFirst);
    discard(second);
    OK(IRQControl_Issue(seL4_CapIRQControl, 61, CNODE, handler, DEPTH));
}

/* --- CNodes that hold each other ------------------------------------------------------------- */

static void cnode_destroys_its_content(void)
{
    const word c = CNODE_OF(4), tcb = TCB(), n = NOTIFICATION();
    struct thread *t = thread_new(HIGH);
    OK(CNode_Copy(c, 3, 4, CNODE, n, DEPTH, ALL_RIGHTS));
    OK(CNode_Move(c, 7, 4, CNODE, tcb, DEPTH));
    START(t, .number = seL4_SysWait, .cap = n);
    discard(c);
    FALSE(slot_is_empty(n));
    signal(n);
    TRUE(t->done);
}

static void cnode_contains_itself(void)
{
    const word c = CNODE_OF(2), to = slot();
    OK(CNode_Copy(c, 1, 2, CNODE, c, DEPTH, ALL_RIGHTS));
    OK(CNode_Move(CNODE, to, DEPTH, CNODE, c, DEPTH));
    discard(to);
    TRUE(slot_is_empty(to));

    const word d = CNODE_OF(2);
    OK(CNode_Move(d, 2, 2, CNODE, d, DEPTH));   /* nobody can reach it now */
    TRUE(slot_is_empty(d));

    const word e = CNODE_OF(2);
    const word outer = CNODE_OF(1);
    OK(CNode_Copy(e, 3, 2, CNODE, e, DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(e, 0, 2, CNODE, e, DEPTH, ALL_RIGHTS));
    OK(CNode_Move(outer, 0, 1, CNODE, e, DEPTH));
    discard(outer);
}

static void cnodes_contain_each_other(void)
{
    const word a = CNODE_OF(2), b = CNODE_OF(3);
    OK(CNode_Copy(a, 2, 2, CNODE, b, DEPTH, ALL_RIGHTS));
    OK(CNode_Move(b, 5, 3, CNODE, a, DEPTH));
    discard(b);                     /* not the last: a holds another */
    TRUE(slot_is_empty(a));

    const word c = CNODE_OF(2), d = CNODE_OF(2), e = CNODE_OF(2);
    OK(CNode_Copy(c, 3, 2, CNODE, d, DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(d, 3, 2, CNODE, e, DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(e, 3, 2, CNODE, c, DEPTH, ALL_RIGHTS));
    discard(d);
    discard(e);
    discard(c);                     /* still held by e, which d holds, which c holds */
    TRUE(slot_is_empty(c));
}

/* A ring of three, entered from outside through one last capability. */
static void ring_with_an_entrance(void)
{
    const word outer = CNODE_OF(1), c = CNODE_OF(2), d = CNODE_OF(2), e = CNODE_OF(2);
    OK(CNode_Move(c, 3, 2, CNODE, d, DEPTH));
    OK(CNode_Move(c, 2, 2, CNODE, e, DEPTH));
    OK(CNode_Copy(c, 1, 2, CNODE, c, DEPTH, ALL_RIGHTS));
    OK(CNode_Move(outer, 1, 1, CNODE, c, DEPTH));
    discard(outer);
    TRUE(slot_is_empty(outer));
}

/* A CNode that holds itself and the last capabilities of two further containers, revoked from
 * outside: it ends, and all the memory is there again. */
static void containers_in_a_cnode_in_itself(void)
{
    const word u = UNTYPED(14), at = slots(4);
    for (word round = 0; round < 3; round++) {
        OK(Untyped_Retype(u, seL4_CapTableObject, 2, CNODE, 0, 0, at, 1));
        OK(Untyped_Retype(u, seL4_CapTableObject, 3, CNODE, 0, 0, at + 1, 1));
        OK(Untyped_Retype(u, seL4_TCBObject, 0, CNODE, 0, 0, at + 2, 1));
        OK(TCB_SetSpace(at + 2, 0, at + 1, 0, seL4_CapInitThreadVSpace, 0));
        if (round)
            OK(CNode_Copy(at + 1, round, 3, CNODE, at + 2, DEPTH, ALL_RIGHTS));
        OK(CNode_Copy(at, 1, 2, CNODE, at, DEPTH, ALL_RIGHTS));
        OK(CNode_Move(at, 2, 2, CNODE, at + 1, DEPTH));
        OK(CNode_Move(at, 3, 2, CNODE, at + 2, DEPTH));
        if (round == 2)
            discard(at);
        OK(CNode_Revoke(CNODE, u, DEPTH));
        OK(Untyped_Retype(u, seL4_UntypedObject, 14, CNODE, 0, 0, at + 3, 1));
        discard(at + 3);
        TRUE(slot_is_empty(at));
    }
}

/* A chain of CNodes, each in the one before; deletion goes down and comes back. */
static void deep_chain(void)
{
    word first = CNODE_OF(1), last = first;
    for (word i = 0; i < 64; i++) {
        const word next = CNODE_OF(1);
        OK(CNode_Copy(last, i & 1, 1, CNODE, next, DEPTH, ALL_RIGHTS));
        if (i)
            discard(last);
        last = next;
    }
    discard(last);
    discard(first);
    TRUE(slot_is_empty(first));
}

/* A wide CNode: more slots than work units between two preemption points. */
static void wide_cnode(void)
{
    const word c = CNODE_OF(9), ep = ENDPOINT();
    for (word i = 0; i < 512; i++)
        OK(CNode_Mint(c, i, 9, CNODE, ep, DEPTH, ALL_RIGHTS, i));
    discard(c);
    FALSE(slot_is_empty(ep));
    OK(CNode_Revoke(CNODE, ep, DEPTH));
}

static void wide_revoke(void)
{
    const word ep = ENDPOINT(), c = CNODE_OF(9);
    for (word i = 0; i < 512; i++)
        OK(CNode_Mint(c, i, 9, CNODE, ep, DEPTH, ALL_RIGHTS, i & 3));
    OK(CNode_Revoke(CNODE, ep, DEPTH));
    for (word i = 0; i < 512; i += 73)
        ERR(CNode_Move(CNODE, slot(), DEPTH, c, i, 9), FailedLookup, 1, seL4_MissingCapability, 9);
}

/* The last capability of a CNode is the CSpace root of a thread, whose TCB lies in that CNode. */
static void tcb_holds_the_last_capabilities(void)
{
    const word c = CNODE_OF(2), tcb = TCB();
    OK(TCB_SetSpace(tcb, 0, c, 0, seL4_CapInitThreadVSpace, 0));
    OK(CNode_Copy(c, 1, 2, CNODE, tcb, DEPTH, ALL_RIGHTS));
    discard(c);
    discard(tcb);
    TRUE(slot_is_empty(tcb));

    const word d = CNODE_OF(2), second = TCB();
    OK(TCB_SetSpace(second, 0, d, 0, seL4_CapInitThreadVSpace, 0));
    OK(CNode_Move(d, 3, 2, CNODE, second, DEPTH));
    discard(d);
    TRUE(slot_is_empty(d));
}

/* A thread whose CSpace root was revoked faults on whatever it names. */
static void lost_cspace(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word c = CNODE_OF(2), ep = ENDPOINT(), reply = REPLY();
    OK(TCB_SetSpace(t->tcb, ep, c, 0, seL4_CapInitThreadVSpace, 0));
    RECV(handler, ep, reply);
    OK(CNode_Revoke(CNODE, c, DEPTH));      /* takes the copy in the TCB */
    START(t, .number = seL4_SysSend, .cap = 0x55);
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_CapFault);
    EQ(info_length(handler->sys.info), 4);
    EQ(handler->sys.mr[1], 0x55);
    EQ(handler->sys.mr[2], 0);
    EQ(handler->sys.mr[3], seL4_InvalidRoot);
}

SUITE(delete,
    { "endpoint-with-receivers", endpoint_with_receivers },
    { "endpoint-with-senders", endpoint_with_senders },
    { "endpoint-with-faulter", endpoint_with_faulter },
    { "notification-with-waiters", notification_with_waiters },
    { "bound-notification", bound_notification },
    { "tcb-in-queue", tcb_in_queue },
    { "tcb-leaves-its-sc", tcb_leaves_its_sc },
    { "own-tcb", own_tcb },
    { "sched-context-stops-thread", sched_context_stops_its_thread },
    { "irq-handler-releases-number", irq_handler_releases_the_number },
    { "cnode-destroys-content", cnode_destroys_its_content },
    { "cnode-contains-itself", cnode_contains_itself },
    { "cnodes-contain-each-other", cnodes_contain_each_other },
    { "ring-with-an-entrance", ring_with_an_entrance },
    { "containers-in-a-cnode-in-itself", containers_in_a_cnode_in_itself },
    { "deep-chain", deep_chain },
    { "wide-cnode", wide_cnode },
    { "wide-revoke", wide_revoke },
    { "tcb-holds-last-capabilities", tcb_holds_the_last_capabilities },
    { "lost-cspace", lost_cspace },
);
