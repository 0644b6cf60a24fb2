/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The short way for what lets somebody with time of his own run: Send and Signal to one who waits,
 * an interrupt that he waits for, Call of such a server and his answer, Yield of a round. As in
 * fastpath.c (1, 2, 4), and:
 *
 *  3. The time stamp is taken first. It is before anything can have ended (sched_is_quiet), so that
 *     who pays has time left, and nothing is due but the switch.
 *
 * What is not here: more than one waiting thread, a server that does not run at once, sporadic
 * scheduling contexts that wake, time that a notification lends, and threads of another domain.
 */

#include "cspace.h"
#include "fast_parts.h"
#include "fault.h"
#include "invocation.h"
#include "irq.h"
#include "ready_parts.h"
#include "time_parts.h"

/* How a reason to leave ends. */
#define SLOW      return trap_slow(cptr, info, 0, t)
#define SLOW_CALL return trap_slow_call(cptr, info, 0, t)

/* The current thread goes on as if it had not called. */
static void go_on(struct tcb *t)
{
    trap_leave_fast(context_cap(&t->context), context_info(&t->context), t);
}

/* w, waiting, can run at once, or as soon as it is its turn: sched.c (4). */
static inline bool is_ready(const struct tcb *w, const struct tcb *now)
{
    return w->domain == now->domain && w->sched_context != 0 &&
           sched_context_at(w->sched_context)->sporadic == 0;
}

/* It can take the processor from `now`: as sched_candidate and sched_decide. */
static inline bool can_switch(const struct tcb *w, const struct tcb *now)
{
    return (difference(w, now) == 0 || (are_of_group(difference(w, now)) && fast_has_group(w))) &&
           fast_space_is_known(w);
}

/* w, which waits, can be given what it waits for, and run if its priority is above t's. */
static inline bool can_be_woken(const struct tcb *w, const struct tcb *t)
{
    if (!waits_alone(w))                                  return false; /* queue work */
    if (!is_ready(w, t))                                  return false; /* it needs time */
    return w->priority <= t->priority || can_switch(w, t);
}

/* w goes on instead of t, and pays from now on. */
static __attribute__((noinline)) void run_instead(word_t badge, word_t info, struct tcb *w,
                                                  struct tcb *t)
{
    time_charge_quiet(sched_context_at(t->sched_context));
    time_continue_with(sched_context_at(w->sched_context));
    leave_at_once(badge, info, w, t, difference(w, t));
}

/* w, a waiting thread that has got what it waited for, runs if its priority is above t's. */
static void wake(struct tcb *w, struct tcb *t)
{
    w->state = THREAD_RUNNING;
    if (w->priority <= t->priority) {
        if (w->priority == t->priority)
            ready_put_tail(w);
        else
            ready_put_head(w);
        return go_on(t);
    }
    ready_put_head(t);
    run_instead(context_cap(&w->context), context_info(&w->context), w, t);
}

#define NOT_FIRST 1UL

/* Who is woken by a signal: the first who waits for it, or who is bound and waits for a message;
 * NOT_FIRST: that one, and others wait before him; 0: nobody. */
static inline word_t listener(const struct notification *n)
{
    if (n->queue != 0)
        return n->queue;
    if (n->active != 0 || n->bound_tcb == 0)
        return 0;
    const struct tcb *bound = tcb_at(n->bound_tcb);
    if (bound->state != THREAD_BLOCKED_RECEIVE)
        return 0;
    return endpoint_at(bound->blocked_on)->queue == n->bound_tcb ? n->bound_tcb : NOT_FIRST;
}

static inline bool can_be_told(word_t listener, const struct tcb *t)
{
    return listener == 0 || (listener != NOT_FIRST && can_be_woken(tcb_at(listener), t));
}

/* w, the only one in the queue of an endpoint, receives no more. */
static inline void stop_receiving(struct endpoint *e, const struct tcb *w)
{
    e->queue = 0;
    if (w->reply != 0)
        reply_at(w->reply)->tcb = 0;
}

