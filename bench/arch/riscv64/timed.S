/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * void timed_trap(struct timed *): one system call with the counter read right before and right
 * behind it. Offsets of struct sys are those of tests/kernel/arch/riscv64/arch.h; `before` and
 * `after` follow it.
 */
    .text
    .globl timed_trap
timed_trap:
    addi    sp, sp, -32
    sd      a0, 8(sp)
    sd      s0, 16(sp)
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
    rdcycle s0
    ecall
    rdcycle t2
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
    sd      s0, 72(t1)
    sd      t2, 80(t1)
    ld      s0, 16(sp)
    addi    sp, sp, 32
    ret
