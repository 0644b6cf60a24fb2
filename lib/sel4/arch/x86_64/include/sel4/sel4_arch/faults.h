/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The faults of x86-64 that carry registers. See <sel4/fault_types.h> for the rows. */
#pragma once

#include <sel4/fault_types.h>

#define KEEL_UNKNOWN_SYSCALL(F, X)              \
    F(X, RAX, seL4_UnknownSyscall_RAX)          \
    F(X, RBX, seL4_UnknownSyscall_RBX)          \
    F(X, RCX, seL4_UnknownSyscall_RCX)          \
    F(X, RDX, seL4_UnknownSyscall_RDX)          \
    F(X, RSI, seL4_UnknownSyscall_RSI)          \
    F(X, RDI, seL4_UnknownSyscall_RDI)          \
    F(X, RBP, seL4_UnknownSyscall_RBP)          \
    F(X, R8, seL4_UnknownSyscall_R8)            \
    F(X, R9, seL4_UnknownSyscall_R9)            \
    F(X, R10, seL4_UnknownSyscall_R10)          \
    F(X, R11, seL4_UnknownSyscall_R11)          \
    F(X, R12, seL4_UnknownSyscall_R12)          \
    F(X, R13, seL4_UnknownSyscall_R13)          \
    F(X, R14, seL4_UnknownSyscall_R14)          \
    F(X, R15, seL4_UnknownSyscall_R15)          \
    F(X, FaultIP, seL4_UnknownSyscall_FaultIP)  \
    F(X, RSP, seL4_UnknownSyscall_SP)           \
    F(X, FLAGS, seL4_UnknownSyscall_FLAGS)      \
    F(X, Syscall, seL4_UnknownSyscall_Syscall)
KEEL_FAULT(UnknownSyscall, KEEL_UNKNOWN_SYSCALL)

#define KEEL_USER_EXCEPTION(F, X)               \
    F(X, FaultIP, seL4_UserException_FaultIP)   \
    F(X, Stack, seL4_UserException_SP)          \
    F(X, FLAGS, seL4_UserException_FLAGS)       \
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
