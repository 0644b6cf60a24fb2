/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Kernel objects. All are zero when created, power-of-two sized and aligned to their size.
 */

#include "cap.h"
#include <abi/config.h>
#include <arch/context.h>

/* ------------------------------------------------------------------------------- threads */

enum thread_state {
    THREAD_RUNNING,             /* continues at its next instruction */
    THREAD_RESTART,             /* re-executes the instruction that entered the kernel */
    THREAD_INACTIVE,            /* as a new one is */
    THREAD_BLOCKED_RECEIVE,     /* in a receive queue, waiting.endpoint */
    THREAD_BLOCKED_SEND,        /* in a send queue, waiting.endpoint */
    THREAD_BLOCKED_REPLY,       /* bound to a Reply object */
    THREAD_BLOCKED_NOTIFICATION,/* in a notification's queue */
    THREAD_IDLE
};

/* Slots inside a TCB. */
enum tcb_slot { TCB_CSPACE, TCB_VSPACE, TCB_IPC_BUFFER, TCB_FAULT_EP, TCB_TIMEOUT_EP, TCB_SLOTS };

/* The fault a thread is stopped with. words are the type's own: see fault.c. */
struct fault {
    word_t word[6];
    word_t type;                /* abi/faults.h; 0 none */
};
_Static_assert(sizeof(struct fault) == 56, "fault size");

/* A CSpace that is flat, two levels of one that is not, an IPC buffer that is usable: see
 * fastpath.h. */
struct fast_cspace {
    word_t slots;               /* address of the first slot; not flat: of one that stays empty */
    word_t mask;                /* number of slots - 1 */
};
_Static_assert(sizeof(struct fast_cspace) == 16, "fast_cspace size");
/* Capability addresses that were found to lead through two CNodes: base .. base + count - 1. */
struct fast_levels {
    word_t base, count;         /* count 0: none are known */
    word_t slots;               /* address of the first one's slot */
    word_t via;                 /* the slot of the second CNode, while it holds this capability */
    word_t cap_word[2];
};
_Static_assert(sizeof(struct fast_levels) == 48, "fast_levels size");
struct fast_buffer {
    word_t read, write;         /* kernel address of the buffer, or 0: not to be read, written */
};
_Static_assert(sizeof(struct fast_buffer) == 16, "fast_buffer size");

/* An address space found alive, and what the machine's register holds for it: see fastpath.h. */
struct fast_space {
    word_t epoch_at, epoch;     /* alive while that word of the node has this value */
    word_t value;
};
_Static_assert(sizeof(struct fast_space) == 24, "fast_space size");

#define TCB_NAME_BYTES 64
#define CACHE_LINE_BYTES 64     /* of most machines; elsewhere only speed depends on it */

struct tcb {
    /* What a call and its answer look at, by cache lines. Of him who runs next that is the first
     * line and his registers, and after an answer the third. Offsets are the shorter to encode the
     * smaller they are, below 248 on RISC-V, below 128 on x86. */
    word_t state __attribute__((aligned(CACHE_LINE_BYTES)));    /* enum thread_state */
    word_t sched_context;
    word_t priority;
    word_t peers;               /* this, offer, space, cspace, buffer, levels: see fastpath.h */
    word_t offer;
    struct fast_space space;

    struct fast_buffer buffer;  /* second line: messages longer than the registers */

    struct fault fault;         /* its type begins the third line */
    struct fast_cspace cspace;
    word_t reply;               /* Reply object: while BLOCKED_RECEIVE the one supplied, or 0;
                                 * while BLOCKED_REPLY the one waited on */
    word_t scan_ticket;         /* CancelBadgedSends our last call did not finish, or 0 */
    word_t bound_notification;
    word_t blocked_on;          /* endpoint or notification, while in its queue */

    struct context context;     /* user registers, but for the first in lines of their own */

    struct fast_levels levels __attribute__((aligned(CACHE_LINE_BYTES)));   /* CSpaces not flat */
    struct slot slot[TCB_SLOTS] __attribute__((aligned(sizeof(struct slot))));

    word_t wait_next, wait_group_next, wait_prev, wait_group_prev;  /* wait_queue.c */
    word_t wait_group_tail;
    word_t domain;

    /* Scheduling. */
    word_t mcp;
    word_t flags;               /* TCB_FLAG_* */
    word_t in_release_queue;    /* 0 or 1 */
    word_t in_ready_queue;      /* 0 or 1 */
    word_t ready_next, ready_prev;      /* ready_queue.c */
    word_t release_time;                /* release_queue.c: key while in the queue */
    word_t release_parent, release_child[2], release_next, release_prev;

