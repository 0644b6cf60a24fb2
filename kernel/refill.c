/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Refills: the sporadic server in a scheduling context.
 *
 * A budget is a list of refills R0, R1 ... in a ring behind the struct; each is an amount of ticks
 * that may be used from some time on. Time taken from R0 comes back one period after R0's time.
 *
 * An entry does not hold its amount but where it starts on an axis of ticks on which all refills
 * stand end to end (the origin does not matter, it may wrap):
 *
 *      time     t0      t1    t2                    amount(i) = start(i + 1) - start(i)
 *      start    s0------s1----s2--------refill_end
 *
 * So to use the head is to move s0 up, to return time is to move refill_end up, neighbours are
 * joined by dropping an entry, and how many to join is found by binary search: the number of
 * refills, which a user chooses, has no influence on time beyond its logarithm.
 *
 * Between calls, for a configured scheduling context:
 *
 *  1. 1 <= refill_count <= refill_max, refill_max >= 2, and refill_end - s0 is the budget.
 *  2. Round robin (period 0): two entries, what is left of the slice and what has been used of it.
 *     Their times are that of the configuration. The rest is about the others.
 *  3. Amounts are at least 1; the head's is at least the minimum budget.
 *  4. t(i) + amount(i) < t(i + 1). So t(i) - s(i) grows with i, and can be searched.
 *  5. The budget is smaller than the period.
 */

#include "sched_context.h"

/* Whole refills that one charge turns over one by one. A slice ends at the latest with the timer's
 * interrupt, so there are more only if the kernel was late by as many refills. */
#define MAX_TURNS 32

word_t refill_capacity(word_t size_bits)
{
    return (bit(size_bits) - sizeof(struct sched_context)) / sizeof(struct refill);
}

/* What R0 .. Ri hold together. */
static ticks_t sum_through(const struct sched_context *sc, word_t i)
{
    ticks_t end = i + 1 < sc->refill_count ? refill_entry(sc, i + 1)->start : sc->refill_end;
    return end - refill_entry(sc, 0)->start;
}

/* ------------------------------------------------------------------------- configuration */

/* A ring with one refill. */
static void start_ring(struct sched_context *sc, word_t max, ticks_t time, ticks_t amount)
{
    sc->refill_max = max;
    sc->refill_head = 0;
    sc->refill_count = 1;
    sc->refill_end = amount;
    refill_entry(sc, 0)->time = time;
    refill_entry(sc, 0)->start = 0;
}

/* Behind the last refill; the ring is not full. */
static void append(struct sched_context *sc, ticks_t time, ticks_t amount)
{
    struct refill *r = refill_entry(sc, sc->refill_count);
    r->time = time;
    r->start = sc->refill_end;
    sc->refill_end += amount;
    sc->refill_count++;
}

void refill_new(struct sched_context *sc, word_t max, ticks_t budget, ticks_t period)
{
    bool round_robin = budget == period;
    sc->period = round_robin ? 0 : period;
    start_ring(sc, round_robin ? MIN_REFILLS : max, node.now, budget);
    if (round_robin)
        append(sc, node.now, 0);
}

void refill_update(struct sched_context *sc, word_t max, ticks_t budget, ticks_t period)
{
    ticks_t amount = word_min(refill_head_amount(sc), budget);
    ticks_t time = refill_head(sc)->time;
    if (time <= node.now)
        time = node.now;
    sc->period = period;
    start_ring(sc, max, time, amount);
    if (amount < budget)
        append(sc, time + period, budget - amount);
}

/* ------------------------------------------------------------------------------ charging */

/* `amount` can be used again from `time` on: insert it, later than all others. */
static void give_back(struct sched_context *sc, ticks_t time, ticks_t amount)
{
    struct refill *tail = refill_entry(sc, sc->refill_count - 1);
    ticks_t tail_amount = sc->refill_end - tail->start;
    if (tail->time + tail_amount < time) {
        if (sc->refill_count < sc->refill_max) {
            append(sc, time, amount);
            return;
        }
        tail->time = time - tail_amount;
    }
    sc->refill_end += amount;
}

/* Drop the first i entries, at least one stays. */
static void drop(struct sched_context *sc, word_t i)
{
    sc->refill_head += i;
    if (sc->refill_head >= sc->refill_max)
        sc->refill_head -= sc->refill_max;
    sc->refill_count -= i;
}

/* R0 .. Ri become one refill that ends when Ri would, had it been used without a break. */
static void join_through(struct sched_context *sc, word_t i)
{
    struct refill *last = refill_entry(sc, i);
    ticks_t start = refill_entry(sc, 0)->start;
    last->time -= last->start - start;
    last->start = start;
    drop(sc, i);
}

/* The first i for which R0 .. Ri hold `amount`, or the last refill. */
static word_t first_holding(const struct sched_context *sc, ticks_t amount)
{
    word_t low = 0;
    word_t high = sc->refill_count - 1;
    while (low < high) {        /* halved each turn: at most 64 */
        LOOP(WORD_BITS, high - low);
        word_t middle = low + (high - low) / 2;
        if (sum_through(sc, middle) >= amount)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The head has been used completely. */
static void turn_head(struct sched_context *sc)
{
    struct refill *head = refill_head(sc);
    ticks_t time = head->time + sc->period;
    if (sc->refill_count == 1) {
        head->time = time;
        return;
    }
    ticks_t amount = refill_head_amount(sc);
    drop(sc, 1);
    give_back(sc, time, amount);
}

static bool covers_head(const struct sched_context *sc, ticks_t used)
{
    return refill_head_amount(sc) <= used && refill_head(sc)->time < node.time_limit;
}

/* `used` covers the only refill several times. Returns the rest. */
static ticks_t turn_only(struct sched_context *sc, ticks_t used)
{
    struct refill *head = refill_head(sc);
    ticks_t amount = refill_head_amount(sc);
    word_t turns = word_min(used / amount, (node.time_limit - head->time - 1) / sc->period + 1);
    head->time += turns * sc->period;
    return used - turns * amount;
}

/* The refills that `used` covers are returned as one, so that a kernel that was very late does not
 * become later still. Returns the rest. */
static ticks_t turn_together(struct sched_context *sc, ticks_t used)
{
    word_t last = first_holding(sc, used + 1);
    if (sum_through(sc, last) > used)
        last--;
    join_through(sc, last);
    if (sc->refill_count == 1)
        return turn_only(sc, used);
    used -= refill_head_amount(sc);
    turn_head(sc);
    return used;
}

void refill_charge(struct sched_context *sc, ticks_t used)
{
    word_t turns = 0;
    while (turns < MAX_TURNS && covers_head(sc, used)) {    /* at most 32 */
        LOOP(MAX_TURNS, turns);
        used -= refill_head_amount(sc);
        turn_head(sc);
        turns++;
    }
    if (covers_head(sc, used))
        used = turn_together(sc, used);
    struct refill *head = refill_head(sc);
    if (used > 0 && head->time < node.time_limit) {
        ticks_t time = head->time + sc->period;
        head->time += used;
        head->start += used;
        give_back(sc, time, used);
    }
    join_through(sc, first_holding(sc, node.min_budget));
}

/* ------------------------------------------------------------------------- bringing up to date */

/* The last refill that a head starting now runs into: those before it are used without a break. */
static word_t last_reached(const struct sched_context *sc)
{
    ticks_t start = refill_entry(sc, 0)->start;
    word_t low = 0;
    word_t high = sc->refill_count;
    while (high - low > 1) {    /* halved each turn: at most 64 */
        LOOP(WORD_BITS, high - low);
        word_t middle = low + (high - low) / 2;
        struct refill *r = refill_entry(sc, middle);
        if (r->time <= node.now + (r->start - start))       /* true up to some index, by (4) */
            low = middle;
        else
            high = middle;
    }
    return low;
}

void refill_unblock(struct sched_context *sc)
{
    if (sc_is_round_robin(sc) || !refill_is_ready(sc))
        return;
    join_through(sc, last_reached(sc));
    refill_head(sc)->time = node.now;
}
