/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Which objects live? Those that a capability names, and nothing else. All capabilities stand in
 * lists that begin at those given at boot, which programs under test leave in their places.
 *
 *  1. The lists are walked: links inverse, no empty slot, no slot twice, capabilities to one object
 *     in one run and of one opinion about it; below an untyped only what lies in it, under its
 *     watermark.
 *  2. The slots of all CNodes, TCBs and interrupts found that way are looked at: a capability
 *     that no list has, or a list entry outside of them, makes the two numbers differ.
 *
 * Everything that the other checks follow must lead to an object in this survey. While all slots
 * are, byte by byte, what they were, so is all that follows from them: then nothing is done again.
 */

#include "survey.h"
#include "asid.h"
#include "delete.h"
#include "derive.h"
#include <arch/caps.h>
#include <arch/machine.h>

#define GRANULE_BITS 4          /* the smallest object */
#define MAX_NESTED   WORD_BITS
#define MAX_ZOMBIES  0x10000
#define STRAYS_EVERY 2048       /* a multiple of those checks in which all is looked at */

struct survey survey;
struct witnessed witnessed;

static word_t root;
/* The boot's slots that held something when the machine started. */
static word_t head[SHARED_SLOTS], n_heads;
static word_t first_own;        /* index of the first slot that is not the boot's */
/* Index into survey.object; meaningful if that object has this address. */
static uint32_t index_of[HOST_RAM_BYTES >> GRANULE_BITS];
/* The walk in which a slot was last met in a list; walks are numbered through all machines. */
static uint32_t met[HOST_RAM_BYTES >> SLOT_BITS];
static uint32_t met_irq[IRQ_MAX + 1];
static uint32_t walk;
/* Capabilities met in the root CNode behind the shared slots; zombies of slots met. */
static word_t n_strays, n_zombies;
static const struct slot *zombie[MAX_ZOMBIES];
/* The run that the walk is in: object it belongs to, and the untypeds around it. */
static struct object *run;
static const struct slot *nest[MAX_NESTED];
static word_t depth;

void survey_start(word_t root_cnode, word_t boot_end, word_t shared)
{
    root = root_cnode;
    n_heads = 0;
    for (word_t i = 0; i < boot_end; i++)
        if (!slot_is_empty(slot_at(root) + i))
            head[n_heads++] = slot_addr(slot_at(root) + i);
    first_own = boot_end;
    survey.number = 0;
    survey.shared = shared;
    survey.n_objects = 0;
    snapshot_is_partial();
}

word_t survey_root_cnode(void) { return root; }

struct object *object_at(word_t address)
{
    if (!host_is_ram(address) || (address & mask(GRANULE_BITS)) != 0)
        return NULL;
    uint32_t i = index_of[(address - HOST_RAM_BASE) >> GRANULE_BITS];
    return i < survey.n_objects && survey.object[i].address == address ? &survey.object[i] : NULL;
}

struct object *object_expect(word_t address, enum cap_type type, bool zombie_too, const char *what)
{
    struct object *o = object_at(address);
    MUST(o != NULL, "%s leads to 0x%lx, where no object lives", what, address);
    MUST(o->type == type, "%s leads to 0x%lx, an object of type %d, not %d", what, address,
         (int)o->type, (int)type);
    MUST(zombie_too || !o->is_zombie, "%s leads to 0x%lx, which is being destroyed", what, address);
    return o;
}

struct tcb *tcb_expect(word_t address, const char *what)
{
    if (address != tcb_addr(&node.idle))
        object_expect(address, CAP_tcb, false, what);
    return tcb_at(address);
}

/* ------------------------------------------------------------------------------ the lists */

static void meet(const struct slot *s)
{
    word_t at = slot_addr(s);
    word_t irq = (at - slot_addr(&node.irq_slot[0])) >> SLOT_BITS;
    MUST((at & mask(SLOT_BITS)) == 0, "a list leads to 0x%lx, which is not aligned", at);
    MUST(host_is_ram(at) || irq <= IRQ_MAX, "a list leads to 0x%lx, which is no slot", at);
    uint32_t *seen = host_is_ram(at) ? &met[(at - HOST_RAM_BASE) >> SLOT_BITS] : &met_irq[irq];
    MUST(*seen != walk, "slot 0x%lx is in the lists twice", at);
    *seen = walk;
    MUST(survey.n_caps < MAX_CAPS, "too many capabilities for the checker");
    survey.object_of[survey.n_caps] = NO_OBJECT;
    survey.cap[survey.n_caps++] = at;
    n_strays += at - root - (survey.shared << SLOT_BITS) <
                bit(ROOT_CNODE_SIZE_BITS + SLOT_BITS) - (survey.shared << SLOT_BITS);
}

static bool was_met(const struct slot *s)
{
    word_t at = slot_addr(s);
    return host_is_ram(at) ? met[(at - HOST_RAM_BASE) >> SLOT_BITS] == walk
                           : met_irq[s - node.irq_slot] == walk;
}

static enum cap_type type_of(struct cap c)
{
    static const enum cap_type of_zombie[] = {
        [ZOMBIE_CNODE] = CAP_cnode, [ZOMBIE_TCB] = CAP_tcb, [ZOMBIE_ENDPOINT] = CAP_endpoint,
        [ZOMBIE_NOTIFICATION] = CAP_notification, [ZOMBIE_IRQ] = CAP_irq_handler};
    if (!cap_is(c, CAP_zombie))
        return (enum cap_type)cap_type(c);
    MUST(zombie_cap_kind(c) <= ZOMBIE_IRQ, "zombie of unknown kind %lu", zombie_cap_kind(c));
    return of_zombie[zombie_cap_kind(c)];
}

/* Size by our own table: the kernel's is under test. 0: no memory. */
static word_t bits_of(struct cap c, enum cap_type type)
{
    switch (type) {
    case CAP_untyped:       return untyped_cap_size_bits(c);
    case CAP_endpoint:      return 4;
    case CAP_reply:         return 5;
    case CAP_notification:  return 6;
    case CAP_tcb:           return TCB_BITS;
    case CAP_cnode:         return 5 + (cap_is(c, CAP_zombie) ? zombie_cap_radix(c)
                                                              : cnode_cap_radix(c));
    case CAP_sched_context: return sched_context_cap_size_bits(c);
    case CAP_frame:         return 12 + 9 * frame_cap_level(c);
    case CAP_page_table:
    case CAP_asid_pool:     return 12;
    default:                return 0;
    }
}

/* A capability to an object in memory: the object is alive. */
static struct object *meet_object(struct cap c, enum cap_type type, word_t bits)
{
    word_t address = cap_object(c);
    struct object *o = run != NULL && run->address == address ? run : object_at(address);
    if (o == NULL) {
        MUST(survey.n_objects < MAX_OBJECTS, "too many objects for the checker");
        o = &survey.object[survey.n_objects];
        *o = (struct object){.address = address, .bits = bits, .type = type,
                             .extra = type == CAP_asid_pool ? asid_pool_cap_base(c) : 0};
        index_of[(address - HOST_RAM_BASE) >> GRANULE_BITS] = (uint32_t)survey.n_objects++;
    } else {
        MUST(run == o, "capabilities to the object at 0x%lx stand in two runs", address);
        MUST(o->type == type && o->bits == bits, "two capabilities differ about 0x%lx", address);
    }
    o->caps++;
    survey.object_of[survey.n_caps - 1] = (uint32_t)(o - survey.object);
    o->is_zombie |= cap_is(c, CAP_zombie);
    witnessed.objects |= bit(type);
    if (cap_is(c, CAP_zombie))
        witnessed.zombies |= bit(zombie_cap_kind(c));
    MUST(!o->is_zombie || o->caps == 1, "0x%lx has a zombie and %u capabilities", address, o->caps);
    MUST((address & mask(bits)) == 0, "the object at 0x%lx is not aligned to its size", address);
    return o;
}

/* s, a capability to memory, is next in its list: which untyped is it in? */
static void nest_into(const struct slot *s, word_t bits)
{
    word_t at = cap_object(s->cap);
    while (depth > 0 && (at - cap_object(nest[depth - 1]->cap)) >>
                            untyped_cap_size_bits(nest[depth - 1]->cap) != 0)
        depth--;
    if (depth > 0) {
        struct cap u = nest[depth - 1]->cap;
        MUST(at - cap_object(u) + bit(bits) <= untyped_cap_watermark(u),
             "0x%lx lies above the watermark of its untyped at 0x%lx", at, cap_object(u));
    }
    if (cap_is(s->cap, CAP_untyped)) {
        MUST(untyped_cap_watermark(s->cap) <= bit(bits), "watermark beyond the untyped's end");
        MUST(depth < MAX_NESTED, "untypeds are nested too deeply");
        nest[depth++] = s;
    }
}

