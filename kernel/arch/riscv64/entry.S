/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Trap entry and exit: save, stack, call; restore, return. Straight-line.
 *
 *  1. While user code runs, and ever after, sscratch holds where the registers of the current
 *     thread are (CONTEXT_ORIGIN); trap_leave puts it there. Offsets up to 504 take two bytes.
 *  2. Entry needs no register: sp and sscratch change places, all registers are saved through sp,
 *     then sscratch gives up the sp of the user for its own value. So it holds a kernel address
 *     even if the kernel itself traps. That is fatal (trap.c); its registers are in the context.
 *  3. sepc goes to the restart address; trap() sets next_pc. It finds the operands of a system call
 *     in the argument registers where the program left them.
 *  4. The kernel stack is empty at entry, and what is left on it at exit does not matter.
 *  5. The kernel changes no floating-point register here, and sstatus stays as it is: SPP and SPIE
 *     are 0 since trap_init, so sret goes to U-mode.
 */

#include <abi/config.h>
#include <offsets.h>

    .section .text.trap_entry, "ax"
    .global trap_entry
    .balign 4       /* stvec has no lower bits in direct mode; a page begins here, see sections.h */
trap_entry:
    csrrw   sp, sscratch, sp
    sd      ra,  CONTEXT_RA(sp)
    sd      gp,  CONTEXT_GP(sp)
    sd      tp,  CONTEXT_TP(sp)
    sd      t0,  CONTEXT_T0(sp)
    sd      t1,  CONTEXT_T1(sp)
    sd      t2,  CONTEXT_T2(sp)
    sd      s0,  CONTEXT_S0(sp)
    sd      s1,  CONTEXT_S1(sp)
    sd      a0,  CONTEXT_A0(sp)
    sd      a1,  CONTEXT_A1(sp)
    sd      a2,  CONTEXT_A2(sp)
    sd      a3,  CONTEXT_A3(sp)
    sd      a4,  CONTEXT_A4(sp)
    sd      a5,  CONTEXT_A5(sp)
    sd      a6,  CONTEXT_A6(sp)
    sd      a7,  CONTEXT_A7(sp)
    sd      s2,  CONTEXT_S2(sp)
    sd      s3,  CONTEXT_S3(sp)
    sd      s4,  CONTEXT_S4(sp)
    sd      s5,  CONTEXT_S5(sp)
    sd      s6,  CONTEXT_S6(sp)
    sd      s7,  CONTEXT_S7(sp)
    sd      s8,  CONTEXT_S8(sp)
    sd      s9,  CONTEXT_S9(sp)
    sd      s10, CONTEXT_S10(sp)
    sd      s11, CONTEXT_S11(sp)
    sd      t3,  CONTEXT_T3(sp)
    sd      t4,  CONTEXT_T4(sp)
    sd      t5,  CONTEXT_T5(sp)
    sd      t6,  CONTEXT_T6(sp)
    csrrw   t0, sscratch, sp
    csrr    a4, sepc
    csrr    a5, scause
    sd      t0,  CONTEXT_SP(sp)
    sd      a4,  CONTEXT_PC(sp)
    addi    a3, sp, -TCB_CONTEXT
    lui     sp, %hi(kernel_stack_top)
    call    trap
    j       trap_leave

    .section .text.trap_leave, "ax"
    .global trap_leave
