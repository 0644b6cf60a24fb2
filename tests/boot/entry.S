/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * In place of an AArch64 kernel: keeps what it was entered with in its first page, from `state`,
 * and waits. tests/boot/entry_aarch64.sh reads it through the emulator.
 */
    .globl _start
_start:
    adr     x9, state
    stp     x0, x1, [x9]
    stp     x2, x3, [x9, #16]
    stp     x4, x5, [x9, #32]
    mrs     x10, CurrentEL
    mrs     x11, tpidr_el1
    stp     x10, x11, [x9, #48]
    tbnz    x10, #3, at_el2

    mrs     x10, tcr_el1
    mrs     x11, mair_el1
    mrs     x12, sctlr_el1
    b       store

at_el2:
    mrs     x10, tcr_el2
    mrs     x11, mair_el2
    mrs     x12, sctlr_el2
    mrs     x13, hcr_el2
    mrs     x14, cntvoff_el2
store:
    stp     x10, x11, [x9, #64]
    stp     x12, x13, [x9, #80]
    str     x14, [x9, #96]
    mov     x10, #1
    str     x10, [x9, #104]
1:  wfi
    b       1b

    .balign 4096
state:
    .space  4096
