/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Between delete_matrix.c, which destroys objects, and delete_states.c, which makes them.
 */
#include "operations.h"

enum fate {
    IDLE,       /* the user was not started */
    STOPS,      /* it does not come back */
    GOES_ON,
    GONE,       /* it is the object */
};

#define SELF 1  /* the user is free to do it itself */
#define BUSY 2  /* something spins: threads below do not run */
#define HELD 4  /* other capabilities keep the object alive */

/* X(name, "name", fate of the user, flags) */
#define STATES(X)                                                                               \
    X(endpoint_idle, "endpoint-idle", IDLE, SELF)                                                \
    X(endpoint_with_receiver, "endpoint-with-receiver", STOPS, 0)                                \
    X(endpoint_with_sender, "endpoint-with-sender", GOES_ON, 0)                                  \
    X(endpoint_with_caller, "endpoint-with-caller", GOES_ON, 0)                                  \
    X(endpoint_with_faulter, "endpoint-with-faulter", STOPS, HELD)                               \
    X(notification_idle, "notification-idle", IDLE, SELF)                                        \
    X(notification_active, "notification-active", IDLE, SELF)                                    \
    X(notification_with_waiter, "notification-with-waiter", STOPS, 0)                            \
    X(notification_bound, "notification-bound", STOPS, 0)                                        \
    X(notification_with_time, "notification-with-time", STOPS, 0)                                \
    X(notification_of_interrupt, "notification-of-interrupt", IDLE, SELF | HELD)                 \
    X(reply_free, "reply-free", IDLE, SELF)                                                      \
    X(reply_of_receiver, "reply-of-receiver", STOPS, 0)                                          \
    X(reply_of_caller, "reply-of-caller", STOPS, 0)                                              \
    X(reply_in_chain, "reply-in-chain", STOPS, 0)                                                \
    X(reply_of_faulter, "reply-of-faulter", STOPS, 0)                                            \
    X(thread_inactive, "thread-inactive", GONE, SELF)                                            \
    X(thread_ready, "thread-ready", GONE, BUSY)                                                  \
    X(thread_out_of_budget, "thread-out-of-budget", GONE, 0)                                     \
    X(thread_sending, "thread-sending", GONE, 0)                                                 \
    X(thread_receiving, "thread-receiving", GONE, 0)                                             \
    X(thread_waiting, "thread-waiting", GONE, 0)                                                 \
    X(thread_calling, "thread-calling", GONE, 0)                                                 \
    X(thread_lending, "thread-lending", GONE, 0)                                                 \
    X(thread_on_lent_time, "thread-on-lent-time", GONE, 0)                                       \
    X(thread_faulted, "thread-faulted", GONE, 0)                                                 \
    X(thread_yielding, "thread-yielding", GONE, BUSY)                                            \
    X(time_unconfigured, "time-unconfigured", IDLE, SELF)                                        \
    X(time_of_idle, "time-of-idle", STOPS, SELF)                                                 \
    X(time_of_ready, "time-of-ready", STOPS, BUSY)                                               \
    X(time_of_waiting, "time-of-waiting", STOPS, 0)                                              \
    X(time_used_up, "time-used-up", STOPS, 0)                                                    \
    X(time_lent, "time-lent", STOPS, 0)                                                          \
    X(time_of_notification, "time-of-notification", STOPS, 0)                                    \
    X(time_of_yielding, "time-of-yielding", STOPS, BUSY)                                         \
    X(cnode_in_itself, "cnode-in-itself", IDLE, SELF | HELD)                                     \
    X(cnode_in_use, "cnode-in-use", STOPS, HELD)                                                 \
    X(untyped_with_objects, "untyped-with-objects", STOPS, HELD)                                 \
    X(frame_mapped, "frame-mapped", IDLE, SELF)                                                  \
    X(frame_is_buffer, "frame-is-buffer", STOPS, HELD)                                           \
    X(frame_is_buffer_of_idle, "frame-is-buffer-of-idle", IDLE, SELF | HELD)

#define MAKE_PROTOTYPE(name, text, fate, flags) void make_##name(void);
STATES(MAKE_PROTOTYPE)

extern word victim;                     /* where the only capability of the object is */
extern struct thread *user, *partner;   /* the partner is the other side of the user's affairs */

void object(word type, word size_bits); /* makes the object */
