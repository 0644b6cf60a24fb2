/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Code for threads under test; contracts in probes.h. x31 (t6) is the one register that dumps
 * use themselves.
 */
#define ALL_32 \
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
#define ALL_BUT_0_AND_31 \
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30

    .text
    .globl registers_dump_and_stop, registers_trap_and_dump
registers_trap_and_dump:
    ecall
registers_dump_and_stop:
    la      t6, register_dump
    .irp n, ALL_BUT_0_AND_31
    sd      x\n, 8*\n(t6)
    .endr
    ebreak

    .globl registers_reserve_across_send
registers_reserve_across_send:
    la      t1, register_dump
    li      a1, 0
    li      a7, -5
    lr.d    t2, (t1)
    ecall
    sc.d    a0, t2, (t1)
    snez    a0, a0
    ret

    .globl fault_illegal_instruction, fault_breakpoint
    .balign 4
fault_illegal_instruction:
    .word   0
    j       thread_done
    .balign 4
fault_breakpoint:
    .word   0x00100073
    j       thread_done

    .globl fault_load, fault_store, fault_jump, fault_load_at, fault_store_at
fault_load:
fault_load_at:
    .option push
    .option norvc
    ld      a1, 0(a0)
    j       thread_done
fault_store:
fault_store_at:
    sd      a1, 0(a0)
    j       thread_done
    .option pop
fault_jump:
    jr      a0

    .globl fault_syscall, fault_syscall_at
fault_syscall:
fault_syscall_at:
    ecall
    j       thread_done

/* The end of a fault test: notes a0, a1 and a7 and stops. */
    .globl thread_done
thread_done:
    la      t6, register_dump
    sd      a0, 80(t6)
    sd      a1, 88(t6)
    sd      a7, 136(t6)
    sd      sp, 16(t6)
    sd      ra, 8(t6)
    sd      a6, 128(t6)
    li      t5, 1
    sd      t5, 0(t6)
    ebreak

    .globl fpu_fill, fpu_differences
fpu_fill:
    fsflags a0
    .irp n, ALL_32
    addi    t0, a0, \n
    fmv.d.x f\n, t0
    .endr
    ret
fpu_differences:
    mv      t2, a0
    frflags t0
    andi    t1, t2, 31
    xor     a0, t0, t1
    .irp n, ALL_32
    addi    t0, t2, \n
    fmv.x.d t1, f\n
    xor     t1, t1, t0
    or      a0, a0, t1
    .endr
    ret

    .globl fpu_is_zero
fpu_is_zero:
    frcsr   a0
    .irp n, ALL_32
    fmv.x.d t1, f\n
    or      a0, a0, t1
    .endr
    seqz    a0, a0
    ret
