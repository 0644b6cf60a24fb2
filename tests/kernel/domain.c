/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Domains and the run-time schedule. The test itself, sleeper and guards live in domain 0; every
 * schedule that a test installs comes back to it.
 */
#include "operations.h"

#define L CONFIG_NUM_DOMAIN_SCHEDULES
#define FOREVER (((word)1 << 56) - 1)
#define US(n) ((n) * TICKS_PER_US)
#define DURATION(us) (US(us) / ARCH_CLOCK_PER_TICK)     /* the kernel counts its own ticks */

static const word self = seL4_CapInitThreadTCB;

static struct reply set_entry(word index, word domain, word duration)
{
    return DomainSet_ScheduleConfigure(seL4_CapDomain, index, domain, duration);
}

static struct reply set_start(word index)
{
    return DomainSet_ScheduleSetStart(seL4_CapDomain, index);
}

/* The schedule of the beginning: domain 0 for ever. */
static void restore(void)
{
    OK(set_entry(L - 2, 0, FOREVER));
    OK(set_start(L - 2));
    for (word i = 0; i < L - 2; i++)
        OK(set_entry(i, 0, i == 0 ? FOREVER : 0));
    OK(set_start(0));
    OK(set_entry(L - 2, 0, 0));
}

static void set_errors(void)
{
    const word tcb = TCB(), ep = ENDPOINT();
    ERR(INVOKE(seL4_CapDomain, DomainSetSet, LIST(), LIST(tcb)), TruncatedMessage);
    ERR(INVOKE(seL4_CapDomain, DomainSetSet, LIST(16), LIST()), InvalidArgument, 0);
    ERR(INVOKE(seL4_CapDomain, DomainSetSet, LIST(~(word)0), LIST(tcb)), InvalidArgument, 0);
    ERR(INVOKE(seL4_CapDomain, DomainSetSet, LIST(256), LIST(tcb)), InvalidArgument, 0);
    ERR(INVOKE(seL4_CapDomain, DomainSetSet, LIST(15), LIST()), TruncatedMessage);
    ERR(DomainSet_Set(seL4_CapDomain, 15, ep), InvalidArgument, 1);
    ERR(DomainSet_Set(seL4_CapDomain, 15, seL4_CapNull), InvalidArgument, 1);
    OK(DomainSet_Set(seL4_CapDomain, 15, tcb));
    OK(DomainSet_Set(seL4_CapDomain, 0, tcb));
}

static void configure_errors(void)
{
    ERR(INVOKE(seL4_CapDomain, DomainScheduleConfigure, LIST(L, 99), LIST()), TruncatedMessage);
    ERR(set_entry(L - 1, 16, FOREVER + 1), RangeError, 0, L - 2);
    ERR(set_entry(~(word)0, 16, FOREVER + 1), RangeError, 0, L - 2);
    ERR(set_entry(0, 16, FOREVER + 1), RangeError, 0, 15);
    ERR(set_entry(0, ~(word)0, 0), RangeError, 0, 15);
    ERR(set_entry(0, 1, FOREVER + 1), InvalidArgument, 2);
    ERR(set_entry(0, 1, 0), InvalidArgument, 1);
    ERR(set_entry(5, 1, 0), InvalidArgument, 1);
    ERR(set_entry(0, 0, 0), InvalidArgument, 2);
    OK(set_entry(5, 0, 0));
    OK(set_entry(5, 15, FOREVER));
    OK(set_entry(5, 0, 0));
    OK(set_entry(L - 2, 15, 1));
    OK(set_entry(L - 2, 0, 0));
}

static void start_errors(void)
{
    ERR(INVOKE(seL4_CapDomain, DomainScheduleSetStart, LIST(), LIST()), TruncatedMessage);
    ERR(set_start(L), RangeError, 0, L - 1);
    ERR(set_start(~(word)0), RangeError, 0, L - 1);
    ERR(set_start(L - 1), InvalidArgument, 0);
    ERR(set_start(1), InvalidArgument, 0);
    OK(set_start(0));
}

static volatile word counter;

static void count(struct thread *t)
{
    (void)t;
    for (;;)
        counter = counter + 1;
}

/* A thread of a domain that is never scheduled does not run, whatever its priority. */
static void other_domain_does_not_run(void)
{
    struct thread *t = thread_new(HIGH);
    OK(DomainSet_Set(seL4_CapDomain, 3, t->tcb));
    const word n = NOTIFICATION();
    START(t, .number = seL4_SysSend, .cap = n);
    settle();
    FALSE(t->done);
    /* Back in this domain it is ready, but nobody decides anew until the test blocks. */
    OK(DomainSet_Set(seL4_CapDomain, 0, t->tcb));
    FALSE(t->done);
    settle();
    TRUE(t->done);
}

