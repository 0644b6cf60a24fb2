/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

#include "abi/aarch64_el1/objects.h"
#include "boards/qemu_virt_aarch64_el1_gicv3/board.h"
#include "sdk/boards/aarch64.h"

extern const struct board board_qemu_virt_aarch64_el1_gicv3;
const struct board board_qemu_virt_aarch64_el1_gicv3 = {
    AARCH64_BOARD("qemu_virt_aarch64_el1_gicv3"),
    AARCH64_EL1,
};
