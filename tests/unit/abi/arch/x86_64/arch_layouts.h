/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The part of layouts.c that is x86-64's. */
#pragma once

/* User context: one word for each register, in this order; the timeout reply names it too. */
#define REGISTER(index, name, reply_name) \
    AT(seL4_UserContext, name, 8 * (index)); PIN(seL4_TimeoutReply_##reply_name, index);
REGISTER(0, rip, FaultIP) REGISTER(1, rsp, RSP) REGISTER(2, rflags, FLAGS)
REGISTER(3, rax, RAX) REGISTER(4, rbx, RBX) REGISTER(5, rcx, RCX) REGISTER(6, rdx, RDX)
REGISTER(7, rsi, RSI) REGISTER(8, rdi, RDI) REGISTER(9, rbp, RBP)
REGISTER(10, r8, R8) REGISTER(11, r9, R9) REGISTER(12, r10, R10) REGISTER(13, r11, R11)
REGISTER(14, r12, R12) REGISTER(15, r13, R13) REGISTER(16, r14, R14) REGISTER(17, r15, R15)
REGISTER(18, fs_base, TLS_BASE)
AT(seL4_UserContext, gs_base, 8 * 19);
PIN(sizeof(seL4_UserContext), 20 * 8);
PIN(seL4_TimeoutReply_Length, 19);

PIN(seL4_UnknownSyscall_RAX, 0);
PIN(seL4_UnknownSyscall_RBX, 1);
PIN(seL4_UnknownSyscall_RCX, 2);
PIN(seL4_UnknownSyscall_RDX, 3);
PIN(seL4_UnknownSyscall_RSI, 4);
PIN(seL4_UnknownSyscall_RDI, 5);
PIN(seL4_UnknownSyscall_RBP, 6);
PIN(seL4_UnknownSyscall_R8, 7);
PIN(seL4_UnknownSyscall_R9, 8);
PIN(seL4_UnknownSyscall_R10, 9);
PIN(seL4_UnknownSyscall_R11, 10);
PIN(seL4_UnknownSyscall_R12, 11);
PIN(seL4_UnknownSyscall_R13, 12);
PIN(seL4_UnknownSyscall_R14, 13);
PIN(seL4_UnknownSyscall_R15, 14);
PIN(seL4_UnknownSyscall_FaultIP, 15);
PIN(seL4_UnknownSyscall_SP, 16);
PIN(seL4_UnknownSyscall_FLAGS, 17);
PIN(seL4_UnknownSyscall_Syscall, 18);
PIN(seL4_UnknownSyscall_Length, 19);
PIN(seL4_UserException_FaultIP, 0);
PIN(seL4_UserException_SP, 1);
PIN(seL4_UserException_FLAGS, 2);
PIN(seL4_UserException_Number, 3);
PIN(seL4_UserException_Code, 4);
PIN(seL4_UserException_Length, 5);

/* Chunks of extra boot information, with their header of 16 bytes; nothing is padded. */
PIN(SEL4_MULTIBOOT_MAX_MMAP_ENTRIES, 50);
PIN(SEL4_MULTIBOOT_RAM_REGION_TYPE, 1);
PIN(sizeof(seL4_X86_BootInfo_VBE), 800);
AT(seL4_X86_BootInfo_VBE, vbeInfoBlock, 16);
AT(seL4_X86_BootInfo_VBE, vbeModeInfoBlock, 528);
AT(seL4_X86_BootInfo_VBE, vbeMode, 784);
AT(seL4_X86_BootInfo_VBE, vbeInterfaceSeg, 788);
AT(seL4_X86_BootInfo_VBE, vbeInterfaceOff, 792);
AT(seL4_X86_BootInfo_VBE, vbeInterfaceLen, 796);
PIN(sizeof(seL4_X86_mb_mmap_t), 24);
AT(seL4_X86_mb_mmap_t, size, 0);
AT(seL4_X86_mb_mmap_t, base_addr, 4);
AT(seL4_X86_mb_mmap_t, length, 12);
AT(seL4_X86_mb_mmap_t, type, 20);
PIN(sizeof(seL4_X86_BootInfo_mmap_t), 1220);
AT(seL4_X86_BootInfo_mmap_t, mmap_length, 16);
AT(seL4_X86_BootInfo_mmap_t, mmap, 20);
PIN(sizeof(seL4_X86_BootInfo_fb_t), 38);
AT(seL4_X86_BootInfo_fb_t, addr, 16);
AT(seL4_X86_BootInfo_fb_t, pitch, 24);
AT(seL4_X86_BootInfo_fb_t, width, 28);
AT(seL4_X86_BootInfo_fb_t, height, 32);
AT(seL4_X86_BootInfo_fb_t, bpp, 36);
AT(seL4_X86_BootInfo_fb_t, type, 37);
