/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the scheduler's tests share: a node, objects, random numbers, verdicts.
 */

#include "sched.h"
#include "sched_context.h"

/* No objects, everything zero but the clock's constants. */
void reset_node(ticks_t min_budget);

/* A new zeroed object, until the next reset. */
struct tcb *new_tcb(word_t priority);
struct sched_context *new_sc(word_t size_bits);

/* Uniform below n, reproducible. */
word_t random_below(word_t n);

/* One test: prints `ok name`, or `not ok name: why` for its first failure. */
void begin(const char *name);
void end(void);
/* printf-like; the first one counts. */
__attribute__((format(printf, 1, 2))) void fail_test(const char *format, ...);
bool test_failed(void);
#define CHECK(condition) \
    do { if (!(condition)) fail_test("line %d: %s", __LINE__, #condition); } while (0)
#define CHECK_EQUAL(a, b) \
    do { \
        word_t a_ = (a), b_ = (b); \
        if (a_ != b_) fail_test("line %d: %s is %lu, not %lu", __LINE__, #a, a_, b_); \
    } while (0)

/* What the kernel said to the outside. */
struct seen {
    word_t timeout_faults;      /* and who had the last one */
    word_t faulter;
    word_t replies;             /* results of Calls, the last one's thread and word */
    word_t replied_to, reply_word;
};
extern struct seen seen;
