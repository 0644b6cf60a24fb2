/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Deleting and revoking.
 *
 * Deleting the last capability of an object destroys the object. What cannot be destroyed in one
 * step becomes a *zombie*: the capability in the slot changes to one that can only be deleted
 * further, so nobody starts to use the dying object, and all progress is in memory: a stopped
 * deletion is continued by repeating it, by whoever deletes the zombie.
 *
 *   leaf zombies       endpoint, notification (waiters are cancelled one by one), IRQ handler
 *   container zombies  CNode, TCB: `count` slots are still to be emptied, from the top down
 *
 * A container may hold the last capability to another container, to any depth, in cycles too. So
 * that each step is constant and nothing recurses, containers stand in a queue that begins at the
 * slot X being deleted and goes on through their slots 0. O, at X, is being emptied; when E is
 * found in its slot S, E enters the queue behind O:
 *
 *      X: zombie O             X: zombie O
 *      O.slot[0]: zombie N     O.slot[0]: zombie E
 *      S: zombie E       -->   S: k
 *      E.slot[0]: k            E.slot[0]: zombie N
 *
 * When O has nothing left but slot 0, what stands there is emptied in the same way; when that is
 * done, the one behind it moves to O.slot[0], and O leaves when none is left. So a Revoke that
 * stopped still finds X: O is in the region of its capability, the others may not be. Only if X
 * lies in O itself must O die last: then E goes before it, and X takes the part that O.slot[0] has
 * above. And if X turns out to lie in the one at O.slot[0], that one moves to X, and O leaves.
 *
 *  1. A zombie is the only capability to its object, except that an endpoint's or notification's
 *     waiters still know the object.
 *  2. has_next: slot 0 holds what is to be emptied afterwards (or nothing, if somebody else deleted
 *     that meanwhile). A container that its own zombie lies in has no next.
 *  3. Each step empties a slot, makes an object a zombie, lowers a count, ends a container, or lets
 *     one enter a queue. Containers enter the queue of the one they are found in, never one whose
 *     slots they were not in. So deletion ends, in whatever order several deletions take steps.
 */

#include "delete.h"
#include "derive.h"
#include "fastpath.h"
#include "hostile.h"
#include "invocation.h"
#include "ipc.h"
#include "irq.h"
#include "sched.h"
#include "sched_context.h"
#include <arch/caps.h>
#include <arch/irqchip.h>

bool preemption_point(void)
{
    if (KEEL_HOSTILE_PREEMPT)
        return true;
    node.work_units++;
    if (node.work_units < WORK_UNITS_PER_PREEMPTION)
        return false;
    node.work_units = 0;
    return irqchip_any_pending() || sched_preempt_wanted();
}

static bool is_container(struct cap c)
{
    return cap_is(c, CAP_zombie) && zombie_cap_kind(c) <= ZOMBIE_TCB;
}

static struct cap zombie(enum zombie_kind kind, word_t address, word_t radix, word_t count)
{
    struct cap c = cap_make(CAP_zombie, address);
    zombie_cap_set_kind(&c, kind);
    zombie_cap_set_radix(&c, radix);
    zombie_cap_set_count(&c, count);
    return c;
}

static void notification_finalise(struct notification *n)
{
    if (n->sched_context != 0)
        sc_unbind_notification(sched_context_at(n->sched_context));
    notification_unbind(n);
}

/* Then there is no need of a zombie. */
static bool nobody_waits(word_t queue)
{
    return !KEEL_HOSTILE_SLOW && queue == 0;
}

/*
 * The object of c lost its last capability. Does what takes constant time and returns the zombie
 * that does the rest, or null if nothing is left to do.
 */
