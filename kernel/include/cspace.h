/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Finding slots: capability addresses to slots.
 */

#include "node.h"

/* The slot of index i, below count, a power of two. A processor that goes on before that is decided
 * stays within the CNode. */
static inline word_t cspace_index(word_t slots, word_t i, word_t count)
{
    return slots + ((i & (count - 1)) << SLOT_BITS);
}
/* t remembers (fastpath.h, 1 and 5) the slot at cptr. */
static inline bool cspace_knows(const struct tcb *t, word_t cptr, word_t *slot)
{
    /* Before it is asked for: of two lookups the second has less to do. */
    const word_t flat = cspace_index(t->cspace.slots, cptr, t->cspace.count);
    if (MOSTLY(cptr < t->cspace.count)) {
        *slot = flat;
        return true;
    }
    const struct fast_levels *l = &t->levels;
    const word_t i = cptr - l->base;
    if (i >= l->count || slot_at(l->via)->cap.word[0] != l->cap_word[0] ||
        slot_at(l->via)->cap.word[1] != l->cap_word[1])
        return false;
    *slot = cspace_index(l->slots, i, l->count);
    return true;
}
/* Full-depth lookup in a thread's CSpace; remaining bits are ignored. 0 on failure, the reason in
 * node.lookup. */
word_t cspace_lookup_deep(struct tcb *t, word_t cptr);
static inline word_t cspace_lookup(struct tcb *t, word_t cptr)
{
    word_t slot;
    return !KEEL_HOSTILE_SLOW && cspace_knows(t, cptr, &slot) ? slot : cspace_lookup_deep(t, cptr);
}
/* Explicit depth; all bits must be consumed. 0 if refused: return last_refusal(). */
word_t cspace_lookup_slot(struct cap root, word_t index, word_t depth, bool is_source);
/* The slot where thread t wants a transferred capability, or 0: no buffer, bad path, occupied. */
word_t cspace_receive_slot(struct tcb *t);
