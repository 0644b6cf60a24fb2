/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Untyped memory: Retype, and the clearing that precedes it.
 *
 *  1. Bytes below the watermark may be in use by objects; all bytes from the watermark on are free.
 *  2. When an untyped has no children, nothing uses its memory, and the watermark may be reset.
 *  3. Memory of an untyped is cleared when its watermark is reset, from the top down, so that at
 *     every moment the bytes from the watermark on (RAM) are zero or never were handed out since
 *     boot. Retype on a childless untyped resets first; hence new objects are zero.
 *  4. Untypeds given at boot have their watermark at the end.
 */

#include "cspace.h"
#include "debug.h"
#include "delete.h"
#include "derive.h"
#include "fastpath.h"
#include "hostile.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/caps.h>

/* What a Retype has been found to want. */
struct retype {
    word_t type, size_bits, object_bits, count;
    word_t first_slot;
    bool reset;                 /* the untyped has no children */
};

static word_t object_bits(word_t type, word_t size_bits)
{
    switch (type) {
    case 0:  return size_bits;                  /* UntypedObject */
    case 1:  return TCB_BITS;
    case 2:  return ENDPOINT_BITS;
    case 3:  return NOTIFICATION_BITS;
    case 4:  return size_bits + SLOT_BITS;      /* CapTableObject */
    case 5:  return size_bits;                  /* SchedContextObject */
    case 6:  return REPLY_BITS;
    default: return arch_object_bits(type, size_bits);
    }
}

/* The capability to a new object. */
static struct cap object_cap(word_t type, word_t address, word_t size_bits, word_t device)
{
    struct cap c;
    switch (type) {
    case 0:
        c = cap_make(CAP_untyped, address);
        untyped_cap_set_size_bits(&c, size_bits);
        untyped_cap_set_device(&c, device ? 1 : 0);
        return c;
    case 1:
        return cap_make(CAP_tcb, address);
    case 2:
        c = cap_make(CAP_endpoint, address);
        return endpoint_cap_with(c, RIGHTS_ALL);
    case 3:
        c = cap_make(CAP_notification, address);
        notification_cap_set_rights(&c, RIGHT_SEND | RIGHT_RECEIVE);
        return c;
    case 4:
        c = cap_make(CAP_cnode, address);
        cnode_cap_set_radix(&c, size_bits);
        return c;
    case 5:
        c = cap_make(CAP_sched_context, address);
        sched_context_cap_set_size_bits(&c, size_bits);
        return c;
    case 6:
        c = cap_make(CAP_reply, address);
        reply_cap_set_can_grant(&c, 1);
        reply_cap_set_replies(&c, 1);
        return c;
    default:
        return arch_object_cap(type, address, device != 0);
    }
}

static void thread_init(struct tcb *t)
{
    context_init(&t->context);
    fpu_state_init(&t->fpu);
    t->state = THREAD_INACTIVE;
    t->domain = node.current_domain;
    fast_new_thread(t);
    if (KEEL_DEBUG)
        debug_name_child(t);
}

/* Objects in zeroed memory (device: untouched memory), one behind the other, and to each its
 * capability. */
static void make_objects(const struct retype *r, word_t address, struct slot *untyped)
{
    struct cap c = object_cap(r->type, address, r->size_bits, untyped_cap_device(untyped->cap));
    for (word_t i = 0; i < r->count; i++) {     /* at most RETYPE_FAN_OUT_LIMIT turns */
        LOOP(RETYPE_FAN_OUT_LIMIT, i);
        if (r->type == 1)
            thread_init(tcb_at(cap_object(c)));
        else
            arch_object_init(r->type, cap_object(c));
        slot_insert_object(slot_at(r->first_slot) + i, c, untyped);
        c = cap_behind(c, bit(r->object_bits));
    }
}

/* Clear memory below the watermark, highest chunk first; progress stays in the watermark. */
static enum err reset(struct slot *self)
{
    word_t base = cap_object(self->cap);
    word_t size = bit(untyped_cap_size_bits(self->cap));
    word_t chunk = word_min(size, bit(RESET_CHUNK_BITS));
    if (untyped_cap_device(self->cap) != 0)
        untyped_cap_set_watermark(&self->cap, 0);
    /* Turns: watermark / chunk, with a preemption point in each. */
    for (word_t top = untyped_cap_watermark(self->cap); top != 0;) {
        LOOP(1UL << (MAX_UNTYPED_BITS - RESET_CHUNK_BITS), top);
        top = (top - 1) & ~(chunk - 1);
        zero_chunk(base + top, chunk);
        untyped_cap_set_watermark(&self->cap, top);
        if (top != 0 && preemption_point())
            return ERR_PREEMPTED;
    }
    return ERR_OK;
}

