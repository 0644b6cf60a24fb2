/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * All floating-point registers to and from a struct fpu_state. sstatus.FS must be on.
 */

#include <offsets.h>

    .macro  each_register operation, state
    .irp    i, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, \
               23, 24, 25, 26, 27, 28, 29, 30, 31
    \operation f\i, FPU_F + 8 * \i + \state
    .endr
    .endm

    .macro  store state
    each_register fsd, "\state"
    frcsr   t0
    sd      t0, FPU_FCSR + \state
    .endm

    .macro  load state
    each_register fld, "\state"
    ld      t0, FPU_FCSR + \state
    fscsr   t0
    .endm

    .text
    .option arch, +d

    .global fpu_registers_store
fpu_registers_store:
    store   0(a0)
    ret

    .global fpu_registers_load
fpu_registers_load:
    load    0(a0)
    ret

    .global trap_leave_fast_fpu
trap_leave_fast_fpu:
    store   TCB_FPU(a3)
    load    TCB_FPU(a2)
    j       trap_leave_fast
