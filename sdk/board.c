/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See board.h. The numbers are the board's own header, which kernel and loader use too. */

#include "sdk/board.h"

#include <string.h>

#include "boards/qemu_virt_riscv64/board.h"

#define MIB        ((uint64_t)1 << 20)
#define GIB        ((uint64_t)1 << 30)
#define SV39_TOP   0x3fffffefffull
#define DEVICE_TOP ((uint64_t)1 << 39)
#define EM_RISCV   243

static const struct board boards[] = {
    {
        .name = "qemu_virt_riscv64",
        .arch = "riscv64",
        .ram = {BOARD_RAM_BASE, BOARD_RAM_END},
        .devices = {{0, BOARD_CLINT_BASE},
                    {BOARD_CLINT_END, BOARD_PLIC_BASE},
                    {BOARD_PLIC_END, BOARD_RAM_BASE},
                    {BOARD_RAM_END, DEVICE_TOP}},
        .kernel_window = {0xffffffff80000000ull, 0xffffffff80000000ull + GIB},
        .loader_base = BOARD_LOADER_BASE,
        .ram_top_reserved = 8 * MIB,
        .user_top = SV39_TOP,
        .ipc_buffer = SV39_TOP & ~0xfffull,
        .irq_first = 1,
        .irq_last = BOARD_PLIC_SOURCES,
        .min_budget_us = 20,
        .max_period_us = 0x333333333333333ull,
        .elf_machine = EM_RISCV,
        .image_type = IMAGE_UIMAGE,
    },
};

const struct board *board_at(size_t index)
{
    return index < sizeof(boards) / sizeof(boards[0]) ? &boards[index] : NULL;
}

const struct board *board_find(const char *name)
{
    for (size_t i = 0; i < sizeof(boards) / sizeof(boards[0]); i++)
        if (!strcmp(boards[i].name, name))
            return &boards[i];
    return NULL;
}
