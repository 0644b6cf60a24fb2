/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The names in sel4_names.c that are AArch64's. */
#pragma once

#define ARCH_VM_ATTRIBUTES seL4_ARM_VMAttributes
#define ARCH_TYPE_NAMES \
    VARIABLE(object_t, page_type, seL4_ARM_SmallPageObject); \
    VARIABLE(object_t, large_type, seL4_ARM_LargePageObject); \
    VARIABLE(object_t, huge_type, seL4_ARM_HugePageObject); \
    VARIABLE(object_t, vcpu_type, seL4_ARM_VCPUObject); \
    VARIABLE(object_t, io_type, seL4_ARM_IOPageTableObject); \
    VARIABLE(seL4_ARM_Page, page, 1); VARIABLE(seL4_ARM_PageTable, table, 1); \
    VARIABLE(seL4_ARM_VSpace, vspace, 1); VARIABLE(seL4_ARM_VCPU, vcpu, 1); \
    VARIABLE(seL4_ARM_SMC, smc, 1); VARIABLE(seL4_ARM_SMCContext, smc_words, {}); \
    VARIABLE(seL4_ARM_ASIDControl, asids, 1); VARIABLE(seL4_ARM_ASIDPool, pool, 1); \
    VARIABLE(seL4_ARM_VMAttributes, attr, seL4_ARM_Default_VMAttributes); \
    VARIABLE(seL4_ARM_VMAttributes, never, seL4_ARM_ExecuteNever); \
    VARIABLE(seL4_TimeoutReply_Msg, m6, seL4_TimeoutReply_SPSR_EL1);

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define ARCH_VCPU_NAMES \
    PROTOTYPE(seL4_ARM_VCPU_SetTCB, E, seL4_ARM_VCPU, seL4_TCB); \
    PROTOTYPE(seL4_ARM_VCPU_InjectIRQ, E, seL4_ARM_VCPU, seL4_Uint16, B, B, B); \
    PROTOTYPE(seL4_ARM_VCPU_ReadRegs, seL4_ARM_VCPU_ReadRegs_t, seL4_ARM_VCPU, seL4_VCPUReg); \
    PROTOTYPE(seL4_ARM_VCPU_WriteRegs, E, seL4_ARM_VCPU, seL4_VCPUReg, W); \
    PROTOTYPE(seL4_ARM_VCPU_AckVPPI, E, seL4_ARM_VCPU, W); \
    VARIABLE(W, of_guest, seL4_ARM_VCPU_ReadRegs(1, seL4_VCPUReg_SCTLR).value);
#define ARCH_VCPU_FAULT_NAMES \
    FAULT(VGICMaintenance, IDX); FAULT(VCPUFault, HSR); FAULT(VPPIEvent, irq);
#else
#define ARCH_VCPU_NAMES
#define ARCH_VCPU_FAULT_NAMES
#endif

#define ARCH_CALL_NAMES \
    PROTOTYPE(seL4_RecvWithMRs, I, P, W *, P, W *, W *, W *, W *);
#define ARCH_INVOCATION_NAMES \
    PROTOTYPE(seL4_ARM_PageTable_Map, E, seL4_ARM_PageTable, P, W, A); \
    PROTOTYPE(seL4_ARM_PageTable_Unmap, E, seL4_ARM_PageTable); \
    PROTOTYPE(seL4_ARM_Page_Map, E, seL4_ARM_Page, P, W, R, A); \
    PROTOTYPE(seL4_ARM_Page_Unmap, E, seL4_ARM_Page); \
    PROTOTYPE(seL4_ARM_VSpace_Clean_Data, E, seL4_ARM_VSpace, W, W); \
    PROTOTYPE(seL4_ARM_VSpace_Invalidate_Data, E, seL4_ARM_VSpace, W, W); \
    PROTOTYPE(seL4_ARM_VSpace_CleanInvalidate_Data, E, seL4_ARM_VSpace, W, W); \
    PROTOTYPE(seL4_ARM_VSpace_Unify_Instruction, E, seL4_ARM_VSpace, W, W); \
    PROTOTYPE(seL4_ARM_Page_Clean_Data, E, seL4_ARM_Page, W, W); \
    PROTOTYPE(seL4_ARM_Page_Invalidate_Data, E, seL4_ARM_Page, W, W); \
    PROTOTYPE(seL4_ARM_Page_CleanInvalidate_Data, E, seL4_ARM_Page, W, W); \
    PROTOTYPE(seL4_ARM_Page_Unify_Instruction, E, seL4_ARM_Page, W, W); \
    PROTOTYPE(seL4_ARM_Page_GetAddress, seL4_ARM_Page_GetAddress_t, seL4_ARM_Page); \
    PROTOTYPE(seL4_ARM_ASIDControl_MakePool, E, P, seL4_Untyped, seL4_CNode, W, B); \
    PROTOTYPE(seL4_ARM_ASIDPool_Assign, E, seL4_ARM_ASIDPool, P); \
    PROTOTYPE(seL4_IRQControl_IssueSGISignal, E, seL4_IRQControl, W, W, seL4_CNode, W, B); \
    PROTOTYPE(seL4_ARM_SMC_Call, E, seL4_ARM_SMC, seL4_ARM_SMCContext *, seL4_ARM_SMCContext *); \
    VARIABLE(W, paddr, seL4_ARM_Page_GetAddress(1).paddr); \
    PROTOTYPE(seL4_IRQControl_GetTrigger, E, seL4_IRQControl, W, W, seL4_CNode, W, B); \
    ARCH_VCPU_NAMES
#define ARCH_FAULT_NAMES \
    PROTOTYPE(seL4_Fault_UnknownSyscall_new, F, U, U, U, U, U, U, U, U, U, U, U, U, U); \
    FAULT(UnknownSyscall, X0); FAULT(UnknownSyscall, X1); FAULT(UnknownSyscall, X2); \
    FAULT(UnknownSyscall, X3); FAULT(UnknownSyscall, X4); FAULT(UnknownSyscall, X5); \
    FAULT(UnknownSyscall, X6); FAULT(UnknownSyscall, X7); FAULT(UnknownSyscall, FaultIP); \
    FAULT(UnknownSyscall, SP); FAULT(UnknownSyscall, LR); FAULT(UnknownSyscall, SPSR); \
    FAULT(UnknownSyscall, Syscall); \
    PROTOTYPE(seL4_Fault_UserException_new, F, U, U, U, U, U); \
    FAULT(UserException, FaultIP); FAULT(UserException, Stack); FAULT(UserException, SPSR); \
    FAULT(UserException, Number); FAULT(UserException, Code); \
    ARCH_VCPU_FAULT_NAMES