    /* IPC. */
    word_t send_badge;          /* of the capability a blocked sender used */
    word_t send_rights;         /* grant and grant-reply rights of that capability */
    word_t send_is_call;
    word_t scan_cursor_of;      /* ticket of the scan that goes on with us */
    word_t ipc_buffer;          /* user address; 0 none */
    word_t yield_to;            /* scheduling context whose use we wait to report, or 0 */
    word_t yield_is_call;       /* YieldTo was invoked by Call: it wants its result */

    /* Utilisation, benchmark configuration only. */
    word_t used_cycles, times_scheduled, kernel_cycles, kernel_entries;

    struct fpu_state fpu;

    /* Debug configuration only, see debug.c. */
    word_t debug_next, debug_prev;      /* list of all threads */
    char name[TCB_NAME_BYTES];
};
ADDRESSABLE(tcb)
_Static_assert(sizeof(struct tcb) <= 1 << TCB_BITS, "TCB too large");
#define TCB_LINE_(field) (offsetof(struct tcb, field) / CACHE_LINE_BYTES)
_Static_assert(TCB_LINE_(space.value) == 0, "first line of a call");
_Static_assert(TCB_LINE_(buffer) == 1, "second line");
_Static_assert(TCB_LINE_(fault.type) == 2 && TCB_LINE_(blocked_on) == 2, "third line");
_Static_assert(TCB_LINE_(context) == 2 && offsetof(struct tcb, context) % CACHE_LINE_BYTES ==
               CACHE_LINE_BYTES - sizeof(word_t), "all registers but one in whole lines");
_Static_assert(TCB_LINE_(levels) == TCB_LINE_(levels.cap_word[1]), "one line of an address");

static inline bool thread_is_runnable(const struct tcb *t)
{
    return t->state == THREAD_RUNNING || t->state == THREAD_RESTART;
}
/* In the queue of an endpoint or notification, which blocked_on then names. */
static inline bool thread_is_queued(const struct tcb *t)
{
    return t->state == THREAD_BLOCKED_RECEIVE || t->state == THREAD_BLOCKED_SEND ||
           t->state == THREAD_BLOCKED_NOTIFICATION;
}
static inline bool thread_is_blocked(const struct tcb *t)
{
    return t->state >= THREAD_BLOCKED_RECEIVE && t->state <= THREAD_BLOCKED_NOTIFICATION;
}

/* --------------------------------------------------- endpoints, notifications, replies */

/*
 * Endpoint. Waiting threads are all senders or all receivers; the head's state tells which.
 */
struct endpoint {
    word_t queue;               /* first waiting thread, or 0: see wait_queue.h */
    word_t scan;                /* where CancelBadgedSends goes on, or 0 */
};
ADDRESSABLE(endpoint)
_Static_assert(sizeof(struct endpoint) == 1 << ENDPOINT_BITS, "endpoint size");

/*
 * Notification: idle (queue 0, active 0), waiting (queue), or active (word holds the badges).
 */
struct notification {
    word_t queue;
    word_t active;              /* 0 or 1 */
    word_t word;
    word_t bound_tcb;
    word_t sched_context;
    word_t unused[3];
};
ADDRESSABLE(notification)
_Static_assert(sizeof(struct notification) == 1 << NOTIFICATION_BITS, "notification size");

/*
 * Reply: free (tcb 0); bound to a receiver (its state is BLOCKED_RECEIVE) or to a caller
 * (BLOCKED_REPLY). Call chain: `sched_context` is set in the head only; prev is the older call.
 */
struct reply {
    word_t tcb;
    word_t prev, next;
    word_t sched_context;
};
ADDRESSABLE(reply)
_Static_assert(sizeof(struct reply) == 1 << REPLY_BITS, "reply size");

/* -------------------------------------------------------------------- scheduling contexts */

/* Its amount reaches from `start` to the start of the next one, or to refill_end: see refill.c. */
struct refill {
    ticks_t time;               /* usable from here on */
    ticks_t start;
};
ADDRESSABLE(refill)
_Static_assert(sizeof(struct refill) == REFILL_BYTES, "refill size");

/*
 * Scheduling context. The refill ring follows the struct, refill_max entries; unconfigured while
 * refill_max is 0. period 0 means round robin.
 */
struct sched_context {
    ticks_t period;
    ticks_t consumed;           /* charged since the last report */
    word_t tcb;                 /* thread that uses it now */
    word_t reply;               /* head of the call chain */
    word_t notification;
    word_t yield_from;          /* thread waiting in YieldTo */
    word_t badge;
    uint32_t core;
    uint32_t sporadic;          /* 0 or 1 */
    word_t refill_max, refill_head, refill_count;
    ticks_t refill_end;
};
ADDRESSABLE(sched_context)
_Static_assert(sizeof(struct sched_context) + MIN_REFILLS * REFILL_BYTES ==
               CORE_SCHED_CONTEXT_BYTES, "sched_context size");
