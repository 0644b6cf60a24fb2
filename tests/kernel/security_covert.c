/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Two parties that share no capability and live in different domains. Whatever the sender does in
 * its time, the receiver, in its own, gets the same answers from the kernel: errors, badges,
 * consumed time, remaining memory, contents of slots, ASIDs; and it needs the same time for them.
 * What does differ, because the switch between domains waits for the end of what the sender does,
 * is when its time begins; how much is measured.
 */
#include "security.h"
#include "probes.h"

#define SENDER    1             /* domains */
#define RECEIVER  2
#define SLICE_US  400
#define N_SAMPLES 48            /* of the receiver, in each round */
#define ROUNDS    3

#define EARLY_US  20            /* a turn ends when the minimum budget does not fit any more */
#define LATE_US   40            /* the longest that the kernel looks at no clock */
#define US(n) ((n) * TICKS_PER_US)

/* --- the receiver ---------------------------------------------------------------------------- */

struct record {
    word result[ROUNDS][N_SAMPLES];
    word time[ROUNDS][N_SAMPLES];       /* ticks since the round began */
    word begin[ROUNDS];
};

static struct record first_record, this_record;
static volatile word n_rounds;
static word receiver_sc, receiver_untyped, receiver_slots, receiver_n, receiver_ep;

static word answer_of(struct thread *t, word cap, word label, word length, word mr0, word mr1)
{
    t->sys = SYS(.number = seL4_SysCall, .cap = cap, .info = INFO(label, 1, length),
                 .mr = { mr0, mr1 });
    return info_label(t->sys.info) << 32 | info_length(t->sys.info);
}

/* One question to the kernel, by number. */
static word ask(struct thread *t, word i)
{
    t->buffer->caps_or_badges[0] = CNODE;
    t->buffer->msg[4] = receiver_slots;
    t->buffer->msg[5] = 1;
    switch (i % 8) {
    case 0:                             /* memory: what is left, told by too large a request */
        (void)answer_of(t, receiver_untyped, UntypedRetype, 6, seL4_UntypedObject, 20);
        return t->sys.mr[0];
    case 1:                             /* time */
        (void)answer_of(t, receiver_sc, SchedContextConsumed, 0, 0, 0);
        return t->sys.mr[0];
    case 2:
        return answer_of(t, receiver_untyped, UntypedRetype, 6, seL4_EndpointObject, 0);
    case 3:
        return answer_of(t, CNODE, CNodeDelete, 2, receiver_slots, DEPTH);
    case 4:
        return SYS(.number = seL4_SysNBWait, .cap = receiver_n).cap;
    case 5:
        return SYS(.number = seL4_SysNBSend, .cap = receiver_n).info;
    case 6:
        return SYS(.number = seL4_SysNBWait, .cap = receiver_ep).cap;
    default:
        return answer_of(t, receiver_untyped, UntypedRetype, 0, 0, 0);
    }
}

/* The beginning of the next turn is seen as a gap in time. */
static word wait_for_turn(word last)
{
    for (;;) {
        const word time = now();
        if (time - last > US(SLICE_US / 2))
            return time;
        last = time;
    }
}

static void receive(struct thread *t)
{
    word begin = now();
    for (word round = 0; round < ROUNDS; round++) {
        this_record.begin[round] = begin;
        for (word i = 0; i < N_SAMPLES; i++) {
            this_record.result[round][i] = ask(t, i);
            this_record.time[round][i] = now() - begin;
        }
        n_rounds = n_rounds + 1;
        begin = wait_for_turn(now());
    }
}

/* --- the sender ------------------------------------------------------------------------------ */

static word sender_untyped, sender_slots, sender_n, sender_ep;

static void send_nothing(struct thread *t)
{
    (void)t;
    SYS(.number = seL4_SysWait, .cap = sender_n);
}

static void send_by_work(struct thread *t)
{
    for (;;)
        t->arg[0]++;
}

static void send_by_calls(struct thread *t)
{
    (void)t;
    for (;;) {
        SYS(.number = seL4_SysNBSend, .cap = sender_n);
        SYS(.number = seL4_SysNBSend, .cap = sender_ep);
        SYS(.number = seL4_SysYield);
    }
}

