/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * AArch64: object types, sizes and the shape of the address space. What depends on the kernel's
 * exception level comes from abi/aarch64_el1 or abi/aarch64_el2, which include this file:
 * PHYSICAL_BITS, the size of physical addresses; PAGE_LEVEL_ROOT, the level of a root's entries (0:
 * 4 KiB, each next one 512 times as much), which is the number of page tables below the root.
 */

#define ARCH_OBJECT_TYPES(X)            \
    X(7,  ARM_HugePageObject)           \
    X(8,  ARM_VSpaceObject)             \
    X(9,  ARM_SmallPageObject)          \
    X(10, ARM_LargePageObject)          \
    X(11, ARM_PageTableObject)          \
    EL_OBJECT_TYPES(X)
#define ABSENT_OBJECT_TYPE 0xfffe       /* the number programs get for a type that does not exist */

#define ARCH_CAP_TYPES(X)               \
    X(1,  frame)                        \
    X(3,  page_table)                   \
    X(9,  vspace)                       \
    X(11, asid_control)                 \
    X(13, asid_pool)                    \
    X(25, smc)                          \
    X(27, sgi_signal)                   \
    EL_CAP_TYPES(X)

/* Hardware breakpoints, which debug kernels have, need room. */
#define TCB_BITS                (KEEL_DEBUG ? 12 : 11)
#define LARGE_PAGE_BITS         21
#define HUGE_PAGE_BITS          30
#define PAGE_TABLE_BITS         12
#define VSPACE_BITS             (VSPACE_INDEX_BITS + PAGE_TABLE_ENTRY_BITS)
#define PAGE_TABLE_ENTRY_BITS   3
#define PAGE_TABLE_INDEX_BITS   9
#define ASID_POOL_INDEX_BITS    9
#define N_ASID_POOLS_BITS       7
#define MAX_UNTYPED_BITS        47

/* Size of a benchmark log buffer; no kernel of ours has one, programs may name it. */
#define LOG_BUFFER_BYTES        (1 << 20)

/* VM attribute word of Page_Map; other bits are ignored. */
#define VM_ATTR_CACHEABLE       1UL
#define VM_ATTR_PARITY          2UL     /* ignored */
#define VM_ATTR_EXECUTE_NEVER   4UL
#define VM_ATTR_DEFAULT         3UL

/* 0 or 1: programs can read and write model-specific registers in the benchmark configuration. */
#define HAS_MSR_CALLS           0

/* Physical addresses from here on are never handed out as device memory. */
#define PADDR_USER_DEVICE_TOP   (1UL << PHYSICAL_BITS)

/* Interrupt numbers are the GIC's: 0..15 software generated, 16..31 private, 32.. shared. */
#define IRQ_MIN                 0
#define IRQ_FIRST_PRIVATE       16
#define IRQ_FIRST_SHARED        32
#define IRQ_LAST_DEVICE         159
#define IRQ_MAX                 159
#define IRQ_VIRTUAL_TIMER       27
