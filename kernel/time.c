/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Time: the stamp at each entry, who pays for what has passed, and when the timer rings next.
 *
 *      entry                                                leave
 *      sched_stamp_time -> sched_check_budget -> ... -> time_charge -> time_set_timer
 *
 *  1. node.now is the latest stamp. What has passed since node.charged_until (time_used) is
 *     node.current_sc's to pay.
 *  2. An entry that changes neither the scheduling context nor the timer charges nothing.
 *  3. Between entries the timer is set no later than the moment at which the current thread's head
 *     refill ends, the first thread of its domain's release queue may run, or the domain's time is
 *     over; all minus the timer's precision. Nothing in another domain has a part in this.
 *  4. quiet_until is the same moment less the minimum budget, where budgets and domains already
 *     count as used up. It holds from one setting of the timer to the next, so that an entry
 *     before it need not look at any of them.
 *  5. The idle thread's context is not charged, so it never ends.
 */

#include "fault.h"
#include "hostile.h"
#include "time_parts.h"

/* The context that pays, or NULL: it was destroyed, or nobody but the idle thread runs. */
static struct sched_context *payer(void)
{
    if (node.current_sc == 0 || node.current_sc == sched_context_addr(&node.idle_sc))
        return NULL;
    return sched_context_at(node.current_sc);
}

void time_charge(void)
{
    struct sched_context *sc = payer();
    ticks_t used = time_used();
    node.charged_until = node.now;
    if (sc == NULL || used == 0)
        return;
    sc->consumed += used;
    if (!sc_is_round_robin(sc))
        refill_charge(sc, used);
    else if (refill_is_sufficient(sc, used))
        refill_charge_round_robin_partial(sc, used);
    else
        refill_charge_round_robin_exhausted(sc);
}

void time_end_slice(ticks_t used)
{
    struct sched_context *sc = payer();
    if (sc != NULL) {
        sc->consumed += time_used();
        if (sc_is_round_robin(sc))
            refill_charge_round_robin_exhausted(sc);
        else
            refill_charge(sc, used);
    }
    node.charged_until = node.now;
    node.reprogram = 1;
    sched_reschedule();
}

/* The current thread used up its head refill. */
static void budget_exhausted(void)
{
    struct tcb *t = current_thread();
    time_end_slice(time_used());
    if (!thread_is_schedulable(t))
        return;
    struct sched_context *sc = sched_context_at(t->sched_context);
    if (!sc_is_round_robin(sc) && fault_has_timeout_handler(t))
        fault_timeout(t);
    else if (refill_is_ready(sc))
        ready_insert_tail(t);
    else
        sched_postpone_if_not_ready(t);
}

bool sched_check_budget(void)
{
    if (sched_is_quiet())
        return true;
    struct sched_context *sc = payer();
    if (sc != NULL && !refill_is_sufficient(sc, time_used())) {
        budget_exhausted();
        return false;
    }
    if (domain_expired()) {
        sched_reschedule();
        return false;
    }
    return true;
}

bool sched_check_budget_restart(void)
{
    if (sched_check_budget())
        return true;
    if (thread_is_runnable(current_thread()))
        sched_set_state(current_thread(), THREAD_RESTART);
    return false;
}

bool sched_preempt_wanted(void)
{
    sched_stamp_time();
    struct sched_context *sc = payer();
    return sc == NULL || !refill_is_sufficient(sc, time_used()) || domain_expired();
}

void sched_timer_interrupt(void)
{
    timer_ack();
    node.reprogram = 1;
    if (KEEL_HOSTILE_TIME)
        node.hostile_rang = 1;
}

void time_set_timer(void)
{
    const struct sched_context *sc = payer();
    if (sc != NULL)
        time_set_timer_for(sc);
    else
        time_set_timer_before(node.domain_end);
}

void time_pay_with(word_t sched_context)
{
    struct sched_context *sc = sched_context_at(sched_context);
    time_charge();
    node.current_sc = sched_context;
    if (sc->sporadic == 0)
        refill_unblock(sc);
    time_set_timer();
}
