/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * All floating-point and vector registers to and from a struct fpu_state. Access must not trap.
 */

#include <offsets.h>

    .macro  each_pair op
    \op     q0, q1, [x0, #FPU_V]
    \op     q2, q3, [x0, #FPU_V+16 * 2]
    \op     q4, q5, [x0, #FPU_V+16 * 4]
    \op     q6, q7, [x0, #FPU_V+16 * 6]
    \op     q8, q9, [x0, #FPU_V+16 * 8]
    \op     q10, q11, [x0, #FPU_V+16 * 10]
    \op     q12, q13, [x0, #FPU_V+16 * 12]
    \op     q14, q15, [x0, #FPU_V+16 * 14]
    \op     q16, q17, [x0, #FPU_V+16 * 16]
    \op     q18, q19, [x0, #FPU_V+16 * 18]
    \op     q20, q21, [x0, #FPU_V+16 * 20]
    \op     q22, q23, [x0, #FPU_V+16 * 22]
    \op     q24, q25, [x0, #FPU_V+16 * 24]
    \op     q26, q27, [x0, #FPU_V+16 * 26]
    \op     q28, q29, [x0, #FPU_V+16 * 28]
    \op     q30, q31, [x0, #FPU_V+16 * 30]
    .endm

    .text
    .arch   armv8-a+fp+simd

    .global fpu_registers_store
fpu_registers_store:
    each_pair stp
    mrs     x1, fpsr
    mrs     x2, fpcr
    str     x1, [x0, #FPU_STATUS]
    str     x2, [x0, #FPU_STATUS + 8]
    ret

    .global fpu_registers_load
fpu_registers_load:
    each_pair ldp
    ldr     x1, [x0, #FPU_STATUS]
    ldr     x2, [x0, #FPU_STATUS + 8]
    msr     fpsr, x1
    msr     fpcr, x2
    ret
