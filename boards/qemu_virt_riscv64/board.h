/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * QEMU's RISC-V `virt` machine, as addresses. Kernel, loader and assembly include it, so it holds
 * only numbers. What the device tree says about RAM comes before BOARD_RAM_*: those are used when
 * no tree was handed over.
 *
 *   0x0010_0000  test finisher (power off)   0x1000_0000  UART, then eight virtio slots
 *   0x0010_1000  Goldfish RTC                0x3000_0000  PCIe configuration space
 *   0x0200_0000  CLINT      [kernel]         0x8000_0000  RAM; the first 2 MiB are OpenSBI's
 *   0x0c00_0000  PLIC       [kernel]         0x8020_0000  kernel
 *                                            0x9000_0000  loader (memory is free after boot)
 */

#define BOARD_PLATFORM        "qemu-riscv-virt"    /* what programs find as CONFIG_PLAT */

/* RAM that the kernel may give away; the firmware's part below it counts as device memory. */
#define BOARD_RAM_BASE        0x80200000
#define BOARD_RAM_END         0x100000000

#define BOARD_KERNEL_BASE     0x80200000    /* physical address of the kernel's first segment */
#define BOARD_LOADER_BASE     0x90000000

/* Devices that the kernel keeps: absent from device untypeds. Whole 2 MiB pages. */
#define BOARD_CLINT_BASE      0x02000000
#define BOARD_CLINT_END       0x02200000
#define BOARD_PLIC_BASE       0x0c000000
#define BOARD_PLIC_END        0x0c600000

/* The same, ascending. X(start, end). */
#define BOARD_KERNEL_DEVICES(X)             \
    X(BOARD_CLINT_BASE, BOARD_CLINT_END)    \
    X(BOARD_PLIC_BASE, BOARD_PLIC_END)

#define BOARD_PLIC_CONTEXT    1             /* S-mode context of hart 0 */
#define BOARD_PLIC_SOURCES    95            /* sources 1 … 95 are user-visible interrupts */

#define BOARD_UART_BASE       0x10000000    /* ns16550a, byte registers, stride 1 */
#define BOARD_UART_IRQ        10
#define BOARD_RTC_BASE        0x00101000
#define BOARD_RTC_IRQ         11
#define BOARD_FINISHER_BASE   0x00100000    /* write 0x5555: power off; 0x3333 | code << 16: fail */

#define BOARD_TIMEBASE_HZ     10000000      /* used when the device tree does not say */
