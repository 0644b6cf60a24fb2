/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Scheduling contexts: who has them. The time in them is refill.c's subject, charging it time.c's.
 *
 *  1. sc.tcb and the thread's sched_context point at each other; so do sc.notification and the
 *     notification's sched_context, sc.yield_from and the thread's yield_to.
 *  2. A thread without a scheduling context is in no ready or release queue.
 *  3. sc.reply is the head of the call chain (reply.c).
 *  4. A context that leaves the current thread stays node.current_sc until the decision: it still
 *     owes the time used. If it is destroyed, node.current_sc is 0.
 */

#include "invocation.h"
#include "fastpath.h"
#include "sched.h"
#include "sched_context.h"
#include <arch/timer.h>

/* sc, which nobody uses, goes to t, which has none. */
static void attach(struct sched_context *sc, struct tcb *t)
{
    sc->tcb = tcb_addr(t);
    t->sched_context = sched_context_addr(sc);
    t->offer = 0;
    if (t->state == THREAD_BLOCKED_REPLY)
        t->peers |= PEERS_CARE;
}

void sc_unbind_tcb(struct sched_context *sc)
{
    if (sc->tcb == 0)
        return;
    struct tcb *t = tcb_at(sc->tcb);
    sched_remove(t);
    t->sched_context = 0;
    sc->tcb = 0;
}

void sc_donate(struct sched_context *sc, struct tcb *t)
{
    sc_unbind_tcb(sc);
    attach(sc, t);
}

void sc_wake(struct tcb *t)
{
    if (t->sched_context == 0 || t->sched_context == node.current_sc)
        return;
    struct sched_context *sc = sched_context_at(t->sched_context);
    if (sc->sporadic != 0 && sc_is_active(sc))
        refill_unblock(sc);
}

void sc_bind_tcb(struct sched_context *sc, struct tcb *t)
{
    attach(sc, t);
    sc_wake(t);
    sched_postpone_if_not_ready(t);
    if (thread_is_schedulable(t)) {
        sched_put_first(t);
        sched_reschedule();
    }
}

void sc_configure(struct sched_context *sc, word_t max, ticks_t budget, ticks_t period)
{
    struct tcb *t = sc->tcb != 0 ? tcb_at(sc->tcb) : NULL;
    if (t != NULL)
        sched_remove(t);
    if (node.current_sc == sched_context_addr(sc)) {
        time_charge();
        node.reprogram = 1;
    }
    if (budget != period && sc_is_active(sc) && t != NULL && thread_is_runnable(t))
        refill_update(sc, max, budget, period);
    else
        refill_new(sc, max, budget, period);
    if (t == NULL)
        return;
    sched_postpone_if_not_ready(t);
    if (tcb_addr(t) == node.current)
        sched_reschedule();
    else
        sched_candidate(t);
}

/* ----------------------------------------------------------------------------- notifications */

void sc_bind_notification(struct sched_context *sc, struct notification *n)
{
    sc->notification = notification_addr(n);
    n->sched_context = sched_context_addr(sc);
}

void sc_unbind_notification(struct sched_context *sc)
{
    if (sc->notification != 0)
        notification_at(sc->notification)->sched_context = 0;
    sc->notification = 0;
}

void sc_lend(struct notification *n, struct tcb *t)
{
    if (n->sched_context == 0 || t->sched_context != 0)
        return;
    struct sched_context *sc = sched_context_at(n->sched_context);
    if (sc->tcb != 0)
        return;
    attach(sc, t);
    sched_postpone_if_not_ready(t);
}

void sc_take_back(struct notification *n, struct tcb *t)
{
    if (n->sched_context != 0 && n->sched_context == t->sched_context)
        sc_unbind_tcb(sched_context_at(n->sched_context));
}

void sc_unbind_all(struct sched_context *sc)
{
    sc_unbind_tcb(sc);
    sc_unbind_notification(sc);
    if (sc->reply != 0)
        reply_at(sc->reply)->sched_context = 0;
    sc->reply = 0;
}

/* ---------------------------------------------------------------------------------- YieldTo */

word_t sc_report_consumed(struct sched_context *sc)
{
    ticks_t reported = word_min(sc->consumed, timer_us_to_ticks(timer_max_us()));
    sc->consumed -= reported;
    return timer_ticks_to_us(reported);
}

void sc_cancel_yield(struct tcb *t)
{
    if (t->yield_to != 0)
        sched_context_at(t->yield_to)->yield_from = 0;
    t->yield_to = 0;
}

void sc_complete_yield(struct tcb *t)
{
    struct sched_context *sc = sched_context_at(t->yield_to);
    sc_cancel_yield(t);
    word_t consumed = sc_report_consumed(sc);
    if (t->yield_is_call == 0)
        return;
    node.result.count = 1;
    node.result.word[0] = consumed;
    invocation_reply_success(t, &node.result);
    node.result.count = 0;
}

void sc_finalise(struct sched_context *sc)
{
    if (node.current_sc == sched_context_addr(sc)) {
        time_charge();
        node.current_sc = 0;
    }
    sc_unbind_all(sc);
    if (sc->yield_from != 0)
        sc_complete_yield(tcb_at(sc->yield_from));
    sc->refill_max = 0;
}
