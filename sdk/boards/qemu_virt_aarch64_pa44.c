/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

#include "abi/aarch64_el2_pa44/objects.h"
#include "boards/qemu_virt_aarch64_pa44/board.h"
#include "sdk/boards/aarch64.h"

extern const struct board board_qemu_virt_aarch64_pa44;
const struct board board_qemu_virt_aarch64_pa44 = {
    AARCH64_BOARD("qemu_virt_aarch64_pa44"),
    AARCH64_EL2,
};
