/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * QEMU's Arm `virt` machine: kernel at EL1, GICv2.
 */

#include "boards/qemu_virt_aarch64/virt.h"

/* RAM that the kernel may give away. */
#define BOARD_RAM_BASE          0x40000000
#define BOARD_KERNEL_BASE       0x40000000          /* physical address of the kernel's start */

/* Devices that the kernel keeps: absent from device untypeds. X(start, end). */
#define BOARD_KERNEL_DEVICES(X)                                 \
    X(BOARD_GIC_DISTRIBUTOR, BOARD_GIC_DISTRIBUTOR + 0x1000)    \
    X(BOARD_GIC_CPU, BOARD_GIC_CPU + 0x1000)
