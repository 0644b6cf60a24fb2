/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * RISC-V 64: object types, sizes and the shape of the address space (Sv39).
 */

#define ARCH_OBJECT_TYPES(X)            \
    X(7,  RISCV_Giga_Page)              \
    X(8,  RISCV_4K_Page)                \
    X(9,  RISCV_Mega_Page)              \
    X(10, RISCV_PageTableObject)
#define N_OBJECT_TYPES 11
#define ABSENT_OBJECT_TYPE 0xffffffff  /* the number programs get for a type that Sv39 lacks */

#define ARCH_CAP_TYPES(X)               \
    X(1,  frame)                        \
    X(3,  page_table)                   \
    X(11, asid_control)                 \
    X(13, asid_pool)

#define TCB_BITS                11
#define LARGE_PAGE_BITS         21
#define HUGE_PAGE_BITS          30
#define PAGE_TABLE_BITS         12
#define PAGE_TABLE_ENTRY_BITS   3
#define PAGE_TABLE_INDEX_BITS   9
#define VSPACE_BITS             12
#define VSPACE_INDEX_BITS       9
#define ASID_POOL_INDEX_BITS    9
#define N_ASID_POOLS_BITS       7
#define MAX_UNTYPED_BITS        38

/* First address that cannot be mapped; the last page below 2^38 is never mapped. */
#define USER_TOP                0x3ffffff000UL

/* Size of a benchmark log buffer; no kernel of ours has one, programs may name it. */
#define LOG_BUFFER_BYTES        (1 << 20)

/* VM attribute word of Page_Map; other bits are ignored. */
#define VM_ATTR_EXECUTE_NEVER   1UL

/* 0 or 1: programs can read and write model-specific registers in the benchmark configuration. */
#define HAS_MSR_CALLS           0

/* Physical addresses from here on are never handed out as device memory. */
#define PADDR_USER_DEVICE_TOP   0x8000000000UL

/* User-visible interrupt numbers: PLIC sources 1..95; 96 is the kernel's timer. */
#define IRQ_MIN                 1
#define IRQ_LAST_DEVICE         95
#define IRQ_KERNEL_TIMER        96
#define IRQ_MAX                 96
