/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * x86-64: object types, sizes and the shape of the address space. What belongs to the IOMMU exists
 * in every configuration but release.
 */

#define X86_IOMMU (KEEL_DEBUG || KEEL_BENCHMARK)

#define X86_OBJECT_TYPES_(X)            \
    X(7,  X86_PDPTObject)               \
    X(8,  X64_PML4Object)               \
    X(9,  X64_HugePageObject)           \
    X(10, X86_4K)                       \
    X(11, X86_LargePageObject)          \
    X(12, X86_PageTableObject)          \
    X(13, X86_PageDirectoryObject)
#if KEEL_DEBUG || KEEL_BENCHMARK
#define ARCH_OBJECT_TYPES(X)            \
    X86_OBJECT_TYPES_(X)                \
    X(14, X86_IOPageTableObject)
#define N_OBJECT_TYPES 15
#else
#define ARCH_OBJECT_TYPES(X) X86_OBJECT_TYPES_(X)
#define N_OBJECT_TYPES 14
#endif
#define ABSENT_OBJECT_TYPE 0xffffff     /* the number programs get for a type that does not exist */

#define ARCH_CAP_TYPES(X)               \
    X(1,  frame)                        \
    X(3,  page_table)                   \
    X(5,  page_directory)               \
    X(7,  pdpt)                         \
    X(9,  vspace)                       \
    X(11, asid_control)                 \
    X(13, asid_pool)                    \
    X(15, io_space)                     \
    X(17, io_page_table)                \
    X(19, io_port)                      \
    X(31, io_port_control)

#define TCB_BITS                11
#define LARGE_PAGE_BITS         21
#define HUGE_PAGE_BITS          30
#define PAGE_TABLE_BITS         12
#define PAGE_TABLE_ENTRY_BITS   3
#define PAGE_TABLE_INDEX_BITS   9
#define VSPACE_BITS             12
#define VSPACE_INDEX_BITS       9
#define ASID_POOL_INDEX_BITS    9
#define N_ASID_POOLS_BITS       3
#define MAX_UNTYPED_BITS        47
#define IO_PAGE_TABLE_BITS      12
#define IO_PAGE_TABLE_INDEX_BITS 9

/* First address that programs are told not to use; a mapping may end behind it, but not behind
 * USER_LAST. */
#define USER_TOP                0x7ffffffff000UL
#define USER_LAST               0x7fffffffffffUL

/* Size of a benchmark log buffer; no kernel of ours has one, programs may name it. */
#define LOG_BUFFER_BYTES        (1 << 20)

/* VM attribute word of Map: bits of the entry, PWT, PCD and PAT; other bits are ignored. */
#define VM_ATTR_WRITE_BACK      0UL
#define VM_ATTR_WRITE_THROUGH   1UL
#define VM_ATTR_CACHE_DISABLED  2UL
#define VM_ATTR_UNCACHEABLE     3UL
#define VM_ATTR_WRITE_COMBINING 4UL

/* Data word of Mint and Mutate that makes the IOSpace capability of a device from the master's. */
#define IO_SPACE_CAP_DATA(F, T)     \
    F(T, domainID, 0, 31, 16)       \
    F(T, pciBus,   0, 15, 8)        \
    F(T, pciDev,   0, 7,  3)        \
    F(T, pciFun,   0, 2,  0)

/* 0 or 1: programs can read and write model-specific registers in the benchmark configuration. */
#define HAS_MSR_CALLS           1

/* Physical addresses from here on are never handed out as device memory. */
#define PADDR_USER_DEVICE_TOP   0x800000000000UL

/* Interrupt numbers are vectors less 32. 0..15 stand for the legacy controller and are not used;
 * programs choose among the others by 0..VECTOR_MAX. */
#define IRQ_VECTOR_BASE         32
#define IRQ_MIN                 16
#define IRQ_LAST_DEVICE         123
#define IRQ_IOMMU_FAULT         124
#define IRQ_KERNEL_TIMER        125
#define IRQ_MAX                 125
#define VECTOR_MAX              (IRQ_LAST_DEVICE - IRQ_MIN)
