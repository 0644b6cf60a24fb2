/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The part of numbers.c that is x86-64's; the IOMMU belongs to all configurations but release. */
#pragma once

#if KEEL_DEBUG
PIN(TCBSetBreakpoint, 16);
PIN(TCBGetBreakpoint, 17);
PIN(TCBUnsetBreakpoint, 18);
PIN(TCBConfigureSingleStepping, 19);
#endif
PIN(nInvocationLabels, DEBUG_LABELS + 39);

/* Labels of release, benchmark and debug, as the specification's three columns. */
#if KEEL_DEBUG
#define IN_COLUMN(release, benchmark, debug) (debug)
#elif KEEL_BENCHMARK
#define IN_COLUMN(release, benchmark, debug) (benchmark)
#else
#define IN_COLUMN(release, benchmark, debug) (release)
#endif
#define LABEL(name, release, benchmark, debug) PIN(name, IN_COLUMN(release, benchmark, debug))
LABEL(X86PDPTMap, 39, 39, 43);
LABEL(X86PDPTUnmap, 40, 40, 44);
LABEL(X86PageDirectoryMap, 41, 41, 45);
LABEL(X86PageDirectoryUnmap, 42, 42, 46);
LABEL(X86PageTableMap, 43, 43, 47);
LABEL(X86PageTableUnmap, 44, 44, 48);
#if KEEL_DEBUG || KEEL_BENCHMARK
LABEL(X86IOPageTableMap, 0, 45, 49);
LABEL(X86IOPageTableUnmap, 0, 46, 50);
LABEL(X86PageMapIO, 0, 49, 53);
#endif
LABEL(X86PageMap, 45, 47, 51);
LABEL(X86PageUnmap, 46, 48, 52);
LABEL(X86PageGetAddress, 47, 50, 54);
LABEL(X86ASIDControlMakePool, 48, 51, 55);
LABEL(X86ASIDPoolAssign, 49, 52, 56);
LABEL(X86IOPortControlIssue, 50, 53, 57);
LABEL(X86IOPortIn8, 51, 54, 58);
LABEL(X86IOPortIn16, 52, 55, 59);
LABEL(X86IOPortIn32, 53, 56, 60);
LABEL(X86IOPortOut8, 54, 57, 61);
LABEL(X86IOPortOut16, 55, 58, 62);
LABEL(X86IOPortOut32, 56, 59, 63);
LABEL(X86IRQIssueIRQHandlerIOAPIC, 57, 60, 64);
LABEL(X86IRQIssueIRQHandlerMSI, 58, 61, 65);
LABEL(nArchInvocationLabels, 59, 62, 66);

PIN(seL4_X86_PDPTObject, 7);
PIN(seL4_X64_PML4Object, 8);
PIN(seL4_X64_HugePageObject, 9);
PIN(seL4_X86_4K, 10);
PIN(seL4_X86_LargePageObject, 11);
PIN(seL4_X86_PageTableObject, 12);
PIN(seL4_X86_PageDirectoryObject, 13);
PIN(seL4_X86_IOPageTableObject, IN_COLUMN(0xffffff, 14, 14));
PIN(seL4_ObjectTypeCount, IN_COLUMN(14, 15, 15));
PIN(seL4_X86_VCPUObject, 0xfffffe);
PIN(seL4_X86_EPTPML4Object, 0xfffffd);
PIN(seL4_X86_EPTPDPTObject, 0xfffffc);
PIN(seL4_X86_EPTPDObject, 0xfffffb);
PIN(seL4_X86_EPTPTObject, 0xfffffa);
PIN(seL4_PageDirBits, 12);
PIN(seL4_PageDirIndexBits, 9);
PIN(seL4_PDPTBits, 12);
PIN(seL4_PDPTIndexBits, 9);
PIN(seL4_PML4Bits, 12);
PIN(seL4_PML4IndexBits, 9);
PIN(seL4_VSpaceBits, 12);
PIN(seL4_VSpaceIndexBits, 9);
PIN(seL4_IOPageTableBits, 12);
PIN(seL4_NumASIDPoolsBits, 3);
PIN(seL4_MaxUntypedBits, 47);
PIN(seL4_UserTop, 0x7ffffffff000);
PIN(seL4_UserVSpaceTop, 0x7fffffffefff);
PIN(seL4_X86_Default_VMAttributes, 0);
PIN(seL4_X86_WriteBack, 0);
PIN(seL4_X86_WriteThrough, 1);
PIN(seL4_X86_CacheDisabled, 2);
PIN(seL4_X86_Uncacheable, 3);
PIN(seL4_X86_WriteCombining, 4);
PIN(SEL4_MAPPING_LOOKUP_NO_PDPT, 39);
PIN(SEL4_MAPPING_LOOKUP_NO_EPTPT, 21);
PIN(SEL4_MAPPING_LOOKUP_NO_EPTPD, 30);
PIN(SEL4_MAPPING_LOOKUP_NO_EPTPDPT, 39);

