/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Kernels that make bad luck certain, for tests: `make HOSTILE=preempt+time`, see tests/hostile.
 *
 *      KEEL_HOSTILE_PREEMPT    an operation stops at every preemption point
 *      KEEL_HOSTILE_SLOW       no shortcut is taken
 *      KEEL_HOSTILE_TIME       the timer rings whenever the kernel is left
 *      KEEL_HOSTILE_JUMPS      and the clock jumps
 *      KEEL_HOSTILE_MEMORY     every Retype finds no memory at first; there are but two refills;
 *                              the root task's slots lie in memory that is not clean
 *      KEEL_HOSTILE_ORDERS     orders that nobody was promised are turned round
 *
 * Each is a constant, 0 in every other kernel. What programs are promised holds in all of them.
 */

#include "node.h"

/* The orders that the interface leaves open: all of them. A program must not depend on one. */
#define HOSTILE_ORDERS(X)                                                                       \
    X(REVOKE,     "which descendant Revoke deletes next")                                       \
    X(EMPTY,      "which slot of a dying CNode or TCB is emptied next")                         \
    X(CANCEL,     "which waiter of a dying endpoint or notification is woken next")             \
    X(RELEASE,    "who is released first of those with equal times")                            \
    X(INTERRUPT,  "which of several pending interrupts is served first")                        \
    X(ASID,       "which ASID, ASID pool and VMID is taken next")                               \
    X(FIRST_SLOT, "where the groups of initial capabilities lie")

#define HOSTILE_ORDER_ENUM_(name, what) ORDER_##name,
enum hostile_order { HOSTILE_ORDERS(HOSTILE_ORDER_ENUM_) N_HOSTILE_ORDERS };

/* --- hostile.c */

/* Shall this order be turned round now? By a sequence that the build's seed decides. */
bool hostile_toss(enum hostile_order order);
/* The kernel is about to be left to a program. */
void hostile_leave(void);
/* Is this Retype to fail? Once, until one succeeds (hostile_granted). */
bool hostile_denies(void);
static inline void hostile_granted(void) { node.hostile_denied = 0; }

static inline bool hostile_turns(enum hostile_order order)
{
    return KEEL_HOSTILE_ORDERS && hostile_toss(order);
}

/* How far the kernel's clock has jumped. */
static inline ticks_t hostile_ahead(void)
{
    return KEEL_HOSTILE_JUMPS ? node.hostile_ahead : 0;
}
