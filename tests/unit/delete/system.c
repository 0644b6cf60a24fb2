/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Random systems, and the parts of the kernel that deletion calls: a queue is a number of waiters.
 */

#include "system.h"
#include "fastpath.h"
#include "invocation.h"
#include "ipc.h"
#include "irq.h"
#include "sched.h"
#include "sched_context.h"
#include <arch/caps.h>
#include <arch/irqchip.h>
#include <sanitizer/asan_interface.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BITS 15
#define GRAIN_BITS 4            /* the smallest object */

struct node node;
struct object object[MAX_OBJECTS];
struct place place[MAX_PLACES];
word_t n_objects, n_places;

static uint8_t arena[1 << ARENA_BITS] __attribute__((aligned(1 << ARENA_BITS)));
static struct slot boot_slot[BOOT_PLACES] __attribute__((aligned(1 << SLOT_BITS)));
static uint8_t object_at_grain[1 << (ARENA_BITS - GRAIN_BITS)];
static word_t random_state;

word_t random_below(word_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (random_state >> 11) % n;
}

/* ------------------------------------------------------------------------------ who is who */

static word_t in_arena(word_t address)
{
    return address - (word_t)arena;
}

static word_t object_at(word_t address)
{
    return in_arena(address) < sizeof arena ? object_at_grain[in_arena(address) >> GRAIN_BITS]
                                            : NOBODY;
}

static word_t irq_object(word_t irq)
{
    for (word_t i = 0; i < n_objects; i++)
        if (object[i].kind == KIND_IRQ && object[i].address == irq)
            return i;
    return NOBODY;
}

word_t object_of(struct cap c)
{
    switch (cap_type(c)) {
    case CAP_endpoint:
    case CAP_notification:
    case CAP_cnode:
    case CAP_tcb:
        return object_at(cap_object(c));
    case CAP_zombie:
        return zombie_cap_kind(c) == ZOMBIE_IRQ ? irq_object(zombie_cap_count(c))
                                                : object_at(cap_object(c));
    case CAP_irq_handler:
        return irq_object(irq_handler_cap_irq(c));
    default:
        return NOBODY;
    }
}

word_t place_of(word_t slot)
{
    word_t owner = object_at(slot);
    for (word_t i = 0; owner == NOBODY && i < n_objects; i++)
        if (object[i].kind == KIND_IRQ && slot_addr(place[object[i].first].slot) == slot)
            return object[i].first;
    word_t first = owner == NOBODY ? 0 : object[owner].first;
    word_t base = slot_addr(place[first].slot);
    word_t places = owner == NOBODY ? BOOT_PLACES : object[owner].places;
    word_t i = (slot - base) >> SLOT_BITS;
    return i < places && (slot & mask(SLOT_BITS)) == 0 ? first + i : MAX_PLACES;
}

void bury(struct object *o)
{
    o->dead = true;
    if (o->kind != KIND_IRQ)
        ASAN_POISON_MEMORY_REGION((void *)o->address, bit(o->bits));
}

/* --------------------------------------------------------------------------------- making */

static void add_places(word_t owner, struct slot *first, word_t n)
{
    for (word_t i = 0; i < n; i++)
        place[n_places++] = (struct place){first + i, owner};
}

/* An empty place, anywhere but in TCBs and interrupts; MAX_PLACES when none turns up. */
static word_t empty_place(void)
{
    for (word_t tries = 0; tries < 20; tries++) {
        word_t p = random_below(n_places);
        bool open = place[p].owner == NOBODY || object[place[p].owner].kind == KIND_CNODE;
        if (open && slot_is_empty(place[p].slot))
            return p;
    }
    return MAX_PLACES;
}

static word_t full_place(void)
{
    word_t p = random_below(n_places);
    return slot_is_empty(place[p].slot) ? MAX_PLACES : p;
}

