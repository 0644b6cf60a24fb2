/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The part of layouts.c that is RISC-V 64's. */
#pragma once

/* User context: one word for each register, in this order. */
#define REGISTER(index, name) \
    AT(seL4_UserContext, name, 8 * (index)); PIN(seL4_TimeoutReply_##name, index);
REGISTER(0, pc) REGISTER(1, ra) REGISTER(2, sp) REGISTER(3, gp)
REGISTER(4, s0) REGISTER(5, s1) REGISTER(6, s2) REGISTER(7, s3) REGISTER(8, s4) REGISTER(9, s5)
REGISTER(10, s6) REGISTER(11, s7) REGISTER(12, s8) REGISTER(13, s9) REGISTER(14, s10)
REGISTER(15, s11)
REGISTER(16, a0) REGISTER(17, a1) REGISTER(18, a2) REGISTER(19, a3) REGISTER(20, a4)
REGISTER(21, a5) REGISTER(22, a6) REGISTER(23, a7)
REGISTER(24, t0) REGISTER(25, t1) REGISTER(26, t2) REGISTER(27, t3) REGISTER(28, t4)
REGISTER(29, t5) REGISTER(30, t6) REGISTER(31, tp)
PIN(sizeof(seL4_UserContext), 256);
PIN(seL4_TimeoutReply_FaultIP, 0);
PIN(seL4_TimeoutReply_LR, 1);
PIN(seL4_TimeoutReply_SP, 2);
PIN(seL4_TimeoutReply_GP, 3);
PIN(seL4_TimeoutReply_TP, 31);
PIN(seL4_TimeoutReply_Length, 32);

PIN(seL4_UnknownSyscall_FaultIP, 0);
PIN(seL4_UnknownSyscall_SP, 1);
PIN(seL4_UnknownSyscall_RA, 2);
PIN(seL4_UnknownSyscall_A0, 3);
PIN(seL4_UnknownSyscall_A1, 4);
PIN(seL4_UnknownSyscall_A2, 5);
PIN(seL4_UnknownSyscall_A3, 6);
PIN(seL4_UnknownSyscall_A4, 7);
PIN(seL4_UnknownSyscall_A5, 8);
PIN(seL4_UnknownSyscall_A6, 9);
PIN(seL4_UnknownSyscall_Syscall, 10);
PIN(seL4_UnknownSyscall_Length, 11);
PIN(seL4_UserException_FaultIP, 0);
PIN(seL4_UserException_SP, 1);
PIN(seL4_UserException_Number, 2);
PIN(seL4_UserException_Code, 3);
PIN(seL4_UserException_Length, 4);
