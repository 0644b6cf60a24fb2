/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Kernel time: ticks of the `time` counter since the machine started.
 */

#include "node.h"
#include <arch/machine.h>

/* How much earlier than wanted an interrupt may be programmed. */
#define TIMER_PRECISION_US 1

/* Boot. sstc: the hart has stimecmp and the firmware lets us use it. hz: of the counter. */
void timer_init(bool sstc, word_t hz);

static inline ticks_t timer_now(void) { return machine_read_time(); }
/* Interrupt when the counter reaches `deadline`; withdraws the interrupt that is pending. */
static inline void timer_set(ticks_t deadline)
{
    if (node.arch.has_stimecmp != 0)
        machine_write_stimecmp(deadline);
    else
        machine_sbi(node.arch.timer_extension, SBI_TIME_SET, deadline, 0);
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
