/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * sched.c, time.c, domain.c, sched_context.c: who runs after which event, who pays, when the timer
 * rings. The clock has ten ticks per microsecond, so the minimum budget is 200 ticks, the timer's
 * precision 10.
 */

#include "fixture.h"
#include "invocation.h"
#include <abi/invocations.h>

#define START     1000000UL
#define MS        10000UL
#define PRECISION 10UL

/* A kernel with nothing but its idle thread. */
static void start(const char *name)
{
    begin(name);
    reset_node(0);
    node.arch.time = START;
    sched_init();
    sched_decide();
    CHECK(node.current == tcb_addr(&node.idle));
}

/* A thread that is inactive but has time. */
static struct tcb *make(word_t priority, ticks_t budget, ticks_t period)
{
    struct tcb *t = new_tcb(priority);
    struct sched_context *sc = new_sc(8);
    t->mcp = 255;
    t->domain = node.current_domain;
    refill_new(sc, 10, budget, period);
    sc_bind_tcb(sc, t);
    return t;
}

static struct sched_context *sc_of(const struct tcb *t)
{
    return sched_context_at(t->sched_context);
}

static void wake(struct tcb *t)
{
    sched_set_state(t, THREAD_RUNNING);
    sc_wake(t);
    sched_candidate(t);
}

static void block(struct tcb *t)
{
    sched_set_state(t, THREAD_BLOCKED_NOTIFICATION);
}

/* The kernel is entered after the current thread ran for a while. */
static bool enter_after(ticks_t ticks)
{
    node.arch.time += ticks;
    sched_stamp_time();
    return sched_check_budget();
}

/* The timer rings when it was set to, a precision later than that. */
static void timer_rings(void)
{
    node.arch.time = node.arch.deadline + PRECISION;
    sched_stamp_time();
    sched_check_budget();
    sched_timer_interrupt();
}

#define RUNS(t) do { sched_decide(); CHECK(node.current == tcb_addr(t)); } while (0)

/* Wake t in an entry of its own. */
static void wake_now(struct tcb *t)
{
    enter_after(5);
    wake(t);
    sched_decide();
}

/* ------------------------------------------------------------------------- the decision table */

static void one_candidate(void)
{
    start("decision, one candidate");
    struct tcb *c = make(10, MS, MS), *high = make(11, MS, MS), *equal = make(10, MS, MS);
    struct tcb *low = make(9, MS, MS);
    wake(c);
    RUNS(c);
    enter_after(300);
    wake(low);
    RUNS(c);
    enter_after(300);
    wake(equal);
    RUNS(c);
    enter_after(300);
    wake(high);
    RUNS(high);
    CHECK(ready_highest(0) == tcb_addr(c));                 /* in front of `equal` */
    enter_after(300);
    block(high);
    RUNS(c);
    enter_after(300);
    block(c);
    wake(high);
    RUNS(high);
    enter_after(300);
    block(high);
    wake(c);                                                /* lower, but as high as any */
    RUNS(c);
    enter_after(300);
    block(c);
    struct tcb *lower = make(8, MS, MS);
    wake(lower);                                            /* equal and low are above */
    RUNS(equal);
    wake_now(high);
    CHECK(node.current == tcb_addr(high));
    enter_after(300);
    block(high);
    wake(c);                                                /* as high as waiting `equal` */
    RUNS(c);
    end();
}

static void several_candidates(void)
{
    start("decision, several candidates");
    struct tcb *a = make(10, MS, MS), *b = make(10, MS, MS), *c = make(10, MS, MS);
    struct tcb *low = make(5, MS, MS);
    wake(low);
    RUNS(low);
    enter_after(300);
    wake(a);
    wake(b);
    wake(c);
    RUNS(c);                                                /* the last one is in front */
    enter_after(300);
    block(c);
    RUNS(b);
    enter_after(300);
    block(b);
    wake(c);                                                /* directly, before waiting a */
    RUNS(c);
    enter_after(300);
    wake(b);
    sched_set_state(b, THREAD_INACTIVE);                    /* remembered, then stopped */
    block(c);
    RUNS(a);
    end();
}

