/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Interrupt lines 1..95, raised by tests and lowered when they are taken, and the timer, 96.
 */

#include "types.h"
#include <abi/arch/objects.h>

#define IRQ_NONE 0

/* IRQControl's Get gives an interrupt by its number. */
#define IRQ_GET_BY_NUMBER true

/* Boot: nothing is delivered but the timer. */
void irqchip_init(void);
bool irqchip_any_pending(void);
word_t irqchip_pending(void);
void irqchip_taken(word_t irq);
static inline void irqchip_ack(word_t irq) { (void)irq; }
void irqchip_mask(word_t irq, bool masked);

/* --- for tests */
/* A line is raised and enabled, or the timer rings: user code would be interrupted now. */
bool host_interrupt_waits(void);
void host_raise(word_t irq);
bool host_is_enabled(word_t irq);
/* One of the architecture's own interrupts, beside the timer's: there are none. */
static inline void irqchip_reserved(word_t irq) { (void)irq; }
