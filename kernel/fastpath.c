/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The short way for the two calls that systems are made of: Call, and ReplyRecv of a server that
 * lives on lent time. Each function is a list of reasons to leave, a commit line, and effects.
 *
 *  1. To return is to leave: nothing has changed, and the caller (entry.S) takes the way of all
 *     other system calls, whose outcome would be the same.
 *  2. Behind the commit line nothing fails; the function ends in trap_leave_fast.
 *  3. Time is not looked at. The scheduling context stays the one that pays, the timer is set for
 *     its end, and the next entry charges what has passed.
 *
 * What is not here: messages with capabilities, more than one waiting receiver, servers with time
 * of their own, threads of another domain, threads that use the FPU.
 */

#include "fault.h"
#include "hostile.h"
#include "ipc.h"
#include "sched.h"
#include <arch/fastpath.h>

/* Kernels that count their entries, or bring bad luck at each, have only the long way. */
#define FAST_PATH (!KEEL_BENCHMARK && !KEEL_HOSTILE_SLOW && !KEEL_HOSTILE_TIME)

/* A message info whose low bits are at most this has no capabilities and fits the registers. */
#define INFO_LOW_BITS 12

/* The slot of cptr in a CSpace of one level, or 0. */
static inline word_t lookup(const struct tcb *t, word_t cptr)
{
    const struct cap c = t->slot[TCB_CSPACE].cap;
    const word_t radix = cnode_cap_radix(c);
    if (!cap_is(c, CAP_cnode) || cnode_cap_guard(c) != 0 ||
        cnode_cap_guard_size(c) + radix != WORD_BITS || cptr >> radix != 0)
        return 0;
    return cap_object(c) + (cptr << SLOT_BITS);
}

static inline bool waits_alone(const struct tcb *t)
{
    return (t->wait_next | t->wait_group_next) == 0;
}

/* t runs next, instead of `now`, which blocks: no ready thread has a higher priority. */
static inline bool is_next(const struct tcb *t, const struct tcb *now)
{
    return t->priority >= now->priority;
}

void fast_call(word_t cptr, word_t info, struct tcb *t)
{
    if (!FAST_PATH)                                         return;
    if ((info & mask(INFO_LOW_BITS)) > MSG_REGISTERS)       return;     /* long, or with caps */
    const word_t s = lookup(t, cptr);
    if (s == 0)                                             return;     /* deep, or not there */
    const struct cap c = slot_at(s)->cap;
    const word_t rights = endpoint_cap_rights(c);
    if (!cap_is(c, CAP_endpoint))                           return;     /* a kernel object */
    if ((rights & RIGHT_SEND) == 0)                         return;     /* refused */
    if ((rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) == 0)  return;     /* no answer possible */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue == 0)                                      return;     /* nobody waits */
    struct tcb *receiver = tcb_at(e->queue);
    if (receiver->state != THREAD_BLOCKED_RECEIVE)          return;     /* others want to send */
    if (!waits_alone(receiver))                             return;     /* queue work */
    if (receiver->sched_context != 0)                       return;     /* has time of its own */
    if (receiver->reply == 0)                               return;     /* cannot answer */
    if (receiver->domain != t->domain)                      return;     /* runs another time */
    if (!is_next(receiver, t))                              return;     /* somebody else might */
    if (!fast_fpu_unused(receiver))                         return;     /* registers to switch */
    const word_t space = fast_space(receiver);
    if (space == 0)                                         return;     /* no address space */

    /* commit: as endpoint_send, reply_push and sc_donate; state and queues as sched_decide */
    struct reply *r = reply_at(receiver->reply);
    struct sched_context *sc = sched_context_at(t->sched_context);
    e->queue = 0;
    receiver->wait_group_tail = 0;
    receiver->blocked_on = 0;
    receiver->reply = 0;
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
    fast_copy_registers(&receiver->context, &t->context, info & mask(INFO_LOW_BITS));
    fast_space_use(space);
    node.current = tcb_addr(receiver);
    trap_leave_fast(endpoint_cap_badge(c), info, &receiver->context);
}

void fast_reply_recv(word_t cptr, word_t info, struct tcb *t, word_t reply_cptr)
{
    if (!FAST_PATH)                                         return;
    if ((info & mask(INFO_LOW_BITS)) > MSG_REGISTERS)       return;     /* long, or with caps */
    const word_t rs = lookup(t, reply_cptr), es = lookup(t, cptr);
    if (rs == 0 || es == 0)                                 return;     /* deep, or not there */
    if (!cap_is(slot_at(rs)->cap, CAP_reply))               return;     /* other ways to answer */
    const struct cap c = slot_at(es)->cap;
    if (!cap_is(c, CAP_endpoint))                           return;     /* a notification */
    if ((endpoint_cap_rights(c) & RIGHT_RECEIVE) == 0)      return;     /* refused */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue != 0)                                      return;     /* the next one waits */
    if (t->bound_notification != 0)                         return;     /* may be active */
    struct reply *r = reply_at(cap_object(slot_at(rs)->cap));
    if (r->tcb == 0)                                        return;     /* nobody to answer */
    struct tcb *caller = tcb_at(r->tcb);
    if (caller->state != THREAD_BLOCKED_REPLY)              return;     /* nobody to answer */
    if (caller->fault.type != FAULT_NullFault)              return;     /* a fault's answer */
    if (r->sched_context == 0)                              return;     /* no time to return */
    if (caller->sched_context != 0)                         return;     /* has got time meanwhile */
    if (r->sched_context != t->sched_context)               return;     /* not our time */
    if (caller->domain != t->domain)                        return;     /* runs another time */
    if (!is_next(caller, t))                                return;     /* somebody else might */
    if (!fast_fpu_unused(caller))                           return;     /* registers to switch */
    const word_t space = fast_space(caller);
    if (space == 0)                                         return;     /* no address space */

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
    caller->reply = 0;
    caller->state = THREAD_RUNNING;
    t->scan_ticket = 0;
    t->sched_context = 0;
    t->reply = reply_addr(r);
    t->state = THREAD_BLOCKED_RECEIVE;
    t->blocked_on = endpoint_addr(e);
    t->wait_group_tail = tcb_addr(t);
    e->queue = tcb_addr(t);
    fast_copy_registers(&caller->context, &t->context, info & mask(INFO_LOW_BITS));
    fast_space_use(space);
    node.current = tcb_addr(caller);
    trap_leave_fast(0, info, &caller->context);
}
