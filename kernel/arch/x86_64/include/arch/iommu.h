/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Remapping of DMA by VT-d units, in the layouts of "Intel Virtualization Technology for Directed
 * I/O, Architecture Specification", revision 3.3 (VT-d below).
 *
 *     root table     one entry for each bus; all are there    -> 256 context tables
 *     context table  one entry for each device of a bus       -> the device's I/O page table
 *     I/O page table 512 entries, as many levels as node.arch.iommu says
 *
 * A device is its request ID: bus * 256 + device * 8 + function. The context tables follow one
 * another in memory, so a device's entry is found by its number.
 */

#include "cap.h"
#include "error.h"
#include "node.h"
#include <arch/mmu.h>

#define N_IO_DEVICES (1UL << 16)

/* VT-d 9.8: second-level paging. An entry that permits nothing is empty. */
#define IO_PTE(F, T)             \
    F(T, frame,       0, 51, 12)    /* physical address / 4096, of a page or of the next table */ \
    F(T, rights,      0, 1,  0)     /* write, read */
LAYOUT(io_pte, 1, IO_PTE);
_Static_assert(sizeof(struct io_pte) == 1 << PAGE_TABLE_ENTRY_BITS, "io_pte size");
#define IO_READ             1UL
#define IO_WRITE            2UL

struct io_page_table { struct io_pte entry[1 << IO_PAGE_TABLE_INDEX_BITS]; };
_Static_assert(sizeof(struct io_page_table) == 1 << IO_PAGE_TABLE_BITS, "I/O page table size");

/* VT-d 9.3: context entries. Translation type 0: by the second-level table. */
#define IO_CONTEXT(F, T)         \
    F(T, table,       0, 63, 12)    /* physical address / 4096 */ \
    F(T, present,     0, 0,  0)  \
    F(T, domain,      1, 23, 8)  \
    F(T, width,       1, 2,  0)     /* levels - 2 */
LAYOUT(io_context, 2, IO_CONTEXT);
_Static_assert(sizeof(struct io_context) == 16, "io_context size");

/* VT-d 9.1: root entries. */
#define IO_ROOT(F, T)            \
    F(T, table,       0, 63, 12) \
    F(T, present,     0, 0,  0)
LAYOUT(io_root, 2, IO_ROOT);
_Static_assert(sizeof(struct io_root) == 16, "io_root size");

ADDRESSABLE(io_pte)
ADDRESSABLE(io_page_table)
ADDRESSABLE(io_context)
ADDRESSABLE(io_root)

static inline struct io_pte io_pte_empty(void) { return (struct io_pte){{0}}; }
static inline bool io_pte_is_empty(struct io_pte e) { return io_pte_rights(e) == 0; }
static inline paddr_t io_pte_physical(struct io_pte e)
{
    return (paddr_t){io_pte_frame(e) << PAGE_BITS};
}
static inline struct io_pte io_pte_make(paddr_t to, word_t rights)
{
    struct io_pte e = io_pte_empty();
    io_pte_set_frame(&e, to.raw >> PAGE_BITS);
    io_pte_set_rights(&e, rights);
    return e;
}

/* --- iommu.c: tables as the units see them. */

static inline struct io_context *io_context_of(word_t device)
{
    return io_context_at(node.arch.iommu.contexts + device * sizeof(struct io_context));
}
static inline paddr_t io_context_physical(struct io_context c)
{
    return (paddr_t){io_context_table(c) << PAGE_BITS};
}
/* The device, which had none, gets this table and number; or it has none from now on. */
void iommu_set_context(word_t device, paddr_t table, word_t domain);
void iommu_clear_context(word_t device);
/* The table, which is not in use yet, can be read by the units. */
void iommu_table_ready(word_t table);
/* Write an entry that was empty, of a device's tables; make one empty. `address`: what it is for,
 * or a table of which it is for all. */
void iommu_add(word_t device, word_t entry, struct io_pte e, word_t address);
void iommu_remove_page(word_t device, word_t entry, word_t address);
void iommu_remove_table(word_t device, word_t entry);

/* One unit is to forget everything, and to be told that there is something new. For boot. */
void iommu_forget_all(const struct iommu_unit *u);
/* A command (VT-d 10.4.4) that is on, or off, until the next one; wait for its effect. */
void iommu_command(const struct iommu_unit *u, word_t command, bool on);

/* Its interrupt: say which accesses were refused. */
void iommu_report(void);

/* Registers of a unit, VT-d 10.4. */
enum iommu_register {
    IOMMU_VERSION = 0x00, IOMMU_CAPABILITY = 0x08, IOMMU_EXTENDED_CAPABILITY = 0x10,
    IOMMU_COMMAND = 0x18, IOMMU_STATUS = 0x1c, IOMMU_ROOT = 0x20, IOMMU_CONTEXT_COMMAND = 0x28,
    IOMMU_FAULT_STATUS = 0x34, IOMMU_FAULT_CONTROL = 0x38, IOMMU_FAULT_DATA = 0x3c,
    IOMMU_FAULT_ADDRESS = 0x40, IOMMU_FAULT_ADDRESS_HIGH = 0x44, IOMMU_PROTECTED_MEMORY = 0x64
};
/* Commands, each at the bit of its status. */
#define IOMMU_TRANSLATE     bit(31)
#define IOMMU_SET_ROOT      bit(30)
#define IOMMU_WRITE_BUFFER  bit(27)     /* its status is 1 while it works */
#define IOMMU_QUEUE         bit(26)
#define IOMMU_INTERRUPTS    bit(25)
