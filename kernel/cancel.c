/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Cancelling: a thread leaves whatever IPC it is blocked in.
 */

#include "fault.h"
#include "ipc.h"
#include "sched.h"

void ipc_cancel(struct tcb *t)
{
    fault_forget(t);
    t->scan_ticket = 0;
    switch ((enum thread_state)t->state) {
    case THREAD_BLOCKED_SEND:
        endpoint_dequeue(endpoint_at(t->blocked_on), t);
        break;
    case THREAD_BLOCKED_RECEIVE:
        endpoint_dequeue(endpoint_at(t->blocked_on), t);
        reply_detach_receiver(t);
        break;
    case THREAD_BLOCKED_NOTIFICATION:
        notification_dequeue(notification_at(t->blocked_on), t);
        break;
    case THREAD_BLOCKED_REPLY:
        reply_detach_caller(t);
        break;
    default:
        return;
    }
    sched_set_state(t, THREAD_INACTIVE);
}
