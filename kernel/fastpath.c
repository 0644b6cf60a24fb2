/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The short way for the two calls that systems are made of: Call, and ReplyRecv of a server that
 * lives on lent time. Each function is a list of reasons to leave, a commit line, and effects.
 *
 *  1. trap_slow is the way of all other system calls, and has the same outcome. Nothing has changed
 *     when it is taken.
 *  2. Behind the commit line nothing fails; the function ends in trap_leave_fast.
 *  3. Time is not looked at. The scheduling context stays the one that pays, the timer is set for
 *     its end, and the next entry charges what has passed.
 *
 * What is not here: messages with capabilities, more than one waiting receiver, servers with time
 * of their own, threads of another domain, threads that use the FPU, and all that happens while a
 * benchmark kernel tracks.
 */

#include "fastpath.h"
#include "cspace.h"
#include "fault.h"
#include "hostile.h"
#include "ipc.h"
#include <arch/fastpath.h>
#include <arch/thread.h>

/* Kernels that bring bad luck at each exit have only the long way. */
#define FAST_PATH (!KEEL_HOSTILE_SLOW && !KEEL_HOSTILE_TIME)

/* Bits of a message info in which length, capabilities and unwrapped capabilities stand. */
#define INFO_LOW_BITS 12

/* How a reason to leave ends. */
#define SLOW return trap_slow(cptr, info, t)

void fast_spaces_changed(struct tcb *t)
{
    const struct cap c = t->slot[TCB_CSPACE].cap;
    const bool flat = cap_is(c, CAP_cnode) && cnode_cap_guard(c) == 0 &&
                      cnode_cap_guard_size(c) + cnode_cap_radix(c) == WORD_BITS;
    t->flat_cspace = flat ? c.word[0] : FAST_UNKNOWN;
    t->space.root = FAST_UNKNOWN;
}

void fast_thread_changed(struct tcb *t)
{
    t->peers = t->fpu.used == 0 && arch_thread_is_plain(t) ? t->domain : tcb_addr(t);
}

/* The capability at cptr; a null capability if the CSpace is not flat or cptr leads out of it. */
static inline struct cap lookup(const struct tcb *t, word_t cptr)
{
    const word_t s = cspace_lookup_flat(t, cptr);
    return s == 0 ? cap_null() : slot_at(s)->cap;
}

static inline bool waits_alone(const struct tcb *t)
{
    return (t->wait_next | t->wait_group_next) == 0;
}

/* t runs next, instead of `now`, which blocks: no ready thread has a higher priority. Both are of
 * the current domain. */
static inline bool is_next(const struct tcb *t, const struct tcb *now)
{
    return t->priority >= now->priority || node.domain[t->domain].highest <= t->priority;
}

static inline bool is_signalled(word_t bound_notification)
{
    return bound_notification != 0 && notification_at(bound_notification)->active != 0;
}

