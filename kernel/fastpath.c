/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The short way for the two calls that systems are made of: Call, and ReplyRecv of a server that
 * lives on lent time, to a caller or to a thread whose fault it has handled. Each function is a
 * list of reasons to leave, a commit line, and effects. Others go on: fast_wake.c (servers with
 * time of their own, and what else lets such a thread run), fast_invoke.c, fast_fault.c.
 *
 *  1. trap_slow is the way of all other system calls, and has the same outcome. Nothing has changed
 *     when it is taken.
 *  2. Behind the commit line nothing fails; the function ends in trap_leave_fast.
 *  3. Time is not looked at. The scheduling context stays the one that pays, the timer is set for
 *     its end, and the next entry charges what has passed.
 *  4. These functions are called by the trap code alone, which has saved all registers of the
 *     program: they need not save any (kernel/rules.mk).
 *
 * What is not here: messages with capabilities, more than one waiting receiver, and threads of
 * another domain.
 */

#include "cspace.h"
#include "fast_parts.h"
#include "fault.h"

/* How a reason to leave ends. */
#define SLOW      return trap_slow(cptr, info, 0, t)
#define SLOW_CALL return fast_call_active(cptr, info, 0, t)
#define ACTIVE    return fast_answer_active(cptr, info, 0, t, e, r)
#define FAULT     return answer_fault(cptr, info, 0, t, e, r)

void fast_leave_to(word_t badge, word_t info, struct tcb *t, struct tcb *now)
{
    leave_at_once(badge, info, t, now, difference(t, now));
}

__attribute__((noinline)) void fast_leave_to_stranger(word_t badge, word_t info, struct tcb *t)
{
    fpu_switch(t);
    trap_leave_fast(badge, info, t);
}

void fast_call(word_t cptr, word_t info, word_t unused, struct tcb *t)
{
    (void)unused;
    word_t s;
    if (!fast_path_is_open())                             SLOW_CALL;
    if (!cspace_knows(t, cptr, &s))                       SLOW_CALL;  /* a deeper CSpace */
    const struct slot *at = slot_at(s);
    if (!cap_is_callable(at->cap))                        return fast_invoke(s, info, 0, t);
    struct endpoint *e = endpoint_at(cap_object(at->cap));
    if (e->queue == 0)                                    SLOW_CALL;  /* nobody waits */
    struct tcb *receiver = tcb_at(e->queue);
    const word_t differs = difference(receiver, t);
    if (!can_be_called(receiver, t, differs))             SLOW_CALL;
    if (!can_copy(info, t, receiver))                     SLOW_CALL;  /* with caps, or no buffer */

    /* commit: as endpoint_send */
    const word_t badge = endpoint_cap_badge(at->cap);
    fast_take_call(e, receiver, t, 0);
    copy(receiver, t, info);
    leave_at_once(badge, info, receiver, t, differs);
}

static inline bool is_signalled(word_t bound_notification)
{
    return bound_notification != 0 && notification_at(bound_notification)->active != 0;
}

/* An answer to this thread, whose fault has lent time, restarts it and does nothing else. */
static inline bool restarts(word_t info, const struct tcb *faulter)
{
    return info <= MSG_MAX_LENGTH && faulter->fault.type != FAULT_DebugException;
}

/* The time that came with the call on r goes back to the caller; t waits for the next call. */
static inline void answer(struct endpoint *e, struct tcb *caller, struct tcb *t, struct reply *r)
{
    struct sched_context *sc = sched_context_at(r->sched_context);
    sc->reply = r->prev;
    if (r->prev != 0) {
        reply_at(r->prev)->next = 0;
        reply_at(r->prev)->sched_context = sched_context_addr(sc);
    }
    r->prev = 0;
    r->sched_context = 0;
    wait_again(e, t, r);
    t->sched_context = 0;
    t->offer = reply_addr(r);
    sc->tcb = tcb_addr(caller);
    caller->sched_context = sched_context_addr(sc);
    caller->state = THREAD_RUNNING;
}

/* An answer to a thread with a fault that has lent its time: it is restarted. */
static __attribute__((noinline)) void answer_fault(word_t cptr, word_t info, word_t unused,
                                                   struct tcb *t, struct endpoint *e,
                                                   struct reply *r)
{
    (void)unused;
    struct tcb *caller = tcb_at(r->tcb);
    const word_t differs = difference(caller, t) & ~PEERS_CARE;
    if (caller->fault.type == FAULT_NullFault)            SLOW;   /* has got time meanwhile */
    if (caller->sched_context != 0)                       SLOW;   /* likewise */
    if (!restarts(info, caller))                          SLOW;   /* it does more, or less */
    if (differs != 0 && !are_of_group(differs))           SLOW;   /* more to switch */
    if (differs != 0 && !fast_has_group(t))               SLOW;   /* likewise */
    if (!is_next(caller, t))                              SLOW;   /* somebody else might */
    if (!fast_space_is_known(caller))                     SLOW;   /* no address space? */

    /* commit: as reply_send and endpoint_receive */
    answer(e, caller, t, r);
    (void)fault_reply(t, caller);
    fault_forget(caller);
    context_restart(&caller->context);
    fast_leave_to(context_cap(&caller->context), context_info(&caller->context), caller, t);
}

void fast_reply_recv(word_t cptr, word_t info, word_t reply_cptr, struct tcb *t)
{
    word_t s, rs;
    if (!fast_path_is_open())                             SLOW;
    if (!cspace_knows(t, reply_cptr, &rs))                SLOW;   /* a deeper CSpace */
    const struct cap rc = slot_at(rs)->cap;
    if (!cap_is_reply(rc))                                SLOW;   /* other ways to answer */
    if (!cspace_knows(t, cptr, &s))                       SLOW;   /* likewise */
    const struct cap c = slot_at(s)->cap;
    if (!cap_is_receivable(c))                            SLOW;   /* something else */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue != 0)                                    SLOW;   /* the next one waits */
    if (is_signalled(t->bound_notification))              SLOW;   /* that comes first */
    struct reply *r = reply_at(cap_object(rc));
    if (r->sched_context != t->sched_context)             ACTIVE; /* nobody, or not on his time */
    struct tcb *caller = tcb_at(r->tcb);
    const word_t differs = difference(caller, t);
    if (differs != 0 && !are_of_group(differs))           FAULT;  /* perhaps, or more to switch */
    if (differs != 0 && !fast_has_group(t))               SLOW;   /* likewise */
    if (!is_next(caller, t))                              SLOW;   /* somebody else might */
    if (!fast_space_is_known(caller))                     SLOW;   /* no address space? */
    if (!can_copy(info, t, caller))                       SLOW;   /* capabilities, no buffer */

    /* commit: as reply_send and endpoint_receive */
    answer(e, caller, t, r);
    copy(caller, t, info);
    leave_at_once(0, info, caller, t, differs);
}
