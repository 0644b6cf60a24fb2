/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * How late a thread of higher priority gets to run, at worst, while the root task does everything
 * that takes long: as late as the longest kernel entry and the switch take together.
 */
#include "growth.h"
#include "security.h"

#define WAKES        1000       /* of the victim, for each size */
#define CNODE_BITS   14
#define MOST_AT_ONCE 256        /* objects of one Retype */

static word least(word a, word b) { return a < b ? a : b; }

struct load {
    word parent, cnode;         /* an endpoint, and where its children are */
    word source, made;          /* untyped memory, and where its objects are */
    word badged;                /* the endpoint at which the senders wait */
};

static void retype(const struct load *l, word type, word n)
{
    OK(Untyped_Retype(l->source, type, 0, CNODE, 0, 0, l->made, n));
    OK(CNode_Revoke(CNODE, l->source, DEPTH));
}

static void do_all(const struct load *l, word n)
{
    mint_children(l->cnode, CNODE_BITS, l->parent, n);
    OK(CNode_Revoke(CNODE, l->parent, DEPTH));
    retype(l, seL4_TCBObject, least(n, MOST_AT_ONCE));
    retype(l, ARCH_FRAME_TYPE, least(n, MOST_AT_ONCE));
    OK(CNode_CancelBadgedSends(CNODE, l->badged, DEPTH));
    settle();
}

static void late(void)
{
    const word ep = ENDPOINT();
    const struct load l = { .parent = ENDPOINT(), .cnode = CNODE_OF(CNODE_BITS),
                            .source = UNTYPED(21), .made = slots(MOST_AT_ONCE),
                            .badged = mint(ep, ALL_RIGHTS, 1) };
    word n_senders = 0;
    victim_start();
    static const word sizes[] = { 1, 3, 10, 30, 100, 300, 1000 };
    for (word i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const word n = sizes[i];
        struct series s = { 0 };
        crowd_of(n - n_senders, (struct sys){ .number = seL4_SysSend, .cap = l.badged }, 1);
        n_senders = n;
        (void)victim_due_after(0);
        for (const word begin = victim_wakes(); victim_wakes() - begin < WAKES;)
            do_all(&l, n);
        series_add(&s, ARCH_INSTRUCTIONS(victim_worst_late()));
        series_report(numbered("late_", n), &s);
    }
}

SUITE(growth_late, { "late", late },);
