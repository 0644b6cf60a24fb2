/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Periodic threads under load: each is released at exact multiples of its period, as often as its
 * period says, in the order of priorities, and gets its whole budget each time and no more. Time is
 * virtual, so what is counted is exact; what is measured may be off by the instructions of the
 * kernel in between.
 *
 * A thread does a piece of work and yields: the rest of its time is given up, the next comes a
 * period after the last. Sporadic contexts keep to the multiples whoever delays them; with constant
 * bandwidth each delay moves all that follows.
 */
#include "operations.h"

#define N_PERIODIC 10
#define JITTER_US  6            /* of a thread that nobody delays: the kernel's own time */
#define START_US   60           /* that starting all of them may take */

struct periodic {
    struct thread *thread;
    word sc;
    word period, budget, work;  /* microseconds */
    word before, after;         /* ticks: the first release is in between */
    volatile word n_starts, n_ends;
    volatile word early, late;  /* the most, against the multiples of `before` and `after` */
};

static struct periodic periodic[N_PERIODIC];

static void work_for(word us)
{
    const word begin = now();
    while (now() - begin < us * TICKS_PER_US)
        ;
}

static void compare(struct periodic *p, word at)
{
    const word due = p->n_starts * p->period * TICKS_PER_US;
    if (at < p->before + due && p->before + due - at > p->early)
        p->early = p->before + due - at;
    if (at > p->after + due && at - p->after - due > p->late)
        p->late = at - p->after - due;
}

static void run_periodically(struct thread *t)
{
    struct periodic *p = &periodic[t->arg[0]];
    for (;;) {
        compare(p, now());
        trace_note(t->arg[0] + 1);
        p->n_starts = p->n_starts + 1;
        work_for(p->work);
        p->n_ends = p->n_ends + 1;
        SYS(.number = seL4_SysYield);
    }
}

static void never_yield(struct thread *t)
{
    for (;;)
        t->arg[1] = t->arg[1] + 1;
}

static void prepare(word i, word prio, word period, word budget, word work, word flags)
{
    periodic[i] = (struct periodic){ .thread = thread_passive(prio), .period = period,
                                     .budget = budget, .work = work };
    periodic[i].sc = sc_of(budget, period, 0, flags);
    OK(SchedContext_Bind(periodic[i].sc, periodic[i].thread->tcb));
    periodic[i].thread->arg[0] = i;
}

/* The root task is above them: nobody runs before it waits. */
static void start(word i, void (*run)(struct thread *))
{
    periodic[i].before = now();
    periodic[i].after = ~(word)0 >> 1;
    thread_run(periodic[i].thread, run);
    periodic[i].after = now();
}

static void stop(word n)
{
    for (word i = 0; i < n; i++)
        OK(TCB_Suspend(periodic[i].thread->tcb));
}

/* Somebody of low priority always wants to run. */
static struct thread *load(word prio)
{
    struct thread *t = thread_new(prio);
    thread_run(t, never_yield);
    return t;
}

/* --- one ------------------------------------------------------------------------------------- */

/* 200 releases at exact multiples; none is early, no delay adds up. */
static void alone(void)
{
    load(LOWER);
    prepare(0, HIGH, 500, 100, 40, seL4_SchedContext_Sporadic);
    start(0, run_periodically);
    sleep_us(200 * 500 - 100);
    stop(1);
    EQ(periodic[0].n_starts, 200);
    EQ(periodic[0].n_ends, 200);
    IN_RANGE(periodic[0].early / TICKS_PER_US, 0, ARCH_TIMER_EARLY_US);
    IN_RANGE(periodic[0].late / TICKS_PER_US, 0, JITTER_US);
}

/* With constant bandwidth each period begins when the thread really ran: never early. */
static void alone_with_constant_bandwidth(void)
{
    load(LOWER);
    prepare(0, HIGH, 500, 100, 40, 0);
    start(0, run_periodically);
    sleep_us(200 * 500 - 100);
    stop(1);
    IN_RANGE(periodic[0].n_starts, 198, 200);
    IN_RANGE(periodic[0].early / TICKS_PER_US, 0, ARCH_TIMER_EARLY_US);
    IN_RANGE(periodic[0].late / TICKS_PER_US, 0, 200 * JITTER_US);
}

/* --- several --------------------------------------------------------------------------------- */

#define HYPERPERIOD 8000
#define ROUNDS      4

/* Four that together use 64% of the time, the shorter the period the higher the priority. */
static void prepare_harmonic(void)
{
    for (word i = 0; i < 4; i++)
        prepare(i, LOW - i, 1000 << i, 200 << i, 160 << i, seL4_SchedContext_Sporadic);
}

static void run_harmonic(void)
{
    for (word i = 0; i < 4; i++)
        start(i, run_periodically);
    sleep_us(ROUNDS * HYPERPERIOD - 500);
    stop(4);
}

static void exact_counts(void)
{
    for (word i = 0; i < 4; i++) {
        EQ(periodic[i].n_starts, ROUNDS * HYPERPERIOD / periodic[i].period);
        EQ(periodic[i].n_ends, periodic[i].n_starts);
        IN_RANGE(periodic[i].early / TICKS_PER_US, 0, ARCH_TIMER_EARLY_US);
    }
}

/* Who is released when, and who begins after whom. */
static void order_and_counts(void)
{
    load(LOWER);
    prepare_harmonic();
    run_harmonic();
    exact_counts();
#define ONE_ROUND 1, 2, 3, 1, 4, 1, 2, 1, 1, 2, 3, 1, 1, 2, 1
    TRACE(ONE_ROUND, ONE_ROUND, ONE_ROUND, ONE_ROUND);
    /* What those above it take in the worst case: 160; 320 more; 640, and 160 that come between. */
    IN_RANGE(periodic[0].late / TICKS_PER_US, 0, START_US + JITTER_US);
    IN_RANGE(periodic[1].late / TICKS_PER_US, 50, 160 + START_US + JITTER_US);
    IN_RANGE(periodic[2].late / TICKS_PER_US, 300, 480 + START_US + 2 * JITTER_US);
    IN_RANGE(periodic[3].late / TICKS_PER_US, 1000, 1280 + START_US + 4 * JITTER_US);
}

static word alarm_notification, alarm_handler;

static void serve_alarms(struct thread *t)
{
    for (;;) {
        SYS(.number = seL4_SysWait, .cap = alarm_notification);
        alarm_in(170);
        t->arg[1] = t->arg[1] + 1;
        SYS(.number = seL4_SysCall, .cap = alarm_handler, .info = INFO(IRQAckIRQ, 0, 0));
    }
}

/* Interrupts of a device with a driver above all, each 170 us: the counts stay. */
static void under_interrupts(void)
{
    struct thread *driver = thread_new(HIGHER);
    alarm_notification = NOTIFICATION();
    alarm_handler = slot();
    OK(IRQControl_Issue(seL4_CapIRQControl, ARCH_ALARM_IRQ, CNODE, alarm_handler, DEPTH));
    OK(IRQHandler_SetNotification(alarm_handler, alarm_notification));
    thread_run(driver, serve_alarms);
    load(LOWER);
    prepare_harmonic();
    signal(alarm_notification);
    run_harmonic();
    alarm_quiet();
    exact_counts();
    IN_RANGE(driver->arg[1], ROUNDS * HYPERPERIOD / 190, ROUNDS * HYPERPERIOD / 165);
    OK(TCB_Suspend(driver->tcb));
}

/* One priority, one period: after the first, for which who was started last stands in front, they
 * run in the order of their releases, in each period anew. */
static void one_priority(void)
{
    load(LOWER);
    for (word i = 0; i < 4; i++)
        prepare(i, LOW, 1000, 200, 150, seL4_SchedContext_Sporadic);
    for (word i = 0; i < 4; i++)
        start(3 - i, run_periodically);
    sleep_us(15 * 1000 - 200);
    stop(4);
#define FOUR 4, 3, 2, 1
    TRACE(1, 2, 3, 4, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR, FOUR,
          FOUR);
}

/* Ten threads whose periods have little in common. */
static void ten_periods(void)
{
    static const word periods[N_PERIODIC] = {
        310, 370, 410, 530, 710, 970, 1310, 1730, 2330, 3110,
    };
    load(LOWER);
    for (word i = 0; i < N_PERIODIC; i++)
        prepare(i, LOW - i / 2, periods[i], 80, 15, seL4_SchedContext_Sporadic);
    for (word i = 0; i < N_PERIODIC; i++)
        start(i, run_periodically);
    const word begin = now();
    sleep_us(50000);
    stop(N_PERIODIC);
    const word end = now();
    for (word i = 0; i < N_PERIODIC; i++) {
        /* That of the moment of stopping may wait behind the others still. */
        const word period = periods[i] * TICKS_PER_US;
        const word least = (end - periodic[i].after - 250 * TICKS_PER_US) / period + 1;
        IN_RANGE(periodic[i].n_starts, least, (end - periodic[i].before) / period + 1);
        IN_RANGE(periodic[i].early / TICKS_PER_US, 0, ARCH_TIMER_EARLY_US);
    }
    TRUE(end - begin >= 50000 * TICKS_PER_US);
}

/* --- those that want more than they get ------------------------------------------------------ */

/* Each uses its budget up in each period, and gets not a period's more or less of it. */
static void budgets_are_exact(void)
{
    static const word periods[] = { 1000, 1500, 3000 }, budgets[] = { 150, 300, 900 };
    struct thread *last = load(LOWER);
    for (word i = 0; i < 3; i++)
        prepare(i, LOW - i, periods[i], budgets[i], 0, seL4_SchedContext_Sporadic);
    for (word i = 0; i < 3; i++)
        start(i, never_yield);
    sleep_us(60000 - 200);
    stop(3);
    for (word i = 0; i < 3; i++) {
        const word n = 60000 / periods[i], got = OK(SchedContext_Consumed(periodic[i].sc)).mr[0];
        IN_RANGE(got, n * (budgets[i] - 2) - 20, n * (budgets[i] + 1));
    }
    /* What they leave belongs to the one below them: 35%, less the kernel's own time. */
    IN_RANGE(OK(SchedContext_Consumed(last->sc)).mr[0], 18500, 21500);
}

SUITE(sched_periodic,
    { "alone", alone },
    { "alone-with-constant-bandwidth", alone_with_constant_bandwidth },
    { "order-and-counts", order_and_counts },
    { "under-interrupts", under_interrupts },
    { "one-priority", one_priority },
    { "ten-periods", ten_periods },
    { "budgets-are-exact", budgets_are_exact },
);
