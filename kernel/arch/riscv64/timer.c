/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The timer: the `time` counter, and one deadline.
 *
 * The interrupt is pending exactly while the counter is at or past the deadline. A hart with the
 * Sstc extension has a register for it; otherwise the firmware keeps the deadline (SBI 1.0, chapter
 * 6, or its predecessor).
 */

#include "node.h"
#include <arch/timer.h>

#define US_PER_SECOND 1000000

void timer_init(bool sstc, word_t hz)
{
    node.arch.ticks_per_us = hz / US_PER_SECOND;
    node.arch.has_stimecmp = sstc;
    node.arch.timer_extension = machine_firmware_has(SBI_TIME) ? SBI_TIME : SBI_LEGACY_SET_TIMER;
    timer_set(~(ticks_t)0);
}

ticks_t timer_us_to_ticks(word_t us)
{
    return us * node.arch.ticks_per_us;
}

word_t timer_ticks_to_us(ticks_t ticks)
{
    return ticks / node.arch.ticks_per_us;
}

word_t timer_max_us(void)
{
    return ~(ticks_t)0 / node.arch.ticks_per_us / 8;
}
