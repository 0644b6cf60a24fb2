/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * refill.c: the specification's worked examples, and long random histories against a model that is
 * the specification's text, a plain array shifted by hand.
 */

#include "fixture.h"
#include <stdio.h>
#include <string.h>

/* --------------------------------------------------------------------------------- the model */

#define MODEL_MAX 64

struct model {
    ticks_t period;
    word_t max, count;
    ticks_t time[MODEL_MAX], amount[MODEL_MAX];
};

static void model_remove_head(struct model *m)
{
    m->count--;
    memmove(m->time, m->time + 1, m->count * sizeof m->time[0]);
    memmove(m->amount, m->amount + 1, m->count * sizeof m->amount[0]);
}

static void model_insert(struct model *m, ticks_t time, ticks_t amount)
{
    word_t tail = m->count - 1;
    if (m->time[tail] + m->amount[tail] >= time) {
        m->amount[tail] += amount;
    } else if (m->count < m->max) {
        m->time[m->count] = time;
        m->amount[m->count] = amount;
        m->count++;
    } else {
        m->time[tail] = time - m->amount[tail];
        m->amount[tail] += amount;
    }
}

static void model_charge(struct model *m, ticks_t used, ticks_t min)
{
    while (m->amount[0] <= used) {
        used -= m->amount[0];
        if (m->count == 1) {
            m->time[0] += m->period;
        } else {
            ticks_t time = m->time[0] + m->period;
            ticks_t amount = m->amount[0];
            model_remove_head(m);
            model_insert(m, time, amount);
        }
    }
    if (used > 0) {
        ticks_t time = m->time[0] + m->period;
        m->amount[0] -= used;
        m->time[0] += used;
        model_insert(m, time, used);
    }
    while (m->amount[0] < min) {
        ticks_t amount = m->amount[0];
        model_remove_head(m);
        m->amount[0] += amount;
        m->time[0] -= amount;
    }
}

static void model_unblock(struct model *m, ticks_t now)
{
    if (m->time[0] > now)
        return;
    m->time[0] = now;
    while (m->count > 1 && m->time[1] <= m->time[0] + m->amount[0]) {
        m->time[1] = m->time[0];
        m->amount[1] += m->amount[0];
        model_remove_head(m);
    }
}

static void model_new(struct model *m, word_t max, ticks_t budget, ticks_t period, ticks_t now)
{
    m->period = period;
    m->max = max;
    m->count = 1;
    m->time[0] = now;
    m->amount[0] = budget;
}

static void model_update(struct model *m, word_t max, ticks_t budget, ticks_t period, ticks_t now)
{
    m->period = period;
    m->max = max;
    m->count = 1;
    if (m->time[0] <= now)
        m->time[0] = now;
    if (m->amount[0] >= budget)
        m->amount[0] = budget;
    else
        model_insert(m, m->time[0] + period, budget - m->amount[0]);
}

/* ------------------------------------------------------------------------------- comparison */

static void get(const struct sched_context *sc, word_t i, ticks_t *time, ticks_t *amount)
{
    const struct refill *ring = (const struct refill *)(sc + 1);
    const struct refill *r = &ring[(sc->refill_head + i) % sc->refill_max];
    const struct refill *next = &ring[(sc->refill_head + i + 1) % sc->refill_max];
    *time = r->time;
    *amount = (i + 1 < sc->refill_count ? next->start : sc->refill_end) - r->start;
}

static void compare(const struct sched_context *sc, const struct model *m, const char *what)
{
    if (sc->refill_count != m->count)
        fail_test("%s: %lu refills, not %lu", what, sc->refill_count, m->count);
    for (word_t i = 0; i < m->count && !test_failed(); i++) {
        ticks_t time, amount;
        get(sc, i, &time, &amount);
        if (time != m->time[i] || amount != m->amount[i])
            fail_test("%s: refill %lu is (%lu,%lu), not (%lu,%lu)", what, i, time, amount,
                      m->time[i], m->amount[i]);
    }
}

static void print(const struct sched_context *sc, char *text, size_t size)
{
    text[0] = 0;
    for (word_t i = 0; i < sc->refill_count; i++) {
        ticks_t time, amount;
        get(sc, i, &time, &amount);
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s(%lu,%lu)", i > 0 ? " " : "", time, amount);
    }
}

