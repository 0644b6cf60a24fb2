/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * x86-64: options (see ../../options.h), and what the SDK's JSON files say of it alone. A release
 * kernel has no IOMMU; TIMER_FREQUENCY is absent, as boot measures the time stamp counter.
 */
#pragma once

#define ARCH_KERNEL_OPTIONS(S, N, D, T)             \
    T(ARCH, "x86")                                  \
    T(SEL4_ARCH, "x86_64")                          \
    S(ARCH_X86, 1, 1, 1)                            \
    S(ARCH_X86_64, 1, 1, 1)                         \
    S(SEL4_ARCH_X86_64, 1, 1, 1)                    \
    S(HARDWARE_DEBUG_API, 1, 0, 0)                  \
    S(SIGNAL_FASTPATH, 0, 0, 0)                     \
    S(IRQ_IOAPIC, 1, 1, 1)                          \
    S(IRQ_PIC, 0, 0, 0)                             \
    N(MAX_NUM_IOAPIC, 1)                            \
    S(XAPIC, 1, 1, 1)                               \
    S(X2APIC, 0, 0, 0)                              \
    S(USE_LOGICAL_IDS, 0, 0, 0)                     \
    S(HUGE_PAGE, 1, 1, 1)                           \
    S(SUPPORT_PCID, 0, 0, 0)                        \
    S(SYSCALL, 1, 1, 1)                             \
    S(SYSENTER, 0, 0, 0)                            \
    S(FSGSBASE_INST, 1, 1, 1)                       \
    S(XSAVE, 1, 1, 1)                               \
    N(XSAVE_FEATURE_SET, BOARD_XCR0_MASK)           \
    N(XSAVE_SIZE, BOARD_XSAVE_BYTES)                \
    S(KERNEL_SKIM_WINDOW, 1, 1, 1)                  \
    S(IOMMU, 1, 0, 1)                               \
    D(MAX_RMRR_ENTRIES, 32, 1, 32)                  \
    S(VTX, 0, 0, 0)                                 \
    N(MAX_VPIDS, 0)                                 \
    S(EXPORT_PMC_USER, 0, 0, 1)                     \
    S(KERNEL_X86_DANGEROUS_MSR, 0, 0, 1)            \
    S(MULTIBOOT1_HEADER, 1, 1, 1)                   \
    S(MULTIBOOT2_HEADER, 1, 1, 1)                   \
    T(KERNEL_X86_IBRS, "ibrs_none")                 \
    N(PC99_TSC_FREQUENCY, 0)

/* X(key, value): rows of object_sizes.json and address_space_constants.json. */
#define ARCH_OBJECT_SIZES(X)                \
    X(vcpu, 14) /* of a kernel with VT-x */  \
    X(io_page_table, IO_PAGE_TABLE_BITS)
#define ARCH_ADDRESS_SPACE_CONSTANTS(X)     \
    X(io_page_table_index_bits, IO_PAGE_TABLE_INDEX_BITS)
