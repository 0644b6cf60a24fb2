/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The first instruction (a0: boot information, all other registers 0), one system call with all
 * operand registers from memory, a call repeated for ever, and a way back out of a failed test.
 */
    .section .text.start, "ax"
    .globl _start
_start:
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    la      sp, root_stack_top
    call    root_main
1:  j       1b

    .text
/* void arch_trap(struct sys *): offsets of struct sys in arch.h. Uses no callee-saved register. */
    .globl arch_trap, arch_trap_ecall
arch_trap:
    addi    sp, sp, -16
    sd      a0, 8(sp)
    mv      t1, a0
    ld      a0, 0(t1)
    ld      a1, 8(t1)
    ld      a2, 16(t1)
    ld      a3, 24(t1)
    ld      a4, 32(t1)
    ld      a5, 40(t1)
    ld      a6, 48(t1)
    ld      t0, 56(t1)
    ld      a7, 64(t1)
arch_trap_ecall:
    ecall
    ld      t1, 8(sp)
    sd      a0, 0(t1)
    sd      a1, 8(t1)
    sd      a2, 16(t1)
    sd      a3, 24(t1)
    sd      a4, 32(t1)
    sd      a5, 40(t1)
    sd      a6, 48(t1)
    sd      t0, 56(t1)
    sd      a7, 64(t1)
    addi    sp, sp, 16
    ret

    .globl arch_repeat
arch_repeat:
    ecall
    j       arch_repeat

    .globl arch_save
arch_save:
    sd      ra, 0(a0)
    sd      sp, 8(a0)
    sd      s0, 16(a0)
    sd      s1, 24(a0)
    sd      s2, 32(a0)
    sd      s3, 40(a0)
    sd      s4, 48(a0)
    sd      s5, 56(a0)
    sd      s6, 64(a0)
    sd      s7, 72(a0)
    sd      s8, 80(a0)
    sd      s9, 88(a0)
    sd      s10, 96(a0)
    sd      s11, 104(a0)
    li      a0, 0
    ret

    .globl arch_restore
arch_restore:
    ld      ra, 0(a0)
    ld      sp, 8(a0)
    ld      s0, 16(a0)
    ld      s1, 24(a0)
    ld      s2, 32(a0)
    ld      s3, 40(a0)
    ld      s4, 48(a0)
    ld      s5, 56(a0)
    ld      s6, 64(a0)
    ld      s7, 72(a0)
    ld      s8, 80(a0)
    ld      s9, 88(a0)
    ld      s10, 96(a0)
    ld      s11, 104(a0)
    mv      a0, a1
    ret