/* -------------------------------------------------------------------------- worked examples */

static void expect(const struct sched_context *sc, const char *step, const char *list)
{
    char text[200];
    print(sc, text, sizeof text);
    if (strcmp(text, list) != 0)
        fail_test("%s: %s, not %s", step, text, list);
}

static void at(struct sched_context *sc, ticks_t now)
{
    node.now = now;
    refill_unblock(sc);
}

static struct sched_context *example(word_t max)
{
    reset_node(2);
    struct sched_context *sc = new_sc(10);
    refill_new(sc, max, 10, 100);
    return sc;
}

static void table(const char *name, word_t max, const char *const list[6])
{
    begin(name);
    struct sched_context *sc = example(max);
    expect(sc, "configured at 0", list[0]);
    refill_charge(sc, 4);
    expect(sc, "charge 4", list[1]);
    at(sc, 20);
    expect(sc, "at 20", list[2]);
    refill_charge(sc, 3);
    expect(sc, "charge 3", list[3]);
    at(sc, 30);
    expect(sc, "at 30", list[4]);
    refill_charge(sc, 2);
    expect(sc, "charge 2", list[5]);
    end();
}

static void other_cases(void)
{
    begin("refills, other worked examples");
    struct sched_context *sc = example(4);
    refill_charge(sc, 10);
    expect(sc, "charge 10", "(100,10)");
    sc = example(4);
    refill_charge(sc, 9);
    expect(sc, "charge 9", "(99,10)");
    sc = example(4);
    refill_charge(sc, 4);
    refill_charge(sc, 3);
    expect(sc, "charge 4, charge 3", "(7,3) (100,7)");
    sc = example(4);
    refill_charge(sc, 4);
    refill_charge(sc, refill_head_amount(sc));
    expect(sc, "charge 4, Yield", "(100,10)");
    end();
}

static void round_robin(void)
{
    begin("refills, round robin");
    reset_node(2);
    node.now = 7;
    struct sched_context *sc = new_sc(7);
    refill_new(sc, 2, 50, 50);
    CHECK_EQUAL(sc->period, 0);
    expect(sc, "configured at 7", "(7,50) (7,0)");
    refill_charge_round_robin_partial(sc, 20);
    refill_charge_round_robin_partial(sc, 10);
    expect(sc, "charge 20, charge 10", "(7,20) (7,30)");
    CHECK(refill_is_sufficient(sc, 18));
    CHECK(!refill_is_sufficient(sc, 19));
    refill_charge_round_robin_exhausted(sc);
    expect(sc, "exhausted", "(7,50) (7,0)");
    at(sc, 90);
    expect(sc, "at 90", "(7,50) (7,0)");
    node.now = 100;
    refill_update(sc, 2, 40, 400);
    expect(sc, "update", "(100,40)");
    end();
}

static void capacity(void)
{
    static const word_t most[] = {2, 10, 26, 58, 122, 250};
    begin("refills, capacity");
    for (word_t n = 7; n <= 12; n++)
        CHECK_EQUAL(refill_capacity(n), most[n - 7]);
    end();
}

/* --------------------------------------------------------------------------- random histories */

static void step(struct sched_context *sc, struct model *m, word_t *max, ticks_t *budget)
{
    switch (random_below(40)) {
    case 0:
        *max = 2 + random_below(9);
        *budget = node.min_budget + random_below(200);
        ticks_t period = *budget + 1 + random_below(random_below(2) ? 30 : 2000);
        if (random_below(3) == 0) {
            refill_new(sc, *max, *budget, period);
            model_new(m, *max, *budget, period, node.now);
        } else {
            refill_update(sc, *max, *budget, period);
            model_update(m, *max, *budget, period, node.now);
        }
        compare(sc, m, "configure");
        return;
    case 1: case 2: case 3: case 4: case 5: case 6: case 7: case 8: case 9: case 10:
        node.now += random_below(random_below(4) ? 40 : 1000);
        refill_unblock(sc);
        model_unblock(m, node.now);
        compare(sc, m, "unblock");
        return;
    case 11:
        node.now += random_below(3000);
        return;
    case 12: {
        ticks_t all = refill_head_amount(sc);
        refill_charge(sc, all);
        model_charge(m, all, node.min_budget);
        compare(sc, m, "yield");
        return;
    }
    default: {
        /* Late by less than 32 refills: beyond that they are turned over together. */
        ticks_t used = random_below(random_below(5) ? 8 : refill_head_amount(sc) + 30);
        node.now += used;
        refill_charge(sc, used);
        model_charge(m, used, node.min_budget);
        compare(sc, m, "charge");
    }
    }
}

static void invariants(const struct sched_context *sc, ticks_t budget)
{
    ticks_t sum = 0, last_end = 0;
    for (word_t i = 0; i < sc->refill_count; i++) {
        ticks_t time, amount;
        get(sc, i, &time, &amount);
        if (amount == 0 || (i == 0 && amount < node.min_budget))
            fail_test("refill %lu has %lu", i, amount);
        if (i > 0 && time <= last_end)
            fail_test("refill %lu at %lu overlaps the one that ends at %lu", i, time, last_end);
        last_end = time + amount;
        sum += amount;
    }
    CHECK_EQUAL(sum, budget);
    CHECK(sc->refill_count <= sc->refill_max);
}

static void random_histories(void)
{
    begin("refills, random histories against the model");
    for (word_t run = 0; run < 300 && !test_failed(); run++) {
        reset_node(1 + random_below(12));
        node.now = 100000;
        struct sched_context *sc = new_sc(8);
        struct model m;
        word_t max = 2 + random_below(9);
        ticks_t budget = node.min_budget + random_below(100);
        refill_new(sc, max, budget, budget + 500);
        model_new(&m, max, budget, budget + 500, node.now);
        for (word_t i = 0; i < 1000 && !test_failed(); i++) {
            step(sc, &m, &max, &budget);
            invariants(sc, budget);
        }
    }
    end();
}

/* Fill a ring with refills of one tick each, far apart. */
static void splinter(struct sched_context *sc, word_t pieces)
{
    for (word_t i = 0; i < pieces; i++) {
        refill_charge(sc, 1);
        node.now += 10;
        refill_unblock(sc);
    }
}

static void many_refills(void)
{
    begin("refills, thousands of them");
    reset_node(20);
    node.now = 1000;
    struct sched_context *sc = new_sc(17);
    refill_new(sc, refill_capacity(17), 9000, 10000000);
    splinter(sc, 8000);
    CHECK_EQUAL(sc->refill_count, 8001);
    invariants(sc, 9000);
    node.now += 20000000;
    refill_unblock(sc);
    CHECK_EQUAL(sc->refill_count, 1);
    CHECK_EQUAL(refill_head_amount(sc), 9000);
    splinter(sc, 8000);
    refill_charge(sc, refill_head_amount(sc) + 3000);   /* three thousand refills late */
    invariants(sc, 9000);
    CHECK(!refill_is_ready(sc));
    end();
}

static void very_late(void)
{
    begin("refills, charged for many periods at once");
    for (word_t i = 0; i < 2000 && !test_failed(); i++) {
        reset_node(2);
        struct sched_context *sc = new_sc(7);
        struct model m;
        ticks_t budget = 2 + random_below(30);
        ticks_t used = random_below(40 * budget + 5000);
        refill_new(sc, 2, budget, budget + 50);
        model_new(&m, 2, budget, budget + 50, 0);
        refill_charge(sc, used);
        model_charge(&m, used, 2);
        compare(sc, &m, "charge");
        invariants(sc, budget);
    }
    reset_node(2);
    struct sched_context *sc = new_sc(7);
    refill_new(sc, 2, 2, bit(58));
    refill_charge(sc, bit(40));
    CHECK(refill_head(sc)->time >= node.time_limit);
    CHECK(refill_head(sc)->time < node.time_limit + bit(58));
    end();
}

int main(void)
{
    static const char *const two[6] = {
        "(0,10)", "(4,6) (100,4)", "(20,6) (100,4)", "(23,3) (116,7)", "(30,3) (116,7)", "(122,10)"
    };
    static const char *const four[6] = {
        "(0,10)", "(4,6) (100,4)", "(20,6) (100,4)", "(23,3) (100,4) (120,3)",
        "(30,3) (100,4) (120,3)", "(99,5) (120,3) (130,2)"
    };
    table("refills, worked example with 2 refills", 2, two);
    table("refills, worked example with 4 refills", 4, four);
    other_cases();
    round_robin();
    capacity();
    random_histories();
    many_refills();
    very_late();
    return 0;
}
