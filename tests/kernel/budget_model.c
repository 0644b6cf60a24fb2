/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Budgets against a model: the refill rules of the manual, written down a second time, predict when
 * a thread is stopped and when it continues, over long random sequences of work, waiting and
 * reconfiguration.
 *
 * One thread above all others is told to work for some time, then waits for the next order. When it
 * starts and when it has finished are inputs of the model, taken from the clock; at which moments
 * in between it must stop and may go on again is predicted, and compared within TOLERANCE: the
 * clock is read some instructions away from the kernel's own time stamps, and these differences add
 * up. So a sequence is STEPS long, then a new configuration puts both back to zero. A decision that
 * is closer than NEAR (whether two refills touch, whether the work ends before the budget) could
 * fall either way; the sequence then ends. How many steps were compared is checked, too.
 */
#include "internal.h"
#include "operations.h"

#define US        TICKS_PER_US
#define MIN       (20 * US)
#define PRECISION (ARCH_TIMER_EARLY_US * US)
#define LATE      (US / 5)      /* from there to the kernel's time stamp */
#define SWITCH    (US + US / 3) /* of a piece of work, spent in the kernel at its begin and end */
#define GAP       (8 * US)      /* less is not seen as an interruption */
#define TOLERANCE (3 * US)
#define NEAR      (6 * US)
#define STEPS     12
#define SEQUENCES 20

/* --- the model ------------------------------------------------------------------------------- */

struct refill {
    word time, amount;
};

static struct refill list[64];
static word n_refills, max_refills, period;
static bool sporadic, unsure;
static word wakes;              /* of the watchdog, when the order was given */

/* a >= b, where the two were not made from each other. */
static bool at_least(word a, word b)
{
    const word apart = a > b ? a - b : b - a;
    if (apart > 0 && apart < NEAR)
        unsure = true;
    return a >= b;
}

static void remove_head(void)
{
    n_refills--;
    for (word i = 0; i < n_refills; i++)
        list[i] = list[i + 1];
}

static void insert(struct refill n)
{
    struct refill *tail = &list[n_refills - 1];
    if (at_least(tail->time + tail->amount, n.time)) {
        tail->amount += n.amount;
    } else if (n_refills < max_refills) {
        list[n_refills++] = n;
    } else {
        tail->time = n.time - tail->amount;
        tail->amount += n.amount;
    }
}

static void charge(word used)
{
    if (used > period)
        FAIL("the model charges more than a period");
    while (list[0].amount <= used) {
        const struct refill head = list[0];
        used -= head.amount;
        if (n_refills == 1) {
            list[0].time += period;
        } else {
            remove_head();
            insert((struct refill){ head.time + period, head.amount });
        }
    }
    if (used > 0) {
        const struct refill back = { list[0].time + period, used };
        list[0].amount -= used;
        list[0].time += used;
        insert(back);
    }
    for (;;) {
        const word rest = list[0].amount;
        if (rest + NEAR > MIN && rest < MIN + NEAR)
            unsure = true;              /* also when equal: it is what was measured that is left */
        if (rest >= MIN)
            break;
        remove_head();
        list[0].amount += rest;
        list[0].time -= rest;
    }
}

static void bring_up_to_date(word at)
{
    if (!at_least(at, list[0].time))
        return;
    list[0].time = at;
    while (n_refills > 1 && at_least(list[0].time + list[0].amount, list[1].time)) {
        list[1].time = list[0].time;
        list[1].amount += list[0].amount;
        remove_head();
    }
}

static void start_afresh(word at, word budget)
{
    list[0] = (struct refill){ at, budget };
    n_refills = 1;
}

static void update(word at, word budget)
{
    n_refills = 1;
    if (at_least(at, list[0].time))
        list[0].time = at;
    if (list[0].amount >= budget)
        list[0].amount = budget;
    else
        list[n_refills++] =
            (struct refill){ list[0].time + period, budget - list[0].amount };
}

/* --- the thread ------------------------------------------------------------------------------ */

#define MAX_STOPS 24

struct stop {
    word at, next;              /* when it was stopped, when it went on */
};

static word go, finished;                       /* notifications */
static volatile word work, n_seen, begin, end;
static volatile bool disturbed;
static struct stop seen[MAX_STOPS], predicted[MAX_STOPS];

static void worker(struct thread *t)
{
    (void)t;
    SYS(.number = seL4_SysWait, .cap = go);
    for (;;) {
        word last = now();
        begin = last;
        n_seen = 0;
        for (word done = 0; done < work; ) {
            const word at = now();
            if (at - last < GAP) {
                done += at - last;
                if (at - last > US)
                    disturbed = true;           /* by the harness's watchdog */
            } else if (n_seen < MAX_STOPS) {
                seen[n_seen] = (struct stop){ last, at };
                n_seen = n_seen + 1;
                done += SWITCH;
            }
            last = at;
            for (volatile word i = 0; i < 6; i++)
                ;
        }
        end = last;
        SYS(.number = seL4_SysNBSendWait, .reply = finished, .cap = go);
    }
}

