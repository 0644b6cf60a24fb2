/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The part of layouts.c that is AArch64's. */
#pragma once

/* User context: one word for each register, in this order. */
#define REGISTER(index, name) AT(seL4_UserContext, name, 8 * (index));
REGISTER(0, pc) REGISTER(1, sp) REGISTER(2, spsr) REGISTER(3, x0) REGISTER(4, x1) REGISTER(5, x2)
REGISTER(6, x3) REGISTER(7, x4) REGISTER(8, x5) REGISTER(9, x6) REGISTER(10, x7) REGISTER(11, x8)
REGISTER(12, x16) REGISTER(13, x17) REGISTER(14, x18) REGISTER(15, x29) REGISTER(16, x30)
REGISTER(17, x9) REGISTER(18, x10) REGISTER(19, x11) REGISTER(20, x12) REGISTER(21, x13)
REGISTER(22, x14) REGISTER(23, x15) REGISTER(24, x19) REGISTER(25, x20) REGISTER(26, x21)
REGISTER(27, x22) REGISTER(28, x23) REGISTER(29, x24) REGISTER(30, x25) REGISTER(31, x26)
REGISTER(32, x27) REGISTER(33, x28) REGISTER(34, tpidr_el0) REGISTER(35, tpidrro_el0)
PIN(sizeof(seL4_UserContext), 36 * 8);
PIN(seL4_TimeoutReply_FaultIP, 0);
PIN(seL4_TimeoutReply_SP, 1);
PIN(seL4_TimeoutReply_SPSR_EL1, 2);
PIN(seL4_TimeoutReply_X0, 3);
PIN(seL4_TimeoutReply_X8, 11);
PIN(seL4_TimeoutReply_X16, 12);
PIN(seL4_TimeoutReply_X30, 16);
PIN(seL4_TimeoutReply_X9, 17);
PIN(seL4_TimeoutReply_X19, 24);
PIN(seL4_TimeoutReply_X28, 33);
PIN(seL4_TimeoutReply_Length, 34);

AT(seL4_ARM_SMCContext, x0, 0);
AT(seL4_ARM_SMCContext, x7, 56);
PIN(sizeof(seL4_ARM_SMCContext), 64);

PIN(seL4_UnknownSyscall_X0, 0);
PIN(seL4_UnknownSyscall_X1, 1);
PIN(seL4_UnknownSyscall_X2, 2);
PIN(seL4_UnknownSyscall_X3, 3);
PIN(seL4_UnknownSyscall_X4, 4);
PIN(seL4_UnknownSyscall_X5, 5);
PIN(seL4_UnknownSyscall_X6, 6);
PIN(seL4_UnknownSyscall_X7, 7);
PIN(seL4_UnknownSyscall_FaultIP, 8);
PIN(seL4_UnknownSyscall_SP, 9);
PIN(seL4_UnknownSyscall_LR, 10);
PIN(seL4_UnknownSyscall_SPSR, 11);
PIN(seL4_UnknownSyscall_Syscall, 12);
PIN(seL4_UnknownSyscall_Length, 13);
PIN(seL4_UserException_FaultIP, 0);
PIN(seL4_UserException_SP, 1);
PIN(seL4_UserException_SPSR, 2);
PIN(seL4_UserException_Number, 3);
PIN(seL4_UserException_Code, 4);
PIN(seL4_UserException_Length, 5);
