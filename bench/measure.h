/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Measuring. A benchmark is a test of the harness (tests/kernel/harness.h): it makes its objects of
 * the arena, compares what it gets, and prints a line for each measured operation:
 *
 *      bench NAME MEDIAN LEAST MOST SAMPLES
 *
 * The unit is the instruction, from the one that makes the system call to the last of the kernel's,
 * both included: the counter is read right before and right behind. Whoever continues is not always
 * who called, so each keeps its own times, and they are subtracted in the end. Threads of other
 * address spaces run the same image: all of its pages are mapped there, at the same addresses.
 */
#include "operations.h"
#include <cycles.h>

#define SAMPLES 33          /* odd: the median is one of them */
#define WARM_UP 4

/* A system call and the counter before and after it. Known to timed.S. */
struct timed {
    struct sys sys;
    word before, after;
};
void timed_trap(struct timed *call);

/* One series of samples. */
struct series {
    word n;
    word value[SAMPLES];
};
void series_add(struct series *s, word value);
static inline bool series_full(const struct series *s) { return s->n == SAMPLES; }
/* Prints the line and empties the series. */
void series_report(const char *name, struct series *s);
/* NAME with a number behind it, in a buffer of the callee. */
const char *numbered(const char *name, word number);

/* From the system call behind `before` to the last instruction before `after`. */
static inline word between(word before, word after)
{
    return ((after - before) & ARCH_COUNTER_MASK) - ARCH_TIMED_OVERHEAD;
}

/* Spins until `*changing` is no longer `old`; when the caller last ran before that: up to one turn
 * of the loop, some 5 instructions, earlier than it was interrupted. */
static inline word last_before_change(const volatile word *changing, word old)
{
    word last = cycles();
    for (word at = last; *changing == old; at = cycles())
        last = at;
    return last;
}

/* An address space with all pages of the image; its VSpace capability. */
word space_new(void);
void thread_move_to(struct thread *t, word vspace);

/* One page table for that address; `bits` is the span of the entry that is missing. */
void table_map(word vspace, word address, word bits);
