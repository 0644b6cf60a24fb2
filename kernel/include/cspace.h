/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Finding slots: capability addresses to slots.
 */

#include "node.h"

/* t remembers (fastpath.h, 1 and 5) the slot at cptr; or none does, and an empty slot stands for
 * it. Indices are masked, and slots found, before anything is compared: a processor that goes on
 * before that is decided stays within the CNode. Behind the comparison the compiler would take cptr
 * itself (tests/subset/masked.py reads what it has made of it). */
static inline bool cspace_knows(const struct tcb *t, word_t cptr, word_t *slot)
{
    const word_t index = cptr & t->cspace.mask;
    const word_t flat = t->cspace.slots + (index << SLOT_BITS);
    if (MOSTLY(index == cptr)) {
        *slot = flat;
        return true;
    }
    const struct fast_levels *l = &t->levels;
    const word_t i = cptr - l->base;
    if (i >= l->count || slot_at(l->via)->cap.word[0] != l->cap_word[0] ||
        slot_at(l->via)->cap.word[1] != l->cap_word[1])
        return false;
    *slot = l->slots + ((i & (l->count - 1)) << SLOT_BITS);
    return true;
}
/* Full-depth lookup in a thread's CSpace; remaining bits are ignored. 0 on failure, the reason in
 * node.lookup. */
word_t cspace_lookup(struct tcb *t, word_t cptr);
/* Explicit depth; all bits must be consumed. 0 if refused: return last_refusal(). */
word_t cspace_lookup_slot(struct cap root, word_t index, word_t depth, bool is_source);
/* The slot where thread t wants a transferred capability, or 0: no buffer, bad path, occupied. */
word_t cspace_receive_slot(struct tcb *t);
