/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The loader jumps here: the first instruction of the image, at its linked address.
 *
 *   a0  root task, physical start      a3  root task, virtual entry
 *   a1  root task, physical end        a4  device tree, physical address, 0: none
 *   a2  physical minus virtual         a5  device tree, bytes, 0: none
 *
 * S-mode, interrupts not enabled. Translation is on, with the loader's tables: they map this image
 * and the loader, nothing else. stvec, sscratch, sp and gp are undefined; gp stays so, the kernel
 * does not use it. The loader has zeroed our bss.
 *
 * This file is in the recycled part of the image; what it calls last is not.
 */
#include <abi/config.h>

#define SSTATUS_SIE 2
#define SSTATUS_SPP (1 << 8)

    .section .boot.start, "ax"
    .globl _start
_start:
    csrw    sie, zero
    csrci   sstatus, SSTATUS_SIE
    lla     t0, trapped_early
    csrw    stvec, t0
    lla     sp, kernel_stack
    li      t0, 1 << KERNEL_STACK_BITS
    add     sp, sp, t0
    call    boot_main                   /* a0 .. a5 are its arguments */
    lla     sp, kernel_stack
    li      t0, 1 << KERNEL_STACK_BITS
    add     sp, sp, t0
    tail    boot_leave

/* A trap before traps are set up: the image or the loader is broken and no one can be told. */
    .balign 4
trapped_early:
    wfi
    j       trapped_early

/* bool boot_probe_stimecmp(void): an illegal instruction if the hart has no stimecmp (0x14d), or if
 * the firmware keeps it from us (menvcfg.STCE). Traps go to `denied` meanwhile. */
    .globl boot_probe_stimecmp
boot_probe_stimecmp:
    csrr    t0, stvec
    lla     t1, denied
    csrw    stvec, t1
    li      a0, 0
    csrr    t1, 0x14d
    li      a0, 1
    .balign 4
denied:
    csrw    stvec, t0
    li      t0, SSTATUS_SPP             /* the trap has set it; sret must reach U-mode */
    csrc    sstatus, t0
    ret