/* told: listener(n), who can be told. */
static inline void signal(struct notification *n, word_t badge, word_t told, struct tcb *t)
{
    if (told == 0) {
        n->active = 1;
        n->word |= badge;
        return go_on(t);
    }
    struct tcb *w = tcb_at(told);
    if (w->state == THREAD_BLOCKED_RECEIVE)
        stop_receiving(endpoint_at(w->blocked_on), w);
    else
        n->queue = 0;
    context_set_cap(&w->context, badge);
    wake(w, t);
}

static void fast_signal(word_t cptr, word_t info, struct cap c, struct tcb *t)
{
    if ((info & mask(INFO_LOW_BITS)) > MSG_MAX_LENGTH)    SLOW;   /* capabilities */
    struct notification *n = notification_at(cap_object(c));
    const word_t told = listener(n);
    if (!can_be_told(told, t))                            SLOW;

    /* commit: as notification_signal, sched_candidate and sched_decide */
    t->scan_ticket = 0;
    signal(n, notification_cap_badge(c), told, t);
}

static void fast_send(word_t cptr, word_t info, struct cap c, struct tcb *t)
{
    if ((endpoint_cap_rights(c) & RIGHT_SEND) == 0)       SLOW;   /* refused */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue == 0)                                    SLOW;   /* nobody waits */
    struct tcb *w = tcb_at(e->queue);
    if (w->state != THREAD_BLOCKED_RECEIVE)               SLOW;   /* others want to send */
    if (!can_be_woken(w, t))                              SLOW;
    if (!can_copy(info, t, w))                          SLOW;   /* capabilities, no buffer */

    /* commit: as endpoint_send, sched_candidate and sched_decide */
    t->scan_ticket = 0;
    stop_receiving(e, w);
    copy(w, t, info);
    context_set_cap(&w->context, endpoint_cap_badge(c));
    context_set_info(&w->context, info);
    wake(w, t);
}

void fast_call_active(word_t cptr, word_t info, word_t unused, struct tcb *t)
{
    (void)unused;
    word_t s;
    if (!fast_path_is_open())                             SLOW_CALL;
    if (!cspace_knows(t, cptr, &s))                       SLOW_CALL;  /* a deeper CSpace */
    sched_stamp_time();
    if (!sched_is_quiet())                                SLOW_CALL;  /* something ends */
    const struct cap c = slot_at(s)->cap;
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue == 0)                                    SLOW_CALL;  /* nobody waits */
    struct tcb *w = tcb_at(e->queue);
    if (w->state != THREAD_BLOCKED_RECEIVE)               SLOW_CALL;  /* others want to send */
    if (w->reply == 0)                                    SLOW_CALL;  /* cannot answer */
    if (!waits_alone(w))                                  SLOW_CALL;  /* queue work */
    if (!is_ready(w, t))                                  SLOW_CALL;  /* it needs time */
    if (!is_next(w, t))                                   SLOW_CALL;  /* somebody else might */
    if (!can_switch(w, t))                                SLOW_CALL;  /* more to switch */
    if (!can_copy(info, t, w))                            SLOW_CALL;  /* with caps, or no buffer */

    /* commit: as endpoint_send, sched_candidate and sched_decide */
    struct reply *r = reply_at(w->reply);
    e->queue = 0;
    w->state = THREAD_RUNNING;
    t->scan_ticket = 0;
    t->state = THREAD_BLOCKED_REPLY;
    t->reply = reply_addr(r);
    r->tcb = tcb_addr(t);
    copy(w, t, info);
    run_instead(endpoint_cap_badge(c), info, w, t);
}

/* t's time may be that of its bound notification, which takes it back when t waits. */
static inline bool may_be_lent(const struct tcb *t)
{
    return t->bound_notification != 0 && notification_at(t->bound_notification)->sched_context != 0;
}