static struct cap first_cap(enum kind kind, word_t address, word_t bits)
{
    static const enum cap_type type[] = {CAP_untyped, CAP_cnode, CAP_tcb, CAP_endpoint,
                                         CAP_notification, CAP_irq_handler};
    struct cap c = cap_make(type[kind], kind == KIND_IRQ ? 0 : address);
    if (kind == KIND_UNTYPED)
        untyped_cap_set_size_bits(&c, bits);
    else if (kind == KIND_CNODE)
        cnode_cap_set_radix(&c, bits - SLOT_BITS);
    else if (kind == KIND_ENDPOINT)
        endpoint_cap_set_rights(&c, RIGHTS_ALL);
    else if (kind == KIND_NOTIFICATION)
        notification_cap_set_rights(&c, RIGHT_SEND | RIGHT_RECEIVE);
    else if (kind == KIND_IRQ)
        irq_handler_cap_set_irq(&c, address);
    return c;
}

static struct object *note_object(enum kind kind, word_t address, word_t bits, word_t places)
{
    struct object *o = &object[n_objects];
    *o = (struct object){.kind = kind, .address = address, .bits = bits, .first = n_places,
                         .places = places};
    if (kind == KIND_IRQ)
        add_places(n_objects, irq_slot(address), 1);
    else if (kind != KIND_UNTYPED)
        memset(object_at_grain + (in_arena(address) >> GRAIN_BITS), (int)n_objects,
               bit(bits - GRAIN_BITS));
    if (kind == KIND_CNODE)
        add_places(n_objects, slot_at(address), places);
    else if (kind == KIND_TCB)
        add_places(n_objects, tcb_at(address)->slot, places);
    n_objects++;
    return o;
}

/* An object from the untyped in place `from`, its capability in place `to`. */
static void make_object(enum kind kind, word_t bits, word_t from, word_t to)
{
    struct slot *u = place[from].slot;
    bits = kind == KIND_TCB ? TCB_BITS : bits;
    word_t start = align_up(untyped_cap_watermark(u->cap), bits);
    word_t places = kind == KIND_CNODE ? bit(bits - SLOT_BITS) : kind == KIND_TCB ? TCB_SLOTS : 0;
    if (start + bit(bits) > bit(untyped_cap_size_bits(u->cap)) || n_objects == MAX_OBJECTS ||
        n_places + places > MAX_PLACES)
        return;
    untyped_cap_set_watermark(&u->cap, start + bit(bits));
    struct object *o = note_object(kind, cap_object(u->cap) + start, bits, places);
    slot_insert_object(place[to].slot, first_cap(kind, o->address, bits), u);
    o->waiters = random_below(3);
    if (kind == KIND_ENDPOINT)
        endpoint_at(o->address)->queue = o->waiters;
    else if (kind == KIND_NOTIFICATION)
        notification_at(o->address)->queue = o->waiters;
}

static void make_random_object(void)
{
    static const enum kind kinds[] = {KIND_UNTYPED, KIND_CNODE, KIND_CNODE, KIND_CNODE, KIND_CNODE,
                                      KIND_TCB, KIND_TCB, KIND_ENDPOINT, KIND_NOTIFICATION};
    enum kind kind = kinds[random_below(sizeof kinds / sizeof kinds[0])];
    static const word_t bits[] = {12, 0, TCB_BITS, ENDPOINT_BITS, NOTIFICATION_BITS};
    word_t from = full_place();
    word_t to = empty_place();
    if (from == MAX_PLACES || !cap_is(cap_in(from), CAP_untyped))
        from = UNTYPED_PLACE;
    if (to != MAX_PLACES && (from == UNTYPED_PLACE || kind != KIND_UNTYPED))
        make_object(kind, kind == KIND_CNODE ? SLOT_BITS + 1 + random_below(3) : bits[kind], from,
                    to);
}

