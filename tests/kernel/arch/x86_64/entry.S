/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The first instruction (rdi: boot information, all other registers 0), one system call with all
 * operand registers from memory, a call repeated for ever, and a way back out of a failed test.
 */
    .section .note.GNU-stack, "", @progbits

    .section .text.start, "ax"
    .globl  _start
_start:
    lea     root_stack_top(%rip), %rsp
    call    root_main
1:  jmp     1b

    .text
/* void arch_trap(struct sys *): offsets of struct sys in arch.h. rsp does not survive the system
 * call, rbx does. */
    .globl  arch_trap, arch_trap_ecall
arch_trap:
    push    %rbx
    push    %r12
    push    %r13
    push    %r15
    push    %rdi
    mov     %rsp, %rbx
    mov     %rdi, %rax
    mov     (%rax), %rdi
    mov     8(%rax), %rsi
    mov     16(%rax), %r10
    mov     24(%rax), %r8
    mov     32(%rax), %r9
    mov     40(%rax), %r15
    mov     48(%rax), %r12
    mov     56(%rax), %r13
    mov     64(%rax), %rdx
arch_trap_ecall:
    syscall
    mov     %rbx, %rsp
    pop     %rax
    mov     %rdi, (%rax)
    mov     %rsi, 8(%rax)
    mov     %r10, 16(%rax)
    mov     %r8, 24(%rax)
    mov     %r9, 32(%rax)
    mov     %r15, 40(%rax)
    mov     %r12, 48(%rax)
    mov     %r13, 56(%rax)
    mov     %rdx, 64(%rax)
    pop     %r15
    pop     %r13
    pop     %r12
    pop     %rbx
    ret

    .globl  arch_repeat
arch_repeat:
    syscall
    jmp     arch_repeat

    .globl  arch_save
arch_save:
    mov     (%rsp), %rax
    lea     8(%rsp), %rcx
    mov     %rbx, (%rdi)
    mov     %rbp, 8(%rdi)
    mov     %r12, 16(%rdi)
    mov     %r13, 24(%rdi)
    mov     %r14, 32(%rdi)
    mov     %r15, 40(%rdi)
    mov     %rcx, 48(%rdi)
    mov     %rax, 56(%rdi)
    xor     %eax, %eax
    ret

    .globl  arch_restore
arch_restore:
    mov     (%rdi), %rbx
    mov     8(%rdi), %rbp
    mov     16(%rdi), %r12
    mov     24(%rdi), %r13
    mov     32(%rdi), %r14
    mov     40(%rdi), %r15
    mov     48(%rdi), %rsp
    mov     %esi, %eax
    jmp     *56(%rdi)
