/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * What the boards for PCs have in common. A board's file includes its own numbers first, the
 * objects.h of its ABI, and then defines one `struct board` with X86_64_BOARD.
 */

#include "abi/config.h"
#include "sdk/board.h"

#define WINDOW         0xffffffff80000000ull
#define MOST_TICKS_US  10000ull /* no processor counts faster: 10 GHz; the rate is found at boot */

#define X86_64_BOARD(board_name)                                                             \
    .name = board_name,                                                                      \
    .arch = "x86-64",                                                                        \
    .multiboot = true,                                                                       \
    .devices = {{0, PADDR_USER_DEVICE_TOP}},                                                 \
    .kernel_window = {WINDOW, WINDOW + ((uint64_t)1 << 30)},                                 \
    .user_top = USER_TOP - 1,                                                                \
    .ipc_buffer = (USER_TOP - 1) & ~0xfffull,                                                \
    .irq_first = 0,                                                                          \
    .irq_last = VECTOR_MAX,                                                                  \
    .min_budget_us = MIN_BUDGET_US,                                                          \
    .max_period_us = UINT64_MAX / MOST_TICKS_US / 8,                                         \
    .elf_machine = 62, /* EM_X86_64 */                                                       \
    .image_type = IMAGE_ELF,                                                                 \
    .image_types = {[IMAGE_ELF] = true},                                                     \
    .table_levels = 3,                                                                       \
    .table_names = {"pt", "pd", "pdpt"},                                                     \
    .execute_always = true,                                                                  \
    .vspace_bits = VSPACE_BITS,                                                              \
    .tcb_bits = TCB_BITS,                                                                    \
    .debug_tcb_bits = TCB_BITS,                                                              \
    .pc = true