static struct cap finalise(struct cap c)
{
    word_t object = cap_object(c);
    switch (cap_type(c)) {
    case CAP_cnode:
        return zombie(ZOMBIE_CNODE, object, cnode_cap_radix(c), bit(cnode_cap_radix(c)));
    case CAP_tcb:
        tcb_finalise(tcb_at(object));
        return zombie(ZOMBIE_TCB, object, 0, TCB_SLOTS);
    case CAP_endpoint:
        return nobody_waits(endpoint_at(object)->queue) ? cap_null()
                                                        : zombie(ZOMBIE_ENDPOINT, object, 0, 0);
    case CAP_notification:
        notification_finalise(notification_at(object));
        return nobody_waits(notification_at(object)->queue)
                   ? cap_null()
                   : zombie(ZOMBIE_NOTIFICATION, object, 0, 0);
    case CAP_reply:
        reply_finalise(reply_at(object));
        return cap_null();
    case CAP_sched_context:
        sc_finalise(sched_context_at(object));
        return cap_null();
    case CAP_irq_handler:
        return zombie(ZOMBIE_IRQ, 0, 0, irq_handler_cap_irq(c));
    default:
        if (cap_type(c) % 2 == 1)
            arch_cap_delete(c, true);
        return cap_null();
    }
}

/* Replace the capability of a slot, keeping its place. */
static void become(struct slot *s, struct cap c)
{
    if (cap_is_null(c))
        slot_clear(s);
    else
        s->cap = c;
}

/* A slot that holds neither a zombie nor nothing. */
static void delete_live(struct slot *s)
{
    struct cap c = s->cap;
    if ((s->next & SLOT_OF_THREAD) != 0)
        fast_slot_emptied(s);
    if (slot_is_final(s)) {
        become(s, finalise(c));
    } else {
        if (cap_type(c) % 2 == 1)
            arch_cap_delete(c, false);
        slot_clear(s);
    }
}

/* One step on the notification capability of a dying IRQ handler. */
static void leaf_irq_step(struct slot *s)
{
    word_t irq = zombie_cap_count(s->cap);
    struct slot *held = irq_slot(irq);
    if (slot_is_empty(held)) {
        slot_clear(s);
        irq_finalise(irq);
    } else if (!cap_is(held->cap, CAP_zombie)) {
        delete_live(held);
    } else if (!notification_cancel_one(notification_at(cap_object(held->cap)))) {
        slot_clear(held);
    }
}

/* A zombie without slots of its own: cancel one waiter. */
static void leaf_step(struct slot *s)
{
    word_t object = cap_object(s->cap);
    switch ((enum zombie_kind)zombie_cap_kind(s->cap)) {
    case ZOMBIE_ENDPOINT:
        if (!endpoint_cancel_one(endpoint_at(object)))
            slot_clear(s);
        return;
    case ZOMBIE_NOTIFICATION:
        if (!notification_cancel_one(notification_at(object)))
            slot_clear(s);
        return;
    default:
        leaf_irq_step(s);
        return;
    }
}

/* Where the slots of the container are. */
static word_t zombie_slots(struct cap z)
{
    return cap_object(z) + (zombie_cap_kind(z) == ZOMBIE_TCB ? offsetof(struct tcb, slot) : 0);
}

static struct slot *zombie_slot(struct cap z, word_t i)
{
    return slot_at(zombie_slots(z)) + i;
}

static bool lies_in(const struct slot *s, struct cap z)
{
    return slot_addr(s) - cap_object(z) < bit(cap_size_bits(z));
}

/* x, a slot of its own container, is about to get other content: it counts again, in case somebody
 * else deletes the container from where it goes. */
static void count_own_slot(struct slot *x)
{
    word_t count = ((slot_addr(x) - zombie_slots(x->cap)) >> SLOT_BITS) + 1;
    if (zombie_cap_count(x->cap) < count)
        zombie_cap_set_count(&x->cap, count);
}

/* `from` is occupied, `to` may be empty. */
static void exchange(struct slot *from, struct slot *to)
{
    if (slot_is_empty(to))
        slot_move(to, from->cap, from);
    else
        slot_swap(from, from->cap, to, to->cap);
}

/* The container at s enters a queue in the place `at`, before the one that is there. */
static void enter_before(struct slot *at, struct slot *s)
{
    struct slot *link = zombie_slot(s->cap, 0);
    zombie_cap_set_has_next(&s->cap, 1);
    if (zombie_cap_count(s->cap) == 0)
        zombie_cap_set_count(&s->cap, 1);
    exchange(at, link);
    exchange(s, at);
}

