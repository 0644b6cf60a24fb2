/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * What the boards of QEMU's Arm machine have in common. A board's file includes its own numbers
 * first, objects.h of its ABI (see its board.mk) and its board.h, and then defines one `struct
 * board` with AARCH64_BOARD and what depends on the exception level.
 */

#include "abi/aarch64/objects.h"
#include "abi/config.h"
#include "sdk/board.h"
#include "sdk/boards/devices.h"

#define MIB ((uint64_t)1 << 20)

/* The size of a thread depends on the configuration, and this compiler serves all. */
#undef KEEL_DEBUG
#define KEEL_DEBUG 0
enum { RELEASE_TCB_BITS = TCB_BITS };
#undef KEEL_DEBUG
#define KEEL_DEBUG 1
enum { DEBUG_TCB_BITS = TCB_BITS };

#define AARCH64_BOARD(board_name)                                                            \
    .name = board_name,                                                                      \
    .arch = "aarch64",                                                                       \
    .ram = {BOARD_RAM_BASE, BOARD_RAM_END},                                                  \
    .devices = DEVICE_RANGES(PADDR_USER_DEVICE_TOP),                                         \
    .loader_base = BOARD_LOADER_BASE,                                                        \
    .ram_top_reserved = 8 * MIB,                                                             \
    .user_top = USER_TOP - 1,                                                                \
    .ipc_buffer = (USER_TOP - 1) & ~0xfffull,                                                \
    .irq_first = IRQ_MIN,                                                                    \
    .irq_last = IRQ_LAST_DEVICE,                                                             \
    .min_budget_us = MIN_BUDGET_US,                                                          \
    .max_period_us = 0x218def416bdbull,                                                      \
    .elf_machine = 183, /* EM_AARCH64 */                                                     \
    .image_type = IMAGE_BINARY,                                                              \
    .image_types = {[IMAGE_BINARY] = true, [IMAGE_ELF] = true},                              \
    .table_levels = PAGE_LEVEL_ROOT,                                                         \
    .table_names = {"pt", "pd", "pud"},                                                      \
    .vspace_bits = VSPACE_BITS,                                                              \
    .tcb_bits = RELEASE_TCB_BITS,                                                            \
    .debug_tcb_bits = DEBUG_TCB_BITS,                                                        \
    .secure_monitor = true

/* The last gigabyte of what the kernel can address: its window. */
#define AARCH64_EL1                                                                          \
    .kernel_window = {0xffffffffc0000000ull, UINT64_MAX},                                    \
    .reserved_irqs = {{IRQ_KERNEL_TIMER, "its timer"}}

#define AARCH64_EL2                                                                          \
    .kernel_window = {0xffc0000000ull, 0x10000000000ull},                                    \
    .reserved_irqs = {{IRQ_VGIC_MAINTENANCE, "virtual interrupt controllers"},               \
                      {IRQ_KERNEL_TIMER, "its timer"},                                       \
                      {IRQ_VIRTUAL_TIMER, "timers of virtual machines"}}
