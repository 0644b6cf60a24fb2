/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * First instruction of a protection domain. rsp is the top of the stack, 16-byte aligned; all other
 * registers are 0, so that the frame pointer ends a backtrace. A function expects the stack as a
 * call leaves it (System V psABI for x86-64, 3.2.2), hence the call; main does not return.
 */
    .section .text.start, "ax"
    .global _start
    .type _start, @function
_start:
    call main
    ud2
    .size _start, . - _start

    .section .note.GNU-stack, "", @progbits
