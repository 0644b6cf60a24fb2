/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the generic loader needs of a machine. Every architecture offers these names.
 * AArch64: EL2 or EL1, no firmware but PSCI; KERNEL_EL is where the kernel starts. "Arm ARM" is the
 * Arm Architecture Reference Manual for A-profile, DDI 0487.
 */
#include "loader/loader.h"
#include <stdint.h>
#include <stdnoreturn.h>

/* The kernel is linked to the start of a 1 GiB window, wherever it is; 2 MiB pages. */
#define ARCH_WINDOW ((struct window){ .bits = 30, .block_bits = 21, .offset_mask = 0 })

void arch_putchar(char c);
noreturn void arch_power_off(void);

/* Run the loader's first instruction at `address`, as the firmware would have. */
noreturn void arch_start_at(uint64_t address, uint64_t core, uint64_t devicetree);

/* Returns on the core that the kernel wants to boot on; the others stay in start.S. */
void arch_choose_core(uint64_t core, uint64_t devicetree);

/* What caches hold of `memory` is written back and forgotten. Called before it is written with
 * caches off and again before it is used with caches on. */
void arch_forget_cached(struct range memory);

/* Switch translation on and jump to the kernel with what it is to be told. */
noreturn void arch_enter_kernel(const struct handover *to);

/* cache.c: no instruction that was fetched before is executed from here on. */
void forget_instructions(void);

/* el.c: registers that decide what the kernel's exception level may do, and their barrier. */
void prepare_level(void);

/* gic.c: the interrupt controller's state at the kernel's entry. */
void prepare_interrupts(void);

/* One system register. */
#define READ_REGISTER(name)                                         \
    ({                                                              \
        uint64_t value_;                                            \
        __asm__ volatile("mrs %0, " #name : "=r"(value_));          \
        value_;                                                     \
    })
#define WRITE_REGISTER(name, value) \
    __asm__ volatile("msr " #name ", %0" : : "r"((uint64_t)(value)) : "memory")
