/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * First instruction of a protection domain. sp is the top of the stack, 16-byte aligned; all other
 * registers are 0, so that frame pointer and link register end a backtrace.
 */
    .section .text.start, "ax"
    .global _start
    .type _start, @function
_start:
    b main
    .size _start, . - _start
