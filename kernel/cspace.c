/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address resolution: from a capability address to a slot.
 *
 * A CNode capability with guard of s bits and radix r consumes s + r >= 1 bits of the address, so
 * a walk takes at most 64 turns. Failures are described in node.lookup.
 */

#include "cspace.h"
#include "ipc.h"

static word_t lookup_fails(enum lookup_failure_type type, word_t left, word_t found, word_t guard)
{
    node.lookup.type = type;
    node.lookup.bits_left = left;
    node.lookup.bits_found = found;
    node.lookup.guard_found = guard;
    return 0;
}

/*
 * Walk the `bits` least significant bits of cptr (1..64) from root. Returns the slot and, in
 * *remaining, how many bits were left when a capability that is no CNode was met; 0 on failure.
 */
static word_t walk(struct cap root, word_t cptr, word_t bits, word_t *remaining)
{
    struct cap c = root;
    if (!cap_is(c, CAP_cnode))
        return lookup_fails(LOOKUP_InvalidRoot, 0, 0, 0);
    for (;;) {  /* at most 64 turns: each consumes at least one bit */
        LOOP(WORD_BITS, bits);
        word_t radix = cnode_cap_radix(c);
        word_t guard_size = cnode_cap_guard_size(c);
        word_t guard = cnode_cap_guard(c);
        if (guard_size > bits ||
            (guard_size != 0 && ((cptr >> (bits - guard_size)) & mask(guard_size)) != guard))
            return lookup_fails(LOOKUP_GuardMismatch, bits, guard_size, guard);
        if (guard_size + radix > bits)
            return lookup_fails(LOOKUP_DepthMismatch, bits, guard_size + radix, 0);
        bits -= guard_size + radix;
        struct slot *s = slot_at(cap_object(c)) + ((cptr >> bits) & mask(radix));
        if (bits == 0 || !cap_is(s->cap, CAP_cnode)) {
            *remaining = bits;
            return slot_addr(s);
        }
        c = s->cap;
    }
}

/* cptr leads to a slot: if through two CNodes, which take all its bits, t remembers that. */
static void remember_levels(struct tcb *t, struct cap root, word_t cptr)
{
    const word_t rest = WORD_BITS - cnode_cap_guard_size(root) - cnode_cap_radix(root);
    if (rest == 0)
        return;
    const struct slot *via = slot_at(cap_object(root)) +
                             ((cptr >> rest) & mask(cnode_cap_radix(root)));
    const struct cap c = via->cap;
    if (!cap_is(c, CAP_cnode) || cnode_cap_guard_size(c) + cnode_cap_radix(c) != rest)
        return;
    t->levels.base = align_down(cptr, cnode_cap_radix(c));
    t->levels.count = bit(cnode_cap_radix(c));
    t->levels.slots = cap_object(c);
    t->levels.via = slot_addr(via);
    t->levels.cap_word[0] = c.word[0];
    t->levels.cap_word[1] = c.word[1];
}

/* Apart, since what it needs to save registers costs more than the rest of cspace_lookup. */
static __attribute__((noinline)) word_t lookup_from_root(struct tcb *t, word_t cptr)
{
    word_t remaining;
    const struct cap root = t->slot[TCB_CSPACE].cap;
    const word_t slot = walk(root, cptr, WORD_BITS, &remaining);
    if (slot != 0)
        remember_levels(t, root, cptr);
    return slot;
}

word_t cspace_lookup(struct tcb *t, word_t cptr)
{
    word_t slot;
    if (!KEEL_HOSTILE_SLOW && cspace_knows(t, cptr, &slot) && !slot_is_empty(slot_at(slot)))
        return slot;
    return lookup_from_root(t, cptr);
}

word_t cspace_lookup_slot(struct cap root, word_t index, word_t depth, bool is_source)
{
    word_t remaining;
    word_t slot;
    if (cap_is(root, CAP_cnode) && (depth < 1 || depth > WORD_BITS)) {
        fail_range(1, WORD_BITS, "depth %lu is not between 1 and %lu", depth);
        return 0;
    }
    slot = walk(root, index, depth, &remaining);
    if (slot != 0 && remaining != 0)
        slot = lookup_fails(LOOKUP_DepthMismatch, remaining, 0, 0);
    if (slot == 0)
        fail_lookup(is_source, &node.lookup,
                    is_source ? "source slot not found: lookup failure %lu, %lu bits left"
                              : "slot not found: lookup failure %lu, %lu bits left");
    return slot;
}

word_t cspace_receive_slot(struct tcb *t)
{
    word_t remaining;
    word_t buffer = ipc_buffer_for_writing(t);
    if (buffer == 0)
        return 0;
    word_t root = cspace_lookup(t, buffer_word(buffer, IPC_BUFFER_RECEIVE_CNODE));
    word_t index = buffer_word(buffer, IPC_BUFFER_RECEIVE_INDEX);
    word_t depth = buffer_word(buffer, IPC_BUFFER_RECEIVE_DEPTH);
    if (root == 0 || depth > WORD_BITS)
        return 0;
    word_t slot = walk(slot_at(root)->cap, index, depth, &remaining);
    return slot != 0 && remaining == 0 && slot_is_empty(slot_at(slot)) ? slot : 0;
}