static enum err check_type(const struct message *m, struct retype *r)
{
    r->type = m->word[0];
    r->size_bits = m->word[1];
    if (r->type >= N_OBJECT_TYPES)
        return fail_argument(0, "there is no object type %lu (types below %lu exist)",
                             r->type, N_OBJECT_TYPES);
    r->object_bits = object_bits(r->type, r->size_bits);
    if (r->size_bits >= WORD_BITS || r->object_bits > MAX_UNTYPED_BITS)
        return fail_range(0, MAX_UNTYPED_BITS, "size_bits %lu is above %lu", r->size_bits);
    if (r->type == 4 && r->size_bits == 0)
        return fail_argument(1, "a CNode has at least two slots: size_bits >= 1", 0, 0);
    if (r->type == 0 && r->size_bits < MIN_UNTYPED_BITS)
        return fail_argument(1, "untyped size_bits %lu is below %lu", r->size_bits,
                             MIN_UNTYPED_BITS);
    if (r->type == 5 && r->size_bits < MIN_SCHED_CONTEXT_BITS)
        return fail_argument(1, "scheduling context size_bits %lu is below %lu", r->size_bits,
                             MIN_SCHED_CONTEXT_BITS);
    return ERR_OK;
}

/* Turns: at most RETYPE_FAN_OUT_LIMIT. */
static bool all_empty(word_t first, word_t count)
{
    for (word_t i = 0; i < count; i++) {
        LOOP(RETYPE_FAN_OUT_LIMIT, i);
        if (!slot_is_empty(slot_at(first) + i))
            return false;
    }
    return true;
}

static enum err find_node(const struct message *m, struct cap *cnode)
{
    word_t depth = m->word[3];
    *cnode = message_cap(m, 0);
    if (depth != 0) {
        word_t slot = cspace_lookup_slot(*cnode, m->word[2], depth, false);
        if (slot == 0)
            return last_refusal();
        *cnode = slot_at(slot)->cap;
    }
    if (cap_is(*cnode, CAP_cnode))
        return ERR_OK;
    node.lookup.type = LOOKUP_MissingCapability;
    node.lookup.bits_left = depth;
    return fail_lookup(false, &node.lookup, "the destination is not a CNode");
}

static enum err check_slots(const struct message *m, struct retype *r)
{
    struct cap cnode;
    enum err error = find_node(m, &cnode);
    if (error != ERR_OK)
        return error;
    word_t slots = bit(cnode_cap_radix(cnode));
    word_t offset = m->word[4];
    r->count = m->word[5];
    if (offset > slots - 1)
        return fail_range(0, slots - 1, "slot offset %lu is above the CNode's last slot %lu",
                          offset);
    if (r->count < 1 || r->count > RETYPE_FAN_OUT_LIMIT)
        return fail_range(1, RETYPE_FAN_OUT_LIMIT, "%lu objects: one to %lu can be made at once",
                          r->count);
    if (r->count > slots - offset)
        return fail_range(1, slots - offset, "%lu objects do not fit in the CNode's %lu slots",
                          r->count);
    r->first_slot = cap_object(cnode) + (offset << SLOT_BITS);
    if (!all_empty(r->first_slot, r->count))
        return fail_delete_first("a destination slot is occupied");
    return ERR_OK;
}

static enum err check_memory(const struct slot *self, struct retype *r)
{
    r->reset = !slot_has_children(self);
    word_t size = bit(untyped_cap_size_bits(self->cap));
    word_t free = r->reset ? size : size - untyped_cap_watermark(self->cap);
    if (free >> r->object_bits < r->count)
        return fail_memory(free, r->count << r->object_bits);
    if (untyped_cap_device(self->cap) != 0 && r->type != 0 && !arch_object_is_frame(r->type))
        return fail_argument(1, "device memory becomes frames or untypeds, not type %lu",
                             r->type, 0);
    if (KEEL_HOSTILE_MEMORY && hostile_denies())
        return fail_memory(0, r->count << r->object_bits);
    return ERR_OK;
}

enum err untyped_invoke(struct slot *self, const struct message *m)
{
    struct retype r = {.reset = false};
    enum err error;
    if (m->label != UntypedRetype)
        return fail_illegal("an untyped has no such operation");
    if (!message_has(m, INV_WORDS(UntypedRetype), INV_CAPS(UntypedRetype)))
        return fail_truncated(INV_WORDS(UntypedRetype), INV_CAPS(UntypedRetype));
    if ((error = check_type(m, &r)) != ERR_OK || (error = check_slots(m, &r)) != ERR_OK ||
        (error = check_memory(self, &r)) != ERR_OK)
        return error;

    /* commit; clearing may stop at a preemption point, then the call is repeated */
    if (r.reset && reset(self) == ERR_PREEMPTED)
        return ERR_PREEMPTED;
    if (KEEL_HOSTILE_MEMORY)
        hostile_granted();
    word_t start = align_up(untyped_cap_watermark(self->cap), r.object_bits);
    untyped_cap_set_watermark(&self->cap, start + (r.count << r.object_bits));
    make_objects(&r, cap_object(self->cap) + start, self);
    return ERR_OK;
}
