/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Who runs: candidates during a kernel entry, the decision at its end.
 *
 *      sched_candidate, sched_reschedule, ...    remember what has happened
 *      sched_decide                              release, choose, run
 *
 *  1. A thread is in at most one of: the CPU (node.current), a ready queue, a release queue. The
 *     current thread may be in a queue between an event and the decision.
 *  2. Only runnable threads with a configured scheduling context are in a ready or release queue.
 *  3. node.candidate, if any, is schedulable and of the current domain, and reschedule is 0.
 *  4. The context of a thread that waits for a message, a signal or the answer to a call, if it has
 *     one, is configured, and its head refill is ready: the thread was running on it with time
 *     left, and none can be bound to it that is not.
 *
 * Domains. Only the current domain's ready queues are inserted into. A thread of another domain
 * that is to become ready goes to its domain's *release* queue, with the present time as its time.
 * There it stands in line with the threads whose refills come due; all enter the ready queues in
 * order of time once the domain is current again: as if each had entered at its moment, but without
 * one domain spending its time on the queues of another. Such a thread counts as schedulable.
 *
 * At most RELEASES_PER_ENTRY threads are released in one pass. If more are due the timer, set to a
 * time that has passed, rings at once.
 */

#include "benchmark.h"
#include "fastpath.h"
#include "fpu.h"
#include "hostile.h"
#include "ipc.h"
#include "sched.h"
#include "sched_context.h"
#include <arch/timer.h>
#include <arch/thread.h>
#include <arch/vspace.h>

#define PRIORITY_BITS   8
#define DOMAIN_BITS     4
_Static_assert(N_PRIORITIES == 1 << PRIORITY_BITS && N_DOMAINS == 1 << DOMAIN_BITS, "bounds");

#define RELEASES_PER_ENTRY 16
#define NEVER_ENDING       bit(62)      /* ticks */

/* -------------------------------------------------------------------------------- predicates */

/* In the release queue, and not merely because its domain is not current. */
static bool awaits_release(const struct tcb *t)
{
    return t->in_release_queue != 0 &&
           (t->domain == node.current_domain || t->release_time > node.now);
}

bool thread_is_schedulable(const struct tcb *t)
{
    return thread_is_runnable(t) && t->sched_context != 0 &&
           sc_is_active(sched_context_at(t->sched_context)) && !awaits_release(t);
}

/* -------------------------------------------------------------------------------- the queues */

void sched_put_first(struct tcb *t)
{
    if (t->in_release_queue != 0)
        return;
    if (t->domain == node.current_domain)
        ready_insert_head(t);
    else
        release_insert(t, node.now);
}

void sched_remove(struct tcb *t)
{
    ready_remove(t);
    release_remove(t);
    if (node.candidate == tcb_addr(t))
        node.candidate = 0;
}

/* t waits until `time`. */
static void postpone(struct tcb *t, ticks_t time)
{
    release_insert(t, time);
    if (t->domain == node.current_domain && release_first(t->domain) == tcb_addr(t))
        node.reprogram = 1;
}

void sched_postpone_if_not_ready(struct tcb *t)
{
    if (!thread_is_schedulable(t))
        return;
    const struct sched_context *sc = sched_context_at(t->sched_context);
    if (refill_is_ready(sc))
        return;
    sched_remove(t);
    postpone(t, refill_head(sc)->time);
}

/* ------------------------------------------------------------------------------------ events */

void sched_reschedule(void)
{
    word_t candidate = node.candidate;
    node.candidate = 0;
    node.reschedule = 1;
    if (candidate != 0)
        sched_put_first(tcb_at(candidate));
}

void sched_candidate(struct tcb *t)
{
    sched_postpone_if_not_ready(t);
    if (!thread_is_schedulable(t) || tcb_addr(t) == node.current)
        return;
    if (t->domain != node.current_domain) {
        sched_put_first(t);
    } else if (node.candidate == 0 && node.reschedule == 0) {
        node.candidate = tcb_addr(t);
    } else {
        sched_reschedule();
        sched_put_first(t);
    }
}

void sched_set_state(struct tcb *t, enum thread_state state)
{
    t->state = (word_t)state;
    if (!thread_is_runnable(t))
        sched_remove(t);
}

/* A thread blocked on an endpoint or notification goes to the place of its new priority. */
static void set_priority_blocked(struct tcb *t, word_t priority)
{
    word_t object = t->blocked_on;
    if (t->state == THREAD_BLOCKED_NOTIFICATION) {
        struct notification *n = notification_at(object);
        notification_dequeue(n, t);
        t->priority = priority;
        wait_queue_insert(&n->queue, t);
    } else {
        struct endpoint *e = endpoint_at(object);
        endpoint_dequeue(e, t);
        t->priority = priority;
        wait_queue_insert(&e->queue, t);
    }
    t->blocked_on = object;
}

/* Priority and domain are indexes in ready_queue.c, which follows what it finds there. */
void sched_set_priority(struct tcb *t, word_t priority)
{
    priority = bounded(priority, PRIORITY_BITS);
    if (thread_is_queued(t)) {
        set_priority_blocked(t, priority);
    } else if (thread_is_schedulable(t)) {
        sched_remove(t);
        t->priority = priority;
        sched_put_first(t);
        sched_reschedule();
    } else {
        t->priority = priority;
    }
}

