/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The floating-point registers, for fpu.c.
 */

#include "node.h"

/* User code's instructions for the FPU work, or trap. */
void arch_fpu_turn(bool on);
/* Nobody's registers. */
extern const struct fpu_state fpu_initial;

/* All registers to or from the thread's; the FPU is on. `used` is not theirs. */
void fpu_registers_store(struct fpu_state *to);
void fpu_registers_load(const struct fpu_state *from);
/* Programs can see registers of an FPU that is off: then it is off only without owner, and they are
 * cleared. */
static inline bool arch_fpu_leaks(void) { return node.arch.lazy_fpu_leaks != 0; }