void fast_call(word_t cptr, word_t info, struct tcb *t)
{
    if (!FAST_PATH)                                       SLOW;
    if (KEEL_BENCHMARK && node.tracking != 0)             SLOW;   /* each entry is counted */
    if ((info & mask(INFO_LOW_BITS)) > MSG_REGISTERS)     SLOW;   /* long, or with caps */
    const struct cap c = lookup(t, cptr);
    if (!cap_is_callable(c))                              SLOW;   /* something else */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue == 0)                                    SLOW;   /* nobody waits */
    struct tcb *receiver = tcb_at(e->queue);
    if (receiver->state != THREAD_BLOCKED_RECEIVE)        SLOW;   /* others want to send */
    if (!waits_alone(receiver))                           SLOW;   /* queue work */
    if (receiver->sched_context != 0)                     SLOW;   /* has time of its own */
    if (receiver->reply == 0)                             SLOW;   /* cannot answer */
    if (receiver->peers != t->peers)                      SLOW;   /* more to switch */
    if (!is_next(receiver, t))                            SLOW;   /* somebody else might */
    if (!fast_space_is_known(receiver))                   SLOW;   /* no address space? */

    /* commit: as endpoint_send, reply_push and sc_donate; state and queues as sched_decide */
    struct reply *r = reply_at(receiver->reply);
    struct sched_context *sc = sched_context_at(t->sched_context);
    e->queue = 0;
    receiver->state = THREAD_RUNNING;
    receiver->sched_context = sched_context_addr(sc);
    t->scan_ticket = 0;
    t->state = THREAD_BLOCKED_REPLY;
    t->reply = reply_addr(r);
    t->sched_context = 0;
    r->tcb = tcb_addr(t);
    r->prev = sc->reply;
    if (r->prev != 0) {
        reply_at(r->prev)->next = reply_addr(r);
        reply_at(r->prev)->sched_context = 0;
    }
    r->sched_context = sched_context_addr(sc);
    sc->reply = reply_addr(r);
    sc->tcb = tcb_addr(receiver);
    arch_fast_copy(&receiver->context, &t->context, info & mask(INFO_LOW_BITS));
    arch_fast_switch(receiver->space.value);
    trap_leave_fast(endpoint_cap_badge(c), info, &receiver->context);
}

void fast_reply_recv(word_t cptr, word_t info, struct tcb *t, word_t reply_cptr)
{
    if (!FAST_PATH)                                       SLOW;
    if (KEEL_BENCHMARK && node.tracking != 0)             SLOW;   /* each entry is counted */
    if ((info & mask(INFO_LOW_BITS)) > MSG_REGISTERS)     SLOW;   /* long, or with caps */
    const struct cap rc = lookup(t, reply_cptr), c = lookup(t, cptr);
    if (!cap_is(rc, CAP_reply))                           SLOW;   /* other ways to answer */
    if (!cap_is_receivable(c))                            SLOW;   /* something else */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue != 0)                                    SLOW;   /* the next one waits */
    if (is_signalled(t->bound_notification))              SLOW;   /* that comes first */
    struct reply *r = reply_at(cap_object(rc));
    if (r->tcb == 0)                                      SLOW;   /* nobody to answer */
    struct tcb *caller = tcb_at(r->tcb);
    if (caller->state != THREAD_BLOCKED_REPLY)            SLOW;   /* nobody to answer */
    if (caller->fault.type != FAULT_NullFault)            SLOW;   /* a fault's answer */
    if (r->sched_context == 0)                            SLOW;   /* no time to return */
    if (caller->sched_context != 0)                       SLOW;   /* has got time meanwhile */
    if (r->sched_context != t->sched_context)             SLOW;   /* not our time */
    if (caller->peers != t->peers)                        SLOW;   /* more to switch */
    if (!is_next(caller, t))                              SLOW;   /* somebody else might */
    if (!fast_space_is_known(caller))                     SLOW;   /* no address space? */

    /* commit: as reply_send and endpoint_receive */
    struct sched_context *sc = sched_context_at(r->sched_context);
    sc->reply = r->prev;
    if (r->prev != 0) {
        reply_at(r->prev)->next = 0;
        reply_at(r->prev)->sched_context = sched_context_addr(sc);
    }
    r->prev = 0;
    r->sched_context = 0;
    r->tcb = tcb_addr(t);
    sc->tcb = tcb_addr(caller);
    caller->sched_context = sched_context_addr(sc);
    caller->state = THREAD_RUNNING;
    t->scan_ticket = 0;
    t->sched_context = 0;
    t->reply = reply_addr(r);
    t->state = THREAD_BLOCKED_RECEIVE;
    t->blocked_on = endpoint_addr(e);
    t->wait_group_tail = tcb_addr(t);
    e->queue = tcb_addr(t);
    arch_fast_copy(&caller->context, &t->context, info & mask(INFO_LOW_BITS));
    arch_fast_switch(caller->space.value);
    trap_leave_fast(0, info, &caller->context);
}
