/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * All floating-point and vector registers to and from a struct fpu_state. Access must not trap.
 */

#include <offsets.h>

    .macro  each_pair op, state
    \op     q0, q1, [\state, #FPU_V]
    \op     q2, q3, [\state, #FPU_V+16 * 2]
    \op     q4, q5, [\state, #FPU_V+16 * 4]
    \op     q6, q7, [\state, #FPU_V+16 * 6]
    \op     q8, q9, [\state, #FPU_V+16 * 8]
    \op     q10, q11, [\state, #FPU_V+16 * 10]
    \op     q12, q13, [\state, #FPU_V+16 * 12]
    \op     q14, q15, [\state, #FPU_V+16 * 14]
    \op     q16, q17, [\state, #FPU_V+16 * 16]
    \op     q18, q19, [\state, #FPU_V+16 * 18]
    \op     q20, q21, [\state, #FPU_V+16 * 20]
    \op     q22, q23, [\state, #FPU_V+16 * 22]
    \op     q24, q25, [\state, #FPU_V+16 * 24]
    \op     q26, q27, [\state, #FPU_V+16 * 26]
    \op     q28, q29, [\state, #FPU_V+16 * 28]
    \op     q30, q31, [\state, #FPU_V+16 * 30]
    .endm

    .macro  store state
    each_pair stp, \state
    mrs     x4, fpsr
    mrs     x5, fpcr
    stp     x4, x5, [\state, #FPU_STATUS]
    .endm

    .macro  load state
    each_pair ldp, \state
    ldp     x4, x5, [\state, #FPU_STATUS]
    msr     fpsr, x4
    msr     fpcr, x5
    .endm

    .text
    .arch   armv8-a+fp+simd

    .global fpu_registers_store
fpu_registers_store:
    store   x0
    ret

    .global fpu_registers_load
fpu_registers_load:
    load    x0
    ret

    .global trap_leave_fast_fpu
trap_leave_fast_fpu:
    add     x3, x3, #TCB_FPU
    store   x3
    add     x3, x2, #TCB_FPU
    load    x3
    b       trap_leave_fast
