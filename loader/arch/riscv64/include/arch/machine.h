/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the generic loader needs of a machine. Every architecture offers these names.
 * RISC-V: supervisor mode under an SBI firmware, Sv39.
 */
#include "loader/loader.h"
#include <stdint.h>
#include <stdnoreturn.h>

/* The kernel's addresses agree with memory's in the low 30 bits; 2 MiB pages. */
#define ARCH_WINDOW_BITS 30
#define ARCH_BLOCK_BITS  21
#define ARCH_WINDOW \
    ((struct window){ ARCH_WINDOW_BITS, ARCH_BLOCK_BITS, (1ull << ARCH_WINDOW_BITS) - 1 })

void arch_putchar(char c);
noreturn void arch_power_off(void);

/* Run the loader's first instruction at `address`, as the firmware would have. */
noreturn void arch_start_at(uint64_t address, uint64_t hart, uint64_t devicetree);

/* Returns on the core that the kernel wants to boot on; elsewhere starts that one instead. */
void arch_choose_core(uint64_t hart, uint64_t devicetree);

/* Around writes with caches off: RISC-V has no such state. */
static inline void arch_forget_cached(struct range memory)
{
    (void)memory;
}

/* Switch translation on and jump to the kernel with what it is to be told. */
noreturn void arch_enter_kernel(const struct handover *to);
