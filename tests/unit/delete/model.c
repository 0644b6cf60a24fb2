/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What must be true of a system, said once more without lists and without steps: by counting
 * capabilities.
 *
 *     An object dies when all its capabilities are deleted. When it dies, all it holds is deleted.
 */

#include "system.h"
#include "irq.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char reason[400];

void begin(void)
{
    reason[0] = 0;
}

void end(const char *name)
{
    if (reason[0] != 0)
        printf("not ok delete/%s: %s\n", name, reason);
    else
        printf("ok delete/%s\n", name);
    fflush(stdout);
}

bool test_failed(void)
{
    return reason[0] != 0;
}

void fail_test(const char *format, ...)
{
    if (test_failed())
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
}

/* ----------------------------------------------------------------------------- the picture */

static void follow(struct picture *now, word_t head)
{
    word_t before = 0;
    for (word_t s = slot_addr(place[head].slot); s != 0; s = slot_next(slot_at(s))) {
        word_t p = place_of(s);
        if (p == MAX_PLACES || !place_exists(p)) {
            fail_test("a link leads to %lx, where no slot is", s);
            return;
        }
        if (slot_at(s)->prev != before || slot_is_empty(slot_at(s)) || now->length == n_places) {
            fail_test("place %lu: prev is not where we come from, or empty, or a ring", p);
            return;
        }
        now->line[now->length++] = p;
        before = s;
    }
}

/* Who has no capability is memory for other use: it must not hold one itself. */
static void check_owners(const struct picture *now)
{
    bool has_cap[MAX_OBJECTS + 1] = {false};
    has_cap[NOBODY] = true;
    for (word_t i = 0; i < now->length; i++)
        has_cap[object_of(now->cap[now->line[i]])] = true;
    for (word_t i = 0; i < now->length; i++)
        if (!has_cap[place[now->line[i]].owner])
            fail_test("place %lu is occupied and belongs to an object that is gone", now->line[i]);
}

/* A live thread that remembers what is in its slot has it there still, and no other slot is marked
 * so. */
static void check_remembered(void)
{
    for (word_t p = 0; p < n_places; p++) {
        if (!place_exists(p))
            continue;
        const struct object *o = place[p].owner != NOBODY ? &object[place[p].owner] : NULL;
        const bool is_cspace = o != NULL && o->kind == KIND_TCB && p == o->first + TCB_CSPACE;
        const bool marked = (place[p].slot->next & SLOT_OF_THREAD) != 0;
        if (marked && !is_cspace)
            fail_test("place %lu is marked as a thread's", p);
        if (is_cspace && (marked != o->remembers || (marked && !cap_is(cap_in(p), CAP_cnode))))
            fail_test("the thread with place %lu remembers something else", p);
    }
}

void take_picture(struct picture *now)
{
    check_remembered();
    word_t occupied = 0;
    now->length = 0;
    for (word_t p = 0; p < n_places; p++) {
        now->cap[p] = place_exists(p) ? cap_in(p) : cap_null();
        now->mark[p] = place_exists(p) ? place[p].slot->next & 3 : 0;
        if (!cap_is_null(now->cap[p]))
            occupied++;
        else if (place_exists(p) && (place[p].slot->prev | place[p].slot->next |
                                     now->cap[p].word[1]) != 0)
            fail_test("place %lu is empty and not zero", p);
    }
    follow(now, UNTYPED_PLACE);
    follow(now, CONTROL_PLACE);
    if (now->length != occupied)
        fail_test("%lu places are occupied, %lu are in the lists", occupied, now->length);
    check_owners(now);
}

/* ----------------------------------------------------------------------------- descendants */

static word_t bits_of(struct cap c)
{
    word_t o = object_of(c);
    return cap_is(c, CAP_untyped) ? untyped_cap_size_bits(c) : o == NOBODY ? 0 : object[o].bits;
}

static bool is_parent(const struct picture *now, word_t a, word_t b)
{
    struct cap x = now->cap[a], y = now->cap[b];
    if ((now->mark[a] & SLOT_MAY_BE_PARENT) == 0 || cap_is(x, CAP_zombie))
        return false;
    if (cap_is(x, CAP_untyped)) {
        word_t end = cap_object(x) + bit(bits_of(x));
        return bits_of(y) != 0 && cap_object(y) >= cap_object(x) &&
               cap_object(y) + bit(bits_of(y)) <= end;
    }
    if (cap_is(x, CAP_irq_control))
        return object_of(y) != NOBODY && object[object_of(y)].kind == KIND_IRQ;
    if (object_of(x) != object_of(y))
        return false;
    bool badged = cap_is(x, CAP_endpoint) || cap_is(x, CAP_notification);
    return !badged || x.word[1] == 0 ||
           (x.word[1] == y.word[1] && (now->mark[b] & SLOT_FIRST_BADGED) == 0);
}

void add_descendants(const struct picture *now, word_t p, struct set *s)
{
    word_t i = 0;
    while (i < now->length && now->line[i] != p)
        i++;
    for (i++; i < now->length && is_parent(now, p, now->line[i]); i++)
        s->has[now->line[i]] = true;
}

/* ------------------------------------------------------------------------------ who dies */

/* All places of the object join s. False if they were there already. */
static bool add_places_of(const struct object *o, struct set *s)
{
    bool grown = false;
    for (word_t i = o->first; i < o->first + o->places; i++) {
        grown |= !s->has[i];
        s->has[i] = true;
    }
    return grown;
}

