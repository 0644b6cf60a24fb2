/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * void timed_trap(struct timed *): one system call with the counter read right before and right
 * behind it. Offsets of struct sys are those of tests/kernel/arch/aarch64/arch.h; `before` and
 * `after` follow it.
 */
    .text
    .globl timed_trap
timed_trap:
    stp     x0, x19, [sp, #-16]!
    mov     x9, x0
    ldp     x0, x1, [x9]
    ldp     x2, x3, [x9, #16]
    ldp     x4, x5, [x9, #32]
    ldp     x6, x8, [x9, #48]
    ldr     x7, [x9, #64]
    mrs     x19, cntpct_el0
    svc     #0
    mrs     x10, cntpct_el0
    mov     x11, x19
    ldp     x9, x19, [sp], #16
    stp     x0, x1, [x9]
    stp     x2, x3, [x9, #16]
    stp     x4, x5, [x9, #32]
    stp     x6, x8, [x9, #48]
    stp     x7, x11, [x9, #64]
    str     x10, [x9, #80]
    ret
