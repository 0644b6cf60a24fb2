/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Memory: objects do not overlap, new ones are clean, dead ones are out of reach.
 *
 *  1. Typed objects are disjoint, and an untyped overlaps another object only by containing it or
 *     lying in it.
 *  2. Whatever lies inside an untyped stands behind it in its list (else Revoke would miss it).
 *  3. An object that was not there at the last exit is zero, but for what Retype writes. So is the
 *     free part of a new untyped, and a new frame: nobody reads what others left.
 *  4. Memory of an object that has died is filled with a pattern and closed: the sanitizer reports
 *     whoever looks at it before it has been cleared.
 *
 * All of it concerns capabilities, so it is looked at only when they have changed, or all is.
 */

#include "fastpath.h"
#include "survey.h"
#include <arch/machine.h>
#include <stdlib.h>
#include <string.h>

#define SORT_EVERY 64

/* A piece of memory some capability stands for; `cap` is its first place in survey.cap. */
struct piece { word_t first, bits, cap; bool untyped, starts_list; };

static struct piece piece[MAX_OBJECTS];
static word_t n_pieces, n_pieces_before;
static bool pieces_changed;     /* since they were last collected */
static word_t n_checks;
/* The pieces outside of any untyped, when (1) was last found true the long way. */
static struct piece outer[MAX_OBJECTS];
static word_t n_outer;
static struct object old[MAX_OBJECTS];
static word_t n_old;
static uint32_t old_index[HOST_RAM_BYTES >> 4];
static bool started;

void check_memory_start(void)
{
    started = false;
    n_old = 0;
    n_outer = 0;
    n_checks = 0;
    n_pieces_before = 0;
}

static void add_piece(word_t first, word_t bits, word_t cap, bool untyped)
{
    bool starts_list = slot_at(survey.cap[cap])->prev == 0;
    MUST(n_pieces < MAX_OBJECTS, "too many pieces of memory for the checker");
    struct piece *p = &piece[n_pieces++];
    pieces_changed |= p->first != first || p->bits != bits || p->untyped != untyped ||
                      p->starts_list != starts_list;
    *p = (struct piece){first, bits, cap, untyped, starts_list};
}

/* The pieces in the order of the lists: an untyped's own capability comes before its content. */
static void collect(void)
{
    uint32_t last = NO_OBJECT;
    n_pieces = 0;
    for (word_t i = 0; i < survey.n_caps; i++) {
        struct cap c = slot_at(survey.cap[i])->cap;
        uint32_t k = survey.object_of[i];
        if (cap_is(c, CAP_untyped))
            add_piece(cap_object(c), untyped_cap_size_bits(c), i, true);
        else if (k != NO_OBJECT && k != last)
            add_piece(survey.object[k].address, survey.object[k].bits, i, false);
        last = k;
    }
    pieces_changed |= n_pieces != n_pieces_before;
    n_pieces_before = n_pieces;
}

/* By address; of those that begin together the larger first, copies of an untyped by place. */
static int by_address(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->bits != y->bits)
        return x->bits > y->bits ? -1 : 1;
    if (x->untyped != y->untyped)
        return x->untyped ? -1 : 1;
    return x->cap < y->cap ? -1 : x->cap > y->cap;
}

static bool inside(const struct piece *outer, const struct piece *inner)
{
    return (inner->first - outer->first) >> outer->bits == 0;
}

/* (1) and (2), whatever the order of the lists. */
static void check_sorted(void)
{
    const struct piece *around[WORD_BITS * 2];
    word_t depth = 0;
    qsort(piece, n_pieces, sizeof piece[0], by_address);
    n_outer = 0;
    for (word_t i = 0; i < n_pieces; i++) {
        const struct piece *p = &piece[i];
        while (depth > 0 && !inside(around[depth - 1], p))
            depth--;
        if (depth > 0) {
            const struct piece *u = around[depth - 1];
            MUST(u->untyped, "objects at 0x%lx and 0x%lx overlap", u->first, p->first);
            MUST(u->bits >= p->bits, "0x%lx does not end inside its untyped", p->first);
            MUST(u->cap < p->cap, "0x%lx is in an untyped but not behind it in its list", p->first);
        } else {
            outer[n_outer++] = *p;
        }
        MUST(depth < WORD_BITS * 2, "untypeds are nested too deeply");
        around[depth++] = p;
    }
}

