/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The kernel enters with a0 = bootinfo, all other registers 0.
 * The witness (probe.c) enters with a0 = endpoint, a7 = system call, and is stopped where it loops.
 */
    .section .text.start, "ax"
    .globl _start
_start:
    .option push
    .option norelax
    lla     gp, __global_pointer$
    .option pop
    lla     sp, init_stack_top
    tail    init_main

    .globl witness_wait
witness_wait:
    ecall
1:  j       1b

    .bss
    .balign 16
    .space  16384
init_stack_top:
