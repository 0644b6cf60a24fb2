/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Code for threads under test; contracts in probes.h. The dump has the order of the user context.
 */
    .section .note.GNU-stack, "", @progbits

    .macro  dump_registers
    mov     %rsp, register_dump+8*1(%rip)
    mov     %rax, register_dump+8*3(%rip)
    mov     %rbx, register_dump+8*4(%rip)
    mov     %rcx, register_dump+8*5(%rip)
    mov     %rdx, register_dump+8*6(%rip)
    mov     %rsi, register_dump+8*7(%rip)
    mov     %rdi, register_dump+8*8(%rip)
    mov     %rbp, register_dump+8*9(%rip)
    mov     %r8, register_dump+8*10(%rip)
    mov     %r9, register_dump+8*11(%rip)
    mov     %r10, register_dump+8*12(%rip)
    mov     %r11, register_dump+8*13(%rip)
    mov     %r12, register_dump+8*14(%rip)
    mov     %r13, register_dump+8*15(%rip)
    mov     %r14, register_dump+8*16(%rip)
    mov     %r15, register_dump+8*17(%rip)
    lea     dump_stack_top(%rip), %rsp
    pushfq
    pop     %rax
    mov     %rax, register_dump+8*2(%rip)
    rdfsbase %rax
    mov     %rax, register_dump+8*18(%rip)
    rdgsbase %rax
    mov     %rax, register_dump+8*19(%rip)
    .endm

    .text
    .globl  registers_dump_and_stop, registers_trap_and_dump, registers_after_trap
registers_trap_and_dump:
    syscall
registers_after_trap:
registers_dump_and_stop:
    dump_registers
    ud2

    .globl  probe_flags_and_trap
probe_flags_and_trap:
    push    %rdi
    mov     %r14, %rdi
    popfq
    syscall
    jmp     thread_done

    .globl  thread_done
thread_done:
    dump_registers
    movq    $1, register_dump+8*20(%rip)
    ud2

    .globl  fault_load, fault_store, fault_jump, fault_syscall
fault_load:
    mov     (%rdi), %rsi
    jmp     thread_done
fault_store:
    mov     %rsi, (%rdi)
    jmp     thread_done
fault_jump:
    jmp     *%rdi
fault_syscall:
    syscall
    jmp     thread_done

    .macro  probe name, instruction:vararg
    .globl  probe_\name
probe_\name:
    \instruction
    jmp     thread_done
    .endm

    probe   undefined, ud2
    probe   int3, int3
    probe   int_3, .byte 0xcd, 3
    probe   divide, divl nothing(%rip)
    probe   hlt, hlt
    probe   into_kernel_interrupt, int $125 + 32
    probe   int_0, int $0
    probe   int_8, int $8
    probe   int_13, int $13
    probe   int_14, int $14
    probe   int_32, int $32
    probe   int_80, int $0x80
    probe   int_9d, int $0x9d
    probe   int_9e, int $0x9e
    probe   int_a0, int $0xa0
    probe   int_fe, int $0xfe
    probe   int_ff, int $0xff
    probe   push, push %rdi
    probe   load_stack, mov (%rsp), %rsi
    probe   add_locked, lock addq $1, (%rdi)
    probe   read_execute, mov probe_read_execute(%rip), %rsi
    probe   rdfsbase, rdfsbase %rsi
    probe   rdgsbase, rdgsbase %rsi
    probe   wrfsbase, wrfsbase %rdi
    probe   wrgsbase, wrgsbase %rdi
    probe   read_fs, mov %fs:8, %rsi
    probe   read_gs, mov %gs:8, %rsi
    probe   rdtsc, rdtsc
    probe   rdtscp, rdtscp
    probe   rdpmc, rdpmc
    probe   cpuid, cpuid
    probe   xgetbv, xgetbv
    probe   sgdt, sgdt scratch(%rip)
    probe   sidt, sidt scratch(%rip)
    probe   sldt, sldt %rsi
    probe   str, str %rsi
    probe   smsw, smsw %rsi
    probe   fpu, movq %rdi, %xmm0
    probe   avx, .byte 0xc5, 0xfc, 0x58, 0xc1                      /* vaddps ymm0, ymm0, ymm1 */
    probe   avx512, .byte 0x62, 0xf1, 0x7c, 0x48, 0x58, 0xc1       /* vaddps zmm0, zmm0, zmm1 */
    probe   xsave, xsave scratch(%rip)

/* An exception of the x87 that nobody masked comes with the next instruction that waits. */
    .globl  probe_x87_wait
probe_x87_wait:
    fninit
    movw    $0x0360, scratch(%rip)
    fldcw   scratch(%rip)
    fld1
    fldz
    fdivrp  %st, %st(1)
    .globl  probe_x87_wait_at
probe_x87_wait_at:
    fwait
    jmp     thread_done

/* One store over the edge of two pages. */
    .globl  probe_store_both
probe_store_both:
    mov     %rsi, -4(%rdi)
    jmp     thread_done

    .globl  probe_nops
probe_nops:
    .rept   32
    nop
    .endr
    jmp     thread_done

    .globl  probe_popf, probe_popf_nops
probe_popf:
    push    %rdi
    popfq
probe_popf_nops:
    .rept   8
    nop
    .endr
    jmp     thread_done

    .globl  probe_mov_ss_syscall, probe_mov_ss_syscall_at, probe_mov_ss_int, probe_mov_ss_int_at
probe_mov_ss_syscall:
    push    %rsi
    popfq
    mov     %edi, %ss
probe_mov_ss_syscall_at:
    syscall
    jmp     thread_done
probe_mov_ss_int:
    push    %rsi
    popfq
    mov     %edi, %ss
probe_mov_ss_int_at:
    int     $0xa5
    jmp     thread_done

    probe   load_ds, mov %edi, %ds
    probe   load_es, mov %edi, %es
    probe   load_fs, mov %edi, %fs
    probe   load_gs, mov %edi, %gs
    probe   load_ss, mov %edi, %ss

    .globl  probe_far_return, probe_selectors, probe_iretq
probe_far_return:
    lea     thread_done(%rip), %rax
    push    %rdi
    push    %rax
    lretq
probe_selectors:
    xor     %eax, %eax
    mov     %cs, %eax
    mov     %ds, %ebx
    mov     %es, %ecx
    mov     %fs, %edx
    mov     %gs, %r8d
    mov     %ss, %r9d
    jmp     thread_done
probe_iretq:
    mov     %rdi, %rsp
    iretq

/* --- FPU ------------------------------------------------------------------------------------- */

#define ALL_16 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
#define IMAGE(offset) offset(%r8)       /* FXSAVE64: SDM 1, 10.5.1 */
#define FCW   0
#define FTW   4                         /* abridged: a bit for each register in use */
#define MXCSR 24
#define ST(n) 32+16*(n)
#define XMM(n) 160+16*(n)

    .macro  mxcsr_of_seed               /* to eax: rounding mode and sticky flags */
    mov     %edi, %eax
    and     $3, %eax
    shl     $13, %eax
    mov     %edi, %ecx
    and     $0x3f, %ecx
    lea     0x1f80(%rax,%rcx), %eax
    .endm

    .macro  fcw_of_seed                 /* to eax: rounding mode */
    mov     %edi, %eax
    and     $3, %eax
    shl     $10, %eax
    or      $0x37f, %eax
    .endm

    .macro  st_of_seed n                /* to rax: the significand, whose top bit is set */
    lea     \n(%rdi), %rax
    bts     $63, %rax
    .endm

/* Upper halves of the ymm registers, if there are any; else the code goes on at the label. */
    .macro  unless_ymm label
    mov     %rdx, %r9
    xor     %ecx, %ecx
    xgetbv
    mov     %r9, %rdx
    test    $4, %al
    jz      \label
    .endm

    .macro  save_image                  /* 528 bytes below rsp, 16-byte aligned */
    lea     -544(%rsp), %r8
    and     $-16, %r8
    fxsave64 (%r8)
    .endm

    .globl  fpu_fill, fpu_differences, fpu_is_zero
fpu_fill:
    fninit
    mxcsr_of_seed
    mov     %eax, -16(%rsp)
    ldmxcsr -16(%rsp)
    movw    $0x3fff, -8(%rsp)
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    st_of_seed \n
    mov     %rax, -16(%rsp)
    fldt    -16(%rsp)
    .endr
    fcw_of_seed
    mov     %eax, -16(%rsp)
    fldcw   -16(%rsp)
    .irp n, ALL_16
    lea     \n(%rdi), %rax
    mov     %rax, -16(%rsp)
    not     %rax
    mov     %rax, -8(%rsp)
    movdqu  -16(%rsp), %xmm\n
    .endr
    unless_ymm 1f
    .irp n, ALL_16
    lea     16+\n(%rdi), %rax
    mov     %rax, -16(%rsp)
    not     %rax
    mov     %rax, -8(%rsp)
    vinsertf128 $1, -16(%rsp), %ymm\n, %ymm\n
    .endr
1:  ret

/* st(0) is what was loaded last. */
fpu_differences:
    save_image
    mxcsr_of_seed
    mov     IMAGE(MXCSR), %ecx
    xor     %ecx, %eax
    mov     %rax, %rdx
    fcw_of_seed
    movzwl  IMAGE(FCW), %ecx
    xor     %ecx, %eax
    or      %rax, %rdx
    movzbl  IMAGE(FTW), %eax
    xor     $0xff, %eax
    or      %rax, %rdx
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    st_of_seed \n
    xor     IMAGE(ST(7-\n)), %rax
    or      %rax, %rdx
    movzwl  IMAGE(ST(7-\n)+8), %eax
    xor     $0x3fff, %eax
    or      %rax, %rdx
    .endr
    .irp n, ALL_16
    lea     \n(%rdi), %rax
    mov     IMAGE(XMM(\n)), %rcx
    xor     %rax, %rcx
    or      %rcx, %rdx
    not     %rax
    xor     IMAGE(XMM(\n)+8), %rax
    or      %rax, %rdx
    .endr
    unless_ymm 1f
    .irp n, ALL_16
    vextractf128 $1, %ymm\n, -16(%rsp)
    lea     16+\n(%rdi), %rax
    mov     -16(%rsp), %rcx
    xor     %rax, %rcx
    or      %rcx, %rdx
    not     %rax
    xor     -8(%rsp), %rax
    or      %rax, %rdx
    .endr
1:  mov     %rdx, %rax
    ret

/* After reset and FNINIT: control words of that time, all registers empty and 0. */
fpu_is_zero:
    save_image
    mov     IMAGE(MXCSR), %edx
    xor     $0x1f80, %edx
    mov     IMAGE(FCW), %eax            /* and the status word */
    xor     $0x37f, %eax
    or      %eax, %edx
    movzbl  IMAGE(FTW), %eax
    or      %eax, %edx
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    or      IMAGE(ST(\n)), %rdx
    movzwl  IMAGE(ST(\n)+8), %eax
    or      %rax, %rdx
    .endr
    .irp n, ALL_16
    or      IMAGE(XMM(\n)), %rdx
    or      IMAGE(XMM(\n)+8), %rdx
    .endr
    unless_ymm 1f
    .irp n, ALL_16
    vextractf128 $1, %ymm\n, -16(%rsp)
    or      -16(%rsp), %rdx
    or      -8(%rsp), %rdx
    .endr
1:  xor     %eax, %eax
    test    %rdx, %rdx
    sete    %al
    ret

    .bss
    .balign 64
    .globl  scratch
scratch:
    .space  1024
nothing:
    .space  64
    .space  256
dump_stack_top:
    .space  1024
    .globl  probe_stack_top
probe_stack_top:
