/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Kernel time: ticks of the generic timer's counter. At EL1 the virtual timer, at EL2 the
 * hypervisor's physical one (el.h). The rate is the board's: BOARD_TIMER_HZ.
 */

#include "types.h"
#include <arch/machine.h>

/* How much earlier than wanted an interrupt may be programmed. */
#define TIMER_PRECISION_US 0

/* Boot. */
void timer_init(void);

/* An exception synchronises the counter, so that no barrier is needed at a kernel entry. */
static inline ticks_t timer_now(void) { return machine_read_timer_count(); }
/* Interrupt when the counter reaches `deadline`; withdraws the interrupt that is pending. */
static inline void timer_set(ticks_t deadline)
{
    machine_write_timer_value(deadline);
    machine_isb();
}
/* The timer's interrupt has been taken. It stays pending until the next timer_set, which is due
 * before this kernel entry ends. */
static inline void timer_ack(void) { }

/* No overflow for us <= timer_max_us(). */
ticks_t timer_us_to_ticks(word_t us);
/* Rounds down. */
word_t timer_ticks_to_us(ticks_t ticks);
/* The longest period. */
word_t timer_max_us(void);
