/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Interrupts: the GIC's numbers 0..159, the kernel's timer among them. gic_v2.c or gic_v3.c.
 *
 * An interrupt that has been taken is off until it is acknowledged.
 */

#include "types.h"
#include <abi/arch/objects.h>

#define IRQ_NONE 1023

/* IRQControl's Get gives an interrupt by its number. */
#define IRQ_GET_BY_NUMBER true

/* Boot: everything off, level triggered, to this core, nothing pending. */
void irqchip_init(void);

/* Some interrupt waits to be served. Changes nothing. */
bool irqchip_any_pending(void);
/* The interrupt to serve, or IRQ_NONE. Each result but IRQ_NONE must be handed to irqchip_taken
 * before the next call. */
word_t irqchip_pending(void);
/* It is being served. */
void irqchip_taken(word_t irq);
/* The user has served it. */
void irqchip_ack(word_t irq);
/* Stop or start delivery. */
void irqchip_mask(word_t irq, bool masked);
/* How the device signals: by edges, or by a level. No effect on software-generated ones. */
void irqchip_set_trigger(word_t irq, bool edge);
/* One of the architecture's own interrupts, beside the timer's. */
void irqchip_reserved(word_t irq);

/* Boot: turn on what else the kernel at this exception level wants to hear of. */
void el_irqs_on(void);

/* Software-generated interrupts: is there such a target, and raise one there. */
bool irqchip_is_sgi_target(word_t target);
void irqchip_send_sgi(word_t irq, word_t target);
