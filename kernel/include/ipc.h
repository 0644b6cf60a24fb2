/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Messages between threads: endpoints, notifications, replies, transfer, cancellation.
 */

#include "node.h"

/* --- wait_queue.c: threads in priority order, FIFO among equals; at most 256 steps. */
void wait_queue_insert(word_t *queue, struct tcb *t);
void wait_queue_remove(word_t *queue, struct tcb *t);
/* The thread behind t in order, or 0. */
word_t wait_queue_after(word_t queue, const struct tcb *t);
/* Whom to cancel next when the object of the queue, which is not empty, dies. */
struct tcb *wait_queue_victim(word_t queue);

/* --- message.c: buffers and transfer. */

/* Kernel address of a thread's IPC buffer, or 0 if it has none usable for the purpose. */
static inline word_t ipc_buffer_for_reading(const struct tcb *t)
{
    return t->buffer.read;
}
static inline word_t ipc_buffer_for_writing(const struct tcb *t)
{
    return t->buffer.write;
}
/* One word of a buffer, which a program may change at any time: read each word once. */
struct ipc_buffer { word_t word[1 << (IPC_BUFFER_BITS - 3)]; };
_Static_assert(sizeof(struct ipc_buffer) == 1 << IPC_BUFFER_BITS, "ipc_buffer size");
ADDRESSABLE(ipc_buffer)
static inline word_t buffer_word(word_t buffer, word_t index)
{
    const volatile struct ipc_buffer *user_buffer = ipc_buffer_at(buffer);
    return user_buffer->word[index];
}
static inline void buffer_set_word(word_t buffer, word_t index, word_t value)
{
    volatile struct ipc_buffer *user_buffer = ipc_buffer_at(buffer);
    user_buffer->word[index] = value;
}
/* Words of a message that do not travel in registers: MSG_REGISTERS .. length - 1. */
static inline void buffer_copy(word_t to, word_t from, word_t length)
{
    for (word_t i = MSG_REGISTERS; i < length; i++) {
        LOOP(MSG_MAX_LENGTH, i);
        buffer_set_word(to, IPC_BUFFER_MSG + i, buffer_word(from, IPC_BUFFER_MSG + i));
    }
}
/* Deliver the message (or the fault) of `sender` to `receiver`. endpoint: 0 for replies. */
void message_transfer(struct tcb *sender, struct tcb *receiver, word_t endpoint, word_t badge,
                      bool grant);
/* Word i of a message for t: register or buffer (its address, or 0: the word is dropped). */
static inline void message_put_word(struct tcb *t, word_t buffer, word_t i, word_t value)
{
    if (i < MSG_REGISTERS)
        context_set_mr(&t->context, i, value);
    else if (buffer != 0)
        buffer_set_word(buffer, IPC_BUFFER_MSG + i, value);
}
/* How many of `length` words arrive at a thread with this buffer. */
static inline word_t message_delivered(word_t length, word_t buffer)
{
    return buffer != 0 ? length : word_min(length, MSG_REGISTERS);
}
LAYOUT(message_info, 1, MESSAGE_INFO);
static inline struct message_info message_info_of(const struct tcb *t)
{
    return (struct message_info){{context_info(&t->context)}};
}
/* The length of a message, clamped by the ABI and by the sender's buffer. */
static inline word_t message_length(struct message_info info, word_t buffer)
{
    return message_delivered(word_min(message_info_length(info), MSG_MAX_LENGTH), buffer);
}
/* It has at most MSG_REGISTERS words and no capabilities: no buffer is needed. */
static inline bool message_fits_registers(struct message_info info)
{
    return message_info_length(info) <= MSG_REGISTERS && message_info_extraCaps(info) == 0;
}
/* The info word of a kernel reply. */
static inline word_t message_info_word(word_t label, word_t length)
{
    struct message_info info = {{0}};
    message_info_set_label(&info, label);
    message_info_set_length(&info, length);
    return info.word[0];
}
/* Word i of the message t is sending: register or buffer (buffer address or 0). */
static inline word_t message_get_word(const struct tcb *t, word_t buffer, word_t i)
{
    return i < MSG_REGISTERS ? context_mr(&t->context, i)
                             : buffer_word(buffer, IPC_BUFFER_MSG + i);
}

/* How a message is sent. */
#define SEND_BLOCKING    1UL
#define SEND_CALL        2UL
#define SEND_MAY_DONATE  4UL
#define SEND_FIRST_PHASE 8UL     /* of a combined system call: see invocation.c */
#define SEND_OF_CALL     (SEND_BLOCKING | SEND_CALL | SEND_MAY_DONATE)

/* --- endpoint.c */
/* `how`: SEND_ flags. badge and rights: of the capability used. */
void endpoint_send(struct tcb *sender, struct endpoint *e, word_t how, word_t badge, word_t rights);
void endpoint_receive(struct tcb *receiver, struct endpoint *e, word_t reply, bool blocking);
/* Take a waiting thread out of the queue. Its state and Reply object are the caller's business. */
void endpoint_dequeue(struct endpoint *e, struct tcb *t);
/* One waiter of a dying endpoint is restarted. False when there is none left. */
bool endpoint_cancel_one(struct endpoint *e);
/* Restart senders with this badge, one per step. ERR_OK or ERR_PREEMPTED. */
enum err endpoint_cancel_badged(struct endpoint *e, word_t badge);

/* --- notification.c */
void notification_signal(struct notification *n, word_t badge);
void notification_receive(struct tcb *t, struct notification *n, bool blocking);
void notification_bind(struct notification *n, struct tcb *t);
void notification_unbind(struct notification *n);       /* no-op when unbound */
void notification_dequeue(struct notification *n, struct tcb *t);
bool notification_cancel_one(struct notification *n);

/* --- reply.c */
/* Answer the caller bound to r with the replier's message. Nothing if there is no caller. */
void reply_send(struct tcb *replier, struct reply *r, bool grant);
/* A receiver offers r: whoever uses it is cancelled first. */
void reply_take_over(struct tcb *receiver, struct reply *r);
/* caller waits on r; donate: push its scheduling context's chain and give it to callee. */
void reply_push(struct tcb *caller, struct tcb *callee, struct reply *r, bool donate);
/* Remove t from its Reply object without a message (cancellation): no context is returned. */
void reply_detach_caller(struct tcb *t);
void reply_detach_receiver(struct tcb *t);
/* The last capability to r is gone. */
void reply_finalise(struct reply *r);

/* --- cancel.c */
/* Abort whatever IPC t is blocked in; t becomes INACTIVE if it was blocked. Clears its fault. */
void ipc_cancel(struct tcb *t);
