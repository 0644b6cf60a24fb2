/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Endpoints, notifications, Reply objects, scheduling contexts: queues and links both ways.
 *
 *  1. A wait queue: groups of strictly descending priority, each a list whose leader knows its
 *     tail; every blocked thread stands in exactly the queue it is blocked on.
 *  2. Call chains: prev and next inverse, the head and its context know each other.
 *  3. A budget changes only by ConfigureFlags: what a context holds together is constant, its
 *     refills are in order (refill.c, 1..5).
 */

#include "survey.h"
#include "sched_context.h"
#include <arch/caps.h>
#include <arch/machine.h>

bool invariants_budgets_may_change;

/* The budget last seen of the context at an address; 0 when it was unconfigured. */
static word_t budget_of[HOST_RAM_BYTES >> 7];

/* -------------------------------------------------------------------------------- queues */

static word_t check_waiter(word_t at, word_t object, word_t state, word_t priority)
{
    struct object *o = object_expect(at, CAP_tcb, false, "a wait queue");
    const struct tcb *t = tcb_at(at);
    MUST(t->state == state, "thread 0x%lx in state %lu waits among others", at, t->state);
    MUST(t->blocked_on == object, "thread 0x%lx waits at 0x%lx and does not know", at, object);
    MUST(t->priority == priority, "thread 0x%lx waits in the group of another priority", at);
    MUST(o->waiting++ == 0, "thread 0x%lx waits twice", at);
    return t->wait_next;
}

static word_t check_group(word_t leader, word_t object, word_t state)
{
    const struct tcb *l = tcb_at(leader);
    word_t before = 0, n = 0;
    MUST(l->wait_prev == 0, "leader 0x%lx has wait_prev", leader);
    for (word_t at = leader; at != 0;) {
        const struct tcb *t = tcb_at(at);
        MUST(at == leader || (t->wait_group_next == 0 && t->wait_group_prev == 0),
             "follower 0x%lx leads", at);
        word_t next = check_waiter(at, object, state, l->priority);
        MUST(tcb_at(at)->wait_prev == before, "thread 0x%lx: wait_prev", at);
        before = at;
        at = next;
        n++;
    }
    MUST(l->wait_group_tail == before, "leader 0x%lx: wait_group_tail", leader);
    return n;
}

/* Returns how the waiters wait, or 0 when there are none. */
static word_t check_wait_queue(word_t queue, word_t object)
{
    word_t before = 0, n = 0;
    if (queue == 0)
        return 0;
    tcb_expect(queue, "a wait queue");
    word_t state = tcb_at(queue)->state;
    for (word_t g = queue; g != 0; g = tcb_at(g)->wait_group_next) {
        tcb_expect(g, "a wait queue");
        MUST(tcb_at(g)->wait_group_prev == before, "leader 0x%lx: wait_group_prev", g);
        MUST(before == 0 || tcb_at(before)->priority > tcb_at(g)->priority,
             "the groups of the queue at 0x%lx are out of order", object);
        n += check_group(g, object, state);
        before = g;
    }
    if (n > witnessed.waiters)
        witnessed.waiters = n;
    return state;
}

static void check_endpoint(const struct object *o)
{
    const struct endpoint *e = endpoint_at(o->address);
    word_t state = check_wait_queue(e->queue, o->address);
    MUST(state == 0 || state == THREAD_BLOCKED_SEND || state == THREAD_BLOCKED_RECEIVE,
         "a thread in state %lu waits at endpoint 0x%lx", state, o->address);
    if (e->scan == 0)
        return;
    object_expect(e->scan, CAP_tcb, false, "an endpoint's scan");
    MUST(tcb_at(e->scan)->state == THREAD_BLOCKED_SEND &&
         tcb_at(e->scan)->blocked_on == o->address, "scan of endpoint 0x%lx", o->address);
}

static void check_notification(const struct object *o)
{
    const struct notification *n = notification_at(o->address);
    word_t state = check_wait_queue(n->queue, o->address);
    MUST(state == 0 || state == THREAD_BLOCKED_NOTIFICATION,
         "a thread in state %lu waits at notification 0x%lx", state, o->address);
    MUST(n->active <= 1 && (n->active == 0 || n->queue == 0), "active 0x%lx has waiters",
         o->address);
    MUST(n->active != 0 || n->word == 0, "idle notification 0x%lx has a word", o->address);
    MUST(!o->is_zombie || (n->bound_tcb == 0 && n->sched_context == 0), "dying 0x%lx is bound",
         o->address);
    if (n->bound_tcb != 0) {
        tcb_expect(n->bound_tcb, "bound_tcb");
        MUST(tcb_at(n->bound_tcb)->bound_notification == o->address, "0x%lx: bound one way",
             o->address);
    }
    if (n->sched_context != 0) {
        object_expect(n->sched_context, CAP_sched_context, false, "a notification's context");
        MUST(sched_context_at(n->sched_context)->notification == o->address,
             "0x%lx: context one way", o->address);
    }
}

/* -------------------------------------------------------------------------------- replies */

static void check_chain(word_t at, const struct reply *r)
{
    if (r->prev != 0) {
        object_expect(r->prev, CAP_reply, false, "a Reply object's prev");
        MUST(reply_at(r->prev)->next == at, "Reply 0x%lx: prev one way", at);
    }
    if (r->next != 0) {
        object_expect(r->next, CAP_reply, false, "a Reply object's next");
        MUST(reply_at(r->next)->prev == at, "Reply 0x%lx: next one way", at);
    }
    if (r->sched_context != 0) {
        object_expect(r->sched_context, CAP_sched_context, false, "a Reply object's context");
        MUST(sched_context_at(r->sched_context)->reply == at, "Reply 0x%lx: context one way", at);
        MUST(r->next == 0, "Reply 0x%lx has a context and is not the head", at);
    }
}

