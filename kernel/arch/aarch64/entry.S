/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Exception entry and exit: save, stack, branch; restore, return. Straight-line.
 *
 *  1. While user code runs, the kernel's stack pointer holds the address of the current thread's
 *     struct context; trap_leave puts it there. So entry needs no register to begin with, and
 *     node.current is not set before trap.c does it, for all that is not the fast path.
 *  2. An exception of the kernel itself does not save anything: it is fatal (trap.c), but for the
 *     one of a machine without secure monitor (monitor.S).
 *  3. ELR goes to both addresses of the context. What AArch64 code does is a system call, until
 *     its class is looked at: its restart address is SVC's, and trap.c moves it for all else.
 *  4. The kernel stack is empty at entry, and what is left on it at exit does not matter.
 *  5. The kernel changes no floating-point register here. eret clears the local exclusive monitor
 *     (DDI 0487, B2.9.2), so a thread's reservation does not survive a switch.
 */

#include <abi/config.h>
#include <offsets.h>

#if EL_NUMBER == 2
#define ELR     elr_el2
#define SPSR    spsr_el2
#define ESR     esr_el2
#else
#define ELR     elr_el1
#define SPSR    spsr_el1
#define ESR     esr_el1
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

/* x0, x1, x6 and x7 stay what they are: operands of a system call (x8 has no part in those that
 * trap_from_aarch64 knows). The restart address is `back` bytes before ELR. Programs cannot write
 * TPIDRRO_EL0, but a guest at EL1 can. */
    .macro  save back=0
    stp     x0, x1, [sp, #CONTEXT_X0]
    context stp
    mrs     x4, ELR
    mrs     x11, sp_el0
    mrs     x12, SPSR
    mrs     x13, tpidr_el0
    .if     \back
    sub     x5, x4, #\back
    stp     x5, x11, [sp, #CONTEXT_PC]
    .else
    stp     x4, x11, [sp, #CONTEXT_PC]
    .endif
    str     x12, [sp, #CONTEXT_SPSR]
    stp     x28, x13, [sp, #CONTEXT_X28]
    .if     EL_NUMBER == 2
    mrs     x14, tpidrro_el0
    stp     x14, x4, [sp, #CONTEXT_TPIDRRO]
    .else
    str     x4, [sp, #CONTEXT_NEXT_PC]
    .endif
    .endm

/* All but x0 and x1. */
    .macro  restore
    ldp     x28, x3, [sp, #CONTEXT_X28]
    ldp     x4, x7, [sp, #CONTEXT_TPIDRRO]
    ldp     x5, x6, [sp, #CONTEXT_SP]
    msr     tpidr_el0, x3
    msr     tpidrro_el0, x4
    msr     ELR, x7
    msr     sp_el0, x5
    msr     SPSR, x6
    context ldp
    .endm

/* In a page of its own, so that its end takes one instruction to find. */
    .macro  take_stack
    adrp    x9, kernel_stack_top
    mov     sp, x9
    .endm

    .macro  from_user handler
    .balign 128
    save
    sub     x0, sp, #TCB_CONTEXT
    take_stack
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
    .balign 128
    save    SVC_BYTES
    mrs     x5, ESR
    sub     x3, sp, #TCB_CONTEXT
    take_stack
    bl      trap_from_aarch64
    b       trap_leave
    from_user   trap_interrupt
    from_user   trap_interrupt
    from_user   trap_system_error
    from_user   trap_synchronous    /* from AArch32 code, which only a guest may run */
    from_user   trap_interrupt
    from_user   trap_interrupt
    from_user   trap_system_error
    .balign 128

    .section .text.trap_leave, "ax"
    .global trap_leave
trap_leave:
    adrp    x0, node + NODE_CURRENT
    ldr     x0, [x0, #:lo12:node + NODE_CURRENT]
    add     sp, x0, #TCB_CONTEXT
    restore
    ldp     x0, x1, [sp, #CONTEXT_X0]
    eret
    dsb     nsh             /* nothing behind eret is executed, not even speculatively */
    isb

/* trap_leave_fast(badge, info, thread): the first two are where they belong. */
    .section .text.trap_leave_fast, "ax"
    .global trap_leave_fast
trap_leave_fast:
    add     sp, x2, #TCB_CONTEXT
    restore
    eret
    dsb     nsh
    isb

    .bss
    .global kernel_stack
    .balign 1 << KERNEL_STACK_BITS
kernel_stack:
    .space  1 << KERNEL_STACK_BITS
kernel_stack_top:
