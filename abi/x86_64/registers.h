/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * x86-64 registers as programs see them: the user context, and the register messages of faults.
 *
 * X(index, name, field): `field` is the register in the kernel's saved context, see
 * kernel/arch/x86_64/include/arch/context.h.
 */

/* seL4_UserContext. Frame registers 0..17, integer registers 18 and 19. */
#define USER_CONTEXT_FRAME(X)                                                               \
    X(0, rip, RIP) X(1, rsp, RSP) X(2, rflags, RFLAGS)                                      \
    X(3, rax, RAX) X(4, rbx, RBX) X(5, rcx, RCX) X(6, rdx, RDX)                             \
    X(7, rsi, RSI) X(8, rdi, RDI) X(9, rbp, RBP)                                            \
    X(10, r8, R8) X(11, r9, R9) X(12, r10, R10) X(13, r11, R11)                             \
    X(14, r12, R12) X(15, r13, R13) X(16, r14, R14) X(17, r15, R15)
#define USER_CONTEXT_INTEGER(X)                                                             \
    X(18, fs_base, FS_BASE) X(19, gs_base, GS_BASE)
#define USER_CONTEXT(X) USER_CONTEXT_FRAME(X) USER_CONTEXT_INTEGER(X)
#define N_USER_CONTEXT_FRAME 18
#define N_USER_CONTEXT       20

/* The reply to a Timeout has the first registers of the user context. */
#define N_TIMEOUT_REPLY      19

/* UnknownSyscall message: these registers, then the number (word 18, not writable). */
#define UNKNOWN_SYSCALL_WORDS(X)                                                            \
    X(0, RAX, RAX) X(1, RBX, RBX) X(2, RCX, RCX) X(3, RDX, RDX) X(4, RSI, RSI)              \
    X(5, RDI, RDI) X(6, RBP, RBP) X(7, R8, R8) X(8, R9, R9) X(9, R10, R10)                  \
    X(10, R11, R11) X(11, R12, R12) X(12, R13, R13) X(13, R14, R14) X(14, R15, R15)         \
    X(15, FaultIP, RIP) X(16, SP, RSP) X(17, FLAGS, RFLAGS)
#define UNKNOWN_SYSCALL_NUMBER 18

/* UserException message: these registers, then Number (vector) and Code (error code). */
#define USER_EXCEPTION_WORDS(X)  X(0, FaultIP, RIP) X(1, SP, RSP) X(2, FLAGS, RFLAGS)
#define USER_EXCEPTION_NUMBER 3
#define USER_EXCEPTION_CODE   4
