/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Calling the secure monitor, and what happens where there is none.
 */

#include <offsets.h>

#if EL_NUMBER == 2
#define ELR     elr_el2
#else
#define ELR     elr_el1
#endif

    .text

/* void machine_smc(struct smc_registers *r) */
    .global machine_smc
machine_smc:
    stp     x0, x30, [sp, #-16]!
    mov     x9, x0
    ldp     x0, x1, [x9]
    ldp     x2, x3, [x9, #16]
    ldp     x4, x5, [x9, #32]
    ldp     x6, x7, [x9, #48]
smc_instruction:
    smc     #0
    ldp     x9, x30, [sp], #16
    stp     x0, x1, [x9]
    stp     x2, x3, [x9, #16]
    stp     x4, x5, [x9, #32]
    stp     x6, x7, [x9, #48]
    ret

/* From entry.S, x8: the vector. The instruction of machine_smc is undefined where there is no
 * monitor: it returns -1 then. x8 to x10 are free there, and nothing else comes back from here. */
    .global kernel_exception
kernel_exception:
    mrs     x9, ELR
    adr     x10, smc_instruction
    cmp     x9, x10
    b.ne    1f
    mov     x0, #-1
    add     x10, x10, #4
    msr     ELR, x10
    eret
1:  mov     x0, x8
    bl      trap_of_kernel
