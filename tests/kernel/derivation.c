/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The derivation order, through what Revoke takes away and what it leaves.
 */
#include "operations.h"

static void revoke(word cap)
{
    OK(CNode_Revoke(CNODE, cap, DEPTH));
    FALSE(slot_is_empty(cap));
}

static void original_is_parent_of_copies_of_copies(void)
{
    const word ep = ENDPOINT(), a = copy(ep), b = copy(a), c = copy(b);
    revoke(ep);
    TRUE(slot_is_empty(a));
    TRUE(slot_is_empty(b));
    TRUE(slot_is_empty(c));
}

static void plain_copy_has_no_children(void)
{
    const word ep = ENDPOINT(), a = copy(ep), b = copy(a);
    revoke(a);
    FALSE(slot_is_empty(b));
    FALSE(slot_is_empty(ep));
    revoke(b);
    FALSE(slot_is_empty(a));
}

/* A minted badge starts a family: its plain copies and nothing else. */
static void badge_families(void)
{
    const word ep = ENDPOINT();
    const word five = mint(ep, ALL_RIGHTS, 5), five_copy = copy(five);
    const word six = mint(ep, ALL_RIGHTS, 6), again_five = mint(ep, ALL_RIGHTS, 5);
    const word plain = copy(ep);
    revoke(five);
    TRUE(slot_is_empty(five_copy));
    FALSE(slot_is_empty(six));
    FALSE(slot_is_empty(again_five));
    FALSE(slot_is_empty(plain));
    revoke(ep);
    TRUE(slot_is_empty(five));
    TRUE(slot_is_empty(six));
    TRUE(slot_is_empty(again_five));
    TRUE(slot_is_empty(plain));
}

/* Neighbours in the order with the same badge but a mint each are not parent and child. */
static void equal_badges_minted_twice(void)
{
    const word n = NOTIFICATION();
    const word first = mint(n, ALL_RIGHTS, 9), second = mint(n, ALL_RIGHTS, 9);
    const word child = copy(second);
    revoke(first);
    FALSE(slot_is_empty(second));
    FALSE(slot_is_empty(child));
    revoke(second);
    TRUE(slot_is_empty(child));
    FALSE(slot_is_empty(first));
}

/* The mark of a family's beginning passes to what follows when that beginning is deleted. */
static void family_mark_is_inherited(void)
{
    const word ep = ENDPOINT();
    const word first = mint(ep, ALL_RIGHTS, 9), second = mint(ep, ALL_RIGHTS, 9);
    const word child = copy(second);
    /* The order now is ep, second, child, first. */
    discard(second);
    revoke(first);
    FALSE(slot_is_empty(child));
    const word third = mint(ep, ALL_RIGHTS, 9);
    /* The order now is ep, third, child, first: child begins a family of its own. */
    revoke(third);
    FALSE(slot_is_empty(child));
}

static void move_keeps_the_position(void)
{
    const word ep = ENDPOINT(), a = copy(ep), to = slots(2);
    OK(CNode_Move(CNODE, to, DEPTH, CNODE, ep, DEPTH));
    OK(CNode_Move(CNODE, to + 1, DEPTH, CNODE, a, DEPTH));
    revoke(to);
    TRUE(slot_is_empty(to + 1));
}

static void rotate_keeps_positions(void)
{
    const word c = CNODE_OF(1), d = CNODE_OF(1), c_copy = copy(c), d_copy = copy(d);
    OK(CNode_Rotate(CNODE, c, DEPTH, 0, CNODE, d, DEPTH, 0, CNODE, c, DEPTH));
    /* Slot c now holds d's original. */
    revoke(c);
    TRUE(slot_is_empty(d_copy));
    FALSE(slot_is_empty(c_copy));
    revoke(d);
    TRUE(slot_is_empty(c_copy));
}

static void cnode_guard_is_irrelevant(void)
{
    const word c = CNODE_OF(2), guarded = mint(c, ALL_RIGHTS, GUARD(3, 4));
    revoke(c);
    TRUE(slot_is_empty(guarded));
}

static void untyped_inside_untyped(void)
{
    const word outer = UNTYPED(12), middle = make_in(outer, seL4_UntypedObject, 11);
    const word inner = make_in(middle, seL4_UntypedObject, 10);
    const word leaf = make_in(inner, seL4_EndpointObject, 0);
    const word sibling = make_in(outer, seL4_UntypedObject, 10);
    revoke(middle);
    TRUE(slot_is_empty(inner));
    TRUE(slot_is_empty(leaf));
    FALSE(slot_is_empty(sibling));
    revoke(outer);
    TRUE(slot_is_empty(middle));
    TRUE(slot_is_empty(sibling));
}

/* An untyped as large as its parent is a child all the same. */
static void untyped_of_equal_range(void)
{
    const word outer = UNTYPED(10), inner = make_in(outer, seL4_UntypedObject, 10);
    const word leaf = make_in(inner, seL4_EndpointObject, 0);
    revoke(inner);
    TRUE(slot_is_empty(leaf));
    FALSE(slot_is_empty(outer));
    revoke(outer);
    TRUE(slot_is_empty(inner));
}

