/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * void timed_trap(struct timed *): one system call with the counter's low half read right before
 * and right behind it. Offsets of struct sys are those of tests/kernel/arch/x86_64/arch.h; `before`
 * and `after` follow it.
 */
    .section .note.GNU-stack, "", @progbits

    .text
    .globl  timed_trap
timed_trap:
    push    %rbx
    push    %r12
    push    %r13
    push    %r14
    push    %r15
    push    %rdi
    mov     %rsp, %rbx
    mov     %rdi, %r14
    mov     (%r14), %rdi
    mov     8(%r14), %rsi
    mov     16(%r14), %r10
    mov     24(%r14), %r8
    mov     32(%r14), %r9
    mov     40(%r14), %r15
    mov     48(%r14), %r12
    mov     56(%r14), %r13
    mov     64(%r14), %r14
    rdtsc
    mov     %r14, %rdx
    mov     %rax, %r14
    syscall
    rdtsc
    mov     %rbx, %rsp
    mov     %rax, %rcx
    pop     %rax
    mov     %rdi, (%rax)
    mov     %rsi, 8(%rax)
    mov     %r10, 16(%rax)
    mov     %r8, 24(%rax)
    mov     %r9, 32(%rax)
    mov     %r15, 40(%rax)
    mov     %r12, 48(%rax)
    mov     %r13, 56(%rax)
    mov     %r14, 72(%rax)
    mov     %rcx, 80(%rax)
    pop     %r15
    pop     %r14
    pop     %r13
    pop     %r12
    pop     %rbx
    ret
