/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The names in sel4_names.c that are x86-64's. */
#pragma once

#define ARCH_VM_ATTRIBUTES seL4_X86_VMAttributes
#define ARCH_TYPE_NAMES \
    VARIABLE(object_t, page_type, seL4_X86_4K); \
    VARIABLE(object_t, large_type, seL4_X86_LargePageObject); \
    VARIABLE(object_t, huge_type, seL4_X64_HugePageObject); \
    VARIABLE(object_t, table_type, seL4_X86_PageTableObject); \
    VARIABLE(object_t, directory_type, seL4_X86_PageDirectoryObject); \
    VARIABLE(object_t, pdpt_type, seL4_X86_PDPTObject); \
    VARIABLE(object_t, pml4_type, seL4_X64_PML4Object); \
    VARIABLE(object_t, io_type, seL4_X86_IOPageTableObject); \
    VARIABLE(object_t, vcpu_type, seL4_X86_VCPUObject); \
    VARIABLE(object_t, ept_type, seL4_X86_EPTPML4Object); \
    VARIABLE(seL4_X86_Page, page, 1); VARIABLE(seL4_X86_PageTable, table, 1); \
    VARIABLE(seL4_X86_PageDirectory, directory, 1); VARIABLE(seL4_X86_PDPT, pdpt, 1); \
    VARIABLE(seL4_X64_PML4, pml4, 1); VARIABLE(seL4_X86_ASIDControl, asids, 1); \
    VARIABLE(seL4_X86_ASIDPool, pool, 1); VARIABLE(seL4_X86_IOPortControl, ports, 1); \
    VARIABLE(seL4_X86_IOPort, port, 1); VARIABLE(seL4_X86_IOSpace, io_space, 1); \
    VARIABLE(seL4_X86_IOPageTable, io_table, 1); VARIABLE(seL4_X86_VCPU, vcpu, 1); \
    VARIABLE(seL4_X86_EPTPML4, ept_pml4, 1); VARIABLE(seL4_X86_EPTPDPT, ept_pdpt, 1); \
    VARIABLE(seL4_X86_EPTPD, ept_pd, 1); VARIABLE(seL4_X86_EPTPT, ept_pt, 1); \
    VARIABLE(seL4_X86_VMAttributes, attr, seL4_X86_Default_VMAttributes); \
    VARIABLE(seL4_X86_VMAttributes, back, seL4_X86_WriteBack); \
    VARIABLE(seL4_X86_VMAttributes, through, seL4_X86_WriteThrough); \
    VARIABLE(seL4_X86_VMAttributes, disabled, seL4_X86_CacheDisabled); \
    VARIABLE(seL4_X86_VMAttributes, never, seL4_X86_Uncacheable); \
    VARIABLE(seL4_X86_VMAttributes, combining, seL4_X86_WriteCombining); \
    VARIABLE(seL4_TimeoutReply_Msg, m6, seL4_TimeoutReply_TLS_BASE); \
    VARIABLE(seL4_X86_BootInfo_VBE, vbe, {}); VARIABLE(seL4_X86_BootInfo_fb_t, fb, {}); \
    VARIABLE(seL4_X86_BootInfo_mmap_t, map, {}); VARIABLE(seL4_X86_mb_mmap_t, entry, {}); \
    VARIABLE(W, most, SEL4_MULTIBOOT_MAX_MMAP_ENTRIES); \
    VARIABLE(W, ram, SEL4_MULTIBOOT_RAM_REGION_TYPE);

#ifdef CONFIG_KERNEL_X86_DANGEROUS_MSR
#define ARCH_MSR_NAMES \
    PROTOTYPE(seL4_X86DangerousWRMSR, void, seL4_Uint32, seL4_Uint64); \
    PROTOTYPE(seL4_X86DangerousRDMSR, seL4_Uint64, seL4_Uint32);
#else
#define ARCH_MSR_NAMES
#endif
#define ARCH_CALL_NAMES \
    PROTOTYPE(seL4_RecvWithMRs, I, P, W *, W *, W *, W *, W *, P); \
    ARCH_MSR_NAMES

#ifdef CONFIG_IOMMU
#define ARCH_IOMMU_NAMES \
    typedef seL4_Uint64 U; \
    PROTOTYPE(seL4_X86_IOPageTable_Map, E, seL4_X86_IOPageTable, seL4_X86_IOSpace, W); \
    PROTOTYPE(seL4_X86_IOPageTable_Unmap, E, seL4_X86_IOPageTable); \
    PROTOTYPE(seL4_X86_Page_MapIO, E, seL4_X86_Page, seL4_X86_IOSpace, R, W); \
    PROTOTYPE(seL4_X86_IOSpace_CapData_new, seL4_X86_IOSpace_CapData_t, U, U, U, U); \
    PACKED(seL4_X86_IOSpace_CapData, domainID); PACKED(seL4_X86_IOSpace_CapData, pciBus); \
    PACKED(seL4_X86_IOSpace_CapData, pciDev); PACKED(seL4_X86_IOSpace_CapData, pciFun);
