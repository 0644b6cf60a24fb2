/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Ready queues: the threads that could run now, per domain and priority, first come first served.
 *
 *      ready_queue_of(d, p):  head <--> ... <--> tail      (ready_next towards the tail)
 *
 *  1. A thread with in_ready_queue is in exactly the queue of its domain and priority, which do
 *     not change while it is there. All others have both links 0.
 *  2. head and tail are both 0 or neither is; ready_prev of the head is 0, and so is ready_next of
 *     the tail.
 *  3. Bit p of the domain's bitmap is set iff queue p is not empty.
 *  4. All bits above the domain's `highest` are 0. It is raised when a thread is inserted, and
 *     lowered when the highest is asked for.
 *
 * Everything takes constant time.
 */

#include "ready_parts.h"
#include "sched.h"

void ready_insert_head(struct tcb *t)
{
    if (t->in_ready_queue == 0)
        ready_put_head(t);
}

void ready_insert_tail(struct tcb *t)
{
    if (t->in_ready_queue == 0)
        ready_put_tail(t);
}

void ready_remove(struct tcb *t)
{
    if (t->in_ready_queue != 0)
        ready_take(t);
}

/* Position of the highest set bit of w, which is not 0. By halves: not every machine has an
 * instruction for it. */
static word_t highest_bit(word_t w)
{
    word_t n = (word_t)(w >> 32 != 0) << 5;
    n += (word_t)(w >> (n + 16) != 0) << 4;
    n += (word_t)(w >> (n + 8) != 0) << 3;
    n += (word_t)(w >> (n + 4) != 0) << 2;
    n += (word_t)(w >> (n + 2) != 0) << 1;
    n += (word_t)(w >> (n + 1) != 0);
    return n;
}

/* The same without the bitmap. */
static word_t look_for_highest(word_t domain)
{
    word_t p = N_PRIORITIES;
    while (p > 0) {             /* 256 */
        LOOP(N_PRIORITIES, p);
        p--;
        if (ready_queue_of(domain, p)->head != 0)
            return ready_queue_of(domain, p)->head;
    }
    return 0;
}

word_t ready_highest(word_t domain)
{
    struct domain_queues *d = &node.domain[domain];
    if (KEEL_HOSTILE_SLOW)
        return look_for_highest(domain);
    word_t i = d->highest / WORD_BITS + 1;
    d->highest = 0;
    while (i > 0) {             /* the words of the bitmap: 4 */
        LOOP(N_PRIORITIES / WORD_BITS, i);
        i--;
        if (d->bitmap[i] != 0) {
            d->highest = i * WORD_BITS + highest_bit(d->bitmap[i]);
            return ready_queue_of(domain, d->highest)->head;
        }
    }
    return 0;
}
