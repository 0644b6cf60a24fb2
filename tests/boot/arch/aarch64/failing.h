/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The instructions of faults.c. */
#pragma once

#define KERNEL_ADDRESS 0xffc0000000
#define FOREIGN_CALL   __asm__ volatile("mov x7, #93\n\tsvc #0" : : : "x7", "x0")
#define ILLEGAL        __asm__ volatile(".word 0")
#define PRIVILEGED     __asm__ volatile("mrs x0, sctlr_el1" : : : "x0")
#define BREAKPOINT     __asm__ volatile("brk #7")
#define FLOATING_POINT __asm__ volatile("fadd d0, d0, d0")
