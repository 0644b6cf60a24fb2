/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Scheduling contexts: refills (refill.c), binding and donation (sched_context.c), invocations.
 */

#include "node.h"

/* --- refill.c: the sporadic-server ring. Times in ticks; at most a constant number of steps. */

/* Ring entries a scheduling context of 2^size_bits bytes can hold. */
word_t refill_capacity(word_t size_bits);
/* Entry i, counted from the head; i <= refill_max. */
static inline struct refill *refill_entry(const struct sched_context *sc, word_t i)
{
    word_t index = sc->refill_head + i;
    if (index >= sc->refill_max)
        index -= sc->refill_max;
    return refill_at(sched_context_addr(sc) + sizeof(struct sched_context) +
                     index * sizeof(struct refill));
}
static inline struct refill *refill_head(const struct sched_context *sc)
{
    return refill_at(sched_context_addr(sc) + sizeof(struct sched_context) +
                     sc->refill_head * sizeof(struct refill));
}
static inline ticks_t refill_head_amount(const struct sched_context *sc)
{
    const ticks_t end = sc->refill_count > 1 ? refill_entry(sc, 1)->start : sc->refill_end;
    return end - refill_head(sc)->start;
}
/* A full budget from now on; budget = period makes it round robin. */
void refill_new(struct sched_context *sc, word_t max, ticks_t budget, ticks_t period);
/* New parameters for a thread in the middle of its period. budget < period. */
void refill_update(struct sched_context *sc, word_t max, ticks_t budget, ticks_t period);
/* Charge `used` ticks; not round robin. */
void refill_charge(struct sched_context *sc, ticks_t used);
/* Round robin: part of the slice is used; all of it is used or given up. */
static inline void refill_charge_round_robin_partial(struct sched_context *sc, ticks_t used)
{
    refill_entry(sc, 1)->start -= used;
}
static inline void refill_charge_round_robin_exhausted(struct sched_context *sc)
{
    refill_entry(sc, 1)->start = sc->refill_end;
}
void refill_unblock(struct sched_context *sc);                  /* bring up to date */
static inline bool refill_is_ready(const struct sched_context *sc)
{
    return refill_head(sc)->time <= node.now;
}
/* After `used` more ticks the head still holds the minimum budget. */
static inline bool refill_is_sufficient(const struct sched_context *sc, ticks_t used)
{
    const ticks_t amount = refill_head_amount(sc);
    return amount >= used && amount - used >= node.min_budget;
}

static inline bool sc_is_active(const struct sched_context *sc) { return sc->refill_max != 0; }
static inline bool sc_is_round_robin(const struct sched_context *sc) { return sc->period == 0; }
/* Configured, and the head refill is ready. */
static inline bool sc_is_released(const struct sched_context *sc)
{
    return sc_is_active(sc) && refill_is_ready(sc);
}

/* --- sched_context.c */

/* Sporadic contexts are brought up to date when their thread wakes. Nothing for others, for
 * thread without context, or for the context that is current. */
void sc_wake(struct tcb *t);
/* sc leaves whichever thread uses it and goes to t, which must have none. */
void sc_donate(struct sched_context *sc, struct tcb *t);
void sc_bind_tcb(struct sched_context *sc, struct tcb *t);      /* effects of Bind */
/* Effects of ConfigureFlags on refills and thread. */
void sc_configure(struct sched_context *sc, word_t max, ticks_t budget, ticks_t period);
void sc_unbind_tcb(struct sched_context *sc);                   /* its thread, if any, stops */
void sc_bind_notification(struct sched_context *sc, struct notification *n);
void sc_unbind_notification(struct sched_context *sc);
void sc_unbind_all(struct sched_context *sc);   /* thread, notification, call chain */
/* SC lending (a notification's context): give it to t on delivery, take it back when t blocks. */
void sc_lend(struct notification *n, struct tcb *t);
void sc_take_back(struct notification *n, struct tcb *t);
/* Destruction of the object: everything detached, YieldTo waiters answered, unconfigured. */
void sc_finalise(struct sched_context *sc);
/* A thread waiting in YieldTo gets its result; links removed. Called when it next runs. */
void sc_complete_yield(struct tcb *t);
/* The link is removed without a result (t is suspended). */
void sc_cancel_yield(struct tcb *t);
/* Microseconds consumed since the last report; resets the counter. */
word_t sc_report_consumed(struct sched_context *sc);

enum err sched_context_invoke(struct cap cap, const struct message *m);
enum err sched_control_invoke(struct cap cap, const struct message *m);
