/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What time.c and the short ways have in common.
 */

#include "sched.h"
#include "sched_context.h"
#include <arch/timer.h>

/* As time_charge, while time is quiet: sc, which pays, has that much left and more. */
static inline void time_charge_quiet(struct sched_context *sc)
{
    const ticks_t used = time_used();
    sc->consumed += used;
    if (sc_is_round_robin(sc))
        refill_charge_round_robin_partial(sc, used);
    else if (used != 0)
        refill_charge(sc, used);
    node.charged_until = node.now;
}

/* As time_end_slice, but the thread keeps its turn of a round: sc pays, of period 0. */
static inline void time_end_turn(struct sched_context *sc)
{
    sc->consumed += time_used();
    refill_charge_round_robin_exhausted(sc);
    node.charged_until = node.now;
}

/* The timer rings at `deadline`, or when the first thread of the release queue may run. */
static inline void time_set_timer_before(ticks_t deadline)
{
    const word_t first = node.domain[node.current_domain].release;
    if (first != 0)
        deadline = word_min(deadline, tcb_at(first)->release_time);
    node.quiet_until = deadline - word_min(deadline, node.min_budget);
    timer_set(deadline - word_min(deadline, node.timer_precision + hostile_ahead()));
    node.reprogram = 0;
}

/* As time_set_timer: sc pays. */
static inline void time_set_timer_for(const struct sched_context *sc)
{
    const ticks_t end = node.charged_until + refill_head_amount(sc);
    time_set_timer_before(word_min(node.domain_end, end));
}

/* `next` pays from now on, everything before having been charged. */
static inline void time_continue_with(struct sched_context *next)
{
    node.current_sc = sched_context_addr(next);
    if (!sc_is_round_robin(next) && next->sporadic == 0)
        refill_unblock(next);
    time_set_timer_for(next);
}
