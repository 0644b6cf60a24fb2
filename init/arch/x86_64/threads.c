/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Threads' registers, and fault messages with registers in them. Where a function would return to
 * is on the stack, which init cannot read: `caller` stays unknown.
 */
#include "arch/causes.h"
#include "arch/objects.h"

#define CONTEXT_WORDS (sizeof(seL4_UserContext) / sizeof(seL4_Word))

extern char witness_wait[];     /* start.S */

seL4_Error arch_set_start(seL4_CPtr tcb, seL4_Word pc, seL4_Word sp)
{
    seL4_UserContext regs = { .rip = pc, .rsp = sp };
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
    *mark = regs.fs_base;
    return e;
}

seL4_Error arch_witness_start(seL4_CPtr tcb, seL4_CPtr source)
{
    seL4_UserContext regs = {
        .rip = (seL4_Word)witness_wait, .rdi = source, .rdx = (seL4_Word)seL4_SysWait,
    };
    return seL4_TCB_WriteRegisters(tcb, 1, 0, CONTEXT_WORDS, &regs);
}

seL4_Error arch_witness_stop(seL4_CPtr tcb, seL4_Word *badge, seL4_MessageInfo_t *info)
{
    seL4_UserContext regs = { 0 };
    const seL4_Error e = seL4_TCB_ReadRegisters(tcb, 1, 0, CONTEXT_WORDS, &regs);
    *badge = regs.rdi;
    info->words[0] = regs.rsi;
    return e;
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

static void read_exception(struct fault *fault, seL4_Word vector, seL4_Word code)
{
    fault->kind = FAULT_EXCEPTION;
    fault->number = vector;
    fault->cause = arch_exception(vector, code).what;
    fault->likely = arch_exception(vector, code).likely;
}

#define VECTOR_BREAKPOINT 3

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
        read_exception(fault, seL4_GetMR(seL4_UserException_Number),
                       seL4_GetMR(seL4_UserException_Code));
        fault->pc = seL4_GetMR(seL4_UserException_FaultIP);
        break;
    case seL4_Fault_DebugException:
        read_exception(fault, VECTOR_BREAKPOINT, 0);
        fault->pc = seL4_GetMR(0);
        break;
    case seL4_Fault_Timeout:
        fault->kind = FAULT_TIMEOUT;
        fault->consumed_us = seL4_GetMR(seL4_Timeout_Consumed);
        break;
    case seL4_Fault_VMFault:
        fault->kind = FAULT_MEMORY;
        fault->pc = seL4_GetMR(seL4_VMFault_IP);
        fault->address = seL4_GetMR(seL4_VMFault_Addr);
        fault->access = arch_access(fault->pc, fault->address,
                                    seL4_GetMR(seL4_VMFault_PrefetchFault),
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

    fault->pc = regs.rip;
    fault->sp = regs.rsp;
    text_format(lines, "  rax-rdx  %x %x %x %x\n  rsi-rbp  %x %x %x\n", regs.rax, regs.rbx,
                regs.rcx, regs.rdx, regs.rsi, regs.rdi, regs.rbp);
    text_format(lines, "  r8-r15   %x %x %x %x %x %x %x %x\n", regs.r8, regs.r9, regs.r10, regs.r11,
                regs.r12, regs.r13, regs.r14, regs.r15);
    text_format(lines, "  flags    %x, fs %x, gs %x\n", regs.rflags, regs.fs_base, regs.gs_base);
}
