/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The short way for the calls that systems are made of: Call, and ReplyRecv of a server that lives
 * on lent time; the same for faults and their answers; Send and Signal to one who waits; Yield.
 * Each function is a list of reasons to leave, a commit line, and effects.
 *
 *  1. trap_slow is the way of all other system calls, and has the same outcome. Nothing has changed
 *     when it is taken, but for the time stamp.
 *  2. Behind the commit line nothing fails; the function ends in trap_leave_fast.
 *  3. Where lent time moves, the clock is not looked at: the scheduling context stays the one that
 *     pays, the timer is set for its end, and the next entry charges what has passed. Where another
 *     context is to pay, it is before anything can have ended (sched_is_quiet).
 *
 * What is not here: messages with capabilities, more than one waiting receiver, threads of another
 * domain, sporadic scheduling contexts that wake, and all that happens while a benchmark kernel
 * tracks.
 */

#include "fastpath.h"
#include "cspace.h"
#include "fault.h"
#include "fpu.h"
#include "hostile.h"
#include "ipc.h"
#include "sched.h"
#include "sched_context.h"
#include <arch/fastpath.h>
#include <arch/thread.h>
#include <arch/vspace.h>

/* Kernels that bring bad luck at each exit have only the long way. */
#define FAST_PATH (!KEEL_HOSTILE_SLOW && !KEEL_HOSTILE_TIME && arch_has_fast_path())

/* Bits of a message info in which length, capabilities and unwrapped capabilities stand. */
#define INFO_LOW_BITS 12

/* How a reason to leave ends. */
#define SLOW      return trap_slow(cptr, info, t)
#define SLOW_CALL return trap_slow_call(cptr, info, t)

static void buffer_changed(struct tcb *t)
{
    const struct cap c = t->slot[TCB_IPC_BUFFER].cap;
    const bool usable = frame_is(c) && !frame_is_device(c);
    const word_t at = usable ? frame_address(c) + (t->ipc_buffer & mask(frame_bits(c))) : 0;
    t->buffer.frame = c.word[0];
    t->buffer.read = usable && frame_can_read(c) ? at : 0;
    t->buffer.write = usable && frame_can_write(c) ? at : 0;
}

void fast_spaces_changed(struct tcb *t)
{
    const struct cap c = t->slot[TCB_CSPACE].cap;
    const bool flat = cap_is(c, CAP_cnode) && cnode_cap_guard(c) == 0 &&
                      cnode_cap_guard_size(c) + cnode_cap_radix(c) == WORD_BITS;
    t->cspace.root = flat ? c.word[0] : FAST_UNKNOWN;
    t->cspace.mask = flat ? mask(cnode_cap_radix(c)) : 0;
    t->cspace.slots = flat ? cap_object(c) : 0;
    t->space.root = FAST_UNKNOWN;
    buffer_changed(t);
}

void fast_thread_changed(struct tcb *t)
{
    t->peers = t->fpu.used == 0 && arch_thread_is_plain(t) ? t->domain : tcb_addr(t);
}

static inline bool waits_alone(const struct tcb *t)
{
    return (t->wait_next | t->wait_group_next) == 0;
}

/* t runs next, instead of `now`, which blocks: no ready thread has a higher priority. Both are of
 * the current domain. */
static inline bool is_next(const struct tcb *t, const struct tcb *now)
{
    return t->priority >= now->priority || node.domain[t->domain].highest <= t->priority;
}

static inline bool is_signalled(word_t bound_notification)
{
    return bound_notification != 0 && notification_at(bound_notification)->active != 0;
}

/* `length`: low bits of the message info. The words are in registers, or both have buffers; there
 * are no capabilities. */
static inline bool can_copy(word_t length, const struct tcb *from, const struct tcb *to)
{
    return length == 0 || length <= MSG_REGISTERS ||
           (length <= MSG_MAX_LENGTH && ipc_buffer_for_reading(from) != 0 &&
            ipc_buffer_for_writing(to) != 0);
}

static inline void copy(struct tcb *to, const struct tcb *from, word_t length)
{
    if (length == 0)
        return;
    context_copy_mrs(&to->context, &from->context, length);
    if (length > MSG_REGISTERS)
        buffer_copy(to->buffer.write, from->buffer.read, length);
}

/* A switch from one to the other takes more than the address space, but only the FPU. */
static inline bool differ_in_fpu(const struct tcb *a, const struct tcb *b)
{
    return a->domain == b->domain && arch_thread_is_plain(a) && arch_thread_is_plain(b);
}