/* Scheduling control, domain set and handlers are no memory: revoking the arena leaves them. */
static void capabilities_without_memory(void)
{
    const word control = copy(SCHED_CONTROL), domain = copy(seL4_CapDomain);
    const word sc = SC();
    OK(CNode_Revoke(CNODE, arena, DEPTH));
    TRUE(slot_is_empty(sc));
    FALSE(slot_is_empty(control));
    FALSE(slot_is_empty(domain));
    revoke(SCHED_CONTROL);
    TRUE(slot_is_empty(control));
    revoke(seL4_CapDomain);
    TRUE(slot_is_empty(domain));
}

static void irq_control_is_parent_of_handlers(void)
{
    const word handler = slot();
    OK(IRQControl_Issue(seL4_CapIRQControl, 60, CNODE, handler, DEPTH));
    const word again = copy(handler);
    revoke(handler);
    TRUE(slot_is_empty(again));
    ERR(IRQControl_Issue(seL4_CapIRQControl, 60, CNODE, again, DEPTH), RevokeFirst);
    revoke(seL4_CapIRQControl);
    TRUE(slot_is_empty(handler));
    OK(IRQControl_Issue(seL4_CapIRQControl, 60, CNODE, again, DEPTH));
}

/* What a TCB holds is an ordinary derivative: Revoke takes it out of the TCB. */
static void revoke_empties_a_tcb(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word ep = ENDPOINT(), reply = REPLY();
    const word badged = mint(ep, ALL_RIGHTS, 3);
    thread_set_fault_endpoint(t, badged);
    discard(badged);
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    START(t, .number = -1000);
    TRUE(handler->done);
    EQ(handler->sys.cap, 3);
    EQ(info_label(handler->sys.info), seL4_Fault_UnknownSyscall);
    revoke(ep);
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    START(t, .number = -1000);
    FALSE(handler->done);
}

/* Revoking the frame of an IPC buffer leaves a thread with four message words. */
static void revoke_takes_the_ipc_buffer(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), frame = make(ARCH_FRAME_TYPE, 0);
    OK(TCB_SetIPCBuffer(t->tcb, 0x1000, frame));
    START(t, .number = seL4_SysWait, .cap = ep);
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(1, 0, 6));
    EQ(info_length(t->sys.info), 6);
    discard(frame);     /* the copy in the TCB is independent of it */
    START(t, .number = seL4_SysWait, .cap = ep);
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(1, 0, 6));
    EQ(info_length(t->sys.info), 6);

    const word second = make(ARCH_FRAME_TYPE, 0);
    OK(TCB_SetIPCBuffer(t->tcb, 0x1000, second));
    revoke(second);
    START(t, .number = seL4_SysWait, .cap = ep);
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(1, 0, 6));
    EQ(info_length(t->sys.info), 4);
}

/* Objects made in one Retype stand beside each other in the order, with equal marks. */
static void revoke_spares_objects_beside(void)
{
    static const struct { word type, bits; } kinds[] = {
        { seL4_UntypedObject, 4 }, { seL4_TCBObject, 0 }, { seL4_EndpointObject, 0 },
        { seL4_NotificationObject, 0 }, { seL4_CapTableObject, 1 }, { seL4_SchedContextObject, 8 },
        { seL4_ReplyObject, 0 }, { ARCH_FRAME_TYPE, 0 }, { ARCH_TABLE_TYPE, 0 },
    };
    for (word i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const word first = slots(3);
        OK(Untyped_Retype(arena, kinds[i].type, kinds[i].bits, CNODE, 0, 0, first, 3));
        for (word j = 0; j < 3; j++)
            revoke(first + j);
        for (word j = 0; j < 3; j++)
            FALSE(slot_is_empty(first + j));
    }
}

SUITE(derivation,
    { "original-is-parent-of-copies", original_is_parent_of_copies_of_copies },
    { "plain-copy-has-no-children", plain_copy_has_no_children },
    { "badge-families", badge_families },
    { "equal-badges-minted-twice", equal_badges_minted_twice },
    { "family-mark-is-inherited", family_mark_is_inherited },
    { "move-keeps-position", move_keeps_the_position },
    { "rotate-keeps-positions", rotate_keeps_positions },
    { "cnode-guard-is-irrelevant", cnode_guard_is_irrelevant },
    { "untyped-inside-untyped", untyped_inside_untyped },
    { "untyped-of-equal-range", untyped_of_equal_range },
    { "capabilities-without-memory", capabilities_without_memory },
    { "irq-control-is-parent", irq_control_is_parent_of_handlers },
    { "revoke-spares-objects-beside", revoke_spares_objects_beside },
    { "revoke-empties-a-tcb", revoke_empties_a_tcb },
    { "revoke-takes-ipc-buffer", revoke_takes_the_ipc_buffer },
);
