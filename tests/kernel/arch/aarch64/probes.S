/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Code for threads under test; contracts in probes.h.
 */
    .arch   armv8-a+fp+simd

    .macro  address register, symbol
    adrp    \register, \symbol
    add     \register, \register, :lo12:\symbol
    .endm

/* All registers but x16, which holds the address of the dump. x0 is used after it was stored. */
    .macro  dump_registers
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24, \
            25, 26, 27, 28, 29, 30
    str     x\n, [x16, #8 * \n]
    .endr
    mov     x0, sp
    str     x0, [x16, #8 * 31]
    mrs     x0, nzcv
    str     x0, [x16, #8 * 32]
    mrs     x0, tpidr_el0
    str     x0, [x16, #8 * 33]
    mrs     x0, tpidrro_el0
    str     x0, [x16, #8 * 34]
    .endm

    .text
    .balign 4
    .globl registers_dump_and_stop, registers_trap_and_dump
registers_trap_and_dump:
    svc     #0
registers_dump_and_stop:
    str     x16, [sp, #-16]
    address x16, register_dump
    dump_registers
    ldr     x0, [sp, #-16]
    str     x0, [x16, #8 * 16]
    udf     #0

    .globl thread_done
thread_done:
    address x16, register_dump
    dump_registers
    mov     x0, #1
    str     x0, [x16, #8 * 35]
    udf     #0

    .globl registers_reserve_across_send
registers_reserve_across_send:
    address x9, register_dump
    mov     x1, #0
    mov     x7, #-5
    ldxr    x10, [x9]
    svc     #0
    stxr    w0, x10, [x9]
    ret

    .globl fault_load, fault_store, fault_jump, fault_syscall
fault_load:
    ldr     x1, [x0]
    b       thread_done
fault_store:
    str     x1, [x0]
    b       thread_done
fault_jump:
    br      x0
fault_syscall:
    svc     #0
    b       thread_done

    .macro  probe name, instruction:vararg
    .globl  probe_\name
probe_\name:
    \instruction
    b       thread_done
    .endm

    probe   undefined, udf #0
    probe   breakpoint, brk #0x4d
    probe   svc_immediate, svc #0x1234
    probe   hvc, .inst 0xd4000002
    probe   smc, .inst 0xd4000003
    probe   wfi, wfi
    probe   wfe, wfe
    probe   daif_set, msr daifset, #2
    probe   daif_clear, msr daifclr, #2
    probe   eret, eret
    probe   read_sctlr, mrs x0, sctlr_el1
    probe   write_vbar, msr vbar_el1, x0
    probe   write_spsel, msr spsel, #1
    probe   tlbi, tlbi vmalle1
    probe   at, at s1e0r, x0
    probe   read_cntpct, mrs x0, cntpct_el0
    probe   read_cntvct, mrs x0, cntvct_el0
    probe   read_cntfrq, mrs x0, cntfrq_el0
    probe   read_cntv_ctl, mrs x0, cntv_ctl_el0
    probe   write_cntv_cval, msr cntv_cval_el0, x0
    probe   read_cntp_ctl, mrs x0, cntp_ctl_el0
    probe   read_cntkctl, mrs x0, cntkctl_el1
    probe   read_ctr, mrs x0, ctr_el0
    probe   read_pmccntr, mrs x0, pmccntr_el0
    probe   read_pmcr, mrs x0, pmcr_el0
    probe   read_tpidr, mrs x0, tpidr_el0
    probe   write_tpidr, msr tpidr_el0, x0
    probe   read_tpidrro, mrs x0, tpidrro_el0
    probe   write_tpidrro, msr tpidrro_el0, x0
    probe   dc_cvau, dc cvau, x0
    probe   dc_cvac, dc cvac, x0
    probe   dc_civac, dc civac, x0
    probe   dc_ivac, dc ivac, x0
    probe   ic_ivau, ic ivau, x0
    probe   ic_iallu, ic iallu
    probe   dc_isw, dc isw, x0
    probe   fpu, fmov d0, x0
    probe   read_mdscr, mrs x0, mdscr_el1
    probe   read_actlr, mrs x0, actlr_el1

    .globl  probe_nops, probe_access_pair
probe_nops:
    .rept   8
    nop
    .endr
    b       thread_done
probe_access_pair:
    ldr     x2, [x0]
    str     x2, [x1]
    b       thread_done

    .globl  fpu_fill, fpu_differences, fpu_is_zero
fpu_fill:
    and     x9, x0, #31             /* cumulative exception flags */
    msr     fpsr, x9
    and     x9, x0, #3
    lsl     x9, x9, #22             /* rounding mode */
    msr     fpcr, x9
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, \
            24, 25, 26, 27, 28, 29, 30, 31
    add     x9, x0, #\n
    fmov    d\n, x9
    mvn     x9, x9
    fmov    v\n\().d[1], x9
    .endr
    ret

fpu_differences:
    mrs     x9, fpsr
    and     x10, x0, #31
    eor     x1, x9, x10
    mrs     x9, fpcr
    and     x10, x0, #3
    lsl     x10, x10, #22
    eor     x9, x9, x10
    orr     x1, x1, x9
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, \
            24, 25, 26, 27, 28, 29, 30, 31
    add     x9, x0, #\n
    fmov    x10, d\n
    eor     x10, x10, x9
    orr     x1, x1, x10
    mvn     x9, x9
    fmov    x10, v\n\().d[1]
    eor     x10, x10, x9
    orr     x1, x1, x10
    .endr
    mov     x0, x1
    ret

fpu_is_zero:
    mrs     x0, fpsr
    mrs     x9, fpcr
    orr     x0, x0, x9
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, \
            24, 25, 26, 27, 28, 29, 30, 31
    fmov    x9, d\n
    orr     x0, x0, x9
    fmov    x9, v\n\().d[1]
    orr     x0, x0, x9
    .endr
    cmp     x0, #0
    cset    x0, eq
    ret

    .bss
    .balign 16
    .space  64
    .globl  registers_dump_stack_top
registers_dump_stack_top:
