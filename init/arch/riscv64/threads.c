/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Threads' registers, and fault messages with registers in them. */
#include "arch/causes.h"
#include "arch/objects.h"

#define CONTEXT_WORDS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

extern char witness_wait[];     /* start.S */

seL4_Error arch_set_start(seL4_CPtr tcb, seL4_Word pc, seL4_Word sp)
{
    seL4_UserContext regs = { .pc = pc, .sp = sp };
    return seL4_TCB_WriteRegisters(tcb, 0, 0, CONTEXT_WORDS, &regs);
}

seL4_Error arch_set_mark(seL4_CPtr tcb, seL4_Word mark)
{
    return seL4_TCB_SetTLSBase(tcb, mark);
}

seL4_Error arch_get_mark(seL4_CPtr tcb, seL4_Word *mark)
{
    seL4_UserContext regs = { 0 };
    const seL4_Error e = seL4_TCB_ReadRegisters(tcb, 0, 0, CONTEXT_WORDS, &regs);
    *mark = regs.tp;
    return e;
}

seL4_Error arch_witness_start(seL4_CPtr tcb, seL4_CPtr source)
{
    seL4_UserContext regs = {
        .pc = (seL4_Word)witness_wait, .a0 = source, .a7 = (seL4_Word)seL4_SysWait,
    };
    return seL4_TCB_WriteRegisters(tcb, 1, 0, CONTEXT_WORDS, &regs);
}

seL4_Error arch_witness_stop(seL4_CPtr tcb, seL4_Word *badge, seL4_MessageInfo_t *info)
{
    seL4_UserContext regs = { 0 };
    const seL4_Error e = seL4_TCB_ReadRegisters(tcb, 1, 0, CONTEXT_WORDS, &regs);
    *badge = regs.a0;
    info->words[0] = regs.a1;
    return e;
}

/* fsr: 1 fetch, 5 load, 7 store. */
static enum fault_access access_of(seL4_Word fetch, seL4_Word fsr)
{
    if (fetch)
        return ACCESS_EXECUTE;
    return fsr == 5 ? ACCESS_READ : fsr == 7 ? ACCESS_WRITE : ACCESS_UNKNOWN;
}

static void read_cap_fault(struct fault *fault)
{
    fault->kind = FAULT_CAP;
    fault->pc = seL4_GetMR(seL4_CapFault_IP);
    fault->cptr = seL4_GetMR(seL4_CapFault_Addr);
    fault->receiving = seL4_GetMR(seL4_CapFault_InRecvPhase) != 0;
    fault->lookup = seL4_GetMR(seL4_CapFault_LookupFailureType);
    if (fault->lookup >= LOOKUP_MISSING)
        fault->bits_left = seL4_GetMR(seL4_CapFault_BitsLeft);
    if (fault->lookup == LOOKUP_DEPTH)
        fault->bits_found = seL4_GetMR(seL4_CapFault_DepthMismatch_BitsFound);
    if (fault->lookup == LOOKUP_GUARD) {
        fault->guard = seL4_GetMR(seL4_CapFault_GuardMismatch_GuardFound);
        fault->bits_found = seL4_GetMR(seL4_CapFault_GuardMismatch_BitsFound);
    }
}

void arch_read_fault(seL4_MessageInfo_t info, struct fault *fault)
{
    fault->label = seL4_MessageInfo_get_label(info);
    switch (fault->label) {
    case seL4_Fault_CapFault:
        read_cap_fault(fault);
        break;
    case seL4_Fault_UnknownSyscall:
        fault->kind = FAULT_SYSCALL;
        fault->pc = seL4_GetMR(seL4_UnknownSyscall_FaultIP);
        fault->number = seL4_GetMR(seL4_UnknownSyscall_Syscall);
        break;
    case seL4_Fault_UserException:
        fault->kind = FAULT_EXCEPTION;
        fault->pc = seL4_GetMR(seL4_UserException_FaultIP);
        fault->number = seL4_GetMR(seL4_UserException_Number);
        fault->cause = arch_exception(fault->number).what;
        fault->likely = arch_exception(fault->number).likely;
        break;
    case seL4_Fault_Timeout:
        fault->kind = FAULT_TIMEOUT;
        fault->consumed_us = seL4_GetMR(seL4_Timeout_Consumed);
        break;
    case seL4_Fault_VMFault:
        fault->kind = FAULT_MEMORY;
        fault->pc = seL4_GetMR(seL4_VMFault_IP);
        fault->address = seL4_GetMR(seL4_VMFault_Addr);
        fault->access = access_of(seL4_GetMR(seL4_VMFault_PrefetchFault),
                                  seL4_GetMR(seL4_VMFault_FSR));
        break;
    default:
        fault->kind = FAULT_OTHER;
    }
}

void arch_read_registers(seL4_CPtr tcb, struct fault *fault, struct text *lines)
{
    seL4_UserContext regs = { 0 };
    if (seL4_TCB_ReadRegisters(tcb, 0, 0, CONTEXT_WORDS, &regs) != seL4_NoError)
        return;

    fault->pc = regs.pc;
    fault->sp = regs.sp;
    fault->caller = regs.ra;
    text_format(lines, "  ra, gp   %x %x\n  a0-a7    %x %x %x %x %x %x %x %x\n", regs.ra, regs.gp,
                regs.a0, regs.a1, regs.a2, regs.a3, regs.a4, regs.a5, regs.a6, regs.a7);
    text_format(lines, "  s0-s11   %x %x %x %x %x %x %x %x %x %x %x %x\n", regs.s0, regs.s1,
                regs.s2, regs.s3, regs.s4, regs.s5, regs.s6, regs.s7, regs.s8, regs.s9, regs.s10,
                regs.s11);
    text_format(lines, "  t0-t6    %x %x %x %x %x %x %x\n", regs.t0, regs.t1, regs.t2, regs.t3,
                regs.t4, regs.t5, regs.t6);
}
