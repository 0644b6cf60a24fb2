/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Measuring against a number. A line is that of any benchmark, with the number at the end of its
 * name: bench SERIES_NUMBER MEDIAN LEAST MOST SAMPLES.
 */
#include "measure.h"

#define TURNS 9                 /* odd: the median is one of them */

struct crowd {
    word n;
    struct sys call;            /* what each of its threads repeats for ever */
    word budget_us, period_us;
    word flags;                 /* of their contexts */
};

/* Makes it one of `n` threads, all of higher priority than the root task: when this returns each
 * is blocked in the call, or waits for time. Each has its own reply object. */
void crowd_grow(struct crowd *c, word n);

/* Fills the first `n` slots of a CNode of `bits` with children of `cap`, an endpoint. */
void mint_children(word cnode, word bits, word cap, word n);
