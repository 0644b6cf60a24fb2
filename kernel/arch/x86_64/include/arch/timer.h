/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Kernel time: ticks of the TSC, a whole number of them in a microsecond (boot_clock.c).
 */

#include "types.h"
#include <arch/machine.h>

/* How much earlier than wanted an interrupt may be programmed. */
#define TIMER_PRECISION_US 1

/* Boot. apic_rate: ticks of the APIC's timer in 2^32 of the TSC's; 0: it knows the TSC itself. */
void timer_init(word_t tsc_mhz, word_t apic_rate);

static inline ticks_t timer_now(void) { return machine_read_tsc(); }
/* Interrupt when the counter reaches `deadline`. One that is pending stays so; an interrupt may
 * also come before a deadline that is seconds away, as the APIC's counter has 32 bits. */
void timer_set(ticks_t deadline);
/* The timer's interrupt has been taken; a new timer_set is due before this kernel entry ends. */
static inline void timer_ack(void) { }

/* No overflow for us <= timer_max_us(). */
ticks_t timer_us_to_ticks(word_t us);
/* Rounds down. */
word_t timer_ticks_to_us(ticks_t ticks);
/* The longest period. */
word_t timer_max_us(void);
