/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

#include "abi/config.h"
#include "abi/riscv64/objects.h"
#include "boards/qemu_virt_riscv64/board.h"
#include "sdk/board.h"
#include "sdk/boards/devices.h"

#define WINDOW 0xffffffff80000000ull
#define MIB    ((uint64_t)1 << 20)

extern const struct board board_qemu_virt_riscv64;
const struct board board_qemu_virt_riscv64 = {
    .name = "qemu_virt_riscv64",
    .arch = "riscv64",
    .ram = {BOARD_RAM_BASE, BOARD_RAM_END},
    .devices = DEVICE_RANGES(PADDR_USER_DEVICE_TOP),
    .kernel_window = {WINDOW, WINDOW + 1024 * MIB},
    .loader_base = BOARD_LOADER_BASE,
    .ram_top_reserved = 8 * MIB,
    .user_top = USER_TOP - 1,
    .ipc_buffer = (USER_TOP - 1) & ~0xfffull,
    .irq_first = IRQ_MIN,
    .irq_last = IRQ_LAST_DEVICE,
    .min_budget_us = MIN_BUDGET_US,
    .max_period_us = 0x333333333333333ull,
    .elf_machine = 243, /* EM_RISCV */
    .image_type = IMAGE_UIMAGE,
    .image_types = {[IMAGE_BINARY] = true, [IMAGE_ELF] = true, [IMAGE_UIMAGE] = true},
    .table_levels = 2,
    .table_names = {"pte", "pmd"},
    .vspace_bits = VSPACE_BITS,
    .tcb_bits = TCB_BITS,
    .debug_tcb_bits = TCB_BITS,
};