/* One of those outside of any untyped, of which we know that they do not overlap? */
static bool is_outer(const struct piece *p)
{
    for (word_t low = 0, high = n_outer; low < high;) {
        word_t middle = (low + high) / 2;
        const struct piece *q = &outer[middle];
        if (q->first == p->first)
            return q->bits == p->bits && q->untyped == p->untyped;
        if (q->first < p->first)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Retype puts the newest object directly behind its untyped, so what is in an untyped usually
 * stands there by descending addresses: then nothing overlaps, and no sorting is needed. */
static bool is_descending(void)
{
    struct { const struct piece *untyped; word_t free_end; } around[WORD_BITS * 2];
    word_t depth = 0;
    for (word_t i = 0; i < n_pieces; i++) {
        const struct piece *p = &piece[i];
        if (p->starts_list)
            depth = 0;
        while (depth > 0 && !inside(around[depth - 1].untyped, p))
            depth--;
        if (depth == 0 && (!p->starts_list || !is_outer(p)))
            return false;
        if (depth > 0 && p->first + bit(p->bits) > around[depth - 1].free_end)
            return false;
        if (depth > 0)
            around[depth - 1].free_end = p->first;
        if (!p->untyped)
            continue;
        if (depth == WORD_BITS * 2)
            return false;
        around[depth].untyped = p;
        around[depth++].free_end = p->first + bit(p->bits);
    }
    return true;
}

/* The long way also now and then when the short one would do. It leaves another order behind. */
static void check_pieces(void)
{
    if (survey.whole || n_checks++ % SORT_EVERY == 0 ||
        (pieces_changed && !is_descending())) {
        check_sorted();
        n_pieces_before = 0;
    }
    pieces_changed = false;
}

/* ----------------------------------------------------------------------------- birth, death */

static bool is_zero(word_t from, word_t bytes)
{
    const word_t *w = (const word_t *)from;
    for (word_t i = 0; i < bytes / sizeof *w; i++)
        if (w[i] != 0)
            return false;
    return true;
}

/* A thread has a state, a domain, a name, its place in the list of threads, and words that say that
 * nothing is known for the fast path. Clear these in a copy. */
static bool is_new_thread(word_t address)
{
    static struct tcb t;
    memcpy(&t, tcb_at(address), sizeof t);
    if (t.peers == t.domain && t.space.epoch == EPOCH_NEVER)
        t.peers = t.space.epoch = t.space.epoch_at = 0;
    if (t.cspace.slots == slot_addr(&node.empty_slot))
        t.cspace.slots = 0;
    if (t.state == THREAD_INACTIVE)
        t.state = 0;
    t.domain = 0;
    if (t.wait_group_tail == address)
        t.wait_group_tail = 0;
    t.debug_next = 0;
    t.debug_prev = 0;
    memset(t.name, 0, sizeof t.name);
    return is_zero(tcb_addr(&t), sizeof t) &&
           is_zero(address + sizeof t, bit(TCB_BITS) - sizeof t);
}

/* Whether the second half of the call that made it may have used it: messages only. */
static bool may_be_used(const struct object *o)
{
    return invariants_second_half && (o->type == CAP_endpoint || o->type == CAP_notification ||
                                      o->type == CAP_reply);
}

/* Objects whose memory others change without a capability changing are looked at while they are
 * new; that is the exit of the Retype that made them. */
static void check_birth(const struct object *o)
{
    if (may_be_used(o))
        return;
    bool clean = o->type == CAP_tcb ? is_new_thread(o->address)
                                    : is_zero(o->address, bit(o->bits));
    MUST(clean, "the new object of type %d at 0x%lx is not clean", (int)o->type, o->address);
}

static bool lives_what_lived(void)
{
    for (word_t i = 0; i < n_old; i++)
        if (old[i].address != survey.object[i].address || old[i].bits != survey.object[i].bits ||
            old[i].type != survey.object[i].type)
            return false;
    return n_old == survey.n_objects;
}

static void compare_with_old(void)
{
    if (lives_what_lived())
        return;
    for (word_t i = 0; i < n_old; i++) {
        const struct object *o = object_at(old[i].address);
        old_index[(old[i].address - HOST_RAM_BASE) >> 4] = (uint32_t)i;
        if (o != NULL && o->type == old[i].type && o->bits == old[i].bits)
            continue;
        MUST(o == NULL, "0x%lx became an object of another type", old[i].address);
        memset((void *)old[i].address, 0xa5, bit(old[i].bits));
        host_memory_closes(old[i].address, bit(old[i].bits));
    }
    for (word_t i = 0; i < survey.n_objects; i++) {
        const struct object *o = &survey.object[i];
        uint32_t k = old_index[(o->address - HOST_RAM_BASE) >> 4];
        if (started && !(k < n_old && old[k].address == o->address))
            check_birth(o);
    }
    memcpy(old, survey.object, survey.n_objects * sizeof old[0]);
    n_old = survey.n_objects;
    started = true;
}

void check_memory(void)
{
    if (!survey.caps_changed)
        return;
    collect();
    check_pieces();
    if (!invariants_have_gaps) {
        compare_with_old();
        return;
    }
    started = false;
    n_old = 0;
}