/* When each domain ran: the thread of domain 1 notes the gaps in what it sees of the clock. */
static word seen_start[8], seen_end[8];
static volatile word n_seen;

static void watch(struct thread *t)
{
    (void)t;
    for (;;) {
        const word ticks = now();
        if (n_seen && ticks - seen_end[n_seen - 1] < US(8)) {
            seen_end[n_seen - 1] = ticks;
        } else if (n_seen < 8) {
            seen_start[n_seen] = seen_end[n_seen] = ticks;
            n_seen = n_seen + 1;
        }
    }
}

static void schedule_is_followed(void)
{
    struct thread *t = thread_new(LOW);
    OK(DomainSet_Set(seL4_CapDomain, 1, t->tcb));
    n_seen = 0;
    thread_run(t, watch);
    OK(set_entry(1, 1, DURATION(700)));
    OK(set_entry(2, 0, DURATION(300)));
    OK(set_entry(3, 1, DURATION(200)));
    OK(set_entry(0, 0, DURATION(1000)));
    const word begin = now();
    OK(set_start(0));
    sleep_us(5000);
    restore();
    TRUE(n_seen >= 4);
    /* 1000 of domain 0, 700 of 1, 300 of 0, 200 of 1, and again; switches are up to 20 us early. */
    IN_RANGE(seen_start[0] - begin, US(970), US(1010));
    IN_RANGE(seen_end[0] - seen_start[0], US(670), US(705));
    IN_RANGE(seen_start[1] - seen_end[0], US(270), US(310));
    IN_RANGE(seen_end[1] - seen_start[1], US(170), US(205));
    IN_RANGE(seen_start[2] - seen_end[1], US(960), US(1015));
    IN_RANGE(seen_start[2] - seen_start[0], US(2100), US(2210));
}

/* A system call takes its time from the domain that makes it, also when that has little left. */
static void retype_and_revoke(struct thread *t)
{
    for (;;) {
        const word begin = now();
        while (now() - begin < US(25))          /* longer than a domain may end early */
            ;
        t->buffer->msg[4] = t->arg[1];
        t->buffer->msg[5] = 256;
        (void)invocation(t, t->arg[0], UntypedRetype, 6, seL4_EndpointObject, 0);
        (void)invocation(t, CNODE, CNodeRevoke, 2, t->arg[0], DEPTH);
    }
}

static void long_calls_end_in_time(void)
{
    struct thread *t = thread_new(LOW);
    t->arg[0] = UNTYPED(seL4_EndpointBits + 8);
    t->arg[1] = slots(256);
    OK(DomainSet_Set(seL4_CapDomain, 1, t->tcb));
    thread_run(t, retype_and_revoke);
    for (word i = 0; i < 24; i++) {
        const word us = 200 + 3 * i;
        OK(set_entry(1, 1, DURATION(us)));
        OK(set_entry(2, 0, FOREVER));
        const word begin = now();
        OK(set_start(1));
        IN_RANGE(now() - begin, US(us - 30), US(us + 8));
    }
    restore();
}

/* SetStart abandons the present entry at once. */
static void start_is_immediate(void)
{
    struct thread *t = thread_new(LOW);
    OK(DomainSet_Set(seL4_CapDomain, 2, t->tcb));
    n_seen = 0;
    thread_run(t, watch);
    OK(set_entry(6, 2, DURATION(500)));
    OK(set_entry(7, 0, FOREVER));
    const word begin = now();
    OK(set_start(6));
    const word end = now();
    restore();
    EQ(n_seen, 1);
    IN_RANGE(seen_start[0] - begin, 0, US(10));
    IN_RANGE(end - begin, US(470), US(510));
}

/* Nothing to run in a domain: the processor idles until the domain's time is over. */
static void empty_domain_idles(void)
{
    OK(set_entry(8, 5, DURATION(600)));
    OK(set_entry(9, 0, FOREVER));
    const word begin = now();
    OK(set_start(8));
    const word end = now();
    restore();
    IN_RANGE(end - begin, US(570), US(610));
}

/* A message to a thread of another domain arrives; the thread runs in its domain's time. */
static void message_across_domains(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT();
    START(t, .number = seL4_SysWait, .cap = ep);
    OK(DomainSet_Set(seL4_CapDomain, 4, t->tcb));
    SYS(.number = seL4_SysSend, .cap = ep, .info = INFO(0x31, 0, 0));
    FALSE(t->done);
    OK(set_entry(10, 4, DURATION(200)));
    OK(set_entry(11, 0, FOREVER));
    OK(set_start(10));
    restore();
    TRUE(t->done);
    EQ(info_label(t->sys.info), 0x31);
}