static void make_interrupt(word_t irq)
{
    word_t to = empty_place();
    if (to == MAX_PLACES || n_objects == MAX_OBJECTS || n_places == MAX_PLACES)
        return;
    note_object(KIND_IRQ, irq, 0, 1);
    node.irq_state[irq] = IRQ_ISSUED;
    slot_insert(place[to].slot, first_cap(KIND_IRQ, irq, 0), place[CONTROL_PLACE].slot);
}

void move_cap(word_t from, word_t to)
{
    if (from != UNTYPED_PLACE && from != CONTROL_PLACE)
        slot_move(place[to].slot, cap_in(from), place[from].slot);
}

void copy_cap(word_t from, word_t to, word_t badge)
{
    struct slot *s = place[from].slot;
    bool badged = cap_is(s->cap, CAP_endpoint) || cap_is(s->cap, CAP_notification);
    struct cap c = badged && badge != 0 ? cap_update_data(s->cap, badge, false) : s->cap;
    c = cap_derive(s, c);
    if (!cap_is_null(c))
        slot_insert(place[to].slot, c, s);
}

static void remember(struct object *thread)
{
    struct slot *s = place[thread->first + TCB_CSPACE].slot;
    thread->remembers = !slot_is_empty(s);
    if (thread->remembers)
        s->next |= SLOT_OF_THREAD;
}

void fast_slot_emptied(struct slot *s)
{
    const word_t p = place_of(slot_addr(s)), owner = place[p].owner;
    if (owner == NOBODY || !object[owner].remembers || p != object[owner].first + TCB_CSPACE)
        fail_test("what was in place %lu is to be forgotten, and nobody remembers it", p);
    else
        object[owner].remembers = false;
    s->next &= ~SLOT_OF_THREAD;
}

/* Give a thread a CSpace or handler, an interrupt a notification. */
static void install(word_t from)
{
    word_t o = random_below(n_objects);
    word_t type = cap_type(cap_in(from));
    word_t p = object[o].first;
    if (object[o].kind == KIND_TCB && type == CAP_cnode)
        p += TCB_CSPACE;
    else if (object[o].kind == KIND_TCB && type == CAP_endpoint)
        p += one_in(2) ? TCB_FAULT_EP : TCB_TIMEOUT_EP;
    else if (object[o].kind != KIND_IRQ || type != CAP_notification)
        return;
    if (slot_is_empty(place[p].slot))
        copy_cap(from, p, 0);
    if (object[o].kind == KIND_TCB && type == CAP_cnode)
        remember(&object[o]);
}

static void rearrange(void)
{
    word_t from = full_place();
    word_t to = empty_place();
    if (from == MAX_PLACES || to == MAX_PLACES)
        return;
    bool inside = place[from].owner != NOBODY && object[place[from].owner].kind != KIND_CNODE;
    if (one_in(3))
        copy_cap(from, to, random_below(3));
    else if (one_in(3))
        install(from);
    else if (!inside)
        move_cap(from, to);
}

static void reset(word_t seed)
{
    random_state = (seed + 1) * 0x9e3779b97f4a7c15UL;
    ASAN_UNPOISON_MEMORY_REGION(arena, sizeof arena);
    memset(arena, 0, sizeof arena);
    memset(boot_slot, 0, sizeof boot_slot);
    memset(object_at_grain, NOBODY, sizeof object_at_grain);
    memset(node.irq_slot, 0, sizeof node.irq_slot);
    memset(node.irq_state, 0, sizeof node.irq_state);
    n_objects = n_places = 0;
    add_places(NOBODY, boot_slot, BOOT_PLACES);
    slot_insert_original(place[UNTYPED_PLACE].slot,
                         first_cap(KIND_UNTYPED, (word_t)arena, ARENA_BITS));
    slot_insert_original(place[CONTROL_PLACE].slot, cap_make(CAP_irq_control, 0));
}