/* No chain returns into itself: walk at most as many as there are objects. */
static void check_chain_ends(word_t head)
{
    word_t n = 0;
    for (word_t at = head; at != 0; at = reply_at(at)->prev)
        MUST(n++ < survey.n_objects, "the call chain of Reply 0x%lx is a ring", head);
    if (n > witnessed.chain)
        witnessed.chain = n;
}

static void check_reply(const struct object *o)
{
    const struct reply *r = reply_at(o->address);
    bool linked = r->prev != 0 || r->next != 0 || r->sched_context != 0;
    check_chain(o->address, r);
    if (r->next == 0)
        check_chain_ends(o->address);
    if (r->tcb == 0) {
        MUST(!linked, "free Reply 0x%lx is in a call chain", o->address);
        return;
    }
    tcb_expect(r->tcb, "a Reply object's thread");
    MUST(tcb_at(r->tcb)->reply == o->address, "Reply 0x%lx: thread one way", o->address);
    MUST(!linked || tcb_at(r->tcb)->state == THREAD_BLOCKED_REPLY,
         "Reply 0x%lx of a receiver is in a call chain", o->address);
}

/* ----------------------------------------------------------------------- scheduling contexts */

static const struct refill *refill(const struct sched_context *sc, word_t i)
{
    word_t at = sc->refill_head + i;
    return (const struct refill *)(sc + 1) + (at < sc->refill_max ? at : at - sc->refill_max);
}

static word_t amount(const struct sched_context *sc, word_t i)
{
    word_t end = i + 1 < sc->refill_count ? refill(sc, i + 1)->start : sc->refill_end;
    return end - refill(sc, i)->start;
}

static void check_refills(word_t at, const struct sched_context *sc, word_t budget)
{
    for (word_t i = 0; i < sc->refill_count; i++) {
        MUST(amount(sc, i) >= 1 && amount(sc, i) <= budget, "context 0x%lx: refill %lu is %lu", at,
             i, amount(sc, i));
        MUST(i + 1 == sc->refill_count ||
             refill(sc, i)->time + amount(sc, i) < refill(sc, i + 1)->time,
             "context 0x%lx: refills %lu and %lu overlap", at, i, i + 1);
    }
    MUST(amount(sc, 0) >= node.min_budget, "context 0x%lx: head refill of %lu", at, amount(sc, 0));
    MUST(budget < sc->period, "context 0x%lx: budget %lu, period %lu", at, budget, sc->period);
}

static void check_budget(word_t at, const struct sched_context *sc, word_t bits)
{
    word_t *known = &budget_of[(at - HOST_RAM_BASE) >> 7];
    if (sc->refill_max == 0) {
        *known = 0;
        return;
    }
    MUST(sc->refill_max >= 2 && sc->refill_max <= (bit(bits) - 96) / 16 &&
         sc->refill_head < sc->refill_max && sc->refill_count >= 1 &&
         sc->refill_count <= sc->refill_max, "context 0x%lx: the ring's numbers", at);
    word_t budget = sc->refill_end - refill(sc, 0)->start;
    if (*known == 0 || invariants_budgets_may_change)
        *known = budget;
    MUST(budget == *known, "context 0x%lx holds %lu ticks, its budget is %lu", at, budget, *known);
    if (sc->period != 0)
        check_refills(at, sc, budget);
    else
        MUST(sc->refill_count == 2 && amount(sc, 0) <= budget && amount(sc, 1) <= budget,
             "round-robin context 0x%lx", at);
}

static void check_context(const struct object *o)
{
    const struct sched_context *sc = sched_context_at(o->address);
    if (sc->tcb != 0) {
        tcb_expect(sc->tcb, "a context's thread");
        MUST(tcb_at(sc->tcb)->sched_context == o->address, "0x%lx: thread one way", o->address);
    }
    if (sc->reply != 0) {
        object_expect(sc->reply, CAP_reply, false, "a context's call chain");
        MUST(reply_at(sc->reply)->sched_context == o->address, "0x%lx: chain one way", o->address);
    }
    if (sc->notification != 0) {
        object_expect(sc->notification, CAP_notification, false, "a context's notification");
        MUST(notification_at(sc->notification)->sched_context == o->address,
             "0x%lx: notification one way", o->address);
    }
    if (sc->yield_from != 0) {
        tcb_expect(sc->yield_from, "yield_from");
        MUST(tcb_at(sc->yield_from)->yield_to == o->address, "0x%lx: yield one way", o->address);
    }
    MUST(sc->core == 0 && sc->sporadic <= 1, "context 0x%lx: core, sporadic", o->address);
    check_budget(o->address, sc, o->bits);
}

/* -------------------------------------------------------------------------------------- all */

void check_ipc(void)
{
    FOR_EACH_OBJECT(o, CAP_endpoint)
        check_endpoint(o);
    FOR_EACH_OBJECT(o, CAP_notification)
        check_notification(o);
    FOR_EACH_OBJECT(o, CAP_reply)
        check_reply(o);
    FOR_EACH_OBJECT(o, CAP_sched_context)
        check_context(o);
    FOR_EACH_OBJECT(o, CAP_tcb) {
        MUST(o->waiting == thread_is_queued(tcb_at(o->address)),
             "thread 0x%lx is not in the queue it is blocked on", o->address);
        o->waiting = 0;
    }
}
