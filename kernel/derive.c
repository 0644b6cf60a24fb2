/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The derivation order: every capability of the system in doubly linked lists of slots.
 *
 *  1. A slot is in a list iff it is not empty. Capabilities given at boot each start a list.
 *  2. Mark R (may be a parent) and mark B (first of a badge family) belong to the slot's entry and
 *     travel with it when the capability moves. Mark T belongs to the slot; while it is there no
 *     capability moves from it or to it.
 *  3. a is a parent of a later b iff a has R, b is in a's region, and, for badged types, a is
 *     unbadged, or both badges are equal and b has no B.
 *  4. The descendants of a are the longest run of entries directly behind a that a is a parent of.
 *     What contains the object of an entry stands before it.
 *  5. Two capabilities name one object only if they stand in one run of such capabilities, so the
 *     neighbours of an entry tell whether it is the last one (final).
 *
 * Everything here takes constant time.
 */

#include "derive.h"
#include <arch/caps.h>

static void set_next(struct slot *s, word_t next)
{
    s->next = (s->next & SLOT_MARKS) | next;
}

static void link_behind(struct slot *s, struct slot *before, word_t marks)
{
    word_t next = slot_next(before);
    s->prev = slot_addr(before);
    s->next = next | marks;
    set_next(before, slot_addr(s));
    if (next != 0)
        slot_at(next)->prev = slot_addr(s);
}

/* Does a capability made from `source` start a family of its own? */
static bool starts_family(struct cap c, struct cap source)
{
    switch (cap_type(c)) {
    case CAP_endpoint:
    case CAP_notification:
        return endpoint_cap_badge(c) != endpoint_cap_badge(source);
    case CAP_irq_handler:
        return cap_is(source, CAP_irq_control);
    case CAP_untyped:
        return true;
    default:
        return arch_cap_starts_family(c, source);
    }
}

void slot_insert(struct slot *dest, struct cap c, struct slot *source)
{
    assert(slot_is_empty(dest));
    word_t marks = starts_family(c, source->cap) ? SLOT_MAY_BE_PARENT | SLOT_FIRST_BADGED : 0;
    dest->cap = c;
    link_behind(dest, source, marks);
    if (cap_is(source->cap, CAP_untyped) && cap_is(c, CAP_untyped))
        untyped_cap_set_watermark(&source->cap, bit(untyped_cap_size_bits(source->cap)));
}

void slot_insert_object(struct slot *dest, struct cap c, struct slot *untyped)
{
    assert(slot_is_empty(dest));
    dest->cap = c;
    link_behind(dest, untyped, SLOT_MAY_BE_PARENT | SLOT_FIRST_BADGED);
}

void slot_insert_original(struct slot *dest, struct cap c)
{
    assert(slot_is_empty(dest));
    dest->cap = c;
    dest->prev = 0;
    dest->next = SLOT_MAY_BE_PARENT | SLOT_FIRST_BADGED;
}

void slot_move(struct slot *dest, struct cap c, struct slot *source)
{
    assert(slot_is_empty(dest));
    dest->cap = c;
    dest->prev = source->prev;
    dest->next = source->next;
    if (dest->prev != 0)
        set_next(slot_at(dest->prev), slot_addr(dest));
    if (slot_next(dest) != 0)
        slot_at(slot_next(dest))->prev = slot_addr(dest);
    source->cap = cap_null();
    source->prev = 0;
    source->next = 0;
}

/* An address in the list after `a` and `b` have changed places. */
static word_t exchanged(word_t address, const struct slot *a, const struct slot *b)
{
    if (address == slot_addr(a))
        return slot_addr(b);
    return address == slot_addr(b) ? slot_addr(a) : address;
}

static void relink(struct slot *s)
{
    if (s->prev != 0)
        set_next(slot_at(s->prev), slot_addr(s));
    if (slot_next(s) != 0)
        slot_at(slot_next(s))->prev = slot_addr(s);
}

void slot_swap(struct slot *a, struct cap ca, struct slot *b, struct cap cb)
{
    word_t a_prev = exchanged(a->prev, a, b);
    word_t a_next = exchanged(slot_next(a), a, b) | (a->next & SLOT_MARKS);
    word_t b_prev = exchanged(b->prev, a, b);
    word_t b_next = exchanged(slot_next(b), a, b) | (b->next & SLOT_MARKS);
    a->cap = cb;
    a->prev = b_prev;
    a->next = b_next;
    b->cap = ca;
    b->prev = a_prev;
    b->next = a_next;
    relink(a);
    relink(b);
}

void slot_clear(struct slot *s)
{
    word_t next = slot_next(s);
    if (s->prev != 0)
        set_next(slot_at(s->prev), next);
    if (next != 0) {
        slot_at(next)->prev = s->prev;
        slot_at(next)->next |= s->next & SLOT_FIRST_BADGED;
    }
    s->cap = cap_null();
    s->prev = 0;
    s->next = 0;
}

static bool is_parent(const struct slot *a, const struct slot *b)
{
    if ((a->next & SLOT_MAY_BE_PARENT) == 0)
        return false;
    if (cap_is(a->cap, CAP_untyped))
        return untyped_covers(a->cap, b->cap);
    if (!cap_same_region(a->cap, b->cap))
        return false;
    if (!cap_is(a->cap, CAP_endpoint) && !cap_is(a->cap, CAP_notification) &&
        !arch_cap_is_badged(a->cap))
        return true;
    word_t badge = endpoint_cap_badge(a->cap);
    return badge == 0 ||
           (badge == endpoint_cap_badge(b->cap) && (b->next & SLOT_FIRST_BADGED) == 0);
}

word_t slot_child_behind(const struct slot *s, const struct slot *before)
{
    word_t next = slot_next(before);
    return next != 0 && is_parent(s, slot_at(next)) ? next : 0;
}

word_t slot_first_child(const struct slot *s)
{
    return slot_child_behind(s, s);
}

bool slot_has_children(const struct slot *s)
{
    return slot_first_child(s) != 0;
}

bool slot_is_final(const struct slot *s)
{
    word_t next = slot_next(s);
    if (s->prev != 0 && cap_same_object(slot_at(s->prev)->cap, s->cap))
        return false;
    return next == 0 || !cap_same_object(s->cap, slot_at(next)->cap);
}