#else
#define ARCH_IOMMU_NAMES
#endif
#define ARCH_INVOCATION_NAMES \
    PROTOTYPE(seL4_X86_PDPT_Map, E, seL4_X86_PDPT, seL4_X64_PML4, W, A); \
    PROTOTYPE(seL4_X86_PDPT_Unmap, E, seL4_X86_PDPT); \
    PROTOTYPE(seL4_X86_PageDirectory_Map, E, seL4_X86_PageDirectory, P, W, A); \
    PROTOTYPE(seL4_X86_PageDirectory_Unmap, E, seL4_X86_PageDirectory); \
    PROTOTYPE(seL4_X86_PageTable_Map, E, seL4_X86_PageTable, P, W, A); \
    PROTOTYPE(seL4_X86_PageTable_Unmap, E, seL4_X86_PageTable); \
    PROTOTYPE(seL4_X86_Page_Map, E, seL4_X86_Page, P, W, R, A); \
    PROTOTYPE(seL4_X86_Page_Unmap, E, seL4_X86_Page); \
    PROTOTYPE(seL4_X86_Page_GetAddress, seL4_X86_Page_GetAddress_t, seL4_X86_Page); \
    PROTOTYPE(seL4_X86_ASIDControl_MakePool, E, P, seL4_Untyped, seL4_CNode, W, B); \
    PROTOTYPE(seL4_X86_ASIDPool_Assign, E, seL4_X86_ASIDPool, P); \
    PROTOTYPE(seL4_X86_IOPortControl_Issue, E, seL4_X86_IOPortControl, W, W, seL4_CNode, W, B); \
    PROTOTYPE(seL4_X86_IOPort_In8, seL4_X86_IOPort_In8_t, seL4_X86_IOPort, seL4_Uint16); \
    PROTOTYPE(seL4_X86_IOPort_In16, seL4_X86_IOPort_In16_t, seL4_X86_IOPort, seL4_Uint16); \
    PROTOTYPE(seL4_X86_IOPort_In32, seL4_X86_IOPort_In32_t, seL4_X86_IOPort, seL4_Uint16); \
    PROTOTYPE(seL4_X86_IOPort_Out8, E, seL4_X86_IOPort, W, W); \
    PROTOTYPE(seL4_X86_IOPort_Out16, E, seL4_X86_IOPort, W, W); \
    PROTOTYPE(seL4_X86_IOPort_Out32, E, seL4_X86_IOPort, W, W); \
    PROTOTYPE(seL4_IRQControl_GetIOAPIC, E, seL4_IRQControl, seL4_CNode, W, B, W, W, W, W, W); \
    PROTOTYPE(seL4_IRQControl_GetMSI, E, seL4_IRQControl, seL4_CNode, W, B, W, W, W, W, W); \
    VARIABLE(W, paddr, seL4_X86_Page_GetAddress(1).paddr); \
    VARIABLE(B, byte, seL4_X86_IOPort_In8(1, 2).result); \
    VARIABLE(seL4_Uint16, half, seL4_X86_IOPort_In16(1, 2).result); \
    VARIABLE(seL4_Uint32, both, seL4_X86_IOPort_In32(1, 2).result); \
    ARCH_IOMMU_NAMES
#define ARCH_FAULT_NAMES \
    PROTOTYPE(seL4_Fault_UnknownSyscall_new, F, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, \
              U, U); \
    FAULT(UnknownSyscall, RAX); FAULT(UnknownSyscall, RBX); FAULT(UnknownSyscall, RCX); \
    FAULT(UnknownSyscall, RDX); FAULT(UnknownSyscall, RSI); FAULT(UnknownSyscall, RDI); \
    FAULT(UnknownSyscall, RBP); FAULT(UnknownSyscall, R8); FAULT(UnknownSyscall, R9); \
    FAULT(UnknownSyscall, R10); FAULT(UnknownSyscall, R11); FAULT(UnknownSyscall, R12); \
    FAULT(UnknownSyscall, R13); FAULT(UnknownSyscall, R14); FAULT(UnknownSyscall, R15); \
    FAULT(UnknownSyscall, FaultIP); FAULT(UnknownSyscall, RSP); FAULT(UnknownSyscall, FLAGS); \
    FAULT(UnknownSyscall, Syscall); \
    PROTOTYPE(seL4_Fault_UserException_new, F, U, U, U, U, U); \
    FAULT(UserException, FaultIP); FAULT(UserException, Stack); FAULT(UserException, FLAGS); \
    FAULT(UserException, Number); FAULT(UserException, Code);