static void note_self(struct thread *t)
{
    trace_note(t->arg[0]);
}

/* Threads woken for another domain go to the head of their queue there, one before the other. */
static void order_in_another_domain(void)
{
    for (word i = 1; i <= 3; i++) {
        struct thread *t = thread_new(LOW);
        t->arg[0] = i;
        OK(DomainSet_Set(seL4_CapDomain, 5, t->tcb));
        thread_run(t, note_self);
    }
    OK(set_entry(18, 5, DURATION(200)));
    OK(set_entry(19, 0, FOREVER));
    OK(set_start(18));
    restore();
    TRACE(3, 2, 1);
}

/* A refill that comes in another domain's time makes the thread ready there, no sooner. */
static void refill_in_another_domain(void)
{
    struct thread *t = thread_passive(LOW);
    const word sc = sc_of(200, 2000, 0, 0);
    OK(SchedContext_Bind(sc, t->tcb));
    counter = 0;
    thread_run(t, count);
    sleep_us(1000);                 /* its budget is used up */
    OK(DomainSet_Set(seL4_CapDomain, 6, t->tcb));
    const word before = counter;
    sleep_us(3000);
    EQ(counter, before);
    OK(set_entry(12, 6, DURATION(400)));
    OK(set_entry(13, 0, FOREVER));
    OK(set_start(12));
    restore();
    TRUE(counter > before);
    IN_RANGE(OK(SchedContext_Consumed(sc)).mr[0], 360, 410);
}

/* A new thread belongs to the domain that is current when it is made. */
static void new_thread_belongs_to_current_domain(void)
{
    struct thread *t = thread_new(LOW);
    const word to = slot(), u = UNTYPED(12), n = NOTIFICATION();
    OK(DomainSet_Set(seL4_CapDomain, 7, t->tcb));
    t->buffer->caps_or_badges[0] = CNODE;
    t->buffer->msg[4] = to;
    t->buffer->msg[5] = 1;
    START(t, .number = seL4_SysCall, .cap = u, .info = INFO(UntypedRetype, 1, 6),
          .mr = { seL4_TCBObject, 0, 0, 0 });
    OK(set_entry(14, 7, DURATION(300)));
    OK(set_entry(15, 0, FOREVER));
    OK(set_start(14));
    restore();
    TRUE(t->done);
    EQ(info_label(t->sys.info), 0);
    /* The new thread, ready at high priority, does not run in domain 0. */
    struct thread *other = thread_new(HIGH);
    discard(other->tcb);
    OK(CNode_Move(CNODE, other->tcb, DEPTH, CNODE, to, DEPTH));
    OK(TCB_Configure(other->tcb, CNODE, 0, seL4_CapInitThreadVSpace, 0, (word)other->buffer,
                     other->buffer_frame));
    OK(TCB_SetPriority(other->tcb, self, HIGH));
    OK(SchedContext_Bind(other->sc, other->tcb));
    START(other, .number = seL4_SysSend, .cap = n);
    settle();
    FALSE(other->done);
    OK(DomainSet_Set(seL4_CapDomain, 0, other->tcb));
    settle();
    TRUE(other->done);
}

/* The running thread moves itself away: it stops until its new domain's turn. */
static void moving_oneself(void)
{
    OK(set_entry(16, 0, DURATION(300)));
    OK(set_entry(17, 8, DURATION(400)));
    OK(set_start(16));
    const word begin = now();
    OK(DomainSet_Set(seL4_CapDomain, 8, self));
    IN_RANGE(now() - begin, US(240), US(310));
    OK(DomainSet_Set(seL4_CapDomain, 0, self));
    restore();
}

SUITE(domain,
    { "set-errors", set_errors },
    { "configure-errors", configure_errors },
    { "start-errors", start_errors },
    { "other-domain-does-not-run", other_domain_does_not_run },
    { "schedule-is-followed", schedule_is_followed },
    { "long-calls-end-in-time", long_calls_end_in_time },
    { "start-is-immediate", start_is_immediate },
    { "empty-domain-idles", empty_domain_idles },
    { "message-across-domains", message_across_domains },
    { "order-in-another-domain", order_in_another_domain },
    { "refill-in-another-domain", refill_in_another_domain },
    { "new-thread-belongs-to-current-domain", new_thread_belongs_to_current_domain },
    { "moving-oneself", moving_oneself },
);
