/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Calls made by the fast path and again the long way, see both_ways.c.
 */

#include "types.h"

/* What has been found out so far, over all machines. */
struct both_ways {
    word_t compared;            /* had the same outcome */
    word_t undecided;           /* something ended at the time of the call */
};
extern struct both_ways both_ways;

/* After host_boot: room for copies of this machine. */
void both_ways_start(void);
/* As host_system_call; ends as a broken assertion does if the two ways differ. */
void both_ways_call(word_t number);