void system_make(word_t seed)
{
    reset(seed);
    for (word_t n = 3 + random_below(14); n > 0; n--)
        make_random_object();
    for (word_t irq = random_below(3); irq > 0; irq--)
        make_interrupt(irq);
    for (word_t n = random_below(80); n_objects != 0 && n > 0; n--)
        rearrange();
}

/* Capabilities are made in boot slots and moved. The first container tends to get most of them. */
void system_make_containers(word_t seed)
{
    reset(seed);
    word_t n = 2 + random_below(3);
    make_object(KIND_CNODE, SLOT_BITS + 2, UNTYPED_PLACE, CONTROL_PLACE + 1);
    for (word_t i = 1; i < n; i++)
        make_object(one_in(4) ? KIND_TCB : KIND_CNODE, SLOT_BITS + 1, UNTYPED_PLACE,
                    CONTROL_PLACE + 1 + i);
    for (word_t i = 0; i < n; i++) {
        word_t all = n_places - BOOT_PLACES;
        word_t to = BOOT_PLACES + random_below(one_in(2) ? object[0].places : all);
        if (!one_in(8) && slot_is_empty(place[to].slot))
            move_cap(CONTROL_PLACE + 1 + i, to);
    }
}

/* --------------------------------------------------------------------- called by deletion */

static void ended(word_t o)
{
    object[o].ends++;
}

void irq_finalise(word_t irq)
{
    node.irq_state[irq] = IRQ_INACTIVE;
    ended(irq_object(irq));
}

void tcb_finalise(struct tcb *t)
{
    struct slot *s = &t->slot[TCB_CSPACE];
    if ((s->next & SLOT_OF_THREAD) != 0)
        fast_slot_emptied(s);
    ended(object_at(tcb_addr(t)));
}

void sc_unbind_notification(struct sched_context *sc) { (void)sc; }
void sc_finalise(struct sched_context *sc) { (void)sc; }
void reply_finalise(struct reply *r) { (void)r; }

void notification_unbind(struct notification *n)
{
    ended(object_at(notification_addr(n)));
}

bool notification_cancel_one(struct notification *n)
{
    return n->queue != 0 && n->queue-- != 0;
}

bool endpoint_cancel_one(struct endpoint *e)
{
    return e->queue != 0 && e->queue-- != 0;
}

bool irqchip_any_pending(void) { return true; }

bool sched_preempt_wanted(void) { return false; }

/* No capability here has an odd type. */
word_t arch_cap_size_bits(struct cap c) { (void)c; return 0; }
bool arch_cap_same_region(struct cap a, struct cap b) { (void)a, (void)b; return false; }
bool arch_cap_same_object(struct cap a, struct cap b) { (void)a, (void)b; return false; }
struct cap arch_cap_mask_rights(struct cap c, word_t rights) { (void)rights; return c; }
void arch_cap_delete(struct cap c, bool final) { (void)c, (void)final; }
struct cap arch_cap_derive(struct cap c) { return c; }
struct cap arch_cap_update_data(struct cap c, word_t data, bool preserve)
{
    (void)data, (void)preserve;
    return c;
}

enum err fail_revoke_first(const char *what)
{
    (void)what;
    return (enum err)E_RevokeFirst;
}

enum err fail_illegal(const char *why)
{
    (void)why;
    return (enum err)E_IllegalOperation;
}

enum err fail_range(word_t min, word_t max, const char *what, word_t value)
{
    (void)min, (void)max, (void)what, (void)value;
    return (enum err)E_RangeError;
}

enum err fail_lookup(bool source, struct lookup_failure *failure, const char *what)
{
    (void)source, (void)failure, (void)what;
    return (enum err)E_FailedLookup;
}

void debug_assert_failed(const char *text, const char *file, int line)
{
    printf("not ok delete: assertion %s at %s:%d\n", text, file, line);
    exit(1);
}

void debug_unreachable(const char *file, int line)
{
    debug_assert_failed("unreachable", file, line);
}
