/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * First instruction of a protection domain. sp is the top of the stack, 16-byte aligned; all other
 * registers are 0. gp must be set before anything else runs, and without linker relaxation, which
 * would compute gp from gp.
 */
    .section .text.start, "ax"
    .global _start
    .type _start, @function
_start:
    .option push
    .option norelax
    lla gp, __global_pointer$
    .option pop
    j main
    .size _start, . - _start
