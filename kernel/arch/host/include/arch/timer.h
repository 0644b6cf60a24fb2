/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Kernel time on the pretended machine: ten ticks per microsecond. It passes when a test says so.
 */

#include "node.h"

#define TIMER_PRECISION_US  1
#define HOST_TICKS_PER_US   10

static inline ticks_t timer_now(void)
{
    node.arch.time += node.arch.step;
    return node.arch.time;
}
static inline void timer_set(ticks_t deadline) { node.arch.deadline = deadline; }
static inline void timer_ack(void) { }
static inline ticks_t timer_us_to_ticks(word_t us) { return us * HOST_TICKS_PER_US; }
static inline word_t timer_ticks_to_us(ticks_t ticks) { return ticks / HOST_TICKS_PER_US; }
static inline word_t timer_max_us(void) { return ~0UL / HOST_TICKS_PER_US / 8; }
