/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* x86-64: sizes, limits, and the words of the register messages of faults. */
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
    seL4_PageDirBits = PAGE_TABLE_BITS,
    seL4_PageDirEntryBits = PAGE_TABLE_ENTRY_BITS,
    seL4_PageDirIndexBits = PAGE_TABLE_INDEX_BITS,
    seL4_PDPTBits = PAGE_TABLE_BITS,
    seL4_PDPTEntryBits = PAGE_TABLE_ENTRY_BITS,
    seL4_PDPTIndexBits = PAGE_TABLE_INDEX_BITS,
    seL4_PML4Bits = VSPACE_BITS,
    seL4_PML4EntryBits = PAGE_TABLE_ENTRY_BITS,
    seL4_PML4IndexBits = VSPACE_INDEX_BITS,
    seL4_VSpaceBits = VSPACE_BITS,
    seL4_VSpaceEntryBits = PAGE_TABLE_ENTRY_BITS,
    seL4_VSpaceIndexBits = VSPACE_INDEX_BITS,
    seL4_IOPageTableBits = IO_PAGE_TABLE_BITS,
    seL4_ASIDPoolBits = ASID_POOL_BITS,
    seL4_ASIDPoolIndexBits = ASID_POOL_INDEX_BITS,
    seL4_NumASIDPoolsBits = N_ASID_POOLS_BITS,
    seL4_MaxUntypedBits = MAX_UNTYPED_BITS,
    seL4_FastMessageRegisters = MSG_REGISTERS,
    seL4_LogBufferSize = LOG_BUFFER_BYTES
};

SEL4_SIZE_SANITY(seL4_PageTableIndexBits, seL4_PageTableEntryBits, seL4_PageTableBits)
SEL4_SIZE_SANITY(seL4_PML4IndexBits, seL4_PML4EntryBits, seL4_PML4Bits)
SEL4_SIZE_SANITY(seL4_ASIDPoolIndexBits, seL4_WordSizeBits, seL4_ASIDPoolBits)

/* The end of what programs may use, exclusive, and its last address. */
enum {
    seL4_UserTop = USER_TOP,
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

/* The first registers of the user context again, under the names that timeout replies use. */
#define KEEL_ROW(number, name, field) \
    keel_context_##name = number, seL4_TimeoutReply_##field = number,
typedef enum {
    USER_CONTEXT(KEEL_ROW)
    seL4_TimeoutReply_FaultIP = keel_context_rip,
    seL4_TimeoutReply_FLAGS = keel_context_rflags,
    seL4_TimeoutReply_TLS_BASE = keel_context_fs_base,
    seL4_TimeoutReply_Length = N_TIMEOUT_REPLY,
    SEL4_FORCE_LONG_ENUM(seL4_TimeoutReply_Msg)
} seL4_TimeoutReply_Msg;
#undef KEEL_ROW
