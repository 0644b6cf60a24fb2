/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The firmware (SBI) enters here in supervisor mode: a0 hart, a1 device tree, translation off.
 * Nothing else is defined. The image header begins at _bss_end, so the bss may be cleared.
 * Everything is addressed relative to pc, for we may not be where we were linked.
 */
    .section .text.start, "ax"
    .globl _start
_start:
    csrw    sie, zero
    csrci   sstatus, 2              /* SIE: no interrupts */
    csrw    satp, zero
    lla     t0, trap
    csrw    stvec, t0

    lla     t0, _bss
    lla     t1, _bss_end
1:  bgeu    t0, t1, 2f
    sd      zero, 0(t0)
    addi    t0, t0, 8
    j       1b

2:  lla     sp, stack_top
    lla     a2, _loader_start       /* where we are    */
    ld      a3, linked_at           /* where we belong */
    tail    loader_main

/* The loader takes no traps: one means that memory is not where the board says it is. */
    .balign 4
trap:
    csrr    a0, scause
    csrr    a1, sepc
    csrr    a2, stval
    lla     sp, stack_top
    tail    loader_trap

    .balign 8
linked_at:
    .dword  _loader_start

    .bss
    .balign 16
    .space  4096
stack_top:
