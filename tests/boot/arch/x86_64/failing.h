/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The instructions of faults.c. */
#pragma once

#define KERNEL_ADDRESS 0xffffffff80100000
#define FOREIGN_CALL                                        \
    __asm__ volatile("mov %%rsp, %%rbx\n\tsyscall\n\tmov %%rbx, %%rsp" : : "d"(93UL) \
                     : "rbx", "rcx", "r11", "rdi", "rsi", "memory")
#define ILLEGAL        __asm__ volatile("ud2")
#define PRIVILEGED     __asm__ volatile("hlt")
#define BREAKPOINT     __asm__ volatile("int3")
#define FLOATING_POINT __asm__ volatile("addsd %xmm0, %xmm0")
