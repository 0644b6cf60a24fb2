/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The faults of AArch64. See <sel4/fault_types.h> for the rows. */
#pragma once

#include <sel4/fault_types.h>

#define KEEL_UNKNOWN_SYSCALL(F, X)              \
    F(X, X0, seL4_UnknownSyscall_X0)            \
    F(X, X1, seL4_UnknownSyscall_X1)            \
    F(X, X2, seL4_UnknownSyscall_X2)            \
    F(X, X3, seL4_UnknownSyscall_X3)            \
    F(X, X4, seL4_UnknownSyscall_X4)            \
    F(X, X5, seL4_UnknownSyscall_X5)            \
    F(X, X6, seL4_UnknownSyscall_X6)            \
    F(X, X7, seL4_UnknownSyscall_X7)            \
    F(X, FaultIP, seL4_UnknownSyscall_FaultIP)  \
    F(X, SP, seL4_UnknownSyscall_SP)            \
    F(X, LR, seL4_UnknownSyscall_LR)            \
    F(X, SPSR, seL4_UnknownSyscall_SPSR)        \
    F(X, Syscall, seL4_UnknownSyscall_Syscall)
KEEL_FAULT(UnknownSyscall, KEEL_UNKNOWN_SYSCALL)

#define KEEL_USER_EXCEPTION(F, X)               \
    F(X, FaultIP, seL4_UserException_FaultIP)   \
    F(X, Stack, seL4_UserException_SP)          \
    F(X, SPSR, seL4_UserException_SPSR)         \
    F(X, Number, seL4_UserException_Number)     \
    F(X, Code, seL4_UserException_Code)
KEEL_FAULT(UserException, KEEL_USER_EXCEPTION)

#define KEEL_VM_FAULT(F, X)                     \
    F(X, IP, seL4_VMFault_IP)                   \
    F(X, Addr, seL4_VMFault_Addr)               \
    F(X, PrefetchFault, seL4_VMFault_PrefetchFault) \
    F(X, FSR, seL4_VMFault_FSR)
KEEL_FAULT(VMFault, KEEL_VM_FAULT)

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
#define KEEL_VGIC_MAINTENANCE(F, X) F(X, IDX, seL4_VGICMaintenance_IDX)
#define KEEL_VCPU_FAULT(F, X)       F(X, HSR, seL4_VCPUFault_HSR)
#define KEEL_VPPI_EVENT(F, X)       F(X, irq, seL4_VPPIEvent_IRQ)
KEEL_FAULT(VGICMaintenance, KEEL_VGIC_MAINTENANCE)
KEEL_FAULT(VCPUFault, KEEL_VCPU_FAULT)
KEEL_FAULT(VPPIEvent, KEEL_VPPI_EVENT)
#endif

LIBSEL4_INLINE_FUNC seL4_Fault_t seL4_getArchFault(seL4_MessageInfo_t tag)
{
    switch (seL4_MessageInfo_get_label(tag)) {
    case seL4_Fault_UnknownSyscall:
        return keel_read_UnknownSyscall();
    case seL4_Fault_UserException:
        return keel_read_UserException();
    case seL4_Fault_VMFault:
        return keel_read_VMFault();
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
    case seL4_Fault_VGICMaintenance:
        return keel_read_VGICMaintenance();
    case seL4_Fault_VCPUFault:
        return keel_read_VCPUFault();
    case seL4_Fault_VPPIEvent:
        return keel_read_VPPIEvent();
#endif
    default:
        return seL4_Fault_NullFault_new();
    }
}
