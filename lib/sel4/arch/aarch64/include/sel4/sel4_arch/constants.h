/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* AArch64 (4 KiB granule): sizes, limits, and the words of the register messages of faults. */
#pragma once

#include <abi/arch/registers.h>
#include <abi/faults.h>
#include <abi/message.h>
#include <abi/objects.h>
#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

enum {
    seL4_PageBits = PAGE_BITS,
    seL4_LargePageBits = LARGE_PAGE_BITS,
    seL4_HugePageBits = HUGE_PAGE_BITS,
    seL4_TCBBits = TCB_BITS,
    seL4_PageTableBits = PAGE_TABLE_BITS,
    seL4_PageTableEntryBits = PAGE_TABLE_ENTRY_BITS,
    seL4_PageTableIndexBits = PAGE_TABLE_INDEX_BITS,
    seL4_VSpaceBits = VSPACE_BITS,
    seL4_VSpaceIndexBits = VSPACE_INDEX_BITS,
    seL4_VSpaceEntryBits = PAGE_TABLE_ENTRY_BITS,
    seL4_ASIDPoolBits = ASID_POOL_BITS,
    seL4_ASIDPoolIndexBits = ASID_POOL_INDEX_BITS,
    seL4_NumASIDPoolsBits = N_ASID_POOLS_BITS,
    seL4_IOPageTableBits = PAGE_TABLE_BITS,
    seL4_VCPUBits = PAGE_BITS,
    seL4_MaxUntypedBits = MAX_UNTYPED_BITS,
    seL4_FastMessageRegisters = MSG_REGISTERS,
    seL4_LogBufferSize = LOG_BUFFER_BYTES
};

SEL4_SIZE_SANITY(seL4_PageTableIndexBits, seL4_PageTableEntryBits, seL4_PageTableBits)
SEL4_SIZE_SANITY(seL4_VSpaceIndexBits, seL4_PageTableEntryBits, seL4_VSpaceBits)
SEL4_SIZE_SANITY(seL4_ASIDPoolIndexBits, seL4_WordSizeBits, seL4_ASIDPoolBits)
#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
SEL4_STATIC_ASSERT(seL4_VCPUBits == VCPU_BITS, "size of a virtual CPU");
#endif

/* On Arm both are the last address that can be mapped. */
enum {
    seL4_UserTop = USER_TOP - 1,
    seL4_UserVSpaceTop = USER_TOP - 1
};

enum {
    seL4_DataFault = 0,
    seL4_InstructionFault = 1
};

#define KEEL_ROW(number, name, ...) seL4_UnknownSyscall_##name = number,
typedef enum {
    UNKNOWN_SYSCALL_WORDS(KEEL_ROW)
    seL4_UnknownSyscall_Syscall = UNKNOWN_SYSCALL_NUMBER,
    seL4_UnknownSyscall_Length,
    SEL4_FORCE_LONG_ENUM(seL4_UnknownSyscall_Msg)
} seL4_UnknownSyscall_Msg;
#undef KEEL_ROW

#define KEEL_ROW(number, name, ...) seL4_UserException_##name = number,
typedef enum {
    USER_EXCEPTION_WORDS(KEEL_ROW)
    seL4_UserException_Number = USER_EXCEPTION_NUMBER,
    seL4_UserException_Code = USER_EXCEPTION_CODE,
    seL4_UserException_Length,
    SEL4_FORCE_LONG_ENUM(seL4_UserException_Msg)
} seL4_UserException_Msg;
#undef KEEL_ROW

#define KEEL_ROW(number, name) seL4_VMFault_##name = number,
typedef enum {
    VM_FAULT_WORDS(KEEL_ROW)
    seL4_VMFault_Length,
    SEL4_FORCE_LONG_ENUM(seL4_VMFault_Msg)
} seL4_VMFault_Msg;
#undef KEEL_ROW

#ifdef CONFIG_ARM_HYPERVISOR_SUPPORT
typedef enum {
    seL4_VGICMaintenance_IDX,
    seL4_VGICMaintenance_Length,
    SEL4_FORCE_LONG_ENUM(seL4_VGICMaintenance_Msg)
} seL4_VGICMaintenance_Msg;

typedef enum {
    seL4_VCPUFault_HSR,
    seL4_VCPUFault_Length,
    SEL4_FORCE_LONG_ENUM(seL4_VCPUFault_Msg)
} seL4_VCPUFault_Msg;

typedef enum {
    seL4_VPPIEvent_IRQ,
    seL4_VPPIEvent_Length,
    SEL4_FORCE_LONG_ENUM(seL4_VPPIEvent_Msg)
} seL4_VPPIEvent_Msg;
#endif

/* The first registers of the user context again, under the names that timeout replies use. */
#define KEEL_ROW(number, name, field) \
    keel_context_##name = number, seL4_TimeoutReply_##field = number,
typedef enum {
    USER_CONTEXT(KEEL_ROW)
    seL4_TimeoutReply_FaultIP = keel_context_pc,
    seL4_TimeoutReply_SPSR_EL1 = keel_context_spsr,
    seL4_TimeoutReply_Length = N_TIMEOUT_REPLY,
    SEL4_FORCE_LONG_ENUM(seL4_TimeoutReply_Msg)
} seL4_TimeoutReply_Msg;
#undef KEEL_ROW