/* As reply_push and sc_donate; states and queues as sched_decide. */
static inline void call(struct endpoint *e, struct tcb *receiver, struct tcb *t)
{
    struct reply *r = reply_at(receiver->reply);
    struct sched_context *sc = sched_context_at(t->sched_context);
    e->queue = 0;
    receiver->state = THREAD_RUNNING;
    receiver->sched_context = sched_context_addr(sc);
    t->state = THREAD_BLOCKED_REPLY;
    t->reply = reply_addr(r);
    t->sched_context = 0;
    r->tcb = tcb_addr(t);
    r->prev = sc->reply;
    if (r->prev != 0) {
        reply_at(r->prev)->next = reply_addr(r);
        reply_at(r->prev)->sched_context = 0;
    }
    r->sched_context = sched_context_addr(sc);
    sc->reply = reply_addr(r);
    sc->tcb = tcb_addr(receiver);
}

/* t, of the current domain, runs next. */
static __attribute__((noinline)) void leave_with_fpu(word_t badge, word_t info, struct tcb *t)
{
    fpu_switch(t);
    trap_leave_fast(badge, info, t);
}

static inline void leave_to(word_t badge, word_t info, struct tcb *t, bool fpu)
{
    arch_fast_switch(t->space.value);
    if (fpu)
        return leave_with_fpu(badge, info, t);
    trap_leave_fast(badge, info, t);
}

void fast_call(word_t cptr, word_t info, struct tcb *t)
{
    const word_t length = info & mask(INFO_LOW_BITS);
    if (!FAST_PATH)                                       SLOW_CALL;
    if (KEEL_BENCHMARK && node.tracking != 0)             SLOW_CALL;   /* each entry is counted */
    if (!cspace_has_flat(t, cptr))                        SLOW_CALL;   /* a deeper CSpace */
    const struct cap c = slot_at(cspace_flat(t, cptr))->cap;
    if (!cap_is_callable(c))                              SLOW_CALL;   /* something else */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue == 0)                                    SLOW_CALL;   /* nobody waits */
    struct tcb *receiver = tcb_at(e->queue);
    if (receiver->state != THREAD_BLOCKED_RECEIVE)        SLOW_CALL;   /* others want to send */
    if (!waits_alone(receiver))                           SLOW_CALL;   /* queue work */
    if (receiver->sched_context != 0)                     SLOW_CALL;   /* has time of its own */
    if (receiver->reply == 0)                             SLOW_CALL;   /* cannot answer */
    const bool fpu = receiver->peers != t->peers;
    if (fpu && !differ_in_fpu(receiver, t))               SLOW_CALL;   /* more to switch */
    if (!is_next(receiver, t))                            SLOW_CALL;   /* somebody else might */
    if (!fast_space_is_known(receiver))                   SLOW_CALL;   /* no address space? */
    if (!can_copy(length, t, receiver))                   SLOW_CALL;   /* capabilities, no buffer */

    /* commit: as endpoint_send */
    t->scan_ticket = 0;
    call(e, receiver, t);
    copy(receiver, t, length);
    leave_to(endpoint_cap_badge(c), info, receiver, fpu);
}

bool fast_fault(struct tcb *t, struct cap c)
{
    if (!FAST_PATH)                                       return false;
    if (KEEL_BENCHMARK && node.tracking != 0)             return false;
    if (!sched_goes_on(t))                                return false; /* more to decide */
    if (!cap_is_callable(c))                              return false; /* no handler */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue == 0)                                    return false; /* as in fast_call */
    struct tcb *handler = tcb_at(e->queue);
    if (handler->state != THREAD_BLOCKED_RECEIVE)         return false;
    if (!waits_alone(handler))                            return false;
    if (handler->sched_context != 0)                      return false;
    if (handler->reply == 0)                              return false;
    const bool fpu = handler->peers != t->peers;
    if (fpu && !differ_in_fpu(handler, t))                return false;
    if (!is_next(handler, t))                             return false;
    if (!fast_space_is_known(handler))                    return false;

    /* commit: as endpoint_send and sched_decide */
    call(e, handler, t);
    const word_t length = fault_message(t, handler);
    context_set_info(&handler->context, message_info_word(t->fault.type, length));
    context_set_cap(&handler->context, endpoint_cap_badge(c));
    arch_fast_switch(handler->space.value);
    if (fpu)
        fpu_switch(handler);
    node.current = tcb_addr(handler);
    return true;
}

/* The answer of t restarts this thread, which has a fault, and does nothing else. */
static inline bool restarts(word_t info, const struct tcb *faulter)
{
    return info <= MSG_MAX_LENGTH && faulter->fault.type != FAULT_Timeout &&
           faulter->fault.type != FAULT_DebugException;
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
    r->tcb = tcb_addr(t);
    sc->tcb = tcb_addr(caller);
    caller->sched_context = sched_context_addr(sc);
    caller->state = THREAD_RUNNING;
    t->scan_ticket = 0;
    t->sched_context = 0;
    t->reply = reply_addr(r);
    t->state = THREAD_BLOCKED_RECEIVE;
    t->blocked_on = endpoint_addr(e);
    t->wait_group_tail = tcb_addr(t);
    e->queue = tcb_addr(t);
}

/* Behind the commit line of fast_reply_recv. */
static __attribute__((noinline)) void restart(struct tcb *faulter, struct tcb *t, bool fpu)
{
    (void)fault_reply(t, faulter);
    faulter->fault.type = FAULT_NullFault;
    context_restart(&faulter->context);
    leave_to(context_cap(&faulter->context), context_info(&faulter->context), faulter, fpu);
}

void fast_reply_recv(word_t cptr, word_t info, struct tcb *t, word_t reply_cptr)
{
    const word_t length = info & mask(INFO_LOW_BITS);
    if (!FAST_PATH)                                       SLOW;
    if (KEEL_BENCHMARK && node.tracking != 0)             SLOW;   /* each entry is counted */
    if (!cspace_has_flat(t, cptr))                        SLOW;   /* a deeper CSpace */
    if (!cspace_has_flat(t, reply_cptr))                  SLOW;
    const struct cap rc = slot_at(cspace_flat(t, reply_cptr))->cap;
    const struct cap c = slot_at(cspace_flat(t, cptr))->cap;
    if (!cap_is(rc, CAP_reply))                           SLOW;   /* other ways to answer */
    if (!cap_is_receivable(c))                            SLOW;   /* something else */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue != 0)                                    SLOW;   /* the next one waits */
    if (is_signalled(t->bound_notification))              SLOW;   /* that comes first */
    struct reply *r = reply_at(cap_object(rc));
    if (r->tcb == 0)                                      SLOW;   /* nobody to answer */
    struct tcb *caller = tcb_at(r->tcb);
    if (caller->state != THREAD_BLOCKED_REPLY)            SLOW;   /* nobody to answer */
    if (r->sched_context == 0)                            SLOW;   /* no time to return */
    if (caller->sched_context != 0)                       SLOW;   /* has got time meanwhile */
    if (r->sched_context != t->sched_context)             SLOW;   /* not our time */
    const bool fpu = caller->peers != t->peers;
    if (fpu && !differ_in_fpu(caller, t))                 SLOW;   /* more to switch */
    if (!is_next(caller, t))                              SLOW;   /* somebody else might */
    if (!fast_space_is_known(caller))                     SLOW;   /* no address space? */
    const bool fault = caller->fault.type != FAULT_NullFault;
    if (fault && !restarts(info, caller))                 SLOW;   /* it does more, or less */
    if (!fault && !can_copy(length, t, caller))           SLOW;   /* capabilities, no buffer */

    /* commit: as reply_send and endpoint_receive */
    answer(e, caller, t, r);
    if (fault)
        return restart(caller, t, fpu);
    copy(caller, t, length);
    leave_to(0, info, caller, fpu);
}

/* -------------------------------------------------------------------- those that pay for themselves */

/* The current thread goes on as if it had not called. */
static void go_on(struct tcb *t)
{
    trap_leave_fast(context_cap(&t->context), context_info(&t->context), t);
}

/* w, waiting, can run at once, or as soon as it is its turn. */
static inline bool is_ready(const struct tcb *w, const struct tcb *now)
{
    const struct sched_context *sc = sched_context_at(w->sched_context);
    return w->domain == now->domain && w->sched_context != 0 && sc_is_released(sc) &&
           sc->sporadic == 0;
}

/* It can take the processor from `now`: as sched_candidate and sched_decide. */
static inline bool can_switch(const struct tcb *w, const struct tcb *now)
{
    return arch_thread_is_plain(w) && arch_thread_is_plain(now) && fast_space_is_known(w);
}

