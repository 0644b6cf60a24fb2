/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Bad luck: what a hostile kernel does beyond a constant at the place concerned. Nothing here is
 * called, and none of its state used, in other kernels.
 *
 *  1. All is decided by one sequence of numbers, hence the same in each run of an image.
 *  2. A program makes progress: the timer does not ring twice without an instruction between.
 */

#include "hostile.h"
#include "sched.h"
#include "sched_context.h"
#include <arch/timer.h>

#define JUMP_BITS 11            /* ticks */

/* The next number of a sequence that looks random: xorshift64* (Vigna, 2016). */
static word_t draw(void)
{
    word_t x = node.hostile_draw != 0 ? node.hostile_draw : KEEL_HOSTILE_SEED;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    node.hostile_draw = x;
    return x * 0x2545f4914f6cdd1d;
}

bool hostile_toss(enum hostile_order order)
{
    return (draw() >> (WORD_BITS - N_HOSTILE_ORDERS) >> order & 1) != 0;
}

bool hostile_denies(void)
{
    bool denies = node.hostile_denied == 0;
    node.hostile_denied = 1;
    return denies;
}

/* What makes the budget end with the next entry. */
static ticks_t rest_of_budget(void)
{
    if (node.current_sc == 0)
        return 0;
    ticks_t amount = refill_head_amount(sched_context_at(node.current_sc));
    return amount - word_min(amount, time_used() + node.min_budget);
}

static ticks_t jump(void)
{
    word_t x = draw() >> 32;
    return x % 2 == 0 ? rest_of_budget() : x & mask(JUMP_BITS);
}

void hostile_leave(void)
{
    bool rang = node.hostile_rang != 0;
    node.hostile_rang = 0;
    if (rang)
        return;
    if (KEEL_HOSTILE_JUMPS)
        node.hostile_ahead += jump();
    timer_set(0);
}
