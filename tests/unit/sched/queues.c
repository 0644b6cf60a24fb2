/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * ready_queue.c and release_queue.c against sorted arrays, with random operations.
 */

#include "fixture.h"
#include <string.h>

#define THREADS    300
#define OPERATIONS 100000

static struct tcb *thread[THREADS];

static void make_threads(void)
{
    reset_node(200);
    for (word_t i = 0; i < THREADS; i++)
        thread[i] = new_tcb(0);
}

/* ------------------------------------------------------------------------------ release queue */

/* The model: threads in the order in which they must leave. */
static struct tcb *line[THREADS];
static word_t line_length;

static void line_insert(struct tcb *t)
{
    word_t i = line_length;
    while (i > 0 && line[i - 1]->release_time > t->release_time) {
        line[i] = line[i - 1];
        i--;
    }
    line[i] = t;
    line_length++;
}

static void line_remove(const struct tcb *t)
{
    word_t i = 0;
    while (line[i] != t)
        i++;
    line_length--;
    memmove(line + i, line + i + 1, (line_length - i) * sizeof line[0]);
}

/* Counts the threads in the ring of a node and checks it. */
static word_t check_ring(const struct tcb *first)
{
    word_t n = 0;
    const struct tcb *t = first;
    do {
        if (tcb_at(t->release_next)->release_prev != tcb_addr(t))
            fail_test("ring: next and prev differ");
        if (t->release_time != first->release_time)
            fail_test("ring: keys %lu and %lu", first->release_time, t->release_time);
        if (t != first && (t->release_parent | t->release_child[0] | t->release_child[1]) != 0)
            fail_test("ring: a follower has tree links");
        t = tcb_at(t->release_next);
        n++;
    } while (t != first && n <= THREADS && !test_failed());
    return n;
}

/* Counts the threads at and below `at`, depth first. */
static word_t check_tree(word_t at, word_t parent, word_t depth, word_t path)
{
    if (at == 0 || test_failed())
        return 0;
    const struct tcb *t = tcb_at(at);
    if (depth > 64)
        fail_test("tree: deeper than 64");
    if (t->in_release_queue == 0 || t->release_parent != parent)
        fail_test("tree: parent link");
    if (depth > 0 && (t->release_time ^ path) << (64 - depth) != 0)
        fail_test("tree: key %lx at depth %lu is on the path %lx", t->release_time, depth, path);
    if (parent != 0 && tcb_at(parent)->release_time >= t->release_time)
        fail_test("tree: key %lu below %lu", t->release_time, tcb_at(parent)->release_time);
    word_t n = check_ring(t);
    n += check_tree(t->release_child[0], at, depth + 1, path);
    n += depth < 64 ? check_tree(t->release_child[1], at, depth + 1, path | bit(depth)) : 0;
    return n;
}

static ticks_t random_key(word_t kind)
{
    switch (kind) {
    case 0:  return random_below(40);                           /* many equal */
    case 1:  return bit(random_below(64));                      /* long common paths */
    case 2:  return random_below(50) << 56;                     /* differ at the top only */
    default: return random_below(~0UL);
    }
}

static void release_against_model(const char *name, word_t kind)
{
    begin(name);
    make_threads();
    line_length = 0;
    for (word_t i = 0; i < OPERATIONS && !test_failed(); i++) {
        struct tcb *t = thread[random_below(THREADS)];
        bool drain = i / 1000 % 5 == 4;
        if (t->in_release_queue == 0 && !drain) {
            release_insert(t, random_key(kind));
            line_insert(t);
        } else if (line_length > 0 && random_below(3) == 0) {
            t = tcb_at(release_first(0));
            line_remove(t);
            release_remove(t);
        } else if (t->in_release_queue != 0) {
            line_remove(t);
            release_remove(t);
        } else {
            release_remove(t);          /* not queued: no effect */
        }
        CHECK(release_first(0) == (line_length > 0 ? tcb_addr(line[0]) : 0));
        if (i % 16 == 0)
            CHECK_EQUAL(check_tree(release_first(0), 0, 0, 0), line_length);
    }
    while (line_length > 0 && !test_failed()) {
        struct tcb *t = tcb_at(release_first(0));
        CHECK(t == line[0]);
        line_remove(t);
        release_remove(t);
    }
    for (word_t i = 0; i < THREADS; i++)
        CHECK_EQUAL(thread[i]->in_release_queue | thread[i]->release_parent |
                    thread[i]->release_child[0] | thread[i]->release_child[1] |
                    thread[i]->release_next | thread[i]->release_prev, 0);
    end();
}

/* -------------------------------------------------------------------------------- ready queues */

#define N_LEVELS 9
static const word_t level[N_LEVELS] = {0, 1, 62, 63, 64, 127, 128, 200, 255};

static struct tcb *fifo[N_DOMAINS][N_PRIORITIES][THREADS];
static word_t length[N_DOMAINS][N_PRIORITIES];

static void model_insert(struct tcb *t, bool at_head)
{
    word_t *n = &length[t->domain][t->priority];
    struct tcb **f = fifo[t->domain][t->priority];
    if (at_head)
        memmove(f + 1, f, *n * sizeof *f);
    f[at_head ? 0 : *n] = t;
    (*n)++;
}

static void model_remove(struct tcb *t)
{
    word_t *n = &length[t->domain][t->priority];
    struct tcb **f = fifo[t->domain][t->priority];
    word_t i = 0;
    while (f[i] != t)
        i++;
    (*n)--;
    memmove(f + i, f + i + 1, (*n - i) * sizeof *f);
}

static word_t model_highest(word_t domain)
{
    for (word_t p = N_PRIORITIES; p > 0; p--)
        if (length[domain][p - 1] > 0)
            return tcb_addr(fifo[domain][p - 1][0]);
    return 0;
}

static void check_queue(word_t domain, word_t priority)
{
    word_t at = ready_queue_of(domain, priority)->head;
    word_t prev = 0;
    for (word_t i = 0; i < length[domain][priority] && !test_failed(); i++) {
        CHECK(at == tcb_addr(fifo[domain][priority][i]));
        CHECK(tcb_at(at)->ready_prev == prev);
        prev = at;
        at = tcb_at(at)->ready_next;
    }
    CHECK_EQUAL(at, 0);
    CHECK_EQUAL(ready_queue_of(domain, priority)->tail, prev);
}

static void ready_against_model(void)
{
    begin("ready queues, random operations against the model");
    make_threads();
    for (word_t i = 0; i < OPERATIONS && !test_failed(); i++) {
        struct tcb *t = thread[random_below(THREADS)];
        if (t->in_ready_queue != 0 && random_below(4) == 0) {
            ready_insert_head(t);       /* queued already: no effect */
            ready_insert_tail(t);
        } else if (t->in_ready_queue != 0) {
            model_remove(t);
            ready_remove(t);
        } else if (i / 2000 % 4 != 3) {
            bool at_head = random_below(2) == 0;
            t->domain = random_below(2) * (N_DOMAINS - 1);
            t->priority = level[random_below(N_LEVELS)];
            at_head ? ready_insert_head(t) : ready_insert_tail(t);
            model_insert(t, at_head);
        }
        CHECK(ready_highest(0) == model_highest(0));
        CHECK(ready_highest(N_DOMAINS - 1) == model_highest(N_DOMAINS - 1));
        check_queue(t->domain, t->priority);
    }
    end();
}

int main(void)
{
    release_against_model("release queue, many equal times", 0);
    release_against_model("release queue, powers of two", 1);
    release_against_model("release queue, equal low bits", 2);
    release_against_model("release queue, random times", 3);
    ready_against_model();
    return 0;
}