PIN(tag_page_directory, 5);
PIN(tag_pdpt, 7);
PIN(tag_vspace, 9);
PIN(tag_io_space, 15);
PIN(tag_io_page_table, 17);
PIN(tag_io_port, 19);
PIN(tag_io_port_control, 31);
PIN(USER_LAST, 0x7fffffffffff);
PIN(IRQ_VECTOR_BASE, 32);
PIN(IRQ_MIN, 16);
PIN(IRQ_LAST_DEVICE, 123);
PIN(IRQ_IOMMU_FAULT, 124);
PIN(IRQ_KERNEL_TIMER, 125);
PIN(IRQ_MAX, 125);
PIN(VECTOR_MAX, 107);
PIN(PADDR_USER_DEVICE_TOP, 0x800000000000);

PIN(CONFIG_PADDR_USER_DEVICE_TOP, 140737488355328);
PIN(CONFIG_IRQ_IOAPIC, 1);
PIN(CONFIG_MAX_NUM_IOAPIC, 1);
PIN(CONFIG_XAPIC, 1);
PIN(CONFIG_HUGE_PAGE, 1);
PIN(CONFIG_SYSCALL, 1);
PIN(CONFIG_FSGSBASE_INST, 1);
PIN(CONFIG_XSAVE, 1);
/* The reference configuration's registers, or AVX's and AVX-512's as well. */
#if CONFIG_XSAVE_FEATURE_SET == 3
PIN(CONFIG_XSAVE_SIZE, 576);
PIN(seL4_TCBBits, 11);
#else
PIN(CONFIG_XSAVE_FEATURE_SET, 231);
PIN(CONFIG_XSAVE_SIZE, 2688);
PIN(seL4_TCBBits, 12);
#endif
PIN(CONFIG_KERNEL_SKIM_WINDOW, 1);
PIN(CONFIG_MAX_RMRR_ENTRIES, IN_COLUMN(1, 32, 32));
PIN(CONFIG_MAX_VPIDS, 0);
PIN(CONFIG_MULTIBOOT1_HEADER, 1);
PIN(CONFIG_MULTIBOOT2_HEADER, 1);
PIN(CONFIG_PC99_TSC_FREQUENCY, 0);
#if KEEL_DEBUG || KEEL_BENCHMARK
PIN(CONFIG_IOMMU, 1);
#elif defined CONFIG_IOMMU
#error "release has no IOMMU"
#endif
#if KEEL_DEBUG
PIN(CONFIG_HARDWARE_DEBUG_API, 1);
#elif defined CONFIG_HARDWARE_DEBUG_API
#error "CONFIG_HARDWARE_DEBUG_API belongs to debug"
#endif
#if KEEL_BENCHMARK
PIN(CONFIG_EXPORT_PMC_USER, 1);
PIN(CONFIG_KERNEL_X86_DANGEROUS_MSR, 1);
#elif defined CONFIG_EXPORT_PMC_USER || defined CONFIG_KERNEL_X86_DANGEROUS_MSR
#error "an option of benchmark in another configuration"
#endif
#if defined CONFIG_VTX || defined CONFIG_SUPPORT_PCID || defined CONFIG_SYSENTER            \
    || defined CONFIG_X2APIC || defined CONFIG_IRQ_PIC || defined CONFIG_USE_LOGICAL_IDS     \
    || defined CONFIG_SIGNAL_FASTPATH || defined CONFIG_TIMER_FREQUENCY
#error "an option that no reference configuration has"
#endif