void sched_set_domain(struct tcb *t, word_t domain)
{
    domain = bounded(domain, DOMAIN_BITS);
    bool schedulable = thread_is_schedulable(t);
    bool waits = t->in_release_queue != 0 && !schedulable;
    ticks_t time = t->release_time;
    sched_remove(t);
    t->domain = domain;
    fast_thread_changed(t);
    if (schedulable)
        sched_put_first(t);
    else if (waits)
        postpone(t, time);
    if (tcb_addr(t) == node.current)
        sched_reschedule();
}

void sched_yield_slice(void)
{
    struct tcb *t = current_thread();
    const struct sched_context *sc = sched_context_at(t->sched_context);
    time_end_slice(refill_head_amount(sc));
    sched_postpone_if_not_ready(t);
    if (thread_is_schedulable(t))
        ready_insert_tail(t);
}

bool sched_yield_to(struct tcb *t)
{
    struct tcb *current = current_thread();
    bool gives_way = t->priority >= current->priority;
    sched_remove(t);
    if (gives_way) {
        sched_put_first(current);
        sched_reschedule();
    }
    sched_put_first(t);
    return gives_way;
}

/* -------------------------------------------------------------------------------- the decision */

static void release_due(void)
{
    for (word_t n = 0; n < RELEASES_PER_ENTRY; n++) {       /* at most 16 */
        LOOP(RELEASES_PER_ENTRY, n);
        word_t first = release_first(node.current_domain);
        if (first == 0 || tcb_at(first)->release_time > node.now)
            return;
        release_remove(tcb_at(first));
        node.reprogram = 1;
        sched_candidate(tcb_at(first));
    }
}

static struct tcb *choose_highest(void)
{
    if (domain_expired()) {
        domain_advance();
        release_due();
    }
    word_t highest = ready_highest(node.current_domain);
    return highest != 0 ? tcb_at(highest) : &node.idle;
}

/* Candidate x runs though `current` cannot: is there nothing above it? `current`, when it ran, had
 * the highest priority. */
static bool candidate_is_highest(const struct tcb *x, const struct tcb *current)
{
    if (current->state != THREAD_IDLE && x->priority >= current->priority)
        return true;
    if (node.domain[node.current_domain].highest <= x->priority)
        return true;
    word_t highest = ready_highest(node.current_domain);
    return highest == 0 || tcb_at(highest)->priority <= x->priority;
}

/* Candidate x waits: behind its equals, if the current thread is one of them. */
static void queue_candidate(struct tcb *x, bool behind)
{
    if (behind)
        ready_insert_tail(x);
    else
        ready_insert_head(x);
}

/* The current thread had the highest priority when it ran; without `reschedule` nothing has become
 * ready since but the candidate. */
static struct tcb *choose(struct tcb *current)
{
    const bool can_go_on = thread_is_schedulable(current);
    struct tcb *x = node.candidate != 0 ? tcb_at(node.candidate) : NULL;
    if (!KEEL_HOSTILE_SLOW && x != NULL && can_go_on && x->priority <= current->priority) {
        queue_candidate(x, x->priority == current->priority);
        return current;
    }
    if (can_go_on)
        sched_put_first(current);
    if (x == NULL)
        return choose_highest();
    if (!KEEL_HOSTILE_SLOW && (can_go_on || candidate_is_highest(x, current)))
        return x;
    queue_candidate(x, can_go_on && x->priority == current->priority);
    return choose_highest();
}

static void switch_to(struct tcb *t)
{
    if (KEEL_BENCHMARK)
        benchmark_switch(current_thread(), t);
    vspace_switch(t);
    fpu_switch(t);
    arch_thread_switch(t);
    node.current = tcb_addr(t);
}

/* The context of t, which runs, pays; the timer is set if what it rings for has changed. */
static void keep_time(const struct tcb *t)
{
    if (t->sched_context != node.current_sc) {
        time_pay_with(t->sched_context);
    } else if (node.reprogram != 0) {
        time_charge();
        time_set_timer();
    } else if (KEEL_HOSTILE_SLOW) {
        time_set_timer();
    }
}

static void run(struct tcb *t)
{
    ready_remove(t);
    if (tcb_addr(t) != node.current)
        switch_to(t);
    else if (KEEL_HOSTILE_SLOW || node.reschedule != 0)
        vspace_switch(t);       /* the event may have been a new address space */
    if (t->state == THREAD_RESTART) {
        context_restart(&t->context);
        t->state = THREAD_RUNNING;
    }
    keep_time(t);
    if (t->yield_to != 0)
        sc_complete_yield(t);
}

void sched_decide(void)
{
    if (!sched_is_quiet()) {
        release_due();
        if (domain_expired())
            sched_reschedule();
    }
    struct tcb *current = current_thread();
    if (node.reschedule == 0 && node.candidate == 0 && thread_is_schedulable(current))
        run(current);
    else
        run(choose(current));
    node.candidate = 0;
    node.reschedule = 0;
}

/* -------------------------------------------------------------------------------------- boot */

void sched_init(void)
{
    node.min_budget = timer_us_to_ticks(MIN_BUDGET_US);
    node.timer_precision = timer_us_to_ticks(TIMER_PRECISION_US);
    node.time_limit = ~0UL - 5 * timer_us_to_ticks(timer_max_us());
    node.now = timer_now();
    domain_init();

    struct sched_context *sc = &node.idle_sc;
    refill_new(sc, MIN_REFILLS, NEVER_ENDING, NEVER_ENDING);
    sc->tcb = tcb_addr(&node.idle);
    fast_spaces_changed(&node.idle);
    node.idle.state = THREAD_IDLE;
    node.idle.sched_context = sched_context_addr(sc);
    node.current = tcb_addr(&node.idle);
    node.current_sc = sched_context_addr(sc);
    node.reschedule = 1;
}
