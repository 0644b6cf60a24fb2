/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Four-level paging (SDM 3, 4.5): entries, levels, and the kernel's part of every address space.
 *
 *     address   47      39 38      30 29      21 20      12 11         0
 *              [ level 3  | level 2  | level 1  | level 0  |   offset   ]   (63..48 equal bit 47)
 *                 PML4E      PDPTE      PDE        PTE
 *
 * Levels are counted from the page upwards, as in the rest of Keel. A table has 512 entries; an
 * entry is empty, points to a table of the next lower level, or is a leaf: 1 GiB (level 2), 2 MiB
 * (level 1) or 4 KiB (level 0).
 *
 * The kernel's part, one entry of level 3 in every root, the last:
 *
 *     WINDOW_BASE         window: physical memory from 0, 510 GiB, never executed
 *     KERNEL_IMAGE_BASE   kernel image: physical memory from 0, as far as the image reaches
 *
 * Object addresses are window addresses; the kernel reaches its own devices through the window,
 * too. Leaves of user code are never marked execute-disable.
 */

#include "types.h"
#include <abi/arch/objects.h>
#include <abi/layout.h>
#include <abi/objects.h>

/* SDM 3, tables 4-15 to 4-20. Bits that a field of another row shares mean what that row says. */
#define PTE(F, T)                \
    F(T, no_execute,   0, 63, 63)   /* with EFER.NXE only */ \
    F(T, frame,        0, 51, 12)   /* physical address / 4096; of a large leaf: see below */ \
    F(T, global,       0, 8,  8)  \
    F(T, large,        0, 7,  7)    /* levels 1 and 2: a leaf. Level 0: the PAT bit */ \
    F(T, dirty,        0, 6,  6)  \
    F(T, accessed,     0, 5,  5)  \
    F(T, memory,       0, 4,  3)    /* PCD, PWT */ \
    F(T, user,         0, 2,  2)  \
    F(T, write,        0, 1,  1)  \
    F(T, present,      0, 0,  0)
LAYOUT(pte, 1, PTE);
_Static_assert(sizeof(struct pte) == 1 << PAGE_TABLE_ENTRY_BITS, "pte size");

/* PAT entries by number (SDM 3, 11.12.2): PAT * 4 + PCD * 2 + PWT, the attribute word of Map. The
 * kernel sets 0..4; what boot finds in 5..7 stays. */
#define PAT_VALUE           0x0100070406UL      /* WC, UC, UC-, WT, WB */
#define PAT_OURS            0xffffffffffUL
#define MEMORY_WRITE_BACK   0UL
#define MEMORY_UNCACHEABLE  3UL

#define PAGE_TABLE_ENTRIES  512
#define PAGE_LEVEL_ROOT     3
struct page_table { struct pte entry[PAGE_TABLE_ENTRIES]; };
ADDRESSABLE(page_table)
ADDRESSABLE(pte)
_Static_assert(sizeof(struct page_table) == 1 << PAGE_TABLE_BITS, "page table size");

#define WINDOW_BASE         0xffffff8000000000UL
#define WINDOW_BYTES        0x7f80000000UL          /* of physical memory, from 0 */
#define KERNEL_IMAGE_BASE   0xffffffff80000000UL    /* of physical address 0 */
#define KERNEL_IMAGE_BASE_NUMBER 0xffffffff80000000
#define KERNEL_ENTRY        511                     /* of a root: the kernel's part */

/* The address space of threads that have none: the kernel's part alone. Filled at boot, then
 * constant; its last entry is the source for all roots. */
extern struct page_table kernel_root;

/* Window address of physical memory, and back. */
static inline word_t window_address(paddr_t physical) { return WINDOW_BASE + physical.raw; }
static inline paddr_t window_physical(word_t address) { return (paddr_t){address - WINDOW_BASE}; }
/* Physical address of something in the image. */
static inline paddr_t image_physical(word_t address)
{
    return (paddr_t){address - KERNEL_IMAGE_BASE};
}

