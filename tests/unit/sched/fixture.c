/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The scheduler's surroundings, as far as it notices them. A timeout fault blocks the thread, as on
 * an endpoint that nobody listens to.
 */

#include "fastpath.h"
#include "fixture.h"
#include "benchmark.h"
#include "debug.h"
#include "fault.h"
#include "fpu.h"
#include "invocation.h"
#include "ipc.h"
#include <arch/vspace.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node node;
struct seen seen;

static const char *test_name;
static char reason[400];

/* All objects since the last reset. */
#define MAX_OBJECTS 1000
static void *object[MAX_OBJECTS];
static size_t n_objects;

void reset_node(ticks_t min_budget)
{
    while (n_objects > 0)
        free(object[--n_objects]);
    memset(&node, 0, sizeof node);
    memset(&seen, 0, sizeof seen);
    node.min_budget = min_budget;
    node.time_limit = ~0UL - 5 * (~0UL / 8);
}

static void *allocate(size_t alignment, size_t bytes)
{
    void *memory = aligned_alloc(alignment, bytes);
    if (memory == NULL || n_objects == MAX_OBJECTS)
        abort();
    object[n_objects++] = memory;
    memset(memory, 0, bytes);
    return memory;
}

struct tcb *new_tcb(word_t priority)
{
    struct tcb *t = allocate(1 << TCB_BITS, 1 << TCB_BITS);
    t->state = THREAD_INACTIVE;
    t->priority = priority;
    return t;
}

struct sched_context *new_sc(word_t size_bits)
{
    return allocate(bit(size_bits), bit(size_bits));
}

word_t random_below(word_t n)
{
    static word_t state = 0x9e3779b97f4a7c15;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 11) % n;
}

void begin(const char *name)
{
    test_name = name;
    reason[0] = 0;
}

void end(void)
{
    if (reason[0] != 0)
        printf("not ok %s: %s\n", test_name, reason);
    else
        printf("ok %s\n", test_name);
    fflush(stdout);
}

bool test_failed(void)
{
    return reason[0] != 0;
}

void fail_test(const char *format, ...)
{
    if (test_failed())
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
}

/* ----------------------------------------------------------------- called by the scheduler */

void debug_assert_failed(const char *text, const char *file, int line)
{
    printf("not ok %s: assertion %s at %s:%d\n", test_name, text, file, line);
    exit(1);
}

void debug_unreachable(const char *file, int line)
{
    debug_assert_failed("unreachable", file, line);
}

bool fault_has_timeout_handler(const struct tcb *t)
{
    return cap_is(t->slot[TCB_TIMEOUT_EP].cap, CAP_endpoint);
}

void fault_timeout(struct tcb *t)
{
    seen.timeout_faults++;
    seen.faulter = tcb_addr(t);
    sched_set_state(t, THREAD_BLOCKED_SEND);
}

void endpoint_dequeue(struct endpoint *e, struct tcb *t)
{
    wait_queue_remove(&e->queue, t);
    t->blocked_on = 0;
}

void notification_dequeue(struct notification *n, struct tcb *t)
{
    wait_queue_remove(&n->queue, t);
    t->blocked_on = 0;
}

void invocation_reply_success(struct tcb *t, const struct result *r)
{
    seen.replies++;
    seen.replied_to = tcb_addr(t);
    seen.reply_word = r->count == 1 ? r->word[0] : ~0UL;
}

void fpu_switch(struct tcb *t) { (void)t; }
void fast_thread_changed(struct tcb *t) { (void)t; }
void fast_spaces_changed(struct tcb *t) { (void)t; }
void vspace_switch(struct tcb *t)
{
    (void)t;
}

void benchmark_switch(struct tcb *from, struct tcb *to)
{
    (void)from, (void)to;
}

enum err result_word(word_t value)
{
    node.result.count = 1;
    node.result.word[0] = value;
    return ERR_OK;
}

/* Refusals: their words are tested on the target. */
enum err fail_argument(word_t number, const char *why, word_t a, word_t b)
{
    (void)number, (void)why, (void)a, (void)b;
    return (enum err)E_InvalidArgument;
}

enum err fail_capability(word_t number, const char *why, word_t a)
{
    (void)number, (void)why, (void)a;
    return (enum err)E_InvalidCapability;
}

enum err fail_illegal(const char *why)
{
    (void)why;
    return (enum err)E_IllegalOperation;
}

enum err fail_range(word_t min, word_t max, const char *what, word_t value)
{
    (void)min, (void)max, (void)what, (void)value;
    return (enum err)E_RangeError;
}

enum err fail_truncated(word_t words, word_t caps)
{
    (void)words, (void)caps;
    return (enum err)E_TruncatedMessage;
}
