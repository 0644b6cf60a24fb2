/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Random invocations: making objects, copying, moving and deleting capabilities.
 */

#include "choose.h"
#include "derive.h"
#include <arch/caps.h>

/* -------------------------------------------------------------------------------- memory */

static word_t size_of(word_t type, word_t size_bits)
{
    static const word_t bits[N_OBJECT_TYPES] = {0, TCB_BITS, 4, 6, 0, 0, 5, 30, 12, 21, 12};
    if (type == 4)
        return size_bits + SLOT_BITS;
    return type < N_OBJECT_TYPES && bits[type] != 0 ? bits[type] : size_bits;
}

/* An untyped that has room, if one is found soon. */
word_t pick_memory(word_t bits)
{
    word_t n = survey.n_with[CAP_untyped], slot = pick(CAP_untyped);
    for (word_t i = 0; i < 30 && n != 0; i++) {
        slot = survey.with[CAP_untyped][random_below(n)];
        struct cap c = shared_cap(slot);
        word_t size = bit(untyped_cap_size_bits(c));
        word_t used = slot_has_children(slot_at(survey_root_cnode()) + slot) ?
                      untyped_cap_watermark(c) : 0;
        if (untyped_cap_device(c) == 0 && size <= bit(22) && bits < WORD_BITS &&
            size - used >= bit(bits) &&
            (used != 0 || size <= bit(14) || chance(20)))
            return slot;
    }
    return slot;
}

struct call retype(word_t type, word_t size_bits, word_t slot, word_t count)
{
    struct call c = invocation(pick_memory(size_of(type, size_bits)), UntypedRetype);
    add_word(&c, type);
    add_word(&c, size_bits);
    add_cap(&c, SLOT_ROOT_CNODE);
    add_word(&c, 0);
    add_word(&c, 0);
    add_word(&c, slot);
    add_word(&c, count);
    return c;
}

struct call random_retype(void)
{
    static const word_t types[] = {0, 0, 0, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 8, 10, 10};
    word_t type = chance(98) ? types[random_below(16)] : random_below(N_OBJECT_TYPES + 1);
    word_t size = type == 0 ? 4 + random_below(11) : type == 4 ? 1 + random_below(4)
                  : type == 5 ? 7 + random_below(3) : 0;
    size = chance(98) ? size : random_below(60);
    word_t slot = pick_empty();
    struct call c = retype(type, size, slot, chance(80) ? 1 : 1 + random_below(5));
    if (chance(2))
        c.word[1] = random_below(70);
    if (chance(10)) {           /* into another CNode, or one found by a path */
        struct place p = in_some_cnode();
        c.caps[0] = chance(50) ? p.cnode : SLOT_ROOT_CNODE;
        c.word[4] = chance(50) ? p.index : random_below(8);
        if (chance(50)) {
            c.caps[0] = SLOT_ROOT_CNODE;
            c.word[2] = p.cnode;
            c.word[3] = FULL_DEPTH;
        }
    }
    return c;
}

/* -------------------------------------------------------------------------------- CNodes */

static struct call copy_like(word_t label)
{
    struct place to = place_empty(), from = place_full();
    struct call c = invocation(to.cnode, label);
    add_place(&c, to);
    add_cap(&c, from.cnode);
    add_place(&c, from);
    if (label == CNodeCopy || label == CNodeMint)
        add_word(&c, random_rights());
    if (label == CNodeMint || label == CNodeMutate)
        add_word(&c, chance(80) ? random_badge() : random_word());
    return c;
}

static struct call rotate(void)
{
    struct place pivot = place_full(), from = place_full();
    struct place to = chance(30) ? from : place_empty();
    struct call c = invocation(to.cnode, CNodeRotate);
    add_place(&c, to);
    add_word(&c, chance(80) ? 0 : random_badge());
    add_cap(&c, pivot.cnode);
    add_place(&c, pivot);
    add_word(&c, chance(80) ? 0 : random_badge());
    add_cap(&c, from.cnode);
    add_place(&c, from);
    return c;
}

/* Revoking what is large ends most of the world: seldom. */
static struct call remove_caps(word_t label)
{
    struct place at = place_full();
    if (label == CNodeRevoke && at.cnode == SLOT_ROOT_CNODE && at.index < run.boot_end &&
        !chance(3))
        at = in_root(pick(chance(50) ? CAP_untyped : CAP_endpoint));
    if (label == CNodeRevoke && at.index < run.boot_end && !chance(3))
        label = CNodeDelete;
    struct call c = invocation(at.cnode, label);
    add_place(&c, at);
    return c;
}

struct call remove_from(word_t slot)
{
    struct call c = invocation(SLOT_ROOT_CNODE, CNodeDelete);
    add_place(&c, in_root(slot >= run.boot_end ? slot : pick_empty()));
    return c;
}

/* The current thread takes something away from itself. */
static struct call remove_own(void)
{
    const struct tcb *t = current_thread();
    if (chance(50))
        return remove_from(slot_naming(CAP_sched_context, t->sched_context));
    if (chance(50))
        return remove_from(slot_naming(CAP_tcb, tcb_addr(t)));
    return remove_from(slot_naming(CAP_cnode, cap_object(t->slot[TCB_CSPACE].cap)));
}

static struct call cancel_sends(void)
{
    struct call c = invocation(SLOT_ROOT_CNODE, CNodeCancelBadgedSends);
    add_place(&c, in_root(pick_with(CAP_endpoint, has_senders)));
    return c;
}

/* A CNode or thread goes into a CNode: chains, and rings that nobody reaches. */
static struct call tangle(void)
{
    struct place to = in_some_cnode();
    struct call c = invocation(to.cnode, CNodeMove);
    add_place(&c, to);
    add_cap(&c, SLOT_ROOT_CNODE);
    add_place(&c, in_root(pick(chance(70) ? CAP_cnode : CAP_tcb)));
    return c;
}

struct call cnode_operation(void)
{
    switch (random_below(run.careful ? 23 : 24)) {
    case 23:                         return remove_own();
    case 20: case 21: case 22:       return tangle();
    case 0: case 1: case 2:          return copy_like(CNodeCopy);
    case 3: case 4: case 5: case 6:  return copy_like(CNodeMint);
    case 7: case 8: case 9:          return copy_like(CNodeMove);
    case 10:                         return copy_like(CNodeMutate);
    case 11: case 12:                return rotate();
    case 13: case 14:                return cancel_sends();
    case 15: case 16:                return remove_caps(CNodeRevoke);
    default:                         return remove_caps(CNodeDelete);
    }
}
