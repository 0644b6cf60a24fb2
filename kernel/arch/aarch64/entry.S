/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Exception entry and exit: save, stack, branch; restore, return. Straight-line.
 *
 *  1. While user code runs, the kernel's stack pointer holds the address of the current thread's
 *     struct context; trap_leave puts it there. So entry needs no register to begin with.
 *  2. An exception of the kernel itself does not save anything: it is fatal (trap.c), but for the
 *     one of a machine without secure monitor (monitor.S).
 *  3. ELR goes to both addresses of the context; trap_synchronous moves the restart address of a
 *     system call back.
 *  4. The kernel stack is empty at entry, and what is left on it at exit does not matter.
 *  5. The kernel changes no floating-point register here. eret clears the local exclusive monitor
 *     (DDI 0487, B2.9.2), so a thread's reservation does not survive a switch.
 */

#include <abi/config.h>
#include <offsets.h>

#if EL_NUMBER == 2
#define ELR     elr_el2
#define SPSR    spsr_el2
#else
#define ELR     elr_el1
#define SPSR    spsr_el1
#endif

/* x2..x27, as pairs of neighbours in the context. */
    .macro  context operation
    \operation  x2, x3, [sp, #CONTEXT_X2]
    \operation  x4, x5, [sp, #CONTEXT_X4]
    \operation  x6, x7, [sp, #CONTEXT_X6]
    \operation  x8, x16, [sp, #CONTEXT_X8]
    \operation  x17, x18, [sp, #CONTEXT_X17]
    \operation  x29, x30, [sp, #CONTEXT_X29]
    \operation  x9, x10, [sp, #CONTEXT_X9]
    \operation  x11, x12, [sp, #CONTEXT_X11]
    \operation  x13, x14, [sp, #CONTEXT_X13]
    \operation  x15, x19, [sp, #CONTEXT_X15]
    \operation  x20, x21, [sp, #CONTEXT_X20]
    \operation  x22, x23, [sp, #CONTEXT_X22]
    \operation  x24, x25, [sp, #CONTEXT_X24]
    \operation  x26, x27, [sp, #CONTEXT_X26]
    .endm

    .macro  from_user handler
    .balign 128
    stp     x0, x1, [sp, #CONTEXT_X0]
    context stp
    str     x28, [sp, #CONTEXT_X28]
    mrs     x0, ELR
    mrs     x1, sp_el0
    mrs     x2, SPSR
    mrs     x3, tpidr_el0
    mrs     x4, tpidrro_el0
    stp     x0, x1, [sp, #CONTEXT_PC]
    str     x2, [sp, #CONTEXT_SPSR]
    stp     x3, x4, [sp, #CONTEXT_TPIDR]
    str     x0, [sp, #CONTEXT_NEXT_PC]
    ldr     x0, =kernel_stack + (1 << KERNEL_STACK_BITS)
    mov     sp, x0
    bl      \handler
    b       trap_leave
    .endm

    .macro  from_kernel vector
    .balign 128
    mov     x8, #\vector
    b       kernel_exception
    .endm

    .text
    .global trap_vectors
    .balign 2048            /* VBAR: DDI 0487, D1.10.2 */
trap_vectors:
    from_kernel 0           /* with SP_EL0, which the kernel does not use */
    from_kernel 1
    from_kernel 2
    from_kernel 3
    from_kernel 4           /* synchronous, IRQ, FIQ, SError */
    from_kernel 5
    from_kernel 6
    from_kernel 7
    from_user   trap_synchronous
    from_user   trap_interrupt
    from_user   trap_interrupt
    from_user   trap_system_error
    from_user   trap_synchronous    /* from AArch32 code, which only a guest may run */
    from_user   trap_interrupt
    from_user   trap_interrupt
    from_user   trap_system_error
    .balign 128

    .global trap_leave
trap_leave:
    ldr     x0, =node
    ldr     x0, [x0, #NODE_CURRENT]
    add     sp, x0, #TCB_CONTEXT
    ldp     x3, x4, [sp, #CONTEXT_TPIDR]
    ldr     x0, [sp, #CONTEXT_NEXT_PC]
    ldp     x1, x2, [sp, #CONTEXT_SP]
    msr     tpidr_el0, x3
    msr     tpidrro_el0, x4
    msr     ELR, x0
    msr     sp_el0, x1
    msr     SPSR, x2
    context ldp
    ldr     x28, [sp, #CONTEXT_X28]
    ldp     x0, x1, [sp, #CONTEXT_X0]
    eret
    dsb     nsh             /* nothing behind eret is executed, not even speculatively */
    isb

    .bss
    .global kernel_stack
    .balign 16              /* by the calling convention */
kernel_stack:
    .space  1 << KERNEL_STACK_BITS
