/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Finding slots: capability addresses to slots.
 */

#include "node.h"

/* t's CSpace is flat (fastpath.h) and has a slot at cptr; that slot. A processor that goes on
 * before this is decided stays within the CNode. */
static inline bool cspace_has_flat(const struct tcb *t, word_t cptr)
{
    return cptr < t->cspace.count;
}
static inline word_t cspace_flat(const struct tcb *t, word_t cptr)
{
    return t->cspace.slots + ((cptr & (t->cspace.count - 1)) << SLOT_BITS);
}
/* Full-depth lookup in a thread's CSpace; remaining bits are ignored. 0 on failure, the reason in
 * node.lookup. */
word_t cspace_lookup_deep(const struct tcb *t, word_t cptr);
static inline word_t cspace_lookup(const struct tcb *t, word_t cptr)
{
    return !KEEL_HOSTILE_SLOW && cspace_has_flat(t, cptr) ? cspace_flat(t, cptr)
                                                          : cspace_lookup_deep(t, cptr);
}
/* Explicit depth; all bits must be consumed. 0 if refused: return last_refusal(). */
word_t cspace_lookup_slot(struct cap root, word_t index, word_t depth, bool is_source);
/* The slot where thread t wants a transferred capability, or 0: no buffer, bad path, occupied. */
word_t cspace_receive_slot(const struct tcb *t);
