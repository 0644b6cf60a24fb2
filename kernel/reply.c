/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Reply objects and the call chain of a scheduling context.
 *
 *      sched_context.reply --> head --prev--> older --prev--> oldest --> 0
 *
 *  1. A Reply is free (tcb 0), bound to a receiver (tcb is BLOCKED_RECEIVE and its `reply` is this
 *     object), or bound to a caller (tcb is BLOCKED_REPLY, likewise).
 *  2. sched_context is set exactly in the head of a chain, and that context's `reply` is the head.
 *     All in a chain are bound to callers.
 *  3. prev and next are inverse. The pieces of a broken chain keep their links among themselves
 *     but have no head with a scheduling context: they return none.
 *
 * Everything here takes constant time, however long the chain.
 */

#include "fault.h"
#include "ipc.h"
#include "sched.h"
#include "sched_context.h"

/* Take r out of the middle, or out of a piece that lost its scheduling context. */
static void unlink_middle(struct reply *r)
{
    if (r->next != 0)
        reply_at(r->next)->prev = 0;
    if (r->prev != 0)
        reply_at(r->prev)->next = 0;
    r->next = 0;
    r->prev = 0;
}

/* r, the head, makes place for the call below it, and the caller gets its time back. */
static void pop_head(struct reply *r, struct tcb *caller)
{
    struct sched_context *sc = sched_context_at(r->sched_context);
    sc->reply = r->prev;
    if (r->prev != 0) {
        reply_at(r->prev)->next = 0;
        reply_at(r->prev)->sched_context = sched_context_addr(sc);
    }
    r->prev = 0;
    r->sched_context = 0;
    if (caller->sched_context == 0)
        sc_donate(sc, caller);
}

/* The caller leaves r as if answered: chain rules of a reply. */
static void release_caller(struct reply *r, struct tcb *caller)
{
    if (r->sched_context != 0)
        pop_head(r, caller);
    else
        unlink_middle(r);
    r->tcb = 0;
    if (caller->fault.type == FAULT_NullFault)
        fault_forget(caller);           /* PEERS_CARE: it does not wait any more */
}

void reply_push(struct tcb *caller, struct tcb *callee, struct reply *r, bool donate)
{
    sched_set_state(caller, THREAD_BLOCKED_REPLY);
    caller->reply = reply_addr(r);
    r->tcb = tcb_addr(caller);
    if (!donate)
        return;
    struct sched_context *sc = sched_context_at(caller->sched_context);
    r->prev = sc->reply;
    if (r->prev != 0) {
        reply_at(r->prev)->next = reply_addr(r);
        reply_at(r->prev)->sched_context = 0;
    }
    r->sched_context = sched_context_addr(sc);
    sc->reply = reply_addr(r);
    sc_donate(sc, callee);
}

/* The caller has its answer: run it, or make it wait for its next refill. */
static void run_answered(struct tcb *caller, bool was_timeout)
{
    if (!thread_is_runnable(caller) || caller->sched_context == 0)
        return;
    struct sched_context *sc = sched_context_at(caller->sched_context);
    if (!sc_is_active(sc))
        return;
    if (refill_is_ready(sc) && refill_is_sufficient(sc, 0))
        sched_candidate(caller);
    else if (fault_has_timeout_handler(caller) && !was_timeout)
        fault_timeout(caller);
    else
        sched_postpone_if_not_ready(caller);
}

void reply_send(struct tcb *replier, struct reply *r, bool grant)
{
    if (r->tcb == 0 || tcb_at(r->tcb)->state != THREAD_BLOCKED_REPLY)
        return;
    struct tcb *caller = tcb_at(r->tcb);
    bool was_timeout = caller->fault.type == FAULT_Timeout;
    release_caller(r, caller);
    sc_wake(caller);
    if (caller->fault.type == FAULT_NullFault) {
        message_transfer(replier, caller, 0, 0, grant);
        sched_set_state(caller, THREAD_RUNNING);
    } else {
        bool restart = fault_reply(replier, caller);
        fault_forget(caller);
        sched_set_state(caller, restart ? THREAD_RESTART : THREAD_INACTIVE);
    }
    run_answered(caller, was_timeout);
}

void reply_take_over(struct tcb *receiver, struct reply *r)
{
    if (r->tcb != 0 && r->tcb != tcb_addr(receiver))
        ipc_cancel(tcb_at(r->tcb));
}

void reply_detach_receiver(struct tcb *t)
{
    if (t->state == THREAD_BLOCKED_RECEIVE && t->reply != 0)
        reply_at(t->reply)->tcb = 0;
}

void reply_detach_caller(struct tcb *t)
{
    struct reply *r = reply_at(t->reply);
    if (r->sched_context != 0)
        sched_context_at(r->sched_context)->reply = 0;
    r->sched_context = 0;
    unlink_middle(r);
    r->tcb = 0;
}

void reply_finalise(struct reply *r)
{
    if (r->tcb == 0)
        return;
    struct tcb *t = tcb_at(r->tcb);
    if (t->state == THREAD_BLOCKED_REPLY) {
        release_caller(r, t);
        sched_set_state(t, THREAD_INACTIVE);
    } else {
        ipc_cancel(t);
    }
}
