/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Two parties that share no capability and live in different domains. Whatever the sender does in
 * its time, the receiver, in its own, gets the same answers from the kernel, word for word and to
 * the register: errors, badges, consumed time, remaining memory, contents of slots, why an address
 * leads nowhere; and it needs the same time for them.
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
static word receiver_sc, receiver_untyped, receiver_slots, receiver_n, receiver_ep,
    receiver_guarded;

/* All that an answer changes in registers and buffer, in one word. */
static word folded(const struct thread *t, struct sys got)
{
    word all = got.cap * 31 + got.info;
    for (word i = 0; i < sizeof got.mr / sizeof *got.mr; i++)
        all = all * 31 + got.mr[i];
    for (word i = 4; i < 8; i++)
        all = all * 31 + (t->buffer->msg[i] == receiver_slots ? 0 : t->buffer->msg[i]);
    return all;
}

#define LEVELS    9             /* log2 of the slots of a CNode with a guard that fits nowhere */
#define N_KINDS   12

/* One question to the kernel, by number. */
static struct sys ask(struct thread *t, word i)
{
    t->buffer->msg[4] = receiver_slots;
    t->buffer->msg[5] = 1;
    t->buffer->msg[6] = t->buffer->msg[7] = 0;
    switch (i % N_KINDS) {
    case 0:                             /* memory: what is left, told by too large a request */
        return invocation(t, receiver_untyped, UntypedRetype, 6, seL4_UntypedObject, 20);
    case 1:                             /* time */
        return invocation(t, receiver_sc, SchedContextConsumed, 0, 0, 0);
    case 2:
        return invocation(t, receiver_untyped, UntypedRetype, 6, seL4_EndpointObject, 0);
    case 3:
        return invocation(t, CNODE, CNodeDelete, 2, receiver_slots, DEPTH);
    case 4:
        return SYS(.number = seL4_SysNBWait, .cap = receiver_n);
    case 5:
        return SYS(.number = seL4_SysNBSend, .cap = receiver_n);
    case 6:
        return SYS(.number = seL4_SysNBWait, .cap = receiver_ep);
    case 7:
        return invocation(t, receiver_untyped, UntypedRetype, 0, 0, 0);
    case 8:                             /* why there is nothing */
        return invocation(t, CNODE, CNodeDelete, 2, 0, 1);
    case 9:
        return invocation(t, receiver_guarded, CNodeDelete, 2, 0, DEPTH);
    case 10:
        return invocation(t, receiver_slots, CNodeDelete, 2, 0, 0);
    default:
        return invocation(t, receiver_sc, UntypedRetype, 6, 0, 0);
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
            this_record.result[round][i] = folded(t, ask(t, i));
            this_record.time[round][i] = now() - begin;
        }
        n_rounds = n_rounds + 1;
        begin = wait_for_turn(now());
    }
}

/* --- the sender ------------------------------------------------------------------------------ */

static word sender_untyped, sender_slots, sender_n, sender_ep, sender_sc, sender_guarded;

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

/* Its next time comes while the receiver runs. */
static void send_by_waiting(struct thread *t)
{
    send_by_work(t);
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
        t->buffer->msg[4] = sender_slots;
        t->buffer->msg[5] = 16;
        (void)invocation(t, sender_untyped, UntypedRetype, 6, seL4_TCBObject, 0);
        (void)invocation(t, CNODE, CNodeRevoke, 2, sender_untyped, DEPTH);
    }
}

/* The sender asks what the receiver asks, and gets other words. */
static void send_by_refusals(struct thread *t)
{
    for (;;) {
        t->buffer->msg[4] = (word)1 << 40;
        t->buffer->msg[5] = 1;
        (void)invocation(t, sender_untyped, UntypedRetype, 6, seL4_UntypedObject, 30);
        (void)invocation(t, CNODE, CNodeDelete, 2, 7, 3);
        (void)invocation(t, CNODE, CNodeDelete, 2, 0, DEPTH + 1);
        (void)invocation(t, sender_untyped, UntypedRetype, 6, seL4_EndpointObject, 0);
        (void)invocation(t, sender_guarded, CNodeDelete, 2, 0, DEPTH);
    }
}

/* Its last words are a result, and large ones. */
static void send_by_results(struct thread *t)
{
    for (;;)
        (void)invocation(t, sender_sc, SchedContextConsumed, 0, 0, 0);
}

static void send_by_arithmetic(struct thread *t)
{
    for (;;)
        fpu_fill(t->arg[0]++);
}

static void (*const behaviours[])(struct thread *) = {
    send_nothing, send_by_work, send_by_calls, send_by_memory,
    send_by_arithmetic, send_by_refusals, send_by_results, send_by_waiting,
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

/* A CNode with a guard: no address that begins with zeros leads into it. */
static word guarded(word guard, word bits)
{
    const word cap = slot();
    OK(CNode_Mint(CNODE, cap, DEPTH, CNODE, CNODE_OF(LEVELS), DEPTH, ALL_RIGHTS,
                  GUARD(guard, bits)));
    return cap;
}

/* The same for all runs: the receiver's registers hold numbers of slots. */
static void make_objects(void)
{
    receiver_untyped = UNTYPED(14);
    receiver_slots = slots(1);
    receiver_n = NOTIFICATION();
    receiver_ep = ENDPOINT();
    receiver_guarded = guarded(0x5a, 7);
    sender_untyped = UNTYPED(16);
    sender_slots = slots(16);
    sender_n = NOTIFICATION();
    sender_ep = ENDPOINT();
    sender_guarded = guarded(0x1234567, 64 - LEVELS);
}

static void run_with(void (*send)(struct thread *))
{
    struct thread *receiver = thread_new(LOW), *sender = thread_new(HIGH);
    receiver_sc = receiver->sc;
    sender_sc = sender->sc;
    n_rounds = 0;
    if (send == send_by_waiting)
        OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sender_sc, SLICE_US / 4, SLICE_US * 5 / 4, 0,
                                       0, 0));
    OK(DomainSet_Set(seL4_CapDomain, RECEIVER, receiver->tcb));
    OK(DomainSet_Set(seL4_CapDomain, SENDER, sender->tcb));
    thread_run(receiver, receive);
    thread_run(sender, send);
    run_domains();
    EQ(n_rounds, ROUNDS);
    OK(TCB_Suspend(sender->tcb));
    OK(TCB_Suspend(receiver->tcb));
    OK(CNode_Revoke(CNODE, receiver_untyped, DEPTH));
    OK(CNode_Revoke(CNODE, sender_untyped, DEPTH));
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
    make_objects();
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