/* --- sequences ------------------------------------------------------------------------------- */

static word seed, n_compared, n_updated, n_predicted;
static struct thread *subject;
static word sc;

static word some(word low, word high)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return low + seed % (high - low + 1);
}

/* New parameters; the budget they give, in ticks. */
static word configure(void)
{
    const word budget = some(60, 500), of = some(budget + 100, 1600), extra = some(0, 6);
    const word flag = some(0, 1);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, budget, of, extra, 0, flag));
    max_refills = 2 + extra;
    period = of * US;
    sporadic = flag != 0;
    return budget * US;
}

/* The thread, stopped at `stop`, goes on at the time returned. */
static word follow_stop(word stop, bool *reconfigures)
{
    word next = list[0].time;
    if (next <= stop)
        return stop;
    if (next - stop < 2 * GAP)
        unsure = true;
    if (*reconfigures && next - stop > 400 * US) {
        *reconfigures = false;
        sleep_us((stop + (next - stop) / 2 - now()) / US);
        const word budget = configure();
        update(now(), budget);
        n_updated++;
        next = list[0].time;
    }
    predicted[n_predicted++] = (struct stop){ stop, next };
    if (!sporadic)
        bring_up_to_date(next);
    return next;
}

static void compare_stops(void)
{
    EQ(n_seen, n_predicted);
    for (word i = 0; i < n_seen; i++) {
        check_range(HERE, "stopped at", seen[i].at, predicted[i].at - TOLERANCE,
                    predicted[i].at + TOLERANCE);
        check_range(HERE, "went on at", seen[i].next, predicted[i].next - TOLERANCE,
                    predicted[i].next + TOLERANCE);
    }
    n_compared++;
}

/* The work is done on what the head refill still holds. */
static void follow_end(word from)
{
    SYS(.number = seL4_SysWait, .cap = finished);
    const word at = now(), used = end - from + LATE;
    if (guard_wakes != wakes)
        disturbed = true;                       /* perhaps at the end of the budget, and ended it */
    if (unsure || disturbed)
        return;
    compare_stops();
    const bool enough = at_least(list[0].amount, used + MIN);
    if (unsure)
        return;
    if (!enough) {
        charge(used);                           /* its system call waits for the next refill */
        from = list[0].time;
        TRUE(at >= from - TOLERANCE);
        if (!sporadic)
            bring_up_to_date(from);
        charge(at > from + US ? at - US - from : 0);
    } else {
        charge(used);
    }
}

static void follow(word from, bool reconfigures)
{
    word done = 0;
    n_predicted = 0;
    for (;;) {
        const word limit = list[0].amount - PRECISION + LATE;
        if (!at_least(work - done, limit))
            break;
        charge(limit);
        done += limit;
        from = follow_stop(from + limit, &reconfigures);
        if (n_predicted == MAX_STOPS)
            FAIL("more stops than the model has room for");
    }
    follow_end(from);
}

/* One order. False if the sequence cannot go on. */
static bool step(void)
{
    sleep_us(some(100, 1500));
    work = some(10, 700) * US;
    disturbed = false;
    unsure = false;
    wakes = guard_wakes;
    word from = now();
    signal(go);
    bring_up_to_date(from);
    if (list[0].time > from) {
        from = list[0].time;
        if (!sporadic)
            bring_up_to_date(from);
    }
    const word start = from;
    follow(from, some(0, 3) == 0);
    if (unsure || disturbed)
        return false;
    check_range(HERE, "began at", begin, start, start + TOLERANCE);
    return true;
}

static void sequences(word from_seed)
{
    seed = from_seed;
    n_compared = 0;
    n_updated = 0;
    go = NOTIFICATION();
    finished = NOTIFICATION();
    subject = thread_passive(HIGH);
    sc = sc_of(1000, 1000, 0, 0);
    OK(SchedContext_Bind(sc, subject->tcb));
    thread_run(subject, worker);
    for (word i = 0; i < SEQUENCES || (n_updated < 3 && i < 5 * SEQUENCES); i++) {
        const word budget = configure();
        start_afresh(now(), budget);
        for (word n = 0; n < STEPS && step(); n++)
            ;
    }
    TRUE(n_compared >= 50);
    TRUE(n_updated >= 3);
}

#define SEEDS(X) X(1) X(2) X(3) X(4)
#define SEED_TEST(n) \
    static void seed_##n(void) { sequences(0x9e3779b97f4a7c15UL * n); }
SEEDS(SEED_TEST)
#define SEED_ROW(n) { "seed-" #n, seed_##n },

SUITE(budget_model, SEEDS(SEED_ROW));

