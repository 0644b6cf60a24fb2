/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The kernel enters with x0 = bootinfo, all other registers 0.
 * The witness (probe.c) enters with x0 = endpoint, x7 = system call, and is stopped where it loops.
 */
    .section .text.start, "ax"
    .globl _start
_start:
    adrp    x1, init_stack_top
    add     x1, x1, #:lo12:init_stack_top
    mov     sp, x1
    b       init_main

    .globl witness_wait
witness_wait:
    svc     #0
1:  b       1b

    .bss
    .balign 16
    .space  16384
init_stack_top:
