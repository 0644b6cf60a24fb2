/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Interrupts: the PLIC's sources 1..95 and the timer, number 96.
 */

#include "types.h"
#include <abi/arch/objects.h>

#define IRQ_NONE 0

/* IRQControl's Get gives an interrupt by its number. */
#define IRQ_GET_BY_NUMBER true

/* Boot: all sources off, priority 2, nothing pending. plic: its registers; context: number of
 * this hart's S-mode context. */
void irqchip_init(paddr_t plic, word_t context);

/* Some interrupt waits to be served. Changes nothing. */
bool irqchip_any_pending(void);
/* The interrupt to serve, devices first, or IRQ_NONE. A device's is claimed and completed: a line
 * still asserted is reported again. So there is nothing to do when it is served. */
word_t irqchip_pending(void);
static inline void irqchip_taken(word_t irq) { (void)irq; }
/* The user has served it. Nothing to do, likewise. */
static inline void irqchip_ack(word_t irq) { (void)irq; }
/* Stop or start delivery. */
void irqchip_mask(word_t irq, bool masked);
/* One of the architecture's own interrupts, beside the timer's: there are none. */
static inline void irqchip_reserved(word_t irq) { (void)irq; }
