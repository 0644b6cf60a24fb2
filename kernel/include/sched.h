/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Who runs: ready queues, the release queue, the decision at the end of each kernel entry.
 */

#include "hostile.h"
#include <arch/timer.h>

/* --- ready_queue.c: FIFO per domain and priority, a bitmap finds the highest; all O(1). */

/* Put a schedulable thread at the head or tail of the queue of its domain and priority. No effect
 * if it is queued already. */
void ready_insert_head(struct tcb *t);
void ready_insert_tail(struct tcb *t);
/* No effect on a thread that is not queued. */
void ready_remove(struct tcb *t);
/* Head of the highest non-empty queue of a domain, or 0. */
word_t ready_highest(word_t domain);

/* --- release_queue.c: threads that may run later, earliest first, per domain; at most 65 steps. */

/* `time` is when t may run. Equal times leave in order of arrival. */
void release_insert(struct tcb *t, ticks_t time);
/* No effect on a thread that is not queued. */
void release_remove(struct tcb *t);
/* The thread with the earliest time, or 0. */
word_t release_first(word_t domain);

/* --- The clock: see time.c. */

/* Time stamp of a kernel entry, or of a later moment in it. */
static inline void sched_stamp_time(void) { node.now = timer_now() + hostile_ahead(); }
/* What has passed since the last charge. */
static inline ticks_t time_used(void) { return node.now - node.charged_until; }
/* Now is before the earliest moment at which a budget, a domain's time or a wait may end. */
static inline bool sched_is_quiet(void)
{
    return !KEEL_HOSTILE_SLOW && node.now < node.quiet_until;
}

/* --- sched.c */

/* Running or Restart, with a configured scheduling context, not waiting for a refill. */
bool thread_is_schedulable(const struct tcb *t);

/* An event made t able to run: the candidate rule (see docs/compatibility.md for domains). Nothing
 * if t is not schedulable. */
void sched_candidate(struct tcb *t);
/* Ask for a full decision at the end of this entry. */
void sched_reschedule(void);
/* Take a thread out of whatever ready or release queue it is in, and forget it as candidate. */
void sched_remove(struct tcb *t);
/* After t got or kept a scheduling context and is runnable: release queue if its head refill is
 * not ready, otherwise nothing. */
void sched_postpone_if_not_ready(struct tcb *t);
void sched_set_priority(struct tcb *t, word_t priority);    /* effects of TCB_SetPriority */
void sched_set_domain(struct tcb *t, word_t domain);        /* effects of DomainSet_Set */
/* Block or stop the current thread, or any other: sets the state and leaves the queues. */
void sched_set_state(struct tcb *t, enum thread_state state);

/* Schedulable t goes to the front of the queue of its domain and priority, unless it is queued. */
void sched_put_first(struct tcb *t);
/* The Yield system call. */
void sched_yield_slice(void);
/* YieldTo: schedulable t goes in front of its queue; if its priority allows, the current thread
 * makes way. Says whether it does. */
bool sched_yield_to(struct tcb *t);
/* Nothing has happened in this entry that concerns who runs or who pays: sched_decide would change
 * nothing. */
static inline bool sched_goes_on(const struct tcb *t)
{
    return sched_is_quiet() && (node.candidate | node.reschedule | node.reprogram) == 0 &&
           t->state == THREAD_RUNNING && t->sched_context == node.current_sc &&
           t->sched_context != 0;
}
/* End of every kernel entry: release due threads, switch domain, choose, charge, switch context,
 * program the timer. Afterwards node.current is the thread to resume, its state RUNNING or IDLE. */
void sched_decide(void);

/* Set up the idle thread, queues, domain schedule and time (boot). */
void sched_init(void);

/* --- time.c */

/* After the stamp, at entry or behind a preempted operation: can the current thread go on? If not,
 * its time is charged, its slice ended (timeout fault, ready or release queue) and a decision
 * requested; a runnable thread is set to RESTART by sched_check_budget_restart. */
bool sched_check_budget(void);
bool sched_check_budget_restart(void);
/* For preemption points: the current scheduling context is gone or cannot cover more work, or the
 * domain has expired. Takes a new time stamp. */
bool sched_preempt_wanted(void);
/* A timer interrupt arrived. */
void sched_timer_interrupt(void);
/* The current thread gives up its slice: `used` ticks of its head refill go. */
void time_end_slice(ticks_t used);
/* Charge what has been used so far to the current scheduling context. */
void time_charge(void);
/* This context pays from now on, and the timer is set for it. */
void time_pay_with(word_t sched_context);
/* Set the timer to the next moment at which the current thread may have to stop. */
void time_set_timer(void);

/* --- domain.c: the domain schedule. */
enum err domain_set_invoke(const struct message *m);
void domain_init(void);
void domain_advance(void);      /* load the next schedule entry */
/* The running entry's time is over, or no more than the minimum budget is left of it. */
static inline bool domain_expired(void) { return node.now + node.min_budget >= node.domain_end; }
