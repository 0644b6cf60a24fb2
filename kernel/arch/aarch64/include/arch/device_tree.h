/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What Arm machines state in a device tree beyond what every machine does: nothing that the kernel
 * needs. Timer rate, GIC and UART are the board's.
 */

#define ARCH_DEVICE_TREE_PROPERTIES(X)
