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
    *mark = regs.tpidr_el0;
    return e;
}

seL4_Error arch_witness_start(seL4_CPtr tcb, seL4_CPtr source)
{
    seL4_UserContext regs = {
        .pc = (seL4_Word)witness_wait, .x0 = source, .x7 = (seL4_Word)seL4_SysWait,
    };
    return seL4_TCB_WriteRegisters(tcb, 1, 0, CONTEXT_WORDS, &regs);
}

seL4_Error arch_witness_stop(seL4_CPtr tcb, seL4_Word *badge, seL4_MessageInfo_t *info)
{
    seL4_UserContext regs = { 0 };
    const seL4_Error e = seL4_TCB_ReadRegisters(tcb, 1, 0, CONTEXT_WORDS, &regs);
    *badge = regs.x0;
    info->words[0] = regs.x1;
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

static void read_exception(struct fault *fault, seL4_Word syndrome)
{
    fault->kind = FAULT_EXCEPTION;
    fault->number = syndrome;
    fault->cause = arch_exception(syndrome).what;
    fault->likely = arch_exception(syndrome).likely;
}

static void read_memory_fault(struct fault *fault)
{
    const seL4_Word syndrome = seL4_GetMR(seL4_VMFault_FSR);
    const bool fetch = seL4_GetMR(seL4_VMFault_PrefetchFault) != 0;

    fault->kind = FAULT_MEMORY;
    fault->pc = seL4_GetMR(seL4_VMFault_IP);
    fault->address = seL4_GetMR(seL4_VMFault_Addr);
    fault->access = fetch ? ACCESS_EXECUTE : arch_is_write(syndrome) ? ACCESS_WRITE : ACCESS_READ;
    if (!fetch && arch_is_bad_access(syndrome))
        read_exception(fault, syndrome);
}

#define CLASS_BREAKPOINT (0x3cul << 26)     /* the syndrome of brk */

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
        read_exception(fault, seL4_GetMR(seL4_UserException_Number));
        fault->pc = seL4_GetMR(seL4_UserException_FaultIP);
        break;
    case seL4_Fault_DebugException:
        read_exception(fault, CLASS_BREAKPOINT);
        fault->pc = seL4_GetMR(0);
        break;
    case seL4_Fault_VCPUFault:      /* of any thread, on a kernel at EL2 */
        read_exception(fault, seL4_GetMR(0));
        break;
    case seL4_Fault_Timeout:
        fault->kind = FAULT_TIMEOUT;
        fault->consumed_us = seL4_GetMR(seL4_Timeout_Consumed);
        break;
    case seL4_Fault_VMFault:
        read_memory_fault(fault);
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
    fault->caller = regs.x30;
    text_format(lines, "  x29, x30 %x %x\n  x0-x7    %x %x %x %x %x %x %x %x\n", regs.x29, regs.x30,
                regs.x0, regs.x1, regs.x2, regs.x3, regs.x4, regs.x5, regs.x6, regs.x7);
    text_format(lines, "  x8-x18   %x %x %x %x %x %x %x %x %x %x %x\n", regs.x8, regs.x9, regs.x10,
                regs.x11, regs.x12, regs.x13, regs.x14, regs.x15, regs.x16, regs.x17, regs.x18);
    text_format(lines, "  x19-x28  %x %x %x %x %x %x %x %x %x %x\n", regs.x19, regs.x20, regs.x21,
                regs.x22, regs.x23, regs.x24, regs.x25, regs.x26, regs.x27, regs.x28);
    text_format(lines, "  spsr     %x\n", regs.spsr);
}