static void send_by_memory(struct thread *t)
{
    for (;;) {
        t->buffer->caps_or_badges[0] = CNODE;
        t->buffer->msg[4] = sender_slots;
        t->buffer->msg[5] = 16;
        (void)answer_of(t, sender_untyped, UntypedRetype, 6, seL4_TCBObject, 0);
        (void)answer_of(t, CNODE, CNodeRevoke, 2, sender_untyped, DEPTH);
    }
}

static void send_by_arithmetic(struct thread *t)
{
    for (;;)
        fpu_fill(t->arg[0]++);
}

static void (*const behaviours[])(struct thread *) = {
    send_nothing, send_by_work, send_by_calls, send_by_memory,
    send_by_arithmetic,
};

/* --- one run --------------------------------------------------------------------------------- */

static struct reply entry(word index, word domain, word duration)
{
    return DomainSet_ScheduleConfigure(seL4_CapDomain, index, domain,
                                       duration / ARCH_CLOCK_PER_TICK);
}

#define FOREVER (((word)1 << 55) - 1)
#define L CONFIG_NUM_DOMAIN_SCHEDULES

static void run_domains(void)
{
    for (word i = 0; i < ROUNDS + 1; i++) {
        OK(entry(20 + 2 * i, SENDER, US(SLICE_US)));
        OK(entry(21 + 2 * i, RECEIVER, US(SLICE_US)));
    }
    OK(entry(20 + 2 * (ROUNDS + 1), 0, FOREVER));
    OK(DomainSet_ScheduleSetStart(seL4_CapDomain, 20));
    OK(DomainSet_ScheduleSetStart(seL4_CapDomain, 0));
    for (word i = 20; i <= 20 + 2 * (ROUNDS + 1); i++)
        OK(entry(i, 0, 0));
}

static void run_with(void (*send)(struct thread *))
{
    struct thread *receiver = thread_new(LOW), *sender = thread_new(HIGH);
    receiver_sc = receiver->sc;
    receiver_untyped = UNTYPED(14);
    receiver_slots = slots(1);
    receiver_n = NOTIFICATION();
    receiver_ep = ENDPOINT();
    sender_untyped = UNTYPED(16);
    sender_slots = slots(16);
    sender_n = NOTIFICATION();
    sender_ep = ENDPOINT();
    n_rounds = 0;
    OK(DomainSet_Set(seL4_CapDomain, RECEIVER, receiver->tcb));
    OK(DomainSet_Set(seL4_CapDomain, SENDER, sender->tcb));
    thread_run(receiver, receive);
    thread_run(sender, send);
    run_domains();
    EQ(n_rounds, ROUNDS);
    OK(TCB_Suspend(sender->tcb));
    OK(TCB_Suspend(receiver->tcb));
}

static word difference(word a, word b)
{
    return a > b ? a - b : b - a;
}

/* Ticks by which the receiver's answers came at another time than in the first run. */
static word worst_time, worst_begin;

static void compare(void)
{
    for (word round = 0; round < ROUNDS; round++) {
        for (word i = 0; i < N_SAMPLES; i++) {
            EQ(this_record.result[round][i], first_record.result[round][i]);
            const word d = difference(this_record.time[round][i], first_record.time[round][i]);
            worst_time = d > worst_time ? d : worst_time;
        }
        const word gap = difference(this_record.begin[round] - this_record.begin[0],
                                    first_record.begin[round] - first_record.begin[0]);
        worst_begin = gap > worst_begin ? gap : worst_begin;
    }
}

static void results_across_domains(void)
{
    worst_time = worst_begin = 0;
    for (word i = 0; i < sizeof behaviours / sizeof *behaviours; i++) {
        run_with(behaviours[i]);
        if (i == 0)
            first_record = this_record;
        compare();
    }
    print("# the receiver's answers came ");
    print_word(worst_time);
    print(" ticks, its turns ");
    print_word(worst_begin);
    print(" ticks earlier or later\n");
    IN_RANGE(worst_time, 0, TICKS_PER_US / 5);
    IN_RANGE(worst_begin, 0, US(EARLY_US + LATE_US));
}

SUITE(security_covert,
    { "results-across-domains", results_across_domains },
);
