/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * QEMU's Arm `virt` machine: kernel at EL2, GICv3.
 * RAM from 0x4000_0000 to the kernel is set aside for guests and counts as device memory.
 */

#include "boards/qemu_virt_aarch64/virt.h"

/* RAM that the kernel may give away. */
#define BOARD_RAM_BASE          0x60000000
#define BOARD_KERNEL_BASE       0x60000000          /* physical address of the kernel's start */

/* Devices that the kernel keeps: absent from device untypeds. X(start, end). */
#define BOARD_KERNEL_DEVICES(X)                                 \
    X(BOARD_GIC_DISTRIBUTOR, BOARD_GIC_DISTRIBUTOR + 0x10000)   \
    X(BOARD_GIC_REDISTRIBUTOR, BOARD_GIC_REDISTRIBUTORS_END)
