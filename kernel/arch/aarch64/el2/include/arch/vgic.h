/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The GIC's virtual interface: vgic_v2.c or vgic_v3.c.
 */

#include <arch/vcpu.h>

/* Boot: off. Returns the number of list registers. */
word_t vgic_init(void);
/* Load and turn on; save; save and turn off. */
void vgic_load(const struct vgic *g);
void vgic_save(struct vgic *g);
void vgic_stop(struct vgic *g);
/* Contents of a list register: pending, with a maintenance interrupt at its end. */
word_t vgic_entry(word_t irq, word_t priority, word_t group);
bool vgic_entry_is_active(word_t entry);
/* The list register whose interrupt has ended, its request for maintenance withdrawn; or all ones
 * if there is none. */
word_t vgic_ended(void);
