/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The loader jumps here: the first instruction of the image, at its linked address.
 *
 *   x0  root task, physical start      x3  root task, virtual entry
 *   x1  root task, physical end        x4  device tree, physical address, 0: none
 *   x2  physical minus virtual         x5  device tree, bytes, 0: none
 *
 * The kernel's exception level, interrupts possibly on. Translation and caches are on, with the
 * loader's tables: they map this image and the loader, nothing else. Stack pointers are undefined.
 * The loader has zeroed our bss.
 *
 * This file is in the recycled part of the image; what it calls last is not.
 */
#include <abi/config.h>

#if EL_NUMBER == 2
#define VBAR    vbar_el2
#else
#define VBAR    vbar_el1
#endif

    .section .boot.start, "ax"
    .globl _start
_start:
    msr     daifset, #15
    msr     spsel, #1
    adr     x9, trapped_early
    msr     VBAR, x9
    isb
    adrp    x9, kernel_stack + (1 << KERNEL_STACK_BITS)
    add     x9, x9, :lo12:kernel_stack + (1 << KERNEL_STACK_BITS)
    mov     sp, x9
    bl      boot_main                   /* x0 .. x5 are its arguments */
    adrp    x9, kernel_stack + (1 << KERNEL_STACK_BITS)
    add     x9, x9, :lo12:kernel_stack + (1 << KERNEL_STACK_BITS)
    mov     sp, x9
    b       boot_leave

/* An exception before they are set up: the image or the loader is broken and no one can be told. */
    .balign 2048
trapped_early:
    .rept   16
    wfi
    b       . - 4
    .balign 128
    .endr
