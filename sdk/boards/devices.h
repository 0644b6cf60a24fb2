/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * Device memory from BOARD_KERNEL_DEVICES, the list of what the kernel keeps: the gaps between its
 * entries, up to RAM. Completes the first range and begins the last.
 */

#define GAP_AT(start, end)  start }, { end,
#define DEVICE_RANGES(top) \
    {{0, BOARD_KERNEL_DEVICES(GAP_AT) BOARD_RAM_BASE}, {BOARD_RAM_END, (top)}}
