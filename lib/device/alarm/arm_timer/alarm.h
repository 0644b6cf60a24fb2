/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A clock with an alarm: the processor's physical timer, whose registers programs may use on this
 * board. It has no memory, so `base` means nothing. Registers: Arm Architecture Reference Manual,
 * DDI 0487, D11.2.
 */

#include <microkit.h>

#define ALARM_SECOND 1000000000UL
#define ALARM_ON     1UL

/* Nanoseconds since some time in the past. */
static inline seL4_Word alarm_now(seL4_Word base)
{
    seL4_Word ticks;
    (void)base;
    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks / CONFIG_TIMER_FREQUENCY * ALARM_SECOND
        + ticks % CONFIG_TIMER_FREQUENCY * ALARM_SECOND / CONFIG_TIMER_FREQUENCY;
}

static inline void alarm_control(seL4_Word value)
{
    __asm__ volatile("msr cntp_ctl_el0, %0\n\tisb" : : "r"(value) : "memory");
}

/* Ends the interrupt of an alarm. */
static inline void alarm_clear(seL4_Word base)
{
    (void)base;
    alarm_control(0);
}

static inline void alarm_start(seL4_Word base)
{
    alarm_clear(base);
}

/* One interrupt when alarm_now() has reached `at`. */
static inline void alarm_set(seL4_Word base, seL4_Word at)
{
    seL4_Word ticks = at / ALARM_SECOND * CONFIG_TIMER_FREQUENCY
        + (at % ALARM_SECOND * CONFIG_TIMER_FREQUENCY + ALARM_SECOND - 1) / ALARM_SECOND;
    (void)base;
    __asm__ volatile("msr cntp_cval_el0, %0" : : "r"(ticks) : "memory");
    alarm_control(ALARM_ON);
}
