/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Interrupts: who is told about them. One slot per interrupt holds the notification capability.
 */

#include "node.h"
#include <arch/irqchip.h>

enum irq_state { IRQ_INACTIVE, IRQ_ISSUED, IRQ_RESERVED };

/* Serve this interrupt, from irqchip_pending: the kernel's timer, or signal the notification. */
void irq_serve(word_t irq);
/* Serve the pending interrupt, if any. */
static inline void irq_handle(void) { irq_serve(irqchip_pending()); }
/* The slot that holds an interrupt's notification capability. */
static inline struct slot *irq_slot(word_t irq) { return &node.irq_slot[irq]; }
void irq_reserve(word_t irq);       /* the kernel's own */
/* The last handler capability is gone and its notification slot is empty: mask and release. */
void irq_finalise(word_t irq);
/* The slot for the handler; 0: refused. And the effect, which cannot fail. */
word_t irq_check_issue(word_t irq, struct cap root, word_t index, word_t depth);
void irq_commit_issue(struct slot *control, word_t irq, word_t dest);
/* Shared by IRQControl_Get and the architecture's variants: checks 2..5 and the effect. */
enum err irq_issue(struct slot *control, word_t irq, struct cap root, word_t index, word_t depth);