static void meet_cap(const struct slot *s)
{
    enum cap_type type = type_of(s->cap);
    word_t bits = bits_of(s->cap, type);
    struct object *last = run;
    run = NULL;
    if (cap_is(s->cap, CAP_zombie)) {
        MUST(n_zombies < MAX_ZOMBIES, "too many zombies for the checker");
        zombie[n_zombies++] = s;
    }
    if (bits != 0)
        nest_into(s, bits);
    if (type == CAP_irq_handler) {
        word_t irq = cap_is(s->cap, CAP_zombie) ? zombie_cap_count(s->cap)
                                                : irq_handler_cap_irq(s->cap);
        MUST(irq >= IRQ_MIN && irq <= IRQ_MAX, "a handler of interrupt %lu", irq);
        survey.irq_handlers[irq]++;
        if (cap_is(s->cap, CAP_zombie))
            witnessed.zombies |= bit(ZOMBIE_IRQ);
    } else if (bits != 0 && type != CAP_untyped && host_is_ram(cap_object(s->cap))) {
        run = last;
        run = meet_object(s->cap, type, bits);
        if (type == CAP_frame || type == CAP_page_table || type == CAP_asid_pool)
            survey.spaces = survey_mix(survey.spaces, s->cap.word[0], s->cap.word[1]);
    }
}

static void walk_list(const struct slot *s)
{
    word_t before = 0;
    depth = 0;
    run = NULL;
    MUST(s->prev == 0, "the boot's slot 0x%lx is not the first of its list", slot_addr(s));
    while (true) {
        meet(s);
        MUST(!slot_is_empty(s), "the empty slot 0x%lx is in a list", slot_addr(s));
        MUST(s->prev == before, "prev of slot 0x%lx is 0x%lx, before it stands 0x%lx", slot_addr(s),
             s->prev, before);
        meet_cap(s);
        before = slot_addr(s);
        if (slot_next(s) == 0)
            return;
        s = slot_at(slot_next(s));
    }
}

/* ------------------------------------------------------------------------------ the slots */

/* Slots first .. end - 1; returns how many hold something. */
static word_t look_at_slots(const struct slot *first, const struct slot *end)
{
    word_t n = 0;
    snapshot_add(first, (word_t)(end - first));
    for (const struct slot *s = first; s < end; s++) {
        if (slot_is_empty(s)) {
            MUST(s->prev == 0 && s->next == 0 && s->cap.word[1] == 0,
                 "empty slot 0x%lx is not all zero", slot_addr(s));
            continue;
        }
        MUST(was_met(s), "slot 0x%lx holds a capability that is in no list", slot_addr(s));
        n++;
    }
    return n;
}

/* Slots of a container that is being emptied from the top are empty above its count. Zombies on
 * the path may stand there, see delete.c (3). One that lies in itself has no next: (2). */
static void check_emptied(const struct slot *s)
{
    bool is_tcb = zombie_cap_kind(s->cap) == ZOMBIE_TCB;
    word_t slots = is_tcb ? TCB_SLOTS : bit(zombie_cap_radix(s->cap));
    const struct slot *first = is_tcb ? tcb_at(cap_object(s->cap))->slot
                                      : slot_at(cap_object(s->cap));
    MUST(zombie_cap_count(s->cap) <= slots, "zombie's count is above its slots");
    MUST(zombie_cap_has_next(s->cap) == 0 ||
             slot_addr(s) - slot_addr(first) >= slots << SLOT_BITS,
         "the dying 0x%lx lies in itself and has a next", cap_object(s->cap));
    for (word_t i = zombie_cap_count(s->cap); i < slots; i++) {
        const struct slot *inner = first + i;
        MUST(slot_is_empty(inner) || cap_is(inner->cap, CAP_zombie),
             "slot %lu of the dying 0x%lx is not empty", i, cap_object(s->cap));
    }
}

/* In the root CNode behind the slots that programs share. */
static void look_for_strays(void)
{
    const struct slot *s = slot_at(root) + survey.shared;
    word_t n = 0;
    for (; s < slot_at(root) + bit(ROOT_CNODE_SIZE_BITS); s++)
        if ((s->cap.word[0] | s->cap.word[1] | s->prev | s->next) != 0) {
            MUST(was_met(s), "slot 0x%lx holds something and is in no list", slot_addr(s));
            n++;
        }
    MUST(n == n_strays, "%lu slots are in use behind the shared ones, %lu in lists", n, n_strays);
}