static void yield_and_priority(void)
{
    start("decision, Yield and SetPriority");
    struct tcb *a = make(10, MS, MS), *b = make(10, MS, MS);
    wake(a);
    RUNS(a);
    wake_now(b);
    enter_after(300);
    sched_yield_slice();
    RUNS(b);
    CHECK_EQUAL(sc_of(a)->consumed, 305);                   /* only what was used */
    enter_after(300);
    sched_set_priority(a, 11);
    RUNS(a);
    enter_after(300);
    sched_set_priority(a, 10);                              /* head of its new queue */
    RUNS(a);
    enter_after(300);
    sched_set_priority(b, 10);
    RUNS(a);
    enter_after(300);
    sched_set_priority(a, 9);
    RUNS(b);
    end();
}

static void yield_budget(void)
{
    start("decision, Yield gives up the head refill");
    struct tcb *t = make(10, 1000, 10000);
    wake(t);
    RUNS(t);
    enter_after(100);
    sched_yield_slice();
    RUNS(&node.idle);
    CHECK_EQUAL(t->release_time, START + 10000);
    CHECK_EQUAL(sc_of(t)->consumed, 100);
    end();
}

static void restart(void)
{
    start("decision, Restart repeats the instruction");
    struct tcb *t = make(10, MS, MS);
    t->context.reg[0] = 100;
    t->context.next_pc = 104;
    sched_set_state(t, THREAD_RESTART);
    sched_candidate(t);
    RUNS(t);
    CHECK_EQUAL(t->state, THREAD_RUNNING);
    CHECK_EQUAL(t->context.next_pc, 100);
    end();
}

/* -------------------------------------------------------------------------------- paying */

static void round_robin(void)
{
    start("time, round robin");
    struct tcb *a = make(10, MS, MS), *b = make(10, MS, MS), *high = make(20, MS, MS);
    wake(a);
    RUNS(a);
    wake_now(b);
    CHECK_EQUAL(node.arch.deadline, START + MS - PRECISION);
    enter_after(2000);
    wake(high);
    RUNS(high);
    enter_after(500);
    block(high);
    RUNS(a);                                                /* keeps the rest of its slice */
    CHECK_EQUAL(node.arch.deadline, node.now + MS - 2005 - PRECISION);
    timer_rings();
    RUNS(b);
    CHECK_EQUAL(seen.timeout_faults, 0);
    CHECK_EQUAL(sc_report_consumed(sc_of(a)), MS / 10);
    CHECK_EQUAL(sc_report_consumed(sc_of(a)), 0);
    timer_rings();
    RUNS(a);
    end();
}

static void exhaustion(void)
{
    start("time, an exhausted budget waits for its refill");
    struct tcb *t = make(10, 1000, 10000);
    wake(t);
    RUNS(t);
    CHECK_EQUAL(node.arch.deadline, START + 1000 - PRECISION);
    CHECK(enter_after(800));                                /* the minimum budget is left */
    RUNS(t);
    CHECK(!enter_after(1));
    RUNS(&node.idle);
    CHECK_EQUAL(t->in_release_queue, 1);
    CHECK_EQUAL(t->release_time, START + 10000 - 199);
    CHECK_EQUAL(node.arch.deadline, t->release_time - PRECISION);
    timer_rings();
    RUNS(t);
    CHECK_EQUAL(node.arch.deadline, node.now + 1000 - PRECISION);
    end();
}

static void timeout_fault(void)
{
    start("time, a timeout handler is told");
    struct tcb *t = make(10, 1000, 10000), *other = make(10, MS, MS);
    t->slot[TCB_TIMEOUT_EP].cap = cap_make(CAP_endpoint, tcb_addr(t));
    other->slot[TCB_TIMEOUT_EP].cap = cap_make(CAP_endpoint, tcb_addr(t));
    wake(t);
    RUNS(t);
    timer_rings();
    RUNS(&node.idle);
    CHECK_EQUAL(seen.timeout_faults, 1);
    CHECK_EQUAL(seen.faulter, tcb_addr(t));
    wake_now(other);
    timer_rings();
    RUNS(other);
    CHECK_EQUAL(seen.timeout_faults, 1);                    /* round robin never faults */
    end();
}

static void deferred_call(void)
{
    start("time, a system call without budget is repeated");
    struct tcb *t = make(10, 1000, 10000);
    wake(t);
    RUNS(t);
    node.arch.time += 900;
    sched_stamp_time();
    CHECK(!sched_check_budget_restart());
    CHECK_EQUAL(t->state, THREAD_RESTART);
    RUNS(&node.idle);
    end();
}

