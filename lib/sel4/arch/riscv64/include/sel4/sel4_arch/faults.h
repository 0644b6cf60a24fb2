/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The faults of RISC-V 64 that carry registers. See <sel4/fault_types.h> for the rows. */
#pragma once

#include <sel4/fault_types.h>

#define KEEL_UNKNOWN_SYSCALL(F, X)              \
    F(X, FaultIP, seL4_UnknownSyscall_FaultIP)  \
    F(X, SP, seL4_UnknownSyscall_SP)            \
    F(X, RA, seL4_UnknownSyscall_RA)            \
    F(X, A0, seL4_UnknownSyscall_A0)            \
    F(X, A1, seL4_UnknownSyscall_A1)            \
    F(X, A2, seL4_UnknownSyscall_A2)            \
    F(X, A3, seL4_UnknownSyscall_A3)            \
    F(X, A4, seL4_UnknownSyscall_A4)            \
    F(X, A5, seL4_UnknownSyscall_A5)            \
    F(X, A6, seL4_UnknownSyscall_A6)            \
    F(X, Syscall, seL4_UnknownSyscall_Syscall)
KEEL_FAULT(UnknownSyscall, KEEL_UNKNOWN_SYSCALL)

#define KEEL_USER_EXCEPTION(F, X)               \
    F(X, FaultIP, seL4_UserException_FaultIP)   \
    F(X, SP, seL4_UserException_SP)             \
    F(X, Number, seL4_UserException_Number)     \
    F(X, Code, seL4_UserException_Code)
KEEL_FAULT(UserException, KEEL_USER_EXCEPTION)

#define KEEL_VM_FAULT(F, X)                     \
    F(X, IP, seL4_VMFault_IP)                   \
    F(X, Addr, seL4_VMFault_Addr)               \
    F(X, PrefetchFault, seL4_VMFault_PrefetchFault) \
    F(X, FSR, seL4_VMFault_FSR)
KEEL_FAULT(VMFault, KEEL_VM_FAULT)

LIBSEL4_INLINE_FUNC seL4_Fault_t seL4_getArchFault(seL4_MessageInfo_t tag)
{
    switch (seL4_MessageInfo_get_label(tag)) {
    case seL4_Fault_UnknownSyscall:
        return keel_read_UnknownSyscall();
    case seL4_Fault_UserException:
        return keel_read_UserException();
    case seL4_Fault_VMFault:
        return keel_read_VMFault();
    default:
        return seL4_Fault_NullFault_new();
    }
}