void fast_answer_active(word_t cptr, word_t info, word_t unused, struct tcb *t,
                        struct endpoint *e, struct reply *r)
{
    (void)unused;
    sched_stamp_time();
    if (!sched_is_quiet())                                SLOW;   /* something ends */
    if (may_be_lent(t))                                   SLOW;   /* it goes back */
    if (r->tcb == 0)                                      SLOW;   /* nobody to answer */
    struct tcb *caller = tcb_at(r->tcb);
    if (!is_ready(caller, t))                             SLOW;   /* it needs time */
    if (caller->state != THREAD_BLOCKED_REPLY)            SLOW;   /* it waits for a call */
    if (!is_next(caller, t))                              SLOW;   /* somebody else might */
    if (!can_switch(caller, t))                           SLOW;   /* in a chain; more to switch */
    if (!can_copy(info, t, caller))                       SLOW;   /* capabilities, no buffer */

    /* commit: as reply_send, endpoint_receive, sched_candidate and sched_decide */
    caller->state = THREAD_RUNNING;
    wait_again(e, t, r);
    copy(caller, t, info);
    run_instead(0, info, caller, t);
}

static void fast_yield(word_t cptr, word_t info, struct tcb *t)
{
    sched_stamp_time();
    if (!sched_is_quiet())                                SLOW;   /* its turn ends */
    struct sched_context *sc = sched_context_at(t->sched_context);
    const struct ready_queue *q = ready_queue_of(t->domain, t->priority);
    struct tcb *next = q->head != 0 ? tcb_at(q->head) : t;
    if (!sc_is_round_robin(sc))                           SLOW;   /* it may have to wait */
    if (node.domain[t->domain].highest > t->priority)     SLOW;   /* somebody else might */
    if (!can_switch(next, t))                             SLOW;   /* more to switch */
    if (next->yield_to != 0)                              SLOW;   /* wants a result */
    if (next->state != THREAD_RUNNING)                    SLOW;   /* repeats its call */

    /* commit: as sched_yield_slice and sched_decide */
    time_end_turn(sc);
    node.domain[t->domain].highest = t->priority;
    if (next == t) {
        time_set_timer_for(sc);
        return go_on(t);
    }
    ready_take(next);
    ready_put_tail(t);
    time_continue_with(sched_context_at(next->sched_context));
    fast_leave_to(context_cap(&next->context), context_info(&next->context), next, t);
}

void fast_other(word_t cptr, word_t info, word_t number, struct tcb *t)
{
    word_t s;
    if (!fast_path_is_open())                             SLOW;
    if (number == (word_t)NUMBER_Yield)
        return fast_yield(cptr, info, t);
    if (number != (word_t)NUMBER_Send && number != (word_t)NUMBER_NBSend) SLOW;
    sched_stamp_time();
    if (!sched_is_quiet())                                SLOW;   /* something ends */
    if (!cspace_knows(t, cptr, &s))                       SLOW;   /* a deeper CSpace */
    const struct cap c = slot_at(s)->cap;
    if (cap_is_signallable(c))
        return fast_signal(cptr, info, c, t);
    if (cap_is(c, CAP_endpoint))
        return fast_send(cptr, info, c, t);
    SLOW;
}

/* Of an interrupt that has been claimed. */
#define CLAIMED return entry_interrupt_claimed(irq)

static void fast_claimed(word_t irq, struct tcb *t)
{
    const struct cap c = irq_slot(irq)->cap;
    if (!cap_is_signallable(c))                           CLAIMED; /* nobody is told */
    struct notification *n = notification_at(cap_object(c));
    const word_t told = listener(n);
    if (!can_be_told(told, t))                            CLAIMED;

    /* commit: as irq_serve, notification_signal, sched_candidate and sched_decide */
    irqchip_taken(irq);
    signal(n, notification_cap_badge(c), told, t);
}

void fast_interrupt(struct tcb *t)
{
    if (!fast_path_is_open())                             return entry_interrupt();
    sched_stamp_time();
    if (!sched_is_quiet())                                return entry_interrupt();
    if (!arch_thread_is_plain(t))                         return entry_interrupt();
    const word_t irq = irqchip_pending();
    if (irq == IRQ_NONE)
        return go_on(t);
    fast_claimed(irq, t);
}