static word_t look_at_container(const struct object *o)
{
    if (o->type == CAP_tcb)
        return look_at_slots(tcb_at(o->address)->slot, tcb_at(o->address)->slot + TCB_SLOTS);
    const struct slot *first = slot_at(o->address);
    word_t slots = bit(o->bits - SLOT_BITS);
    if (o->address == root)
        slots = survey.shared;
    return look_at_slots(first, first + slots);
}

/* The object list becomes lists of one type each. */
static void sort_objects(void)
{
    uint32_t *first = survey.first_of, end[N_CAP_TYPES];
    for (word_t t = 0; t <= N_CAP_TYPES; t++)
        first[t] = 0;
    for (word_t i = 0; i < survey.n_objects; i++)
        first[survey.object[i].type + 1]++;
    for (word_t t = 0; t < N_CAP_TYPES; t++) {
        end[t] = first[t];
        first[t + 1] += first[t];
    }
    for (word_t i = 0; i < survey.n_objects; i++)
        survey.of_type[end[survey.object[i].type]++] = (uint32_t)i;
}

static void sort_by_type(void)
{
    for (word_t i = 0; i < N_CAP_TYPES; i++)
        survey.n_with[i] = 0;
    for (word_t i = 0; i < survey.shared; i++) {
        word_t type = cap_type(slot_at(root)[i].cap);
        survey.with[type][survey.n_with[type]++] = (uint32_t)i;
        if (i + 1 == first_own)
            __builtin_memcpy(survey.n_boots, survey.n_with, sizeof survey.n_with);
    }
}

static bool lives_in(const struct slot *s, const struct object *o)
{
    return (o->type == CAP_cnode || o->type == CAP_tcb) &&
           (slot_addr(s) - o->address) >> o->bits == 0;
}

/* There are more capabilities in the lists than in living objects: which is the first? */
static _Noreturn void report_outsider(void)
{
    for (word_t i = 0; i < survey.n_caps; i++) {
        const struct slot *s = slot_at(survey.cap[i]);
        bool lives = !host_is_ram(slot_addr(s));
        for (word_t k = 0; k < survey.n_objects; k++)
            lives |= lives_in(s, &survey.object[k]);
        if (!lives)
            wrong("slot 0x%lx, of an object that is dead, holds type %lu, object 0x%lx",
                  slot_addr(s), cap_type(s->cap), cap_object(s->cap));
    }
    wrong("the numbers of capabilities in lists and in objects differ");
}

static void walk_all(void)
{
    if (++walk == 0) {
        __builtin_memset(met, 0, sizeof met);
        __builtin_memset(met_irq, 0, sizeof met_irq);
        walk = 1;
    }
    survey.n_objects = 0;
    survey.n_caps = 0;
    survey.spaces = 0;
    n_strays = 0;
    n_zombies = 0;
    __builtin_memset(survey.irq_handlers, 0, sizeof survey.irq_handlers);
    for (word_t i = 0; i < n_heads; i++)
        walk_list(slot_at(head[i]));
    MUST(object_at(root) != NULL, "the root CNode is gone");
}

static void look_at_everything(void)
{
    snapshot_begin();
    word_t found = n_strays + look_at_slots(&node.irq_slot[0], &node.irq_slot[IRQ_MAX + 1]);
    FOR_EACH_OBJECT(o, CAP_cnode)
        found += look_at_container(o);
    FOR_EACH_OBJECT(o, CAP_tcb)
        found += look_at_container(o);
    for (word_t i = 0; i < n_zombies; i++)
        if (zombie_cap_kind(zombie[i]->cap) <= ZOMBIE_TCB)
            check_emptied(zombie[i]);
    if (survey.whole && survey.number % STRAYS_EVERY == 0)
        look_for_strays();
    if (found != survey.n_caps)
        report_outsider();
    if (n_strays != 0)
        snapshot_is_partial();
}

void survey_take(void)
{
    survey.number += survey.whole ? 0 : 1;
    survey.caps_changed = survey.whole || !snapshot_is_true();
    if (!survey.caps_changed)
        return;
    snapshot_is_partial();
    walk_all();
    sort_objects();
    look_at_everything();
    sort_by_type();
    if (survey.n_caps > witnessed.caps)
        witnessed.caps = survey.n_caps;
}
