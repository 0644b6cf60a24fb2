/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Interrupts: vectors of the local APIC less 32, the kernel's timer among them. A device reaches
 * one through a pin of the I/O APIC or by a message. apic.c, ioapic.c.
 *
 * A pin is off from when its interrupt has been taken until it is acknowledged; a message is not.
 */

#include "types.h"
#include <abi/arch/objects.h>

#define IRQ_NONE 255            /* the spurious vector is above all of ours */

/* Interrupts are had by what reaches them (irq_arch.c), not by their number. */
#define IRQ_GET_BY_NUMBER false

/* Boot: everything off, nothing pending. Traps are set up. Null, or why it cannot be. */
const char *irqchip_init(void);

/* Some interrupt waits to be served. Changes nothing. */
bool irqchip_any_pending(void);
/* The interrupt to serve, or IRQ_NONE. Each result but IRQ_NONE must be handed to irqchip_taken
 * before the next call. */
word_t irqchip_pending(void);
/* The vector was raised by a device, not by an instruction, and has not been ended. */
bool irqchip_in_service(word_t vector);
/* It is being served. */
void irqchip_taken(word_t irq);
/* The user has served it. */
void irqchip_ack(word_t irq);
/* Masked: nothing is routed to it any more. Otherwise nothing: routing starts delivery. */
void irqchip_mask(word_t irq, bool masked);
/* One of the architecture's own interrupts, beside the timer's. */
void irqchip_reserved(word_t irq);

/* --- ioapic.c. Pin of the I/O APIC, as programs name it. */
/* Boot: registers at this kernel address; all pins are off. */
void ioapic_init(word_t registers);
/* The pin, set up like this, raises the interrupt from now on. */
void ioapic_route(word_t irq, word_t pin, bool level, bool active_low);
/* Stop, go on, and forget: no effect on an interrupt that has no pin. */
void ioapic_stop(word_t irq);
void ioapic_go_on(word_t irq);
void ioapic_forget(word_t irq);

/* --- pic.c. Boot: the 8259 pair, which nobody uses, is quiet. */
void pic_init(void);
