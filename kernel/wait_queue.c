/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Queues of waiting threads: highest priority first, first come first served among equals.
 *
 * The queue is a list of groups, one per priority present, each a FIFO list:
 *
 *      queue --> leader(prio 9) --wait_group_next--> leader(prio 4) --> 0
 *                   | wait_next                         | wait_next
 *                follower(9)                         follower(4)
 *
 *  1. Groups stand in strictly descending priority; so there are at most 256, and insertion and
 *     removal take at most 256 steps whoever waits.
 *  2. Only the first thread of a group (its leader) has group links; the leader's wait_group_tail
 *     is the group's last thread, and its wait_prev is 0.
 *  3. Threads outside any queue have all links 0, but for wait_group_tail, which names themselves:
 *     so a thread that comes to an empty queue has nothing to write (fast_parts.h).
 *  4. Whoever leaves, or is joined by another, is alone no more: he offers no Reply object for the
 *     fast path (fastpath.h, 4).
 */

#include "hostile.h"
#include "ipc.h"

/* The last group with a priority of at least `priority`, or 0. */
static struct tcb *group_at_or_above(word_t queue, word_t priority)
{
    struct tcb *found = NULL;
    word_t g = queue;
    while (g != 0 && tcb_at(g)->priority >= priority) {     /* by (1) */
        LOOP(N_PRIORITIES, g);
        found = tcb_at(g);
        g = found->wait_group_next;
    }
    return found;
}

void wait_queue_insert(word_t *queue, struct tcb *t)
{
    struct tcb *above = group_at_or_above(*queue, t->priority);
    word_t self = tcb_addr(t);
    if (*queue != 0)
        tcb_at(*queue)->offer = 0;
    if (above != NULL && above->priority == t->priority) {
        struct tcb *last = tcb_at(above->wait_group_tail);
        last->wait_next = self;
        t->wait_prev = tcb_addr(last);
        above->wait_group_tail = self;
        return;
    }
    word_t below = above != NULL ? above->wait_group_next : *queue;
    t->wait_group_prev = above != NULL ? tcb_addr(above) : 0;
    t->wait_group_next = below;
    if (below != 0)
        tcb_at(below)->wait_group_prev = self;
    if (above != NULL)
        above->wait_group_next = self;
    else
        *queue = self;
}

/* Give t's place among the groups to `heir` (or close the gap when it is 0). */
static void replace_leader(word_t *queue, struct tcb *t, word_t heir)
{
    word_t prev = t->wait_group_prev;
    word_t next = t->wait_group_next;
    word_t after_prev = heir != 0 ? heir : next;
    word_t before_next = heir != 0 ? heir : prev;
    if (heir != 0) {
        struct tcb *h = tcb_at(heir);
        h->wait_prev = 0;
        h->wait_group_prev = prev;
        h->wait_group_next = next;
        h->wait_group_tail = t->wait_group_tail;
    }
    if (prev != 0)
        tcb_at(prev)->wait_group_next = after_prev;
    else
        *queue = after_prev;
    if (next != 0)
        tcb_at(next)->wait_group_prev = before_next;
}

/* The leader of t's group, whose tail is t. */
static struct tcb *leader_with_tail(word_t queue, const struct tcb *t)
{
    struct tcb *leader = tcb_at(queue);
    while (leader->wait_group_tail != tcb_addr(t)) {        /* by (1) */
        LOOP(N_PRIORITIES, tcb_addr(leader));
        leader = tcb_at(leader->wait_group_next);
    }
    return leader;
}

void wait_queue_remove(word_t *queue, struct tcb *t)
{
    t->offer = 0;
    if (t->wait_prev == 0) {
        replace_leader(queue, t, t->wait_next);
    } else {
        if (t->wait_next == 0)
            leader_with_tail(*queue, t)->wait_group_tail = t->wait_prev;
        else
            tcb_at(t->wait_next)->wait_prev = t->wait_prev;
        tcb_at(t->wait_prev)->wait_next = t->wait_next;
    }
    t->wait_next = 0;
    t->wait_prev = 0;
    t->wait_group_next = 0;
    t->wait_group_prev = 0;
    t->wait_group_tail = tcb_addr(t);
}

word_t wait_queue_after(word_t queue, const struct tcb *t)
{
    if (t->wait_next != 0)
        return t->wait_next;
    return t->wait_prev == 0 ? t->wait_group_next : leader_with_tail(queue, t)->wait_group_next;
}

struct tcb *wait_queue_victim(word_t queue)
{
    struct tcb *first = tcb_at(queue);
    word_t second = wait_queue_after(queue, first);
    return second != 0 && hostile_turns(ORDER_CANCEL) ? tcb_at(second) : first;
}
