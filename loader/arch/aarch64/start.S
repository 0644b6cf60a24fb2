/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The first instruction of the system: EL2 or EL1, translation and data cache off, no stack. x0 is
 * a device tree's address if whoever loaded us follows Linux's boot protocol, else anything.
 * The image header begins at _bss_end, so the bss may be cleared. Everything is addressed relative
 * to pc, for we may not be where we were linked.
 *
 * A kernel for EL1 is entered in EL1, so EL2 is left here, for good: everything behind this file
 * runs at the level that the kernel will have.
 */
#include <board.h>

#define HCR_RW          (1 << 31)       /* EL1 is AArch64; nothing is trapped */
#define CPTR_NO_TRAPS   0x33ff
#define SPSR_EL1H       0x3c5           /* EL1, own stack pointer, all interrupts masked */
#define SCTLR_EL1_OFF   0x30d00800      /* the bits that read as one: no translation, no caches */
#define SCTLR_EL2_OFF   0x30c50830

    .section .text.start, "ax"
    .globl _start
_start:
    msr     daifset, #15
    ldr     x1, =BOARD_MEMORY_BASE
    ldr     x2, =BOARD_RAM_END
    cmp     x0, x1
    ccmp    x0, x2, #2, hs              /* lower than the end, else (carry set) not a tree */
    csel    x19, x0, xzr, lo
    mrs     x20, mpidr_el1
    and     x21, x20, #0xffffff         /* affinity 2 to 0 */
    cbz     x21, 2f
1:  wfe                                 /* the kernel knows one core */
    b       1b

2:  mrs     x22, CurrentEL
    lsr     x22, x22, #2                /* where we were entered */
    cmp     x22, #2
    b.ne    at_level
    mov     x0, #HCR_RW
    msr     hcr_el2, x0                 /* and E2H and TGE off */
    ldr     w0, =SCTLR_EL2_OFF
    msr     sctlr_el2, x0
    isb
#if KERNEL_EL == 1
    bl      open_el1
    adr     x0, at_level
    msr     elr_el2, x0
    mov     x0, #SPSR_EL1H
    msr     spsr_el2, x0
    eret
#endif

at_level:
    adr     x0, vectors
#if KERNEL_EL == 1
    msr     vbar_el1, x0
    ldr     w0, =SCTLR_EL1_OFF
    msr     sctlr_el1, x0
#else
    cmp     x22, #2
    b.eq    3f
    msr     vbar_el1, x0                /* wrong level: stay able to say so */
    b       4f
3:  msr     vbar_el2, x0
#endif
4:  isb

    adr     x0, _bss
    adr     x1, _bss_end
5:  cmp     x0, x1
    b.hs    6f
    str     xzr, [x0], #8
    b       5b

6:  adr     x0, stack_top
    mov     sp, x0
    adr     x0, entered_at
    str     x22, [x0]
    mov     x0, x21
    mov     x1, x19
    adr     x2, _loader_start           /* where we are    */
    ldr     x3, linked_at               /* where we belong */
    mov     x29, xzr
    mov     x30, xzr
    b       loader_main

#if KERNEL_EL == 1
/* Everything that EL2 could keep from EL1: timers, debug, floating point, interrupt controller. */
open_el1:
    mov     x0, #CPTR_NO_TRAPS
    msr     cptr_el2, x0
    msr     hstr_el2, xzr
    msr     vttbr_el2, xzr
    msr     cntvoff_el2, xzr
    mrs     x0, cnthctl_el2
    orr     x0, x0, #3                  /* EL1PCTEN, EL1PCEN: the physical counter and timer */
    msr     cnthctl_el2, x0
    mrs     x0, midr_el1
    msr     vpidr_el2, x0
    msr     vmpidr_el2, x20
    mrs     x0, pmcr_el0
    ubfx    x0, x0, #11, #5
    msr     mdcr_el2, x0                /* HPMN = all counters; no debug traps */
    mrs     x0, id_aa64pfr0_el1
    ubfx    x0, x0, #24, #4
    cbz     x0, 7f                      /* no system registers for the interrupt controller */
    mrs     x0, s3_4_c12_c9_5           /* ICC_SRE_EL2 */
    orr     x0, x0, #1                  /* SRE    */
    orr     x0, x0, #8                  /* Enable */
    msr     s3_4_c12_c9_5, x0
    isb
    msr     s3_4_c12_c11_0, xzr         /* ICH_HCR_EL2: no virtual interrupts */
7:  ret
#endif

    .ltorg
    .balign 8
linked_at:
    .dword  _loader_start

/* The loader takes no exceptions: one means that memory is not where the board says it is. */
    .balign 2048
vectors:
    .rept 16
    .balign 128
    b       trap
    .endr
trap:
#if KERNEL_EL == 2
    mrs     x0, CurrentEL
    cmp     x0, #8
    b.ne    8f
    mrs     x0, esr_el2
    mrs     x1, elr_el2
    mrs     x2, far_el2
    b       9f
#endif
8:  mrs     x0, esr_el1
    mrs     x1, elr_el1
    mrs     x2, far_el1
9:  adr     x3, stack_top
    mov     sp, x3
    b       loader_trap

    .bss
    .globl entered_at
    .balign 16
entered_at:
    .space  16
    .space  4096
stack_top:
