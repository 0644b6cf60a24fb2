/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * All floating-point registers to and from a struct fpu_state. sstatus.FS must be on.
 */

#include <offsets.h>

    .macro  each_register operation
    .irp    i, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, \
               23, 24, 25, 26, 27, 28, 29, 30, 31
    \operation f\i, FPU_F + 8 * \i (a0)
    .endr
    .endm

    .text
    .option arch, +d

    .global fpu_registers_store
fpu_registers_store:
    each_register fsd
    frcsr   t0
    sd      t0, FPU_FCSR(a0)
    ret

    .global fpu_registers_load
fpu_registers_load:
    each_register fld
    ld      t0, FPU_FCSR(a0)
    fscsr   t0
    ret
