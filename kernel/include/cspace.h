/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Finding slots: capability addresses to slots.
 */

#include "node.h"

/* The slot at cptr if t's CSpace is flat (fastpath.h) and has it; 0: ask cspace_lookup. */
static inline word_t cspace_lookup_flat(const struct tcb *t, word_t cptr)
{
    const struct cap c = t->slot[TCB_CSPACE].cap;
    return c.word[0] != t->flat_cspace || cptr >> cnode_cap_radix(c) != 0
               ? 0
               : cap_object(c) + (bounded(cptr, cnode_cap_radix(c)) << SLOT_BITS);
}
/* Full-depth lookup in a thread's CSpace; remaining bits are ignored. 0 on failure, the reason in
 * node.lookup. */
word_t cspace_lookup(const struct tcb *t, word_t cptr);
/* Explicit depth; all bits must be consumed. 0 if refused: return last_refusal(). */
word_t cspace_lookup_slot(struct cap root, word_t index, word_t depth, bool is_source);
/* The slot where thread t wants a transferred capability, or 0: no buffer, bad path, occupied. */
word_t cspace_receive_slot(const struct tcb *t);