/* log2 of the bytes that one entry covers. */
static inline word_t level_bits(word_t level)
{
    return PAGE_BITS + PAGE_TABLE_INDEX_BITS * level;
}
/* Which entry of a table of this level. */
static inline word_t level_index(word_t address, word_t level)
{
    return (address >> level_bits(level)) & mask(PAGE_TABLE_INDEX_BITS);
}

static inline struct pte pte_empty(void) { return (struct pte){{0}}; }
/* Does the entry, found above level 0, or at this level, point to a table of the next one? */
static inline bool pte_leads_on(struct pte e) { return pte_present(e) != 0 && pte_large(e) == 0; }
static inline bool pte_is_table(struct pte e, word_t level)
{
    return level != 0 && pte_leads_on(e);
}
static inline bool pte_is_leaf(struct pte e, word_t level)
{
    return pte_present(e) != 0 && (level == 0 || pte_large(e) != 0);
}
/* Of the table, or of the page, that the entry of this level points to. */
static inline paddr_t pte_physical(struct pte e, word_t level)
{
    const word_t bits = pte_is_leaf(e, level) ? level_bits(level) : PAGE_BITS;
    return (paddr_t){align_down(pte_frame(e) << PAGE_BITS, bits)};
}

/* `attributes`: of Map; the bits PWT and PCD count. */
static inline struct pte pte_to_table(paddr_t table, word_t attributes)
{
    struct pte e = pte_empty();
    pte_set_frame(&e, table.raw >> PAGE_BITS);
    pte_set_memory(&e, attributes);
    pte_set_user(&e, 1);
    pte_set_write(&e, 1);
    pte_set_present(&e, 1);
    return e;
}
static inline struct pte pte_to_kernel_table(paddr_t table)
{
    struct pte e = pte_to_table(table, MEMORY_WRITE_BACK);
    pte_set_user(&e, 0);
    return e;
}
/* A leaf of this level. Accessed and dirty are set, so that hardware never has to. */
static inline struct pte pte_leaf_(paddr_t page, word_t level, word_t memory, bool write)
{
    struct pte e = pte_empty();
    pte_set_frame(&e, page.raw >> PAGE_BITS);
    pte_set_large(&e, level == 0 ? 0 : 1);
    pte_set_dirty(&e, 1);
    pte_set_accessed(&e, 1);
    pte_set_memory(&e, memory);
    pte_set_write(&e, write ? 1 : 0);
    pte_set_present(&e, 1);
    return e;
}
#define ATTRIBUTE_PAT       4UL
#define FRAME_LARGE_PAT     1UL     /* bit 12 of a 2 MiB or 1 GiB leaf, whose address has 0 there */
/* `attributes`: of Map. `user`: user code may read it. The PAT bit of a 1 GiB leaf stays 0: the
 * interface ignores it there. */
static inline struct pte pte_user_leaf(paddr_t page, word_t level, word_t attributes, bool user,
                                       bool write)
{
    struct pte e = pte_leaf_(page, level, attributes, write);
    pte_set_user(&e, user ? 1 : 0);
    if ((attributes & ATTRIBUTE_PAT) != 0 && level == 0)
        pte_set_large(&e, 1);
    if ((attributes & ATTRIBUTE_PAT) != 0 && level == 1)
        pte_set_frame(&e, pte_frame(e) | FRAME_LARGE_PAT);
    return e;
}
/* For the kernel alone, the same in every address space; `no_execute` only if EFER.NXE is set. */
static inline struct pte pte_kernel_leaf(paddr_t page, word_t level, word_t memory, bool write,
                                         bool no_execute)
{
    struct pte e = pte_leaf_(page, level, memory, write);
    pte_set_global(&e, 1);
    pte_set_no_execute(&e, no_execute ? 1 : 0);
    return e;
}
