/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * A PC, as addresses, ports and pins: what the boards for it have in common. Kernel, assembly and
 * system descriptions include it, so it holds only numbers. RAM is not among them: the boot
 * loader's memory map says where it is.
 *
 *   0x0000_0000  conventional RAM [device]    0xfec0_0000  I/O APIC 0, 24 pins [kernel]
 *   0x000a_0000  VGA window                   0xfed0_0000  HPET
 *   0x000c_0000  ROMs, ACPI's anchors         0xfed9_0000  VT-d unit [kernel]
 *   0x0010_0000  kernel, then free RAM        0xfee0_0000  local APIC [kernel]
 *
 *   0x20, 0xa0  interrupt controllers of old [kernel]     0x3f8  COM1     0xcf8  PCI configuration
 *   0x40        interval timer                            0x604  ACPI power management
 */

#define BOARD_PLATFORM          "pc99"      /* what programs find as CONFIG_PLAT */

#define BOARD_KERNEL_BASE       0x100000    /* physical address of the kernel's first segment */
#define BOARD_IOAPIC_BASE       0xfec00000
#define BOARD_APIC_BASE         0xfee00000

/* COM1, a 16550: eight ports from here; pin of I/O APIC 0, edge, active high. */
#define BOARD_UART_PORT         0x3f8
#define BOARD_UART_PIN          4
#define BOARD_UART_VECTOR       4           /* free choice among 0..107 */

/* Its timer 0, in the place of the interval timer's interrupt: edge, active high. */
#define BOARD_HPET_BASE         0xfed00000
#define BOARD_HPET_PIN          2
#define BOARD_HPET_VECTOR       2           /* free choice among 0..107 */

/* ACPI's PM1a control register: 16 bits; 0x2000 switches the machine off. */
#define BOARD_POWER_PORT        0x604
