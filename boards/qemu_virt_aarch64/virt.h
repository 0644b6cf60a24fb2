/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * QEMU's Arm `virt` machine, as addresses, for all boards made of it. Kernel, loader and assembly
 * include it, so it holds only numbers.
 *
 *   0x0800_0000  GIC distributor [kernel]     0x0900_0000  PL011 UART
 *   0x0801_0000  GICv2 CPU interface          0x0901_0000  PL031 real-time clock
 *   0x0803_0000  GICv2 virtual interface      0x0a00_0000  32 virtio slots, 0x200 bytes each
 *   0x0804_0000  GICv2 virtual CPU interface  0x4000_0000  RAM
 *   0x080a_0000  GICv3 redistributors         0x7000_0000  loader (memory is free after boot)
 */

#define BOARD_PLATFORM          "qemu-arm-virt"     /* what programs find as CONFIG_PLAT */

#define BOARD_MEMORY_BASE       0x40000000          /* RAM, whoever it is given to */
#define BOARD_RAM_END           0xc0000000
#define BOARD_LOADER_BASE       0x70000000

#define BOARD_GIC_DISTRIBUTOR   0x08000000
#define BOARD_GIC_CPU           0x08010000          /* GICv2 */
#define BOARD_GIC_VIRTUAL       0x08030000          /* GICv2 */
#define BOARD_GIC_REDISTRIBUTOR 0x080a0000          /* GICv3, of the first core */
#define BOARD_GIC_REDISTRIBUTORS_END 0x081a0000     /* GICv3, of eight cores */

#define BOARD_UART_BASE         0x09000000          /* PL011 */
#define BOARD_UART_IRQ          33
#define BOARD_RTC_BASE          0x09010000          /* PL031 */
#define BOARD_RTC_IRQ           34

#define BOARD_TIMER_HZ          62500000            /* of the generic timer */
#define BOARD_TIMER_IRQ         30                  /* of the physical timer, for programs */
