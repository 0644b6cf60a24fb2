/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Translation tables with the 4 KiB granule: entries, levels, and the kernel's half.
 *
 *     address   47      39 38      30 29      21 20      12 11         0
 *              [ level 3  | level 2  | level 1  | level 0  |   offset   ]
 *
 * Levels are counted from the page upwards, as in the rest of Keel; the Arm manual counts them from
 * the root, 0 to 3. A table has 512 entries (a root at level 2: 1024, abi/aarch64_el2); an entry is
 * empty, points to a table of the next lower level, or is a leaf: 1 GiB (level 2), 2 MiB (level 1)
 * or 4 KiB (level 0). Entries of a root from USER_TOP on stay empty.
 *
 * The kernel's half, from WINDOW_BASE, one entry of level 3 in a table of its own:
 *
 *     WINDOW_BASE         window: all physical memory from 0, 511 GiB, never executed
 *     KERNEL_IMAGE_BASE   kernel image: the last GiB
 *
 * RAM that the kernel may hand out is write-back memory in the window, everything else (devices,
 * guest memory) is device memory there, which nothing reads speculatively. Object addresses are
 * window addresses; the kernel reaches its own devices through the window, too.
 */

#include "types.h"
#include <abi/arch/objects.h>
#include <abi/layout.h>
#include <abi/objects.h>
#include <arch/el.h>

/* DDI 0487, D5.3: bits 63..55 and 52..48 stay zero. */
#define PTE(F, T)                \
    F(T, xn,         0, 54, 54)  /* not executed: by user code, or at all */  \
    F(T, pxn,        0, 53, 53)  /* not executed by the kernel */             \
    F(T, frame,      0, 47, 12)  /* physical address / 4096 */                \
    F(T, not_global, 0, 11, 11)  /* belongs to one ASID */                    \
    F(T, accessed,   0, 10, 10)  \
    F(T, share,      0, 9,  8)   \
    F(T, access,     0, 7,  6)   /* AP[2:1] or S2AP */                        \
    F(T, memory,     0, 5,  2)   /* attribute index, or MemAttr */            \
    F(T, table,      0, 1,  1)   /* a table; at level 0: a page */            \
    F(T, valid,      0, 0,  0)
LAYOUT(pte, 1, PTE);
_Static_assert(sizeof(struct pte) == 1 << PAGE_TABLE_ENTRY_BITS, "pte size");

/* Memory attributes by index; the loader uses the same, only 0 and 4 are used here. */
#define MAIR_VALUE          0xff440c0400UL
#define KERNEL_NORMAL       4UL
#define KERNEL_DEVICE       0UL
#define SHARE_INNER         3UL

#define PAGE_TABLE_ENTRIES  512
#define ROOT_ENTRIES        (1 << VSPACE_INDEX_BITS)
struct page_table { struct pte entry[PAGE_TABLE_ENTRIES]; };
struct root_table { struct pte entry[ROOT_ENTRIES]; };
ADDRESSABLE(page_table)
ADDRESSABLE(root_table)
ADDRESSABLE(pte)
_Static_assert(sizeof(struct page_table) == 1 << PAGE_TABLE_BITS, "page table size");
_Static_assert(sizeof(struct root_table) == 1 << VSPACE_BITS, "root table size");

#define WINDOW_BYTES        0x7fc0000000UL          /* of physical memory, from 0 */

/* The address space of threads that have none: empty. */
extern struct root_table no_root;

/* Window address of physical memory, and back. */
static inline word_t window_address(paddr_t physical) { return WINDOW_BASE + physical.raw; }
static inline paddr_t window_physical(word_t address) { return (paddr_t){address - WINDOW_BASE}; }

/* log2 of the bytes that one entry covers. */
static inline word_t level_bits(word_t level)
{
    return PAGE_BITS + PAGE_TABLE_INDEX_BITS * level;
}
/* Which entry of a table of this level. */
static inline word_t level_index(word_t address, word_t level)
{
    const word_t bits = level == PAGE_LEVEL_ROOT ? VSPACE_INDEX_BITS : PAGE_TABLE_INDEX_BITS;
    return (address >> level_bits(level)) & mask(bits);
}

static inline struct pte pte_empty(void) { return (struct pte){{0}}; }
static inline paddr_t pte_physical(struct pte e) { return (paddr_t){pte_frame(e) << PAGE_BITS}; }
/* Does the entry, found at this level, point to a table of the next one? */
static inline bool pte_is_table(struct pte e, word_t level)
{
    return level != 0 && pte_valid(e) != 0 && pte_table(e) != 0;
}
static inline bool pte_is_leaf(struct pte e, word_t level)
{
    return pte_valid(e) != 0 && (pte_table(e) != 0) == (level == 0);
}

static inline struct pte pte_to_table(paddr_t table)
{
    struct pte e = pte_empty();
    pte_set_frame(&e, table.raw >> PAGE_BITS);
    pte_set_table(&e, 1);
    pte_set_valid(&e, 1);
    return e;
}
/* A leaf of this level. Accessed is set, so that hardware never has to. */
static inline struct pte pte_leaf_(paddr_t page, word_t level, word_t memory, word_t access)
{
    struct pte e = pte_empty();
    pte_set_frame(&e, page.raw >> PAGE_BITS);
    pte_set_accessed(&e, 1);
    pte_set_memory(&e, memory);
    pte_set_access(&e, access);
    pte_set_table(&e, level == 0 ? 1 : 0);
    pte_set_valid(&e, 1);
    return e;
}
static inline struct pte pte_user_leaf(paddr_t page, word_t level, word_t memory, word_t access,
                                       bool execute)
{
    struct pte e = pte_leaf_(page, level, memory, access);
    pte_set_not_global(&e, LEAF_NOT_GLOBAL);
    pte_set_pxn(&e, LEAF_PXN);
    pte_set_xn(&e, execute ? 0 : 1);
    return e;
}
/* For the kernel alone. */
static inline struct pte pte_kernel_leaf(paddr_t page, word_t level, word_t memory, word_t access,
                                         bool execute)
{
    struct pte e = pte_leaf_(page, level, memory, access);
    pte_set_share(&e, memory == KERNEL_NORMAL ? SHARE_INNER : 0);
    if (EL_NUMBER == 1)
        pte_set_pxn(&e, execute ? 0 : 1);
    pte_set_xn(&e, execute && EL_NUMBER == 2 ? 0 : 1);
    return e;
}
