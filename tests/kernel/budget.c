/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Budgets: a thread gets what its scheduling context says per period, in the windows that the
 * refill rules give. Times are taken from a thread that notes when it runs: each gap of more than
 * a few microseconds between two readings of the clock begins a new run.
 */
#include "internal.h"
#include "operations.h"

#define GAP_US 8

struct run {
    word start, end;            /* microseconds since the test began */
};

static struct run runs[16];
static volatile word n_runs;
static word zero;

static word now_us(void)
{
    return (now() - zero) / TICKS_PER_US;
}

static void note_runs(struct thread *t)
{
    (void)t;
    for (;;) {
        const word us = now_us();
        if (n_runs && us - runs[n_runs - 1].end < GAP_US) {
            runs[n_runs - 1].end = us;
        } else if (n_runs < 16) {
            runs[n_runs] = (struct run){ us, us };
            n_runs = n_runs + 1;
        }
    }
}

static struct thread *subject;
static word sc;

static void begin(word prio, word budget, word period, word flags)
{
    subject = thread_passive(prio);
    sc = sc_of(budget, period, 0, flags);
    OK(SchedContext_Bind(sc, subject->tcb));
    n_runs = 0;
    zero = now();
}

static void periods(word flags)
{
    begin(LOW, 300, 1000, flags);
    thread_run(subject, note_runs);
    sleep_us(5500);
    TRUE(n_runs >= 5);
    for (word i = 0; i < 5; i++) {
        IN_RANGE(runs[i].end - runs[i].start, 275, 303);
        if (i)
            IN_RANGE(runs[i].start - runs[i - 1].start, 975, 1015);
    }
}

static void budget_per_period(void)
{
    periods(0);
}

static void budget_per_period_sporadic(void)
{
    periods(seL4_SchedContext_Sporadic);
}

/* Over a long time: budget / period, whoever else wants to run. */
static void share_of_the_processor(void)
{
    begin(LOW, 250, 1000, 0);
    struct thread *other = thread_new(LOWER);
    thread_run(other, note_runs);
    thread_run(subject, note_runs);
    sleep_us(20000);
    IN_RANGE(OK(SchedContext_Consumed(sc)).mr[0], 4600, 5300);
    IN_RANGE(OK(SchedContext_Consumed(other->sc)).mr[0], 14400, 15500);
}

static void yield_now(struct thread *t)
{
    (void)t;
    SYS(.number = seL4_SysYield);
    for (;;) {
        runs[n_runs].start = now_us();
        n_runs = n_runs + 1;
        SYS(.number = seL4_SysYield);
    }
}

/* Yield gives up what is left; the next budget comes a period later. */
static void yield_waits_for_next_period(void)
{
    begin(HIGH, 500, 2000, 0);
    thread_run(subject, yield_now);
    sleep_us(9000);
    EQ(n_runs, 4);
    for (word i = 1; i < 4; i++)
        IN_RANGE(runs[i].start - runs[i - 1].start, 1990, 2010);
    IN_RANGE(OK(SchedContext_Consumed(sc)).mr[0], 0, 30);
}

static word wait_for;

static void work_in_pieces(struct thread *t)
{
    for (;;) {
        SYS(.number = seL4_SysWait, .cap = wait_for);
        thread_note(t, now_us());       /* first, or rounding may make the piece seem shorter */
        const word end = now() + t->arg[0] * TICKS_PER_US;
        while (now() < end)
            ;
        thread_note(t, now_us());
    }
}

/* The harness's watchdog has just run, and will not in the middle of a piece of work: that would be
 * charged in two parts. */
static void wait_for_watchdog(void)
{
    const word wakes = guard_wakes;
    while (guard_wakes == wakes)
        sleep_us(1000);
}

/*
 * Used in two pieces, the budget comes back in two pieces, each a period after its piece began:
 * the last example of the refill rules, with room for more than two refills.
 */
static void pieces_come_back_in_pieces(void)
{
    wait_for_watchdog();
    begin(HIGH, 1000, 10000, 0);
    wait_for = NOTIFICATION();
    subject->arg[0] = 400;
    thread_run(subject, work_in_pieces);
    signal(wait_for);               /* 0 to 400 */
    sleep_us(2000);
    signal(wait_for);               /* from about 2400: 400 */
    sleep_us(2000);
    signal(wait_for);               /* only 200 are left; the rest at 10000 + */
    sleep_us(12000);
    EQ(subject->n_log, 6);
    const word *log = subject->log;
    IN_RANGE(log[1] - log[0], 400, 410);
    IN_RANGE(log[3] - log[2], 400, 410);
    /* The third piece is stopped after 200, until what the first one used comes back. */
    IN_RANGE(log[5] - log[0], 9980, 10040);
}

/* The same with two refills only: the second piece delays the first's return. */
static void full_list_delays(void)
{
    wait_for_watchdog();
    subject = thread_passive(HIGH);
    sc = make(seL4_SchedContextObject, 7);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 1000, 10000, 0, 0, 0));
    OK(SchedContext_Bind(sc, subject->tcb));
    zero = now();
    wait_for = NOTIFICATION();
    subject->arg[0] = 400;
    thread_run(subject, work_in_pieces);
    for (word i = 0; i < 2; i++) {
        signal(wait_for);
        sleep_us(2000);
    }
    signal(wait_for);
    sleep_us(16000);
    EQ(subject->n_log, 6);
    /*
     * 400 used at 2400 turn (10000, 400) into (12000, 800). The third piece, from 4800 on, is
     * stopped when its 200 are used up, and goes on at 12000. A timer of 1 us precision stops it
     * that much earlier: 199 used at 4800 turn the tail into (14000, 999), and the remaining 1 is
     * put in front of it.
     */
    const word due = ARCH_TIMER_EARLY_US ? 14000 : 12000;
    IN_RANGE(subject->log[5] - subject->log[2], due - 2420, due - 2360);
}

/* Time spent ready but not running moves the window of constant bandwidth, not of sporadic. */
static void activation(word flags, word low, word high)
{
    begin(LOW, 500, 5000, flags);
    struct thread *busy = thread_new(LOW + 1);
    thread_run(subject, note_runs);
    thread_run(busy, note_runs);
    n_runs = 0;
    sleep_us(1000);
    OK(TCB_Suspend(busy->tcb));
    n_runs = 0;
    sleep_us(7000);
    TRUE(n_runs >= 2);
    IN_RANGE(runs[0].end - runs[0].start, 475, 500);
    IN_RANGE(runs[1].start - runs[0].start, low, high);
}

static void constant_bandwidth_slides(void)
{
    activation(0, 4980, 5030);
}

static void sporadic_counts_from_activation(void)
{
    activation(seL4_SchedContext_Sporadic, 3900, 4050);
}

/* The clock of a thread that waits does not run: nothing is used. */
static void waiting_costs_nothing(void)
{
    begin(HIGH, 500, 5000, 0);
    START(subject, .number = seL4_SysWait, .cap = NOTIFICATION());
    sleep_us(3000);
    IN_RANGE(OK(SchedContext_Consumed(sc)).mr[0], 0, 10);
}

/* A thread in the release queue that is suspended and resumed gains nothing. */
static void suspension_gains_nothing(void)
{
    begin(LOW, 300, 4000, 0);
    thread_run(subject, note_runs);
    sleep_us(1000);
    EQ(n_runs, 1);
    OK(TCB_Suspend(subject->tcb));
    OK(TCB_Resume(subject->tcb));
    sleep_us(1000);
    EQ(n_runs, 1);
    sleep_us(3000);
    EQ(n_runs, 2);
    IN_RANGE(runs[1].start - runs[0].start, 3980, 4030);
}

/*
 * A sporadic SC is brought up to date whenever its thread becomes runnable, in whatever way: the
 * budget used then comes back a period after the awakening, not after the configuration.
 */
enum wake { MESSAGE, SENT, ANSWER, SIGNAL, BOUND_SIGNAL, RESUME, CANCELLED, BIND, N_WAKES };

static void wait_then_note(struct thread *t)
{
    arch_trap(&t->sys);
    note_runs(t);
}

static void wake(enum wake kind, word ep, word reply, word n)
{
    switch (kind) {
    case MESSAGE:
        SYS(.number = seL4_SysNBSend, .cap = ep);
        break;
    case SENT:
        SYS(.number = seL4_SysNBWait, .cap = ep);
        break;
    case ANSWER:
        SYS(.number = seL4_SysSend, .cap = reply);
        break;
    case SIGNAL:
    case BOUND_SIGNAL:
        signal(n);
        break;
    case RESUME:
        signal(n);
        OK(TCB_Resume(subject->tcb));
        break;
    case CANCELLED:
        discard(ep);
        break;
    default:
        OK(SchedContext_Bind(sc, subject->tcb));
        break;
    }
}

static void sporadic_awakening(enum wake kind)
{
    const word ep = ENDPOINT(), reply = REPLY(), n = NOTIFICATION();
    begin(HIGH, 500, 5000, seL4_SchedContext_Sporadic);
    const word from = kind == SIGNAL || kind == RESUME ? n : ep;
    subject->sys = (struct sys){ .number = seL4_SysWait, .cap = from };
    if (kind == SENT || kind == CANCELLED)
        subject->sys.number = seL4_SysSend;
    if (kind == ANSWER)
        subject->sys.number = seL4_SysCall;
    if (kind == BOUND_SIGNAL)
        OK(TCB_BindNotification(subject->tcb, n));
    if (kind == BIND)
        OK(SchedContext_UnbindObject(sc, subject->tcb));
    if (kind == BIND)
        subject->sys = (struct sys){ .number = seL4_SysNBWait, .cap = n };
    thread_run(subject, wait_then_note);
    if (kind == RESUME)
        OK(TCB_Suspend(subject->tcb));      /* resumed, it waits again, now with a message there */
    if (kind == ANSWER)
        SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    sleep_us(4000);
    n_runs = 0;
    const word start = now_us();
    wake(kind, ep, reply, n);
    sleep_us(6000);
    TRUE(n_runs >= 2);
    IN_RANGE(runs[0].start - start, 0, 30);
    IN_RANGE(runs[1].start - start, 4980, 5030);
    OK(TCB_Suspend(subject->tcb));
}

static void sporadic_awakenings(void)
{
    for (enum wake kind = MESSAGE; kind < N_WAKES; kind++)
        sporadic_awakening(kind);
}

static word answered;

static void answers_in_its_last_moments(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    const word called = now_us();
    while (now_us() < called + 490)
        ;
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
}

static void calls_and_looks(struct thread *t)
{
    SYS(.number = seL4_SysCall, .cap = t->arg[0]);
    answered = now_us();
}

/* Of 500 us the server has less left than the kernel may hand out when it answers: its answer waits
 * for its next period, as any other system call would. */
static void answer_in_the_last_moments(void)
{
    struct thread *caller = thread_new(LOW);
    begin(HIGH, 500, 10000, 0);
    caller->arg[0] = subject->arg[0] = ENDPOINT();
    subject->arg[1] = REPLY();
    answered = 0;
    thread_run(subject, answers_in_its_last_moments);
    thread_run(caller, calls_and_looks);
    sleep_us(20000);
    IN_RANGE(answered, 9500, 10500);
}

SUITE(budget,
    { "budget-per-period", budget_per_period },
    { "budget-per-period-sporadic", budget_per_period_sporadic },
    { "share-of-the-processor", share_of_the_processor },
    { "yield-waits-for-next-period", yield_waits_for_next_period },
    { "pieces-come-back-in-pieces", pieces_come_back_in_pieces },
    { "full-list-delays", full_list_delays },
    { "constant-bandwidth-slides", constant_bandwidth_slides },
    { "sporadic-counts-from-activation", sporadic_counts_from_activation },
    { "sporadic-awakenings", sporadic_awakenings },
    { "waiting-costs-nothing", waiting_costs_nothing },
    { "suspension-gains-nothing", suspension_gains_nothing },
    { "answer-in-the-last-moments", answer_in_the_last_moments },
);