/* Add what the objects hold that have no capability outside s. False when nothing is new. */
static bool grow(const struct picture *now, struct set *s)
{
    bool kept[MAX_OBJECTS + 1] = {false}, has_cap[MAX_OBJECTS + 1] = {false};
    bool grown = false;
    for (word_t p = 0; p < n_places; p++) {
        word_t o = object_of(now->cap[p]);
        has_cap[o] = true;
        kept[o] |= !s->has[p] && !cap_is(now->cap[p], CAP_zombie);
    }
    for (word_t o = 0; o < n_objects; o++)
        if (has_cap[o] && !kept[o])
            grown |= add_places_of(&object[o], s);
    return grown;
}

void close_set(const struct picture *now, struct set *s)
{
    while (grow(now, s))
        ;
}

/* --------------------------------------------------------------------------------- checks */

void check_unchanged(const struct picture *before, const struct picture *now, const struct set *s)
{
    word_t at = 0;
    for (word_t i = 0; i < before->length && !test_failed(); i++) {
        word_t p = before->line[i];
        if (s->has[p])
            continue;
        if (memcmp(&before->cap[p], &now->cap[p], sizeof(struct cap)) != 0)
            fail_test("place %lu has changed: %lx %lx", p, before->cap[p].word[0],
                      now->cap[p].word[0]);
        while (at < now->length && now->line[at] != p)
            at++;
        if (at == now->length)
            fail_test("place %lu has changed its place in the order", p);
        if (((before->mark[p] ^ now->mark[p]) & SLOT_MAY_BE_PARENT) != 0 ||
            (before->mark[p] & ~now->mark[p]) != 0)
            fail_test("place %lu has changed its marks", p);
    }
    for (word_t p = 0; p < n_places && !test_failed(); p++)
        if (!s->has[p] && cap_is_null(before->cap[p]) && !cap_is_null(now->cap[p]))
            fail_test("place %lu has been filled", p);
}

void check_marks(const struct picture *before, const struct picture *now)
{
    word_t inherited = 0;
    for (word_t i = 0; i < before->length; i++) {
        word_t p = before->line[i];
        inherited |= before->mark[p] & SLOT_FIRST_BADGED;
        if (cap_is_null(now->cap[p]))
            continue;
        if (now->mark[p] != (before->mark[p] | inherited))
            fail_test("place %lu: marks %lu, not %lu", p, now->mark[p],
                      before->mark[p] | inherited);
        inherited = 0;
    }
}

static word_t waiters_left(const struct object *o)
{
    return o->kind == KIND_ENDPOINT       ? endpoint_at(o->address)->queue
           : o->kind == KIND_NOTIFICATION ? notification_at(o->address)->queue
                                          : 0;
}

static void check_gone(struct object *o)
{
    bool counted = o->kind != KIND_ENDPOINT && o->kind != KIND_CNODE;   /* theirs is silent */
    if (counted && o->ends != 1)
        fail_test("object %ld was ended %lu times", o - object, o->ends);
    if (waiters_left(o) != 0)
        fail_test("object %ld is gone and threads wait", o - object);
    if (o->kind == KIND_IRQ && node.irq_state[o->address] != IRQ_INACTIVE)
        fail_test("interrupt %lu was not released", o->address);
    for (word_t i = 0; i < o->places; i++)
        if (!slot_is_empty(place[o->first + i].slot))
            fail_test("object %ld is gone, its slot %lu is not empty", o - object, i);
    bury(o);
}

static void check_alive(const struct object *o)
{
    if (o->ends != 0)
        fail_test("object %ld was ended and has capabilities", o - object);
    if (waiters_left(o) != (o->kind >= KIND_ENDPOINT ? o->waiters : 0))
        fail_test("object %ld lives and has lost waiters", o - object);
}

void check_settled(const struct picture *now)
{
    bool has_cap[MAX_OBJECTS + 1] = {false};
    for (word_t i = 0; i < now->length; i++) {
        struct cap c = now->cap[now->line[i]];
        has_cap[object_of(c)] = true;
        if (cap_is(c, CAP_zombie))
            fail_test("place %lu holds a zombie", now->line[i]);
    }
    for (word_t o = 0; o < n_objects && !test_failed(); o++) {
        if (object[o].kind == KIND_UNTYPED || object[o].dead)
            continue;
        if (has_cap[o])
            check_alive(&object[o]);
        else
            check_gone(&object[o]);
    }
}

/* --------------------------------------------------------------------------- reachability */

static bool can_use(const struct set *s, word_t p)
{
    if (!place_exists(p) || !cap_is(cap_in(p), CAP_cnode))
        return false;
    const struct object *owner = place[p].owner == NOBODY ? NULL : &object[place[p].owner];
    bool of_thread = owner != NULL && owner->kind == KIND_TCB && owner->ends == 0;
    return s->has[p] || (of_thread && p == owner->first + TCB_CSPACE);
}

void reachable(struct set *s)
{
    memset(s, 0, sizeof *s);
    for (word_t p = 0; p < BOOT_PLACES; p++)
        s->has[p] = true;
    for (bool grown = true; grown;) {
        grown = false;
        for (word_t p = 0; p < n_places; p++) {
            word_t o = can_use(s, p) ? object_of(cap_in(p)) : NOBODY;
            if (o != NOBODY)
                grown |= add_places_of(&object[o], s);
        }
    }
}
