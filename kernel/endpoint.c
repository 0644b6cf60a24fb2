/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Endpoints: synchronous messages.
 *
 *      idle ---- endpoint_send (blocking) ----> senders wait
 *      idle ---- endpoint_receive (blocking) -> receivers wait
 *
 *  1. The queue holds only senders (BLOCKED_SEND) or only receivers (BLOCKED_RECEIVE).
 *  2. A queued thread's blocked_on is the endpoint.
 *  3. `scan` is 0 or the queued sender where an unfinished CancelBadgedSends goes on.
 */

#include "fastpath.h"
#include "fault.h"
#include "ipc.h"
#include "delete.h"
#include "sched.h"
#include "sched_context.h"

static void block(struct tcb *t, struct endpoint *e, enum thread_state state)
{
    sched_set_state(t, state);
    t->blocked_on = endpoint_addr(e);
    wait_queue_insert(&e->queue, t);
}

void endpoint_dequeue(struct endpoint *e, struct tcb *t)
{
    if (e->scan == tcb_addr(t)) {
        word_t next = wait_queue_after(e->queue, t);
        e->scan = next;
        if (next != 0)
            tcb_at(next)->scan_cursor_of = t->scan_cursor_of;
    }
    wait_queue_remove(&e->queue, t);
}

/* t, waiting for messages with this Reply object, can be called: fastpath.h, 4. */
static void offer(const struct endpoint *e, struct tcb *t, word_t reply)
{
    const bool alone = e->queue == tcb_addr(t) && (t->wait_next | t->wait_group_next) == 0;
    if (alone && t->sched_context == 0 && fast_has_group(t))
        t->offer = reply;
}

static bool queue_has(const struct endpoint *e, enum thread_state state)
{
    return e->queue != 0 && tcb_at(e->queue)->state == (word_t)state;
}

/* A sent call or fault has arrived at `receiver`, who offered `reply` (or 0). */
static void await_reply(struct tcb *sender, struct tcb *receiver, word_t reply, word_t rights,
                        bool may_donate)
{
    if (reply != 0 && (rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) != 0)
        reply_push(sender, receiver, reply_at(reply),
                   may_donate && sender->sched_context != 0 && receiver->sched_context == 0);
    else
        sched_set_state(sender, THREAD_INACTIVE);
}

void endpoint_send(struct tcb *sender, struct endpoint *e, word_t how, word_t badge, word_t rights)
{
    if (!queue_has(e, THREAD_BLOCKED_RECEIVE)) {
        if ((how & SEND_BLOCKING) != 0) {
            sender->send_badge = badge;
            sender->send_rights = rights;
            sender->send_is_call = (how & SEND_CALL) != 0 ? 1 : 0;
            block(sender, e, THREAD_BLOCKED_SEND);
        }
        return;
    }
    struct tcb *receiver = tcb_at(e->queue);
    word_t reply = receiver->reply;
    endpoint_dequeue(e, receiver);
    reply_detach_receiver(receiver);
    message_transfer(sender, receiver, endpoint_addr(e), badge, (rights & RIGHT_GRANT) != 0);
    if ((how & SEND_CALL) != 0 || sender->fault.type != FAULT_NullFault)
        await_reply(sender, receiver, reply, rights, (how & SEND_MAY_DONATE) != 0);
    else if ((how & SEND_MAY_DONATE) != 0 && sender->sched_context != 0 &&
             receiver->sched_context == 0)
        sc_donate(sched_context_at(sender->sched_context), receiver);
    sched_set_state(receiver, THREAD_RUNNING);
    sc_wake(receiver);
    sched_candidate(receiver);
}

static void receive_from_sender(struct tcb *receiver, struct endpoint *e, word_t reply)
{
    struct tcb *sender = tcb_at(e->queue);
    endpoint_dequeue(e, sender);
    message_transfer(sender, receiver, endpoint_addr(e), sender->send_badge,
                     (sender->send_rights & RIGHT_GRANT) != 0);
    sc_wake(sender);
    if (sender->send_is_call != 0 || sender->fault.type != FAULT_NullFault) {
        await_reply(sender, receiver, reply, sender->send_rights,
                    sender->fault.type != FAULT_Timeout);
    } else {
        sched_set_state(sender, THREAD_RUNNING);
        sched_candidate(sender);
    }
}

void endpoint_receive(struct tcb *receiver, struct endpoint *e, word_t reply, bool blocking)
{
    if (reply != 0)
        reply_take_over(receiver, reply_at(reply));
    if (receiver->bound_notification != 0) {
        struct notification *n = notification_at(receiver->bound_notification);
        if (n->active != 0) {
            notification_receive(receiver, n, blocking);
            return;
        }
        if (blocking)
            sc_take_back(n, receiver);
    }
    if (queue_has(e, THREAD_BLOCKED_SEND)) {
        receive_from_sender(receiver, e, reply);
    } else if (blocking) {
        receiver->reply = reply;
        if (reply != 0)
            reply_at(reply)->tcb = tcb_addr(receiver);
        block(receiver, e, THREAD_BLOCKED_RECEIVE);
        offer(e, receiver, reply);
    } else {
        context_set_cap(&receiver->context, 0);
    }
}

/* A waiting thread re-executes its system call; one that was sending a fault stays stopped. */
static void cancel(struct endpoint *e, struct tcb *t)
{
    endpoint_dequeue(e, t);
    reply_detach_receiver(t);
    if (t->fault.type != FAULT_NullFault) {
        sched_set_state(t, THREAD_INACTIVE);
    } else {
        sched_set_state(t, THREAD_RESTART);
        sc_wake(t);
        sched_candidate(t);
    }
}

bool endpoint_cancel_one(struct endpoint *e)
{
    if (e->queue == 0)
        return false;
    cancel(e, wait_queue_victim(e->queue));
    sched_reschedule();
    return true;
}

/* Where the current thread's scan goes on: where it stopped, if this is the same call, or at the
 * front. Meanwhile its own send_badge, which it does not need, is the badge it looks for. */
static void begin_scan(struct endpoint *e, word_t badge)
{
    struct tcb *self = current_thread();
    self->scan_ticket = node.message.scan_ticket;
    if (self->scan_ticket != 0 && self->send_badge == badge && e->scan != 0 &&
        tcb_at(e->scan)->scan_cursor_of == self->scan_ticket)
        return;
    node.scan_tickets++;
    self->scan_ticket = node.scan_tickets;
    self->send_badge = badge;
    e->scan = queue_has(e, THREAD_BLOCKED_SEND) ? e->queue : 0;
    if (e->scan != 0)
        tcb_at(e->scan)->scan_cursor_of = self->scan_ticket;
}

enum err endpoint_cancel_badged(struct endpoint *e, word_t badge)
{
    begin_scan(e, badge);
    while (e->scan != 0) {      /* one preemption point per waiting sender */
        LOOP(1UL << (MAX_UNTYPED_BITS - TCB_BITS), e->scan);
        struct tcb *t = tcb_at(e->scan);
        if (t->send_badge == badge) {
            cancel(e, t);
            sched_reschedule();
        } else {
            e->scan = wait_queue_after(e->queue, t);
            if (e->scan != 0)
                tcb_at(e->scan)->scan_cursor_of = t->scan_cursor_of;
        }
        if (e->scan != 0 && preemption_point())
            return ERR_PREEMPTED;
    }
    current_thread()->scan_ticket = 0;
    return ERR_OK;
}
