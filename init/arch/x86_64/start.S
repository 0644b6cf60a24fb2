/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The kernel enters with rdi = bootinfo, all other registers 0, the stack pointer too.
 * The witness (probe.c) enters with rdi = endpoint, rdx = system call, and is stopped where it
 * loops. It has no stack.
 */
    .section .text.start, "ax"
    .globl _start
_start:
    lea     init_stack_top(%rip), %rsp
    call    init_main
    ud2

    .globl witness_wait
witness_wait:
    syscall
1:  jmp     1b

    .bss
    .balign 16
    .space  16384
init_stack_top:
    .section .note.GNU-stack, "", @progbits
