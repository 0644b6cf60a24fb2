/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * AArch64 registers as programs see them: the user context, and the register messages of faults.
 *
 * X(index, name, field): `field` is the register in the kernel's saved context, see
 * kernel/arch/aarch64/include/arch/context.h.
 */

/* seL4_UserContext. Frame registers 0..16, integer registers 17..35. */
#define USER_CONTEXT_FRAME(X)                                                               \
    X(0, pc, PC) X(1, sp, SP) X(2, spsr, SPSR)                                              \
    X(3, x0, X0) X(4, x1, X1) X(5, x2, X2) X(6, x3, X3) X(7, x4, X4) X(8, x5, X5)           \
    X(9, x6, X6) X(10, x7, X7) X(11, x8, X8) X(12, x16, X16) X(13, x17, X17)                \
    X(14, x18, X18) X(15, x29, X29) X(16, x30, X30)
#define USER_CONTEXT_INTEGER(X)                                                             \
    X(17, x9, X9) X(18, x10, X10) X(19, x11, X11) X(20, x12, X12) X(21, x13, X13)           \
    X(22, x14, X14) X(23, x15, X15) X(24, x19, X19) X(25, x20, X20) X(26, x21, X21)         \
    X(27, x22, X22) X(28, x23, X23) X(29, x24, X24) X(30, x25, X25) X(31, x26, X26)         \
    X(32, x27, X27) X(33, x28, X28) X(34, tpidr_el0, TPIDR) X(35, tpidrro_el0, TPIDRRO)
#define USER_CONTEXT(X) USER_CONTEXT_FRAME(X) USER_CONTEXT_INTEGER(X)
#define N_USER_CONTEXT_FRAME 17
#define N_USER_CONTEXT       36

/* The reply to a Timeout has the first registers of the user context. */
#define N_TIMEOUT_REPLY      34

/* UnknownSyscall message: these registers, then the number (word 12, not writable). LR is the
 * address behind the instruction, not x30. */
#define UNKNOWN_SYSCALL_WORDS(X)                                                            \
    X(0, X0, X0) X(1, X1, X1) X(2, X2, X2) X(3, X3, X3) X(4, X4, X4) X(5, X5, X5)           \
    X(6, X6, X6) X(7, X7, X7) X(8, FaultIP, PC) X(9, SP, SP) X(10, LR, NEXT_PC)             \
    X(11, SPSR, SPSR)
#define UNKNOWN_SYSCALL_NUMBER 12

/* UserException message: these registers, then Number (syndrome) and Code (0). */
#define USER_EXCEPTION_WORDS(X)  X(0, FaultIP, PC) X(1, SP, SP) X(2, SPSR, SPSR)
#define USER_EXCEPTION_NUMBER 3
#define USER_EXCEPTION_CODE   4
