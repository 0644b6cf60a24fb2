/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Sv39: page-table entries, satp, and the kernel's half of every address space.
 *
 *     virtual address   38       30 29       21 20       12 11         0
 *                      [  level 2  |  level 1  |  level 0  |   offset   ]    (63..39 equal bit 38)
 *
 * A table has 512 entries at each level; an entry is empty, points to a table of the next lower
 * level, or is a leaf: a page of 1 GiB (level 2), 2 MiB (level 1) or 4 KiB (level 0).
 *
 * The kernel's half is the same in every root, entries 256..511 of level 2:
 *
 *     0xffff_ffc0_0000_0000   window: all physical memory from 0, 254 GiB, read and write
 *     0xffff_ffff_8000_0000   kernel image: the 1 GiB of physical memory that contains it
 *     0xffff_ffff_c000_0000   nothing
 *
 * Object addresses are window addresses; devices of the kernel are reached through the window too.
 * Its entries are global (G), so that a change of address space leaves their translations alone.
 */

#include "types.h"
#include <abi/arch/objects.h>
#include <abi/layout.h>
#include <abi/objects.h>

/* Privileged specification 1.12, 4.4.1; bits 63..54 are zero without Svpbmt and Svnapot. */
#define PTE(F, T)               \
    F(T, ppn,      0, 53, 10)   \
    F(T, software, 0, 9,  8)    \
    F(T, dirty,    0, 7,  7)    \
    F(T, accessed, 0, 6,  6)    \
    F(T, global,   0, 5,  5)    \
    F(T, user,     0, 4,  4)    \
    F(T, rwx,      0, 3,  1)    /* execute, write, read; 0 in a valid entry: a table */ \
    F(T, valid,    0, 0,  0)
LAYOUT(pte, 1, PTE);
LAYOUT_GET(pte, kind, 0, 3, 0)      /* rwx and valid together */
#define PTE_KIND_TABLE 1UL
_Static_assert(sizeof(struct pte) == 1 << PAGE_TABLE_ENTRY_BITS, "pte size");

#define PTE_READ    1UL
#define PTE_WRITE   2UL
#define PTE_EXECUTE 4UL

/* Privileged specification 1.12, 4.1.11. */
#define SATP(F, T)              \
    F(T, mode,     0, 63, 60)   \
    F(T, asid,     0, 59, 44)   \
    F(T, ppn,      0, 43, 0)
LAYOUT(satp, 1, SATP);
LAYOUT_GET(satp, raw, 0, 63, 0)
LAYOUT_SET(satp, raw, 0, 63, 0)
#define SATP_MODE_SV39 8UL

#define PAGE_TABLE_ENTRIES 512
#define PAGE_LEVEL_ROOT    2
struct page_table { struct pte entry[PAGE_TABLE_ENTRIES]; };
ADDRESSABLE(page_table)
ADDRESSABLE(pte)
_Static_assert(sizeof(struct page_table) == 1 << PAGE_TABLE_BITS, "page table size");

#define WINDOW_BASE         0xffffffc000000000UL
#define WINDOW_BYTES        0x3f80000000UL          /* of physical memory, from 0 */
#define KERNEL_IMAGE_BASE   0xffffffff80000000UL    /* of the gigabyte that contains the image */
#define KERNEL_FIRST_ENTRY  256                     /* of a root table */

/* The root of threads without address space: the kernel's half and nothing else. Filled at boot,
 * then constant; its upper half is the source for all roots. */
extern struct page_table kernel_root;

/* Window address of physical memory, and back. */
static inline word_t window_address(paddr_t physical) { return WINDOW_BASE + physical.raw; }
static inline paddr_t window_physical(word_t address) { return (paddr_t){address - WINDOW_BASE}; }

/* log2 of the bytes that one entry covers. */
static inline word_t level_bits(word_t level)
{
    return PAGE_BITS + PAGE_TABLE_INDEX_BITS * level;
}
static inline word_t level_index(word_t address, word_t level)
{
    return (address >> level_bits(level)) & mask(PAGE_TABLE_INDEX_BITS);
}

static inline bool pte_is_table(struct pte e) { return pte_kind(e) == PTE_KIND_TABLE; }
static inline bool pte_is_leaf(struct pte e) { return pte_valid(e) && pte_rwx(e) != 0; }
static inline paddr_t pte_physical(struct pte e) { return (paddr_t){pte_ppn(e) << PAGE_BITS}; }
static inline struct pte pte_empty(void) { return (struct pte){{0}}; }

/* Points to a table. A, D and U are reserved in such entries and stay 0. */
static inline struct pte pte_table(paddr_t table)
{
    struct pte e = pte_empty();
    pte_set_ppn(&e, table.raw >> PAGE_BITS);
    pte_set_valid(&e, 1);
    return e;
}

/* A leaf; rwx not 0. A and D are set, so that hardware never has to. */
static inline struct pte pte_leaf_(paddr_t page, word_t rwx)
{
    struct pte e = pte_empty();
    pte_set_ppn(&e, page.raw >> PAGE_BITS);
    pte_set_dirty(&e, 1);
    pte_set_accessed(&e, 1);
    pte_set_rwx(&e, rwx);
    pte_set_valid(&e, 1);
    return e;
}
static inline struct pte pte_user_leaf(paddr_t page, word_t rwx)
{
    struct pte e = pte_leaf_(page, rwx);
    pte_set_user(&e, 1);
    return e;
}
static inline struct pte pte_kernel_leaf(paddr_t page, word_t rwx)
{
    struct pte e = pte_leaf_(page, rwx);
    pte_set_global(&e, 1);
    return e;
}

/* Value of satp for a root table. */
static inline struct satp satp_make(paddr_t root, word_t asid)
{
    struct satp s = {{0}};
    satp_set_mode(&s, SATP_MODE_SV39);
    satp_set_asid(&s, asid);
    satp_set_ppn(&s, root.raw >> PAGE_BITS);
    return s;
}
