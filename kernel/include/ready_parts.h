/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What ready_queue.c, where the rules are, and the short ways have in common.
 */

#include "node.h"

static inline void ready_mark(struct tcb *t, word_t domain, word_t priority)
{
    struct domain_queues *d = &node.domain[domain];
    t->in_ready_queue = 1;
    d->bitmap[priority / WORD_BITS] |= bit(priority % WORD_BITS);
    if (priority > d->highest)
        d->highest = priority;
}

/* t is in no queue. */
static inline void ready_put_head(struct tcb *t)
{
    const word_t domain = t->domain, priority = t->priority;
    struct ready_queue *q = ready_queue_of(domain, priority);
    const word_t head = q->head;
    t->ready_next = head;
    if (head != 0)
        tcb_at(head)->ready_prev = tcb_addr(t);
    else
        q->tail = tcb_addr(t);
    q->head = tcb_addr(t);
    ready_mark(t, domain, priority);
}

static inline void ready_put_tail(struct tcb *t)
{
    const word_t domain = t->domain, priority = t->priority;
    struct ready_queue *q = ready_queue_of(domain, priority);
    const word_t tail = q->tail;
    t->ready_prev = tail;
    if (tail != 0)
        tcb_at(tail)->ready_next = tcb_addr(t);
    else
        q->head = tcb_addr(t);
    q->tail = tcb_addr(t);
    ready_mark(t, domain, priority);
}

/* t is in its queue. */
static inline void ready_take(struct tcb *t)
{
    const word_t next = t->ready_next, prev = t->ready_prev;
    struct ready_queue *q = ready_queue_of(t->domain, t->priority);
    if (prev != 0)
        tcb_at(prev)->ready_next = next;
    else
        q->head = next;
    if (next != 0)
        tcb_at(next)->ready_prev = prev;
    else
        q->tail = prev;
    if ((next | prev) == 0)
        node.domain[t->domain].bitmap[t->priority / WORD_BITS] &= ~bit(t->priority % WORD_BITS);
    t->ready_next = 0;
    t->ready_prev = 0;
    t->in_ready_queue = 0;
}
