/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * CNode operations that succeed, and what they do to rights, badges and guards. An endpoint that a
 * helper waits on shows which rights and badge a capability carries.
 */
#include "operations.h"

/* The badge that arrives when `cap` is used to send on an endpoint on which `t` receives. */
static word badge_of(word cap, word endpoint, struct thread *t)
{
    START(t, .number = seL4_SysWait, .cap = endpoint);
    FALSE(t->done);
    SYS(.number = seL4_SysNBSend, .cap = cap);
    TRUE(t->done);
    return t->sys.cap;
}

static void copy_keeps_badge(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, ALL_RIGHTS, 42), again = copy(badged);
    EQ(badge_of(ep, ep, t), 0);
    EQ(badge_of(badged, ep, t), 42);
    EQ(badge_of(again, ep, t), 42);
    EQ(badge_of(mint(ep, R_WRITE, ~(word)0), ep, t), ~(word)0);
    EQ(badge_of(mint(ep, R_WRITE, 0), ep, t), 0);
}

/* Rights can only be removed. Without Write a send is refused, without Read a receive faults. */
static void copy_masks_rights(void)
{
    const word ep = ENDPOINT(), to = slots(4);
    OK(CNode_Copy(CNODE, to, DEPTH, CNODE, ep, DEPTH, R_READ));
    ERR(INVOKE(to, 0, LIST(), LIST()), InvalidCapability, 0);
    OK(CNode_Copy(CNODE, to + 1, DEPTH, CNODE, to, DEPTH, ALL_RIGHTS));
    ERR(INVOKE(to + 1, 0, LIST(), LIST()), InvalidCapability, 0);
    OK(CNode_Copy(CNODE, to + 2, DEPTH, CNODE, ep, DEPTH, ~(word)15));
    ERR(INVOKE(to + 2, 0, LIST(), LIST()), InvalidCapability, 0);
    const word n = NOTIFICATION();
    OK(CNode_Copy(CNODE, to + 3, DEPTH, CNODE, n, DEPTH, R_READ));
    ERR(INVOKE(to + 3, 0, LIST(), LIST()), InvalidCapability, 0);
    EQ(poll(to + 3), 0);
}

/* Capabilities without rights ignore the mask. */
static void copy_of_others_ignores_rights(void)
{
    const word tcb = TCB(), to = slots(2);
    OK(CNode_Copy(CNODE, to, DEPTH, CNODE, tcb, DEPTH, 0));
    OK(TCB_Suspend(to));
    OK(CNode_Mint(CNODE, to + 1, DEPTH, CNODE, tcb, DEPTH, 0, 1234));
    OK(TCB_Suspend(to + 1));
}

static void mint_guard(void)
{
    const word c = CNODE_OF(3), ep = ENDPOINT();
    OK(CNode_Copy(c, 5, 3, CNODE, ep, DEPTH, ALL_RIGHTS));
    const word guarded = mint(c, ALL_RIGHTS, GUARD(0x2a, 6));
    const word to = slots(3);
    OK(CNode_Copy(CNODE, to, DEPTH, guarded, 0x2a << 3 | 5, 9, ALL_RIGHTS));
    ERR(CNode_Copy(CNODE, to + 1, DEPTH, guarded, 0x2b << 3 | 5, 9, ALL_RIGHTS), FailedLookup, 1,
        seL4_GuardMismatch, 9, 0x2a, 6);
    /* Only the low guardSize bits of the guard are kept; data 0 is an empty guard. */
    OK(CNode_Mint(CNODE, to + 1, DEPTH, CNODE, guarded, DEPTH, ALL_RIGHTS, GUARD(0xff1, 4)));
    OK(CNode_Copy(to + 1, 1 << 3 | 6, 7, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(CNode_Mint(CNODE, to + 2, DEPTH, CNODE, guarded, DEPTH, ALL_RIGHTS, 0));
    OK(CNode_Copy(to + 2, 7, 3, CNODE, ep, DEPTH, ALL_RIGHTS));
    ERR(CNode_Copy(c, 6, 3, CNODE, ep, DEPTH, ALL_RIGHTS), DeleteFirst);
    /* Guard and radix together at most 64 bits. */
    OK(CNode_Mint(CNODE, slot(), DEPTH, CNODE, c, DEPTH, ALL_RIGHTS, GUARD(0, 61)));
    ERR(CNode_Mint(CNODE, slot(), DEPTH, CNODE, c, DEPTH, ALL_RIGHTS, GUARD(0, 62)),
        IllegalOperation);
}

static void move(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, ALL_RIGHTS, 7), to = slot();
    OK(CNode_Move(CNODE, to, DEPTH, CNODE, badged, DEPTH));
    TRUE(slot_is_empty(badged));
    EQ(badge_of(to, ep, t), 7);
    /* What cannot be copied can be moved. */
    OK(CNode_Move(CNODE, badged, DEPTH, CNODE, seL4_CapIRQControl, DEPTH));
    TRUE(slot_is_empty(seL4_CapIRQControl));
    OK(CNode_Mutate(CNODE, seL4_CapIRQControl, DEPTH, CNODE, badged, DEPTH, 99));
    TRUE(slot_is_empty(badged));
}

static void mutate(void)
{
    const word c = CNODE_OF(2), ep = ENDPOINT(), to = slots(3);
    OK(CNode_Mutate(CNODE, to, DEPTH, CNODE, c, DEPTH, GUARD(1, 1)));
    TRUE(slot_is_empty(c));
    OK(CNode_Copy(to, 1 << 2 | 3, 3, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(CNode_Mutate(CNODE, c, DEPTH, CNODE, to, DEPTH, 0));
    ERR(CNode_Copy(c, 3, 2, CNODE, ep, DEPTH, ALL_RIGHTS), DeleteFirst);
    ERR(CNode_Mutate(CNODE, to, DEPTH, CNODE, c, DEPTH, GUARD(0, 63)), IllegalOperation);
    const word tcb = TCB();
    OK(CNode_Mutate(CNODE, to + 1, DEPTH, CNODE, tcb, DEPTH, 5));
    OK(TCB_Suspend(to + 1));
}

static struct reply rotate(word dest, word dest_data, word pivot, word pivot_data, word source)
{
    return CNode_Rotate(CNODE, dest, DEPTH, dest_data, CNODE, pivot, DEPTH, pivot_data, CNODE,
                        source, DEPTH);
}

static void rotate_three(void)
{
    const word pivot = CNODE_OF(2), source = CNODE_OF(3), dest = slot(), ep = ENDPOINT();
    OK(CNode_Copy(pivot, 1, 2, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(source, 1, 3, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(rotate(dest, GUARD(1, 1), pivot, GUARD(2, 2), source));
    TRUE(slot_is_empty(source));
    ERR(CNode_Copy(dest, 1 << 2 | 1, 3, CNODE, ep, DEPTH, ALL_RIGHTS), DeleteFirst);
    ERR(CNode_Copy(pivot, 2 << 3 | 1, 5, CNODE, ep, DEPTH, ALL_RIGHTS), DeleteFirst);
}

/* Source and destination the same slot: the two capabilities change places. */
static void rotate_swaps(void)
{
    const word a = CNODE_OF(2), b = CNODE_OF(3), ep = ENDPOINT();
    OK(CNode_Copy(a, 3, 2, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(b, 7, 3, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(rotate(a, 0, b, 0, a));
    ERR(CNode_Copy(b, 3, 2, CNODE, ep, DEPTH, ALL_RIGHTS), DeleteFirst);
    ERR(CNode_Copy(a, 7, 3, CNODE, ep, DEPTH, ALL_RIGHTS), DeleteFirst);
}

static void delete(void)
{
    const word ep = ENDPOINT(), empty = slot();
    OK(CNode_Delete(CNODE, ep, DEPTH));
    TRUE(slot_is_empty(ep));
    OK(CNode_Delete(CNODE, empty, DEPTH));
    OK(CNode_Revoke(CNODE, empty, DEPTH));
}

/* A path through three CNodes, each with a guard; slots are found from each start. */
static void nested_lookup(void)
{
    const word a = CNODE_OF(2), b = CNODE_OF(3), ep = ENDPOINT(), to = slots(4);
    OK(CNode_Mint(a, 1, 2, CNODE, b, DEPTH, ALL_RIGHTS, GUARD(5, 3)));
    OK(CNode_Copy(b, 6, 3, CNODE, ep, DEPTH, ALL_RIGHTS));
    const word path = 1 << 6 | 5 << 3 | 6;
    OK(CNode_Copy(CNODE, to, DEPTH, a, path, 8, ALL_RIGHTS));
    /* Bits above the depth do not matter. */
    OK(CNode_Copy(CNODE, to + 1, DEPTH, a, path | 0xabcd00, 8, ALL_RIGHTS));
    /* All bits must be used: the endpoint is found with two bits left. */
    ERR(CNode_Copy(CNODE, to + 2, DEPTH, a, path << 2, 10, ALL_RIGHTS), FailedLookup, 1,
        seL4_DepthMismatch, 2, 0);
    ERR(CNode_Copy(CNODE, to + 2, DEPTH, a, 1 << 6 | 4 << 3, 8, ALL_RIGHTS), FailedLookup, 1,
        seL4_GuardMismatch, 6, 5, 3);
    ERR(CNode_Copy(CNODE, to + 2, DEPTH, a, 1 << 4 | 5 << 1, 6, ALL_RIGHTS), FailedLookup, 1,
        seL4_DepthMismatch, 4, 6);
    ERR(CNode_Copy(CNODE, to + 2, DEPTH, a, 2 << 3, 5, ALL_RIGHTS), FailedLookup, 1,
        seL4_DepthMismatch, 3, 0);
}

/* In a system call unused low bits of the path are ignored. */
static void call_path_may_be_longer(void)
{
    struct thread *t = thread_new(HIGH);
    const word c = CNODE_OF(4), n = NOTIFICATION();
    OK(CNode_Mint(c, 9, 4, CNODE, n, DEPTH, ALL_RIGHTS, 8));
    OK(TCB_SetSpace(t->tcb, 0, c, GUARD(1, 2), seL4_CapInitThreadVSpace, 0));
    const word path = (word)1 << 62 | (word)9 << 58 | 0x123456789;
    START(t, .number = seL4_SysSend, .cap = path);
    EQ(poll(n), 8);
}

SUITE(cnode,
    { "copy-keeps-badge", copy_keeps_badge },
    { "copy-masks-rights", copy_masks_rights },
    { "copy-of-others-ignores-rights", copy_of_others_ignores_rights },
    { "mint-guard", mint_guard },
    { "move", move },
    { "mutate", mutate },
    { "rotate-three", rotate_three },
    { "rotate-swaps", rotate_swaps },
    { "delete", delete },
    { "nested-lookup", nested_lookup },
    { "call-path-may-be-longer", call_path_may_be_longer },
);
