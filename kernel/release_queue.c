/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Release queues: threads that may run from a known time on, earliest first, per domain.
 *
 * A heap-ordered binary digital tree. Its nodes are threads, its keys their release times:
 *
 *      node.domain[d].release --> 6              a node at depth n has its descendants with
 *                       bit 0: 0 /  \ 1          bit n of the key 0 on one side, 1 on the other;
 *                              8    9 = 9 = 9    an equal key stands behind its node in a ring
 *                     bit 1: 0 /    \ 1          (release_next), first come first
 *                            12     11
 *
 *  1. A node at depth n agrees with all its descendants in the n lowest bits of the key. So each
 *     key has one path from the root, named by its own bits, and its node stands on that path.
 *  2. A node's key is less than the key of any other node below it. So the root is the earliest.
 *  3. No two nodes of a tree have equal keys.
 *  4. A node's ring is circular and holds the threads of equal key, the node first. The others have
 *     no parent and no children.
 *  5. Threads with in_release_queue 0 have all links 0.
 *
 * Equal keys always meet: let k be in the tree. By (1) its node stands on the path of k, and by (2)
 * only smaller keys stand above it. A thread with key k starts at the root and walks the path of k;
 * it takes the place of no one before that node, because those keys are smaller, and so arrives.
 * A node that lost its place goes on down its own path and, by (3), meets no equal.
 *
 * By (1) and (3) depth is at most 64: nothing below takes more than 65 steps, however many
 * threads wait and whichever times they chose.
 */

#include "hostile.h"
#include "sched.h"

#define MAX_DEPTH WORD_BITS

static void set_parent(word_t child, word_t parent)
{
    if (child != 0)
        tcb_at(child)->release_parent = parent;
}

/* What stood where `old` stands below its parent is now `heir` (or nothing, 0). */
static void replace_below_parent(word_t *root, const struct tcb *old, word_t heir)
{
    if (old->release_parent == 0) {
        *root = heir;
    } else {
        struct tcb *parent = tcb_at(old->release_parent);
        word_t side = parent->release_child[1] == tcb_addr(old) ? 1 : 0;
        parent->release_child[side] = heir;
    }
    set_parent(heir, old->release_parent);
}

/* `heir`, outside the tree, takes the place of node `old`, which leaves it. */
static void take_place(word_t *root, struct tcb *old, struct tcb *heir)
{
    replace_below_parent(root, old, tcb_addr(heir));
    heir->release_child[0] = old->release_child[0];
    heir->release_child[1] = old->release_child[1];
    set_parent(heir->release_child[0], tcb_addr(heir));
    set_parent(heir->release_child[1], tcb_addr(heir));
    old->release_parent = 0;
    old->release_child[0] = 0;
    old->release_child[1] = 0;
}

static void append_to_ring(struct tcb *first, struct tcb *t)
{
    if (hostile_turns(ORDER_RELEASE))
        first = tcb_at(first->release_next);
    struct tcb *last = tcb_at(first->release_prev);
    t->release_prev = tcb_addr(last);
    t->release_next = tcb_addr(first);
    last->release_next = tcb_addr(t);
    first->release_prev = tcb_addr(t);
}

void release_insert(struct tcb *t, ticks_t time)
{
    word_t *root = &node.domain[t->domain].release;
    t->in_release_queue = 1;
    t->release_time = time;
    t->release_next = tcb_addr(t);
    t->release_prev = tcb_addr(t);

    struct tcb *walker = t;
    struct tcb *parent = NULL;
    word_t at = *root;
    word_t side = 0;
    word_t depth = 0;
    while (at != 0) {           /* one level per turn: at most 65 */
        LOOP(MAX_DEPTH + 1, at);
        parent = tcb_at(at);
        if (walker->release_time == parent->release_time) {
            append_to_ring(parent, walker);
            return;
        }
        if (walker->release_time < parent->release_time) {
            struct tcb *evicted = parent;
            take_place(root, evicted, walker);
            parent = walker;
            walker = evicted;
        }
        side = (walker->release_time >> depth) & 1;
        at = parent->release_child[side];
        depth++;
    }
    walker->release_parent = parent != NULL ? tcb_addr(parent) : 0;
    if (parent != NULL)
        parent->release_child[side] = tcb_addr(walker);
    else
        *root = tcb_addr(walker);
}

/* The child with the smaller key, or 0. */
static word_t earlier_child(const struct tcb *t)
{
    word_t a = t->release_child[0];
    word_t b = t->release_child[1];
    if (a == 0 || b == 0)
        return a | b;
    return tcb_at(a)->release_time < tcb_at(b)->release_time ? a : b;
}

/* `lower`, a child of `upper`, and `upper` change places. */
static void exchange(word_t *root, struct tcb *upper, struct tcb *lower)
{
    word_t side = upper->release_child[1] == tcb_addr(lower) ? 1 : 0;
    word_t sibling = upper->release_child[1 - side];
    replace_below_parent(root, upper, tcb_addr(lower));
    upper->release_child[0] = lower->release_child[0];
    upper->release_child[1] = lower->release_child[1];
    set_parent(upper->release_child[0], tcb_addr(upper));
    set_parent(upper->release_child[1], tcb_addr(upper));
    lower->release_child[side] = tcb_addr(upper);
    lower->release_child[1 - side] = sibling;
    upper->release_parent = tcb_addr(lower);
    set_parent(sibling, tcb_addr(lower));
}

/* Move t down, past the earlier child each time, until it is a leaf; then cut it off. */
static void remove_node(word_t *root, struct tcb *t)
{
    word_t child = earlier_child(t);
    while (child != 0) {        /* one level per turn: at most 64 */
        LOOP(MAX_DEPTH, child);
        exchange(root, t, tcb_at(child));
        child = earlier_child(t);
    }
    replace_below_parent(root, t, 0);
}

void release_remove(struct tcb *t)
{
    if (t->in_release_queue == 0)
        return;
    word_t *root = &node.domain[t->domain].release;
    bool is_node = t->release_parent != 0 || *root == tcb_addr(t);
    if (t->release_next != tcb_addr(t)) {
        struct tcb *next = tcb_at(t->release_next);
        if (is_node)
            take_place(root, t, next);
        next->release_prev = t->release_prev;
        tcb_at(t->release_prev)->release_next = tcb_addr(next);
    } else {
        remove_node(root, t);
    }
    t->in_release_queue = 0;
    t->release_parent = 0;
    t->release_next = 0;
    t->release_prev = 0;
}

word_t release_first(word_t domain)
{
    return node.domain[domain].release;
}
