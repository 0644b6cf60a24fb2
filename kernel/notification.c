/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Notifications: a word of badge bits that threads wait for.
 *
 *      idle --signal--> active --receive--> idle
 *      idle --receive (blocking)--> waiting --signal--> idle (one waiter woken)
 *
 *  1. active implies that the queue is empty.
 *  2. A queued thread is BLOCKED_NOTIFICATION, its blocked_on is the notification.
 *  3. bound_tcb and the thread's bound_notification point at each other.
 */

#include "ipc.h"
#include "sched.h"
#include "sched_context.h"

void notification_dequeue(struct notification *n, struct tcb *t)
{
    wait_queue_remove(&n->queue, t);
}

/* t has been waiting and gets `badge`. */
static void deliver(struct notification *n, struct tcb *t, word_t badge)
{
    sched_set_state(t, THREAD_RUNNING);
    context_set_cap(&t->context, badge);
    sc_lend(n, t);
    sc_wake(t);
    sched_candidate(t);
}

void notification_signal(struct notification *n, word_t badge)
{
    if (n->queue != 0) {
        struct tcb *t = tcb_at(n->queue);
        notification_dequeue(n, t);
        deliver(n, t, badge);
    } else if (n->active != 0) {
        n->word |= badge;
    } else if (n->bound_tcb != 0 && tcb_at(n->bound_tcb)->state == THREAD_BLOCKED_RECEIVE) {
        struct tcb *t = tcb_at(n->bound_tcb);
        ipc_cancel(t);
        deliver(n, t, badge);
    } else {
        n->active = 1;
        n->word = badge;
    }
}

void notification_receive(struct tcb *t, struct notification *n, bool blocking)
{
    if (n->active != 0) {
        context_set_cap(&t->context, n->word);
        n->active = 0;
        n->word = 0;
        sc_lend(n, t);
        sc_wake(t);
    } else if (blocking) {
        sc_take_back(n, t);
        sched_set_state(t, THREAD_BLOCKED_NOTIFICATION);
        t->blocked_on = notification_addr(n);
        wait_queue_insert(&n->queue, t);
    } else {
        context_set_cap(&t->context, 0);
    }
}

void notification_bind(struct notification *n, struct tcb *t)
{
    n->bound_tcb = tcb_addr(t);
    t->bound_notification = notification_addr(n);
}

void notification_unbind(struct notification *n)
{
    if (n->bound_tcb != 0)
        tcb_at(n->bound_tcb)->bound_notification = 0;
    n->bound_tcb = 0;
}

bool notification_cancel_one(struct notification *n)
{
    if (n->queue == 0)
        return false;
    struct tcb *t = wait_queue_victim(n->queue);
    notification_dequeue(n, t);
    sched_set_state(t, THREAD_RESTART);
    sc_wake(t);
    sched_candidate(t);
    sched_reschedule();
    return true;
}