/* w, a waiting thread that has got what it waited for, runs if its priority is above t's. */
static void wake(struct tcb *w, struct tcb *t)
{
    w->state = THREAD_RUNNING;
    t->scan_ticket = 0;
    if (w->priority <= t->priority) {
        if (w->priority == t->priority)
            ready_insert_tail(w);
        else
            ready_insert_head(w);
        return go_on(t);
    }
    ready_insert_head(t);
    time_pay_with(w->sched_context);
    leave_to(context_cap(&w->context), context_info(&w->context), w, w->peers != t->peers);
}

static void signal(struct notification *n, word_t badge, struct tcb *t)
{
    if (n->queue == 0) {
        t->scan_ticket = 0;
        n->active = 1;
        n->word |= badge;
        return go_on(t);
    }
    struct tcb *w = tcb_at(n->queue);
    n->queue = 0;
    context_set_cap(&w->context, badge);
    wake(w, t);
}

static void fast_signal(word_t cptr, word_t info, struct tcb *t, struct cap c)
{
    if ((info & mask(INFO_LOW_BITS)) > MSG_MAX_LENGTH)    SLOW;   /* capabilities */
    if ((notification_cap_rights(c) & RIGHT_SEND) == 0)   SLOW;   /* refused */
    struct notification *n = notification_at(cap_object(c));
    const struct tcb *bound = tcb_at(n->bound_tcb), *w = tcb_at(n->queue);
    if (n->queue == 0 && n->bound_tcb != 0 &&
        bound->state == THREAD_BLOCKED_RECEIVE)           SLOW;   /* it is woken */
    if (n->queue != 0) {
        if (!waits_alone(w))                              SLOW;   /* queue work */
        if (!is_ready(w, t))                              SLOW;   /* it needs time */
        if (w->priority > t->priority && !can_switch(w, t))  SLOW;  /* more to switch */
    }

    /* commit: as notification_signal, sched_candidate and sched_decide */
    signal(n, notification_cap_badge(c), t);
}

static void fast_send(word_t cptr, word_t info, struct tcb *t, struct cap c)
{
    const word_t length = info & mask(INFO_LOW_BITS);
    if ((endpoint_cap_rights(c) & RIGHT_SEND) == 0)       SLOW;   /* refused */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue == 0)                                    SLOW;   /* nobody waits */
    struct tcb *w = tcb_at(e->queue);
    if (w->state != THREAD_BLOCKED_RECEIVE)               SLOW;   /* others want to send */
    if (!waits_alone(w))                                  SLOW;   /* queue work */
    if (!is_ready(w, t))                                  SLOW;   /* it needs time */
    if (w->priority > t->priority && !can_switch(w, t))   SLOW;   /* more to switch */
    if (!can_copy(length, t, w))                          SLOW;   /* capabilities, no buffer */

    /* commit: as endpoint_send, sched_candidate and sched_decide */
    e->queue = 0;
    if (w->reply != 0)
        reply_at(w->reply)->tcb = 0;
    copy(w, t, length);
    context_set_cap(&w->context, endpoint_cap_badge(c));
    context_set_info(&w->context, info);
    wake(w, t);
}

static void fast_yield(word_t cptr, word_t info, struct tcb *t)
{
    struct sched_context *sc = sched_context_at(t->sched_context);
    struct ready_queue *q = &node.domain[t->domain].queue[t->priority];
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
        time_set_timer();
        return go_on(t);
    }
    ready_remove(next);
    ready_insert_tail(t);
    time_pay_with(next->sched_context);
    leave_to(context_cap(&next->context), context_info(&next->context), next,
             next->peers != t->peers);
}

void fast_other(word_t cptr, word_t info, struct tcb *t, word_t number)
{
    if (!FAST_PATH)                                       SLOW;
    if (KEEL_BENCHMARK && node.tracking != 0)             SLOW;   /* each entry is counted */
    sched_stamp_time();
    if (!sched_is_quiet())                                SLOW;   /* something ends */
    if (number == (word_t)NUMBER_Yield)
        return fast_yield(cptr, info, t);
    if (number != (word_t)NUMBER_Send && number != (word_t)NUMBER_NBSend) SLOW;
    if (!cspace_has_flat(t, cptr))                        SLOW;   /* a deeper CSpace */
    const struct cap c = slot_at(cspace_flat(t, cptr))->cap;
    if (cap_is(c, CAP_notification))
        return fast_signal(cptr, info, t, c);
    if (cap_is(c, CAP_endpoint))
        return fast_send(cptr, info, t, c);
    SLOW;
}
