/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a thread remembers of its CSpace for the fast path, and what ends that.
 */
#include "operations.h"

#define RADIX  3
#define GUARD_BITS (64 - 1 - RADIX)     /* of a second CNode, behind a root of two slots */

static struct thread *sender;

/* Others stop by their own capability, which is not in its CSpace; it faults and has no handler. */
static void sends_and_stops(struct thread *t)
{
    SYS(.number = seL4_SysNBSend, .cap = t->arg[1]);
    t->done = true;
    *(volatile word *)ARCH_SCRATCH = 0;
}

/* The sender's address leads to a notification with this badge; 0: nowhere. */
static void leads_to(word address, word badge)
{
    for (word i = 0; i < 2; i++) {      /* found, and remembered */
        sender->arg[1] = address;
        thread_run(sender, sends_and_stops);
        TRUE(sender->done);
        EQ(poll(sender->arg[0]), badge);
    }
}

static word table(word badge)
{
    const word c = CNODE_OF(RADIX);
    OK(CNode_Mint(c, 0, RADIX, CNODE, sender->arg[0], DEPTH, ALL_RIGHTS, badge + 10));
    OK(CNode_Mint(c, 5, RADIX, CNODE, sender->arg[0], DEPTH, ALL_RIGHTS, badge));
    return c;
}

static void put(word root, word second, word guard)
{
    OK(CNode_Delete(root, 0, 1));
    OK(CNode_Mint(root, 0, 1, CNODE, second, DEPTH, ALL_RIGHTS, GUARD(guard, GUARD_BITS)));
}

/* What a thread remembers of a way through two CNodes ends with the capability in between. */
static void ways_through_two_cnodes(void)
{
    const word root = CNODE_OF(1), other = CNODE_OF(1);
    sender = thread_new(HIGH);
    sender->arg[0] = NOTIFICATION();
    const word a = table(1), b = table(2);
    OK(TCB_SetSpace(sender->tcb, 0, root, 0, seL4_CapInitThreadVSpace, 0));
    leads_to(5, 0);
    put(root, a, 0);
    leads_to(5, 1);
    leads_to(5 + (1 << RADIX), 0);
    leads_to(1 << RADIX, 0);            /* one behind the last */
    leads_to(4, 0);
    put(root, b, 0);
    leads_to(5, 2);
    put(root, b, 1);
    leads_to(5, 0);
    leads_to(5 + (1 << RADIX), 2);
    leads_to(5, 0);
    put(root, a, 0);
    leads_to(5, 1);
    OK(CNode_Move(root, 1, 1, root, 0, 1));
    leads_to(5, 0);
    leads_to((word)1 << 63 | 5, 1);
    OK(CNode_Delete(root, 1, 1));
    leads_to((word)1 << 63 | 5, 0);
    put(root, a, 0);
    leads_to(5, 1);
    put(other, b, 0);
    OK(TCB_SetSpace(sender->tcb, 0, other, 0, seL4_CapInitThreadVSpace, 0));
    leads_to(5, 2);
    OK(CNode_Delete(CNODE, b, DEPTH));
    leads_to(5, 2);                     /* the copy in `other` is left */
    OK(CNode_Delete(other, 0, 1));
    leads_to(5, 0);
}

/* The address behind the last slot is not the first slot's. */
static void behind_a_flat_cspace(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    OK(CNode_Mint(CNODE, 0, DEPTH, CNODE, n, DEPTH, ALL_RIGHTS, 7));
    START(t, .number = seL4_SysNBSend, .cap = (word)1 << CONFIG_ROOT_CNODE_SIZE_BITS);
    EQ(poll(n), 0);
    START(t, .number = seL4_SysNBSend, .cap = 0);
    EQ(poll(n), 7);
    OK(CNode_Delete(CNODE, 0, DEPTH));
}

SUITE(short_cspaces,
    { "ways-through-two-cnodes", ways_through_two_cnodes },
    { "behind-a-flat-cspace", behind_a_flat_cspace },
);
