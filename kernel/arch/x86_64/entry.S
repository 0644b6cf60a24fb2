/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Entry and exit: save, stack, jump; restore, return. Straight-line, but for the question whether
 * an exception or interrupt comes from user code.
 *
 *  1. A system call (SYSCALL: SDM 3, 5.8.8) finds rcx and r11 lost to it and its rsp not preserved
 *     by the interface. So rsp is free to hold the address of the current thread, and no other
 *     register, no swapgs and no stack is needed to begin with. Several cores: each core has its
 *     own LSTAR, hence its own first instruction.
 *  2. Exceptions and interrupts of user code arrive on the kernel stack (TSS.RSP0), which is empty;
 *     a debug exception on one of its own. What the processor pushed goes to the context.
 *  3. The kernel runs with interrupts off. One is accepted in machine_wait_for_interrupt and
 *     machine_take_interrupt only; it and what else happens in the kernel is trap_of_kernel's.
 *  4. What is left on the stack at exit does not matter.
 *  5. fs_base and gs_base are the user's all the time: the kernel has no use for them. Floating-
 *     point registers are touched by trap_leave_fast_fpu only.
 *  6. SYSRET and IRET never see an rip that is not canonical (context.h; the last page of the
 *     user's half is never mapped, so no syscall instruction ends at its end), nor IRET nested
 *     task state: SYSCALL and all gates clear NT.
 */

#include <abi/config.h>
#include <board.h>
#include <offsets.h>

#define C(name)     TCB_CONTEXT + CONTEXT_##name
#define STACK_TOP   kernel_stack + (1 << KERNEL_STACK_BITS)

/* All registers that no way of entry treats specially, to or from the context. rax is not here. */
    .macro  save_registers context
    movq    %rbx, C(RBX)(\context)
    movq    %rdx, C(RDX)(\context)
    movq    %rsi, C(RSI)(\context)
    movq    %rdi, C(RDI)(\context)
    movq    %rbp, C(RBP)(\context)
    movq    %r8,  C(R8)(\context)
    movq    %r9,  C(R9)(\context)
    movq    %r10, C(R10)(\context)
    movq    %r12, C(R12)(\context)
    movq    %r13, C(R13)(\context)
    movq    %r14, C(R14)(\context)
    movq    %r15, C(R15)(\context)
    .endm

    .macro  save_bases context
    rdfsbase %rbx
    rdgsbase %rbp
    movq    %rbx, C(FS_BASE)(\context)
    movq    %rbp, C(GS_BASE)(\context)
    .endm

/* All that no way of exit treats specially, and not rdx, rsi and rdi. */
    .macro  load_most thread
    movq    C(FS_BASE)(\thread), %rbx
    movq    C(GS_BASE)(\thread), %rbp
    wrfsbase %rbx
    wrgsbase %rbp
    movq    C(RAX)(\thread), %rax
    movq    C(RBX)(\thread), %rbx
    movq    C(RBP)(\thread), %rbp
    movq    C(R8)(\thread),  %r8
    movq    C(R9)(\thread),  %r9
    movq    C(R10)(\thread), %r10
    movq    C(R12)(\thread), %r12
    movq    C(R13)(\thread), %r13
    movq    C(R14)(\thread), %r14
    movq    C(R15)(\thread), %r15
    .endm

/* From the thread at rdi; rdi itself comes last. */
    .macro  load_registers
    load_most %rdi
    movq    C(RDX)(%rdi), %rdx
    movq    C(RSI)(%rdi), %rsi
    .endm

/* What IRET takes from the stack. */
    .macro  push_frame
    pushq   $USER_DATA
    pushq   C(RSP)(%rdi)
    pushq   C(RFLAGS)(%rdi)
    pushq   $USER_CODE
    pushq   C(NEXT_PC)(%rdi)
    .endm

    .text

/* SYSCALL: rcx is the address behind it, r11 the flags; interrupts are off (FMASK). */
    .section .text.trap_entry, "ax"
    .global trap_syscall_entry
    .balign CACHE_LINE_BYTES
trap_syscall_entry:
    movq    node + NODE_CURRENT(%rip), %rsp
    movq    $1, C(BY_SYSCALL)(%rsp)
syscall_entered:
    movq    %rax, C(RAX)(%rsp)
    save_registers %rsp
    movq    %rcx, C(NEXT_PC)(%rsp)
    movq    %r11, C(RFLAGS)(%rsp)
    save_bases %rsp
    subq    $SYSCALL_BYTES, %rcx
    movq    %rcx, C(RIP)(%rsp)
    movq    %rsp, %rcx              /* cptr, info and number are in rdi, rsi and rdx */
    leaq    STACK_TOP - 8(%rip), %rsp
    jmp     trap_syscall
    .text

/* One gate for each vector, of eight bytes: it pushes the vector, of which 8 bits count. On the
 * stack, from trap_gate on: vector, error code or 0, rip, cs, rflags, rsp, ss. */
    .macro  gates target codeless
    .altmacro
    .set    vector, 0
    .rept   N_VECTORS
    .if     vector < VECTOR_FIRST_IRQ && (EXCEPTIONS_WITH_CODE >> (vector & 31)) & 1
    gate    %vector, \target
    .else
    gate    %vector, \codeless
    .endif
    .set    vector, vector + 1
    .endr
    .noaltmacro
    .balign VECTOR_BYTES
    .endm

    .macro  gate vector target
    .balign VECTOR_BYTES
    pushq   $(\vector ^ 128) - 128  /* as a signed byte */
    jmp     \target
    .endm

    .macro  push_no_code
    pushq   (%rsp)
    movq    $0, GATE_CODE(%rsp)
    .endm

    .global trap_vectors
    .balign VECTOR_BYTES
trap_vectors:
    gates   trap_gate, codeless_gate

codeless_gate:
    push_no_code
trap_gate:
    andq    $0xff, (%rsp)
    testb   $3, GATE_CS(%rsp)       /* the privilege level in cs */
    jz      gate_of_kernel
    pushq   %rax
    movq    node + NODE_CURRENT(%rip), %rax
    save_registers %rax
    movq    %rcx, C(RCX)(%rax)
    movq    %r11, C(R11)(%rax)
    save_bases %rax
    popq    C(RAX)(%rax)
    popq    %rdi
    popq    %rsi
    popq    C(RIP)(%rax)
    popq    %rcx
    popq    C(RFLAGS)(%rax)
    popq    C(RSP)(%rax)
    movq    $0, C(BY_SYSCALL)(%rax)
    leaq    STACK_TOP - 8(%rip), %rsp
    cld
    jmp     trap_exception

/* In the kernel: struct kernel_frame (trap.c), from the stack's end upwards. */
gate_of_kernel:
    pushq   %rax
    pushq   %rcx
    pushq   %rdx
    pushq   %rsi
    pushq   %rdi
    pushq   %r8
    pushq   %r9
    pushq   %r10
    pushq   %r11
    movq    %rsp, %rdi
    call    trap_of_kernel
    popq    %r11
    popq    %r10
    popq    %r9
    popq    %r8
    popq    %rdi
    popq    %rsi
    popq    %rdx
    popq    %rcx
    popq    %rax
    addq    $GATE_RIP, %rsp
    iretq

/* trap_leave_fast_fpu(badge, info, thread, owner): as fpu_registers_store and _load of fpu.c, then
 * as below. */
    .section .text.trap_leave_fast, "ax"
    .global trap_leave_fast_fpu
trap_leave_fast_fpu:
    movl    $BOARD_XCR0_MASK, %eax
    xsave64 TCB_FPU(%rcx)
    cmpq    $0, node + NODE_X87_POINTERS_STAY(%rip)
    je      1f
    fnclex
    emms
    fildl   fpu_initial(%rip)
1:  xrstor64 TCB_FPU(%rdx)

/* trap_leave_fast(badge, info, thread): the first two are where they belong. Who did not come by
 * SYSCALL, or has other tables, leaves as always. */
    .section .text.trap_leave_fast, "ax"
    .global trap_leave_fast
trap_leave_fast:
    cmpq    $1, C(BY_SYSCALL)(%rdx)
    jne     trap_leave_with
    movq    %rdx, node + NODE_CURRENT(%rip)
    load_most %rdx
    movq    C(NEXT_PC)(%rdx), %rcx
    movq    C(RFLAGS)(%rdx), %r11
    movq    C(RDX)(%rdx), %rdx
    xorl    %esp, %esp
    sysretq
    int3                            /* nothing behind it is executed, not even speculatively */
    .text

/* rdi: the thread. */
    .global leave_by_sysret
leave_by_sysret:
    load_registers
    movq    C(NEXT_PC)(%rdi), %rcx
    movq    C(RFLAGS)(%rdi), %r11
    movq    C(RDI)(%rdi), %rdi
    xorl    %esp, %esp
    sysretq
    int3

    .global leave_by_iret
leave_by_iret:
    leaq    STACK_TOP(%rip), %rsp
    push_frame
    load_registers
    movq    C(RCX)(%rdi), %rcx
    movq    C(R11)(%rdi), %r11
    movq    C(RDI)(%rdi), %rdi
    iretq
    int3

/* The instruction behind sti is executed before an interrupt is accepted (SDM 2, STI). Then
 * trap_of_kernel turns them off again, so that one is accepted at most. */
    .global machine_wait_for_interrupt
machine_wait_for_interrupt:
    sti
    hlt
    cli
    ret

    .global machine_take_interrupt
machine_take_interrupt:
    sti
    nop
    cli
    ret

/* The null selector is enough for data, but for the stack's. A far return loads cs. */
    .global segments_load
segments_load:
    popq    %rdx
    movl    $KERNEL_DATA, %eax
    movl    %eax, %ss
    xorl    %eax, %eax
    movl    %eax, %ds
    movl    %eax, %es
    movl    %eax, %fs
    movl    %eax, %gs
    pushq   $KERNEL_CODE
    pushq   %rdx
    lretq

/*
 * The same for a kernel whose tables are not those of programs (boot_leaks.c). This section and
 * .bss.entry are all that both have. Whatever enters gives CR3 the kernel's tables, and goes on as
 * above; the exits give it the program's last.
 */
    .section .text.entry, "ax"

    .global isolated_vectors
    .balign VECTOR_BYTES
isolated_vectors:
    gates   isolated_gate, isolated_codeless_gate

isolated_codeless_gate:
    push_no_code
isolated_gate:
    pushq   %rax
    movq    segments + SEGMENTS_KERNEL_SPACE(%rip), %rax
    movq    %rax, %cr3
    popq    %rax
    jmp     trap_gate

    .global isolated_syscall_entry
    .balign 16
isolated_syscall_entry:
    movq    segments + SEGMENTS_KERNEL_SPACE(%rip), %rsp
    movq    %rsp, %cr3
    movq    node + NODE_CURRENT(%rip), %rsp
    movq    $2, C(BY_SYSCALL)(%rsp)
    jmp     syscall_entered

    .global isolated_leave_by_sysret
isolated_leave_by_sysret:
    load_registers
    movq    C(NEXT_PC)(%rdi), %rcx
    movq    C(RFLAGS)(%rdi), %r11
    movq    C(RDI)(%rdi), %rdi
    movq    node + NODE_SPACE(%rip), %rsp
    movq    %rsp, %cr3
    xorl    %esp, %esp
    sysretq
    int3

    .global isolated_leave_by_iret
isolated_leave_by_iret:
    leaq    entry_stack + ENTRY_STACK_BYTES(%rip), %rsp
    push_frame
    pushq   C(RDI)(%rdi)
    load_registers
    movq    C(RCX)(%rdi), %rcx
    movq    C(R11)(%rdi), %r11
    movq    node + NODE_SPACE(%rip), %rdi
    movq    %rdi, %cr3
    popq    %rdi
    iretq
    int3

    .bss
    .global kernel_stack
    .balign 16              /* by the calling convention */
kernel_stack:
    .space  1 << KERNEL_STACK_BITS

    .section .bss.entry, "aw", @nobits
    .global entry_stack, debug_stack, fatal_stack
    .balign 16
entry_stack:
    .space  ENTRY_STACK_BYTES
debug_stack:
    .space  DEBUG_STACK_BYTES
fatal_stack:
    .space  1 << KERNEL_STACK_BITS

/* Without it the linker assumes an executable stack. */
    .section .note.GNU-stack, "", @progbits