static void donation(void)
{
    start("time, a donated context stays current and pays");
    struct tcb *client = make(10, 1000, 10000), *server = new_tcb(10);
    struct sched_context *sc = sc_of(client);
    sc->sporadic = 1;
    wake(client);
    RUNS(client);
    enter_after(100);
    ticks_t deadline = node.arch.deadline;
    sched_set_state(client, THREAD_BLOCKED_REPLY);
    sc_donate(sc, server);
    wake(server);
    RUNS(server);
    CHECK_EQUAL(node.arch.deadline, deadline);
    CHECK_EQUAL(sc->consumed, 0);
    CHECK_EQUAL(refill_head(sc)->time, START);              /* not woken: it was running */
    enter_after(100);
    sc_donate(sc, client);
    wake(client);
    block(server);
    RUNS(client);
    CHECK_EQUAL(time_used(), 200);
    timer_rings();
    RUNS(&node.idle);
    CHECK_EQUAL(sc->consumed, 1000);
    end();
}

static void unblock_moments(void)
{
    start("time, when refills are brought up to date");
    struct tcb *constant = make(10, 1000, 10000), *sporadic = make(10, 1000, 10000);
    struct tcb *high = make(20, MS, MS);
    sc_of(sporadic)->sporadic = 1;
    wake_now(high);
    enter_after(1000);
    wake(constant);
    RUNS(high);
    wake_now(sporadic);
    ticks_t woken = node.now;
    enter_after(1000);
    CHECK_EQUAL(refill_head(sc_of(constant))->time, START);
    CHECK_EQUAL(refill_head(sc_of(sporadic))->time, woken);
    block(high);
    RUNS(sporadic);                                         /* head insertion: the last woken */
    CHECK_EQUAL(refill_head(sc_of(sporadic))->time, woken);
    enter_after(10);
    block(sporadic);
    RUNS(constant);
    CHECK_EQUAL(refill_head(sc_of(constant))->time, node.now);
    end();
}

static void destroyed(void)
{
    start("time, the current context is destroyed");
    struct tcb *t = make(10, 1000, 10000), *low = make(5, MS, MS);
    wake(low);
    RUNS(low);
    wake_now(t);
    enter_after(100);
    sc_finalise(sc_of(t));
    CHECK(sched_preempt_wanted());
    CHECK_EQUAL(node.current_sc, 0);
    RUNS(low);
    CHECK_EQUAL(t->sched_context, 0);
    CHECK_EQUAL(t->state, THREAD_RUNNING);
    end();
}

static void release_order(void)
{
    start("release, in order of time, sixteen at once");
    struct tcb *t[40];
    for (word_t i = 0; i < 40; i++) {
        t[i] = make(10, 1000, 10000);
        t[i]->state = THREAD_RUNNING;
        refill_head(sc_of(t[i]))->time = START + 5000 + (i < 3 ? i : 3);
        sched_postpone_if_not_ready(t[i]);
    }
    RUNS(&node.idle);
    CHECK_EQUAL(node.arch.deadline, START + 5000 - PRECISION);
    timer_rings();
    RUNS(t[0]);
    CHECK_EQUAL(node.arch.deadline, START + 5001 - PRECISION);
    timer_rings();
    RUNS(t[0]);
    node.arch.time += 2;
    sched_stamp_time();
    sched_decide();
    CHECK_EQUAL(t[17]->in_release_queue, 0);
    CHECK_EQUAL(t[18]->in_release_queue, 1);
    CHECK(node.arch.deadline < node.now);                   /* it rings at once */
    timer_rings();
    sched_decide();
    CHECK_EQUAL(t[33]->in_release_queue, 0);
    CHECK_EQUAL(t[34]->in_release_queue, 1);
    end();
}

/* --------------------------------------------------------------------------------- YieldTo */

static struct message message;

static enum err operate(word_t label, struct sched_context *sc)
{
    message.label = label;
    return sched_context_invoke(cap_make(CAP_sched_context, sched_context_addr(sc)), &message);
}

static void yield_to(void)
{
    start("YieldTo");
    struct tcb *c = make(10, MS, MS), *t = make(10, 1000, 10000), *low = make(5, MS, MS);
    wake(c);
    RUNS(c);
    wake_now(low);
    CHECK_EQUAL(operate(SchedContextYieldTo, sc_of(t)), ERR_OK);     /* t cannot run */
    CHECK_EQUAL(operate(SchedContextYieldTo, sc_of(c)), E_IllegalOperation);
    CHECK_EQUAL(operate(SchedContextYieldTo, new_sc(7)), E_IllegalOperation);
    enter_after(10);
    CHECK_EQUAL(operate(SchedContextYieldTo, sc_of(low)), ERR_OK);   /* lower: at once */
    RUNS(c);
    c->mcp = 9;
    CHECK_EQUAL(operate(SchedContextYieldTo, sc_of(t)), E_IllegalOperation);
    c->mcp = 255;
    wake_now(t);
    CHECK(node.current == tcb_addr(c));
    enter_after(10);
    CHECK_EQUAL(operate(SchedContextYieldTo, sc_of(t)), (word_t)ERR_DEFERRED);
    c->yield_is_call = 1;
    RUNS(t);
    CHECK_EQUAL(seen.replies, 0);
    enter_after(500);
    block(t);
    RUNS(c);
    CHECK_EQUAL(seen.replies, 1);
    CHECK_EQUAL(seen.replied_to, tcb_addr(c));
    CHECK_EQUAL(seen.reply_word, 50);
    CHECK_EQUAL(c->yield_to | sc_of(t)->yield_from, 0);

    wake_now(t);
    enter_after(10);
    operate(SchedContextYieldTo, sc_of(t));
    RUNS(t);
    enter_after(10);
    sc_finalise(sc_of(t));                                  /* ends the wait, with a result */
    CHECK_EQUAL(seen.replies, 2);
    RUNS(c);
    CHECK_EQUAL(seen.replies, 2);
    end();
}

/* --------------------------------------------------------------------------- configuration */

static void configuration(void)
{
    start("ConfigureFlags");
    struct tcb *c = make(10, MS, MS), *t = make(11, 1000, 10000), *bare = new_tcb(12);
    wake(c);
    RUNS(c);
    enter_after(300);
    sc_configure(sc_of(c), 2, 600, 5000);                   /* the current thread's own */
    RUNS(c);
    CHECK_EQUAL(sc_of(c)->consumed, 300);
    CHECK_EQUAL(refill_head(sc_of(c))->time, node.now);
    CHECK_EQUAL(refill_head_amount(sc_of(c)), 600);
    CHECK_EQUAL(node.arch.deadline, node.now + 600 - PRECISION);
    enter_after(100);
    sc_configure(sc_of(t), 2, 500, 500);                    /* stopped thread: fresh */
    RUNS(c);
    CHECK(sc_is_round_robin(sc_of(t)));
    sc_configure(sc_of(t), 2, 800, 5000);
    CHECK_EQUAL(sc_of(t)->refill_count, 1);
    CHECK_EQUAL(refill_head_amount(sc_of(t)), 800);
    refill_charge(sc_of(t), 500);
    sc_configure(sc_of(t), 2, 900, 5000);
    CHECK_EQUAL(refill_head_amount(sc_of(t)), 900);
    RUNS(c);
    bare->state = THREAD_RESTART;
    struct sched_context *sc = new_sc(7);
    sc_bind_tcb(sc, bare);                                  /* unconfigured: nothing yet */
    RUNS(c);
    sc_configure(sc, 2, 1000, 2000);
    RUNS(bare);
    timer_rings();
    RUNS(c);
    CHECK_EQUAL(bare->in_release_queue, 1);
    sc_configure(sc, 2, 800, 3000);                         /* keeps waiting for the old head */
    CHECK_EQUAL(bare->in_release_queue, 1);
    CHECK_EQUAL(sc->refill_count, 1);
    CHECK_EQUAL(refill_head_amount(sc), 800);
    sc_unbind_all(sc);
    CHECK_EQUAL(bare->in_release_queue | bare->sched_context, 0);
    end();
}

static void lending(void)
{
    start("a notification lends its context");
    struct notification *n = (struct notification *)new_tcb(0);
    struct tcb *t = new_tcb(10), *late = new_tcb(10);
    struct sched_context *sc = new_sc(7);
    refill_new(sc, 2, 1000, 10000);
    sc_bind_notification(sc, n);
    sched_set_state(t, THREAD_RUNNING);
    sc_lend(n, t);
    sched_candidate(t);
    sc_lend(n, late);                                       /* it is in use */
    CHECK_EQUAL(late->sched_context, 0);
    RUNS(t);
    enter_after(900);                                       /* too much: waits for its refill */
    RUNS(&node.idle);
    sc_take_back(n, t);
    CHECK_EQUAL(t->sched_context | t->in_release_queue, 0);
    sched_set_state(late, THREAD_RUNNING);
    sc_lend(n, late);
    sched_candidate(late);
    CHECK_EQUAL(late->in_release_queue, 1);
    RUNS(&node.idle);
    end();
}

/* ------------------------------------------------------------------------------------ domains */

static void entry(word_t index, word_t domain, ticks_t duration)
{
    message.label = DomainScheduleConfigure;
    message.length = 3;
    message.word[0] = index;
    message.word[1] = domain;
    message.word[2] = duration;
    CHECK_EQUAL(domain_set_invoke(&message), ERR_OK);
}

static enum err set_start(word_t index)
{
    message.label = DomainScheduleSetStart;
    message.length = 1;
    message.word[0] = index;
    return domain_set_invoke(&message);
}

static void domains(void)
{
    start("domains switch on schedule");
    struct tcb *a = make(10, MS, MS), *b = make(20, MS, MS), *c = make(10, MS, MS);
    sched_set_domain(b, 3);
    wake(a);
    RUNS(a);
    wake_now(b);                                            /* higher, but elsewhere */
    CHECK(node.current == tcb_addr(a));
    CHECK_EQUAL(node.domain[3].bitmap[0], 0);
    entry(0, 0, 5000);
    entry(1, 3, 4000);
    CHECK_EQUAL(set_start(2), E_InvalidArgument);
    enter_after(10);
    CHECK_EQUAL(set_start(0), ERR_OK);
    RUNS(a);
    ticks_t start_time = node.now;
    CHECK_EQUAL(node.arch.deadline, start_time + 5000 - PRECISION);
    timer_rings();
    RUNS(b);
    CHECK_EQUAL(node.current_domain, 3);
    CHECK_EQUAL(node.arch.deadline, start_time + 9000 - PRECISION);
    enter_after(100);
    block(b);
    wake(c);                                                /* of domain 0 */
    RUNS(&node.idle);                                       /* no early switch */
    timer_rings();
    RUNS(c);                                                /* in front of a */
    enter_after(10);
    sched_set_domain(c, 3);
    RUNS(a);
    timer_rings();
    RUNS(c);
    end();
}

static void isolation(void)
{
    start("domains do not move each other's timer");
    struct tcb *a = make(10, 5 * MS, 5 * MS), *b = make(20, 1000, 10000), *c = make(20, MS, MS);
    sched_set_domain(b, 1);
    sched_set_domain(c, 1);
    entry(0, 0, 3 * MS);
    entry(1, 1, 3 * MS);
    set_start(0);
    wake(a);
    RUNS(a);
    ticks_t deadline = node.arch.deadline;
    b->state = THREAD_RUNNING;
    refill_head(sc_of(b))->time = node.now + 500;
    sched_postpone_if_not_ready(b);
    CHECK(!thread_is_schedulable(b));
    RUNS(a);
    CHECK_EQUAL(node.arch.deadline, deadline);
    enter_after(400);
    wake(c);                                                /* before b's refill is due */
    RUNS(a);
    enter_after(200);
    CHECK(thread_is_schedulable(b));
    CHECK(thread_is_schedulable(c));
    RUNS(a);
    CHECK_EQUAL(node.arch.deadline, deadline);
    timer_rings();
    RUNS(b);                                                /* came later than c: in front */
    end();
}

int main(void)
{
    one_candidate();
    several_candidates();
    yield_and_priority();
    yield_budget();
    restart();
    round_robin();
    exhaustion();
    timeout_fault();
    deferred_call();
    donation();
    unblock_moments();
    destroyed();
    release_order();
    yield_to();
    configuration();
    lending();
    domains();
    isolation();
    return 0;
}