/* s, a slot of the container at x, holds a container zombie. See the top of the file. */
static void enqueue(struct slot *x, struct slot *s)
{
    struct slot *next = zombie_slot(x->cap, 0);
    bool has_next = zombie_cap_has_next(x->cap) != 0 && !slot_is_empty(next);
    if (lies_in(x, x->cap)) {
        count_own_slot(x);
        enter_before(x, s);
    } else if (has_next && zombie_slot(s->cap, 0) != x) {
        enter_before(next, s);
    } else {
        zombie_cap_set_has_next(&x->cap, 1);
        if (s != next)
            exchange(s, next);
    }
}

/* The container at x has nothing left but, perhaps, its next, which takes its place. */
static void leave_container(struct slot *x)
{
    struct slot *next = zombie_slot(x->cap, 0);
    bool has_next = zombie_cap_has_next(x->cap) != 0 && !slot_is_empty(next);
    slot_clear(x);
    if (!has_next)
        return;
    slot_move(x, next->cap, next);
    if (lies_in(x, x->cap))
        zombie_cap_set_has_next(&x->cap, 0);
}

/* The container's last slot; or another below, which is not empty and not its next. */
static struct slot *next_to_empty(const struct slot *x, word_t count)
{
    struct slot *other = zombie_slot(x->cap, count / 2);
    if (hostile_turns(ORDER_EMPTY) && count > 3 && other != x && !slot_is_empty(other))
        return other;
    return zombie_slot(x->cap, count - 1);
}

/* One step on the container at x: the slot being deleted, or the next of the container O there. */
static void queue_step(struct slot *x, struct slot *deleted)
{
    struct cap z = x->cap;
    word_t count = zombie_cap_count(z);
    if (count == zombie_cap_has_next(z)) {
        leave_container(x);
        return;
    }
    struct slot *s = next_to_empty(x, count);
    if (s == x || slot_is_empty(s))
        zombie_cap_set_count(&x->cap, count - 1);
    else if (s == deleted)
        leave_container(deleted);
    else if (is_container(s->cap))
        enqueue(x, s);
    else if (cap_is(s->cap, CAP_zombie))
        leaf_step(s);
    else
        delete_live(s);
}

/* O itself leaves when all behind it have left. */
static void container_step(struct slot *x)
{
    struct slot *next = zombie_slot(x->cap, 0);
    bool waits = zombie_cap_has_next(x->cap) != 0 && zombie_cap_count(x->cap) == 1 &&
                 is_container(next->cap);
    queue_step(waits ? next : x, x);
}

bool slot_is_long_running(const struct slot *s)
{
    if (cap_is(s->cap, CAP_zombie))
        return true;
    return (cap_is(s->cap, CAP_cnode) || cap_is(s->cap, CAP_tcb)) && slot_is_final(s);
}

enum err slot_delete(struct slot *s)
{
    while (!slot_is_empty(s)) {     /* one preemption point per step; ends by (3) */
        LOOP(1UL << MAX_UNTYPED_BITS, slot_addr(s));
        if (is_container(s->cap))
            container_step(s);
        else if (cap_is(s->cap, CAP_zombie))
            leaf_step(s);
        else
            delete_live(s);
        if (!slot_is_empty(s) && preemption_point())
            return ERR_PREEMPTED;
    }
    return ERR_OK;
}

/* The one directly behind s; or the one behind that. */
static word_t next_to_revoke(const struct slot *s)
{
    word_t child = slot_first_child(s);
    if (child == 0 || !hostile_turns(ORDER_REVOKE))
        return child;
    word_t second = slot_child_behind(s, slot_at(child));
    return second != 0 ? second : child;
}

enum err slot_revoke(struct slot *s)
{
    for (word_t child = next_to_revoke(s); child != 0; child = next_to_revoke(s)) {
        LOOP(1UL << MAX_UNTYPED_BITS, child);   /* one preemption point per descendant */
        if (slot_delete(slot_at(child)) == ERR_PREEMPTED || preemption_point())
            return ERR_PREEMPTED;
    }
    return ERR_OK;
}
