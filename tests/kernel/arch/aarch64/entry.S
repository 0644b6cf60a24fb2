/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The first instruction (x0: boot information, all other registers 0), one system call with all
 * operand registers from memory, a call repeated for ever, and a way back out of a failed test.
 */
    .section .text.start, "ax"
    .globl _start
_start:
    adrp    x1, root_stack_top
    add     x1, x1, :lo12:root_stack_top
    mov     sp, x1
    bl      root_main
1:  b       1b

    .text
/* void arch_trap(struct sys *): offsets of struct sys in arch.h. Uses no callee-saved register. */
    .globl arch_trap, arch_trap_ecall
arch_trap:
    str     x0, [sp, #-16]!
    mov     x9, x0
    ldp     x0, x1, [x9]
    ldp     x2, x3, [x9, #16]
    ldp     x4, x5, [x9, #32]
    ldp     x6, x8, [x9, #48]
    ldr     x7, [x9, #64]
arch_trap_ecall:
    svc     #0
    ldr     x9, [sp], #16
    stp     x0, x1, [x9]
    stp     x2, x3, [x9, #16]
    stp     x4, x5, [x9, #32]
    stp     x6, x8, [x9, #48]
    str     x7, [x9, #64]
    ret

    .globl arch_repeat
arch_repeat:
    svc     #0
    b       arch_repeat

    .globl arch_save
arch_save:
    stp     x19, x20, [x0]
    stp     x21, x22, [x0, #16]
    stp     x23, x24, [x0, #32]
    stp     x25, x26, [x0, #48]
    stp     x27, x28, [x0, #64]
    stp     x29, x30, [x0, #80]
    mov     x1, sp
    str     x1, [x0, #96]
    mov     x0, #0
    ret

    .globl arch_restore
arch_restore:
    ldp     x19, x20, [x0]
    ldp     x21, x22, [x0, #16]
    ldp     x23, x24, [x0, #32]
    ldp     x25, x26, [x0, #48]
    ldp     x27, x28, [x0, #64]
    ldp     x29, x30, [x0, #80]
    ldr     x2, [x0, #96]
    mov     sp, x2
    mov     x0, x1
    ret
