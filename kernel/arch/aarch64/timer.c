/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The generic timer (DDI 0487, chapter D11): one deadline. The interrupt is pending exactly while
 * the counter is at or past it.
 */

#include <arch/timer.h>
#include <board.h>

#define HZ_PER_KHZ          1000
#define KHZ                 (BOARD_TIMER_HZ / HZ_PER_KHZ)
#define TIMER_ENABLE        1

void timer_init(void)
{
    timer_set(~(ticks_t)0);
    machine_write_timer_control(TIMER_ENABLE);
    machine_isb();
}

ticks_t timer_us_to_ticks(word_t us)
{
    return us * KHZ / HZ_PER_KHZ;
}

/* ticks * 1000 / KHZ, without the overflow. */
word_t timer_ticks_to_us(ticks_t ticks)
{
    return ticks / KHZ * HZ_PER_KHZ + ticks % KHZ * HZ_PER_KHZ / KHZ;
}

word_t timer_max_us(void)
{
    return ~(ticks_t)0 / KHZ / 8;
}