trap_leave:
    ld      sp, node + NODE_CURRENT
    addi    sp, sp, TCB_CONTEXT
    ld      t0,  CONTEXT_NEXT_PC(sp)
    ld      ra,  CONTEXT_RA(sp)
    csrw    sscratch, sp
    csrw    sepc, t0
    /* A reservation made before the trap must not survive it. This store fails, or ends the
     * reservation by storing the value that is there (unprivileged specification, 8.2). */
    .option push
    .option arch, +a
    sc.d    zero, ra, (sp)          /* CONTEXT_RA is 0 */
    .option pop
    ld      gp,  CONTEXT_GP(sp)
    ld      tp,  CONTEXT_TP(sp)
    ld      t0,  CONTEXT_T0(sp)
    ld      t1,  CONTEXT_T1(sp)
    ld      t2,  CONTEXT_T2(sp)
    ld      s0,  CONTEXT_S0(sp)
    ld      s1,  CONTEXT_S1(sp)
    ld      a0,  CONTEXT_A0(sp)
    ld      a1,  CONTEXT_A1(sp)
    ld      a2,  CONTEXT_A2(sp)
    ld      a3,  CONTEXT_A3(sp)
    ld      a4,  CONTEXT_A4(sp)
    ld      a5,  CONTEXT_A5(sp)
    ld      a6,  CONTEXT_A6(sp)
    ld      a7,  CONTEXT_A7(sp)
    ld      s2,  CONTEXT_S2(sp)
    ld      s3,  CONTEXT_S3(sp)
    ld      s4,  CONTEXT_S4(sp)
    ld      s5,  CONTEXT_S5(sp)
    ld      s6,  CONTEXT_S6(sp)
    ld      s7,  CONTEXT_S7(sp)
    ld      s8,  CONTEXT_S8(sp)
    ld      s9,  CONTEXT_S9(sp)
    ld      s10, CONTEXT_S10(sp)
    ld      s11, CONTEXT_S11(sp)
    ld      t3,  CONTEXT_T3(sp)
    ld      t4,  CONTEXT_T4(sp)
    ld      t5,  CONTEXT_T5(sp)
    ld      t6,  CONTEXT_T6(sp)
    ld      sp,  CONTEXT_SP(sp)
    sret

/* trap_leave_fast(badge, info, thread): those two are in their registers already. */
    .section .text.trap_leave_fast, "ax"
    .global trap_leave_fast
trap_leave_fast:
    addi    sp, a2, TCB_CONTEXT
    ld      t0,  CONTEXT_NEXT_PC(sp)
    ld      ra,  CONTEXT_RA(sp)
    csrw    sscratch, sp
    csrw    sepc, t0
    .option push
    .option arch, +a
    sc.d    zero, ra, (sp)          /* CONTEXT_RA is 0; as in trap_leave */
    .option pop
    ld      gp,  CONTEXT_GP(sp)
    ld      tp,  CONTEXT_TP(sp)
    ld      t0,  CONTEXT_T0(sp)
    ld      t1,  CONTEXT_T1(sp)
    ld      t2,  CONTEXT_T2(sp)
    ld      s0,  CONTEXT_S0(sp)
    ld      s1,  CONTEXT_S1(sp)
    ld      a2,  CONTEXT_A2(sp)
    ld      a3,  CONTEXT_A3(sp)
    ld      a4,  CONTEXT_A4(sp)
    ld      a5,  CONTEXT_A5(sp)
    ld      a6,  CONTEXT_A6(sp)
    ld      a7,  CONTEXT_A7(sp)
    ld      s2,  CONTEXT_S2(sp)
    ld      s3,  CONTEXT_S3(sp)
    ld      s4,  CONTEXT_S4(sp)
    ld      s5,  CONTEXT_S5(sp)
    ld      s6,  CONTEXT_S6(sp)
    ld      s7,  CONTEXT_S7(sp)
    ld      s8,  CONTEXT_S8(sp)
    ld      s9,  CONTEXT_S9(sp)
    ld      s10, CONTEXT_S10(sp)
    ld      s11, CONTEXT_S11(sp)
    ld      t3,  CONTEXT_T3(sp)
    ld      t4,  CONTEXT_T4(sp)
    ld      t5,  CONTEXT_T5(sp)
    ld      t6,  CONTEXT_T6(sp)
    ld      sp,  CONTEXT_SP(sp)
    sret

/* In a page of its own, so that its end takes one instruction to load. */
    .bss
    .global kernel_stack
    .balign 1 << KERNEL_STACK_BITS
kernel_stack:
    .space  1 << KERNEL_STACK_BITS
kernel_stack_top:
