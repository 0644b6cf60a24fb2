/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Invocations of SchedContext and SchedControl capabilities: their checks, in the order in which
 * they count.
 */

#include "invocation.h"
#include "sched.h"
#include "sched_context.h"
#include <abi/invocations.h>
#include <arch/timer.h>

/* ------------------------------------------------------------------------------- SchedContext */

static enum err check_bind_tcb(const struct sched_context *sc, const struct tcb *t)
{
    if (sc->tcb != 0)
        return fail_illegal("the scheduling context is bound to a thread already");
    if (t->sched_context != 0)
        return fail_illegal("the thread has a scheduling context already");
    if (thread_is_blocked(t) && !sc_is_released(sc))
        return fail_illegal("the thread is blocked and the scheduling context has no time now");
    return ERR_OK;
}

static enum err check_bind_notification(const struct sched_context *sc,
                                        const struct notification *n)
{
    if (sc->notification != 0)
        return fail_illegal("the scheduling context is bound to a notification already");
    if (n->sched_context != 0)
        return fail_illegal("the notification has a scheduling context already");
    return ERR_OK;
}

static enum err bind(struct sched_context *sc, const struct message *m)
{
    if (!message_has(m, 0, INV_CAPS(SchedContextBind)))
        return fail_truncated(0, INV_CAPS(SchedContextBind));
    struct cap to = message_cap(m, 0);
    bool is_tcb = cap_is(to, CAP_tcb);
    if (!is_tcb && !cap_is(to, CAP_notification))
        return fail_capability(1, "only a TCB or notification can be bound (not type %lu)",
                               cap_type(to));
    enum err error = is_tcb ? check_bind_tcb(sc, tcb_at(cap_object(to)))
                            : check_bind_notification(sc, notification_at(cap_object(to)));
    if (error != ERR_OK)
        return error;
    /* commit */
    if (is_tcb)
        sc_bind_tcb(sc, tcb_at(cap_object(to)));
    else
        sc_bind_notification(sc, notification_at(cap_object(to)));
    return ERR_OK;
}

static enum err unbind_object(struct sched_context *sc, const struct message *m)
{
    if (!message_has(m, 0, INV_CAPS(SchedContextUnbindObject)))
        return fail_truncated(0, INV_CAPS(SchedContextUnbindObject));
    struct cap from = message_cap(m, 0);
    bool is_tcb = cap_is(from, CAP_tcb);
    if (!is_tcb && !cap_is(from, CAP_notification))
        return fail_capability(1, "only a TCB or notification can be unbound (not type %lu)",
                               cap_type(from));
    if (is_tcb && sc->tcb != cap_object(from))
        return fail_illegal("this thread does not use the scheduling context");
    if (is_tcb && sc->tcb == node.current)
        return fail_illegal("a thread cannot take its own scheduling context");
    if (!is_tcb && sc->notification != cap_object(from))
        return fail_illegal("this notification is not bound to the scheduling context");
    /* commit */
    if (is_tcb)
        sc_unbind_tcb(sc);
    else
        sc_unbind_notification(sc);
    return ERR_OK;
}

static enum err unbind(struct sched_context *sc)
{
    if (sc->tcb != 0 && sc->tcb == node.current)
        return fail_illegal("a thread cannot take its own scheduling context");
    /* commit */
    sc_unbind_all(sc);
    return ERR_OK;
}

static enum err yield_to(struct sched_context *sc)
{
    if (sc->tcb == 0)
        return fail_illegal("the scheduling context is not bound to a thread");
    if (sc->tcb == node.current)
        return fail_illegal("a thread cannot yield to itself");
    struct tcb *t = tcb_at(sc->tcb);
    if (t->priority > current_thread()->mcp)
        return fail_illegal("the thread's priority is above the caller's maximum");
    /* commit */
    if (sc->yield_from != 0)
        sc_complete_yield(tcb_at(sc->yield_from));
    sched_postpone_if_not_ready(t);
    if (!thread_is_schedulable(t) || !sched_yield_to(t))
        return result_word(sc_report_consumed(sc));
    sc->yield_from = node.current;
    current_thread()->yield_to = sched_context_addr(sc);
    return ERR_DEFERRED;
}

enum err sched_context_invoke(struct cap cap, const struct message *m)
{
    struct sched_context *sc = sched_context_at(cap_object(cap));
    switch (m->label) {
    case SchedContextBind:
        return bind(sc, m);
    case SchedContextUnbind:
        return unbind(sc);
    case SchedContextUnbindObject:
        return unbind_object(sc, m);
    case SchedContextConsumed:
        return result_word(sc_report_consumed(sc));
    case SchedContextYieldTo:
        return yield_to(sc);
    default:
        return fail_illegal("a SchedContext has no such operation");
    }
}

/* ------------------------------------------------------------------------------- SchedControl */

/* Microseconds. The range errors state the limits of both. */
static enum err check_times(word_t budget, word_t period)
{
    word_t max = timer_max_us();
    if (budget > max)
        return fail_range(MIN_BUDGET_US, max, "a budget of %lu us is above %lu us", budget);
    if (period > max)
        return fail_range(MIN_BUDGET_US, max, "a period of %lu us is above %lu us", period);
    if (timer_us_to_ticks(budget) < node.min_budget)
        return fail_range(MIN_BUDGET_US, max, "a budget of %lu us is below the minimum", budget);
    if (timer_us_to_ticks(period) < node.min_budget)
        return fail_range(MIN_BUDGET_US, max, "a period of %lu us is below the minimum", period);
    if (timer_us_to_ticks(budget) > timer_us_to_ticks(period))
        return fail_range(MIN_BUDGET_US, period, "a budget of %lu us is above its period, %lu us",
                          budget);
    return ERR_OK;
}

static enum err configure(struct cap control, const struct message *m)
{
    if (!message_has(m, INV_WORDS(SchedControlConfigureFlags),
                     INV_CAPS(SchedControlConfigureFlags)))
        return fail_truncated(INV_WORDS(SchedControlConfigureFlags),
                              INV_CAPS(SchedControlConfigureFlags));
    word_t budget = m->word[0];
    word_t period = m->word[1];
    word_t extra = m->word[2];
    struct cap target = message_cap(m, 0);
    enum err error = check_times(budget, period);
    if (error != ERR_OK)
        return error;
    if (!cap_is(target, CAP_sched_context))
        return fail_capability(1, "only a SchedContext can be configured (not type %lu)",
                               cap_type(target));
    word_t most = refill_capacity(sched_context_cap_size_bits(target)) - MIN_REFILLS;
    if (extra > most)
        return fail_range(0, most, "%lu extra refills do not fit, the object has room for %lu",
                          extra);
    /* commit */
    struct sched_context *sc = sched_context_at(cap_object(target));
    sc->core = (uint32_t)sched_control_cap_core(control);
    if (KEEL_HOSTILE_MEMORY)
        extra = 0;
    sc_configure(sc, MIN_REFILLS + extra, timer_us_to_ticks(budget), timer_us_to_ticks(period));
    sc->badge = m->word[3];
    sc->sporadic = (m->word[4] & SCHED_CONTEXT_SPORADIC) != 0 ? 1 : 0;
    return ERR_OK;
}

enum err sched_control_invoke(struct cap cap, const struct message *m)
{
    if (m->label != SchedControlConfigureFlags)
        return fail_illegal("a SchedControl has no such operation");
    return configure(cap, m);
}
