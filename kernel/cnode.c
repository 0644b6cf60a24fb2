/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * CNode invocations: copying, moving, deleting and revoking capabilities.
 *
 * Every operation names its slots relative to the invoked CNode capability. Checks stand in the
 * order of their precedence; behind the commit line nothing fails, except that Delete, Revoke and
 * CancelBadgedSends stop at preemption points and are repeated.
 */

#include "cspace.h"
#include "delete.h"
#include "derive.h"
#include "invocation.h"
#include "ipc.h"
#include <abi/invocations.h>

static enum err fail_source_empty(word_t depth, bool is_source)
{
    node.lookup.type = LOOKUP_MissingCapability;
    node.lookup.bits_left = depth;
    return fail_lookup(is_source, &node.lookup, "the source slot is empty");
}

/* The capability for the destination, or null: see last_refusal(). */
static struct cap copy_of(struct slot *source, const struct message *m)
{
    struct cap c = cap_mask_rights(source->cap, m->word[4]);
    if (m->label == CNodeMint)
        c = cap_update_data(c, m->word[5], false);
    return cap_derive(source, c);
}

static struct cap moved(struct slot *source, const struct message *m)
{
    if (m->label == CNodeMove)
        return source->cap;
    struct cap c = cap_update_data(source->cap, m->word[4], true);
    if (cap_is_null(c))
        fail_illegal("this capability cannot be mutated");
    return c;
}

static word_t words_needed(word_t label)
{
    switch (label) {
    case CNodeCopy:   return INV_WORDS(CNodeCopy);
    case CNodeMint:   return INV_WORDS(CNodeMint);
    case CNodeMutate: return INV_WORDS(CNodeMutate);
    default:          return INV_WORDS(CNodeMove);
    }
}

static enum err copy_or_move(struct slot *dest, const struct message *m)
{
    bool copies = m->label == CNodeCopy || m->label == CNodeMint;
    if (!message_has(m, INV_WORDS(CNodeMove), INV_CAPS(CNodeMove)))
        return fail_truncated(INV_WORDS(CNodeMove), INV_CAPS(CNodeMove));
    if (!slot_is_empty(dest))
        return fail_delete_first("the destination slot is occupied");
    word_t source = cspace_lookup_slot(message_cap(m, 0), m->word[2], m->word[3], true);
    if (source == 0)
        return last_refusal();
    if (slot_is_empty(slot_at(source)))
        return fail_source_empty(m->word[3], true);
    if (m->length < words_needed(m->label))
        return fail_truncated(words_needed(m->label), 1);
    struct cap c = copies ? copy_of(slot_at(source), m) : moved(slot_at(source), m);
    if (cap_is_null(c))
        return last_refusal();

    /* commit */
    if (copies)
        slot_insert(dest, c, slot_at(source));
    else
        slot_move(dest, c, slot_at(source));
    return ERR_OK;
}

/* Rotate's slots have been found: the remaining checks, and the effect. */
static enum err rotate_slots(struct slot *dest, struct slot *pivot, struct slot *source,
                             const struct message *m)
{
    if (pivot == source || pivot == dest)
        return fail_illegal("the pivot slot is also source or destination");
    if (source != dest && !slot_is_empty(dest))
        return fail_delete_first("the destination slot is occupied");
    if (slot_is_empty(source))
        return fail_source_empty(m->word[7], true);
    if (slot_is_empty(pivot))
        return fail_source_empty(m->word[4], false);
    struct cap to_pivot = cap_update_data(source->cap, m->word[5], true);
    if (cap_is_null(to_pivot))
        return fail_illegal("the source capability cannot be mutated");
    struct cap to_dest = cap_update_data(pivot->cap, m->word[2], true);
    if (cap_is_null(to_dest))
        return fail_illegal("the pivot capability cannot be mutated");

    /* commit */
    if (source == dest) {
        slot_swap(source, to_pivot, pivot, to_dest);
    } else {
        slot_move(dest, to_dest, pivot);
        slot_move(pivot, to_pivot, source);
    }
    return ERR_OK;
}

static enum err rotate(struct slot *dest, const struct message *m)
{
    if (!message_has(m, INV_WORDS(CNodeRotate), INV_CAPS(CNodeRotate)))
        return fail_truncated(INV_WORDS(CNodeRotate), INV_CAPS(CNodeRotate));
    word_t source = cspace_lookup_slot(message_cap(m, 1), m->word[6], m->word[7], true);
    if (source == 0)
        return last_refusal();
    word_t pivot = cspace_lookup_slot(message_cap(m, 0), m->word[3], m->word[4], true);
    if (pivot == 0)
        return last_refusal();
    return rotate_slots(dest, slot_at(pivot), slot_at(source), m);
}

static enum err cancel_badged_sends(struct slot *s)
{
    struct cap c = s->cap;
    if (!cap_is(c, CAP_endpoint) || endpoint_cap_rights(c) != RIGHTS_ALL)
        return fail_illegal("only an endpoint capability with all rights can cancel sends");
    return endpoint_cap_badge(c) == 0
               ? ERR_OK
               : endpoint_cancel_badged(endpoint_at(cap_object(c)), endpoint_cap_badge(c));
}

enum err cnode_invoke(struct cap cap, const struct message *m)
{
    if (m->label < CNodeRevoke || m->label > CNodeRotate)
        return fail_illegal("a CNode has no such operation");
    if (m->length < INV_WORDS(CNodeDelete))
        return fail_truncated(INV_WORDS(CNodeDelete), 0);
    word_t slot = cspace_lookup_slot(cap, m->word[0], m->word[1], false);
    if (slot == 0)
        return last_refusal();
    switch (m->label) {
    case CNodeRevoke:            return slot_revoke(slot_at(slot));
    case CNodeDelete:            return slot_delete(slot_at(slot));
    case CNodeCancelBadgedSends: return cancel_badged_sends(slot_at(slot));
    case CNodeRotate:            return rotate(slot_at(slot), m);
    default:                     return copy_or_move(slot_at(slot), m);
    }
}
