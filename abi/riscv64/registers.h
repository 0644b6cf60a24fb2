/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * RISC-V 64 registers as programs see them: the user context, and the register messages of faults.
 *
 * X(index, name, field): `field` is the register in the kernel's saved context, see
 * kernel/arch/riscv64/include/arch/context.h.
 */

/* seL4_UserContext; also the order of a Timeout reply. Frame registers 0..15, integer 16..31. */
#define USER_CONTEXT_FRAME(X)                                                               \
    X(0, pc, PC) X(1, ra, RA) X(2, sp, SP) X(3, gp, GP)                                     \
    X(4, s0, S0) X(5, s1, S1) X(6, s2, S2) X(7, s3, S3) X(8, s4, S4) X(9, s5, S5)           \
    X(10, s6, S6) X(11, s7, S7) X(12, s8, S8) X(13, s9, S9) X(14, s10, S10) X(15, s11, S11)
#define USER_CONTEXT_INTEGER(X)                                                             \
    X(16, a0, A0) X(17, a1, A1) X(18, a2, A2) X(19, a3, A3)                                 \
    X(20, a4, A4) X(21, a5, A5) X(22, a6, A6) X(23, a7, A7)                                 \
    X(24, t0, T0) X(25, t1, T1) X(26, t2, T2) X(27, t3, T3)                                 \
    X(28, t4, T4) X(29, t5, T5) X(30, t6, T6) X(31, tp, TP)
#define USER_CONTEXT(X) USER_CONTEXT_FRAME(X) USER_CONTEXT_INTEGER(X)
#define N_USER_CONTEXT_FRAME 16
#define N_USER_CONTEXT       32

/* The reply to a Timeout has the first registers of the user context. */
#define N_TIMEOUT_REPLY      32

/* UnknownSyscall message: these registers, then the number (word 10, not writable). */
#define UNKNOWN_SYSCALL_WORDS(X)                                                            \
    X(0, FaultIP, PC) X(1, SP, SP) X(2, RA, RA) X(3, A0, A0) X(4, A1, A1) X(5, A2, A2)      \
    X(6, A3, A3) X(7, A4, A4) X(8, A5, A5) X(9, A6, A6)
#define UNKNOWN_SYSCALL_NUMBER 10

/* UserException message: these registers, then Number (scause) and Code (0). */
#define USER_EXCEPTION_WORDS(X)  X(0, FaultIP, PC) X(1, SP, SP)
#define USER_EXCEPTION_NUMBER 2
#define USER_EXCEPTION_CODE   3
