/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See board.h. One board is one file in boards/, for each has its own header of numbers. */

#include "sdk/board.h"

#include <string.h>

extern const struct board board_qemu_virt_riscv64, board_qemu_virt_aarch64,
    board_qemu_virt_aarch64_el1, board_qemu_virt_aarch64_gicv3, board_qemu_virt_aarch64_el1_gicv3,
    board_qemu_virt_aarch64_pa44, board_x86_64_generic, board_x86_64_generic_avx;

static const struct board *const boards[] = {
    &board_qemu_virt_riscv64,       &board_qemu_virt_aarch64,
    &board_qemu_virt_aarch64_el1,   &board_qemu_virt_aarch64_gicv3,
    &board_qemu_virt_aarch64_el1_gicv3, &board_qemu_virt_aarch64_pa44,
    &board_x86_64_generic,          &board_x86_64_generic_avx,
};

const struct board *board_at(size_t index)
{
    return index < sizeof(boards) / sizeof(boards[0]) ? boards[index] : NULL;
}

const struct board *board_find(const char *name)
{
    for (size_t i = 0; board_at(i); i++)
        if (!strcmp(board_at(i)->name, name))
            return board_at(i);
    return NULL;
}

const char *board_reserved_irq(const struct board *board, uint32_t number)
{
    for (size_t i = 0; i < MAX_RESERVED_IRQS; i++)
        if (board->reserved_irqs[i].what && board->reserved_irqs[i].number == number)
            return board->reserved_irqs[i].what;
    return NULL;
}
