/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The instructions of faults.c. */
#pragma once

#define KERNEL_ADDRESS 0xffffffff80200000
#define FOREIGN_CALL   __asm__ volatile("li a7, 93\n\tecall" : : : "a7", "a0")
#define ILLEGAL        __asm__ volatile(".word 0xffffffff")
#define PRIVILEGED     __asm__ volatile("csrr t0, sstatus" : : : "t0")
#define BREAKPOINT     __asm__ volatile("ebreak")
#define FLOATING_POINT __asm__ volatile("fadd.d ft0, ft0, ft0")
