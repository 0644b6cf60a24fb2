/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the machine holds of address spaces: CR3, and the TLB (SDM 3, 4.10).
 *
 *  1. The kernel's part is global: no change of address space makes the TLB forget it, and it never
 *     changes while user code runs.
 *  2. With process-context identifiers: there are as many as ASIDs, so an ASID is its own, and 0 is
 *     kernel_root's. What the TLB holds carries the identifier, and CR3 is written with the bit
 *     that keeps it. An ASID without root has nothing there. INVPCID reaches every space.
 *  3. Without: a new value in CR3 makes the processor forget all that is not global, so there is
 *     nothing of any space but the current one, and nothing to be done for another.
 *  4. An isolated kernel (boot_leaks.c) runs by kernel_root, and nothing is global. Each entry and
 *     each exit writes CR3; without identifiers that forgets all there is.
 *  5. The processor also remembers upper levels of the tree (4.10.3). INVLPG and INVPCID by address
 *     forget those of that address; a paging structure that goes takes the whole space's along.
 */

#include "asid.h"
#include "hostile.h"
#include <arch/kernel_tables.h>
#include <arch/segments.h>
#include <arch/vspace.h>

#define CR3_KEEP            bit(63)
#define PCID_BITS           12
_Static_assert(ASID_POOL_INDEX_BITS + N_ASID_POOLS_BITS <= PCID_BITS, "an ASID is its own PCID");

static word_t space_of(paddr_t root, word_t asid)
{
    if (node.arch.pcids == 0)
        return root.raw;
    return root.raw | asid | (KEEL_HOSTILE_SLOW ? 0 : CR3_KEEP);
}

/* In force, and not only from the exit on. */
static bool is_current(word_t asid)
{
    const word_t root = asid_root(asid);
    return root != 0 && node.arch.isolated == 0 &&
           node.arch.space == space_of(window_physical(root), asid);
}

static void forget(word_t kind, word_t asid, word_t vaddr)
{
    const struct invpcid d = {asid, vaddr};
    machine_invpcid(kind, &d);
}

void space_init(void)
{
    const paddr_t root = image_physical(page_table_addr(&kernel_root));
    node.arch.space = space_of(root, 0);
    segments.kernel_space = space_of(root, 0);
    machine_write_cr4(machine_read_cr4() | (node.arch.isolated == 0 ? CR4_PGE : 0) |
                      (node.arch.pcids != 0 ? CR4_PCIDE : 0));
}

void space_use(word_t asid, word_t root)
{
    space_load(space_of(window_physical(root), asid));
}

void space_use_none(void)
{
    space_load(space_of(image_physical(page_table_addr(&kernel_root)), 0));
}

void space_forget_page(word_t asid, word_t vaddr)
{
    if (is_current(asid))
        machine_invalidate_page(vaddr);
    else if (node.arch.pcids != 0)
        forget(INVPCID_ADDRESS, asid, vaddr);
}

void space_forget(word_t asid)
{
    if (node.arch.pcids != 0)
        forget(INVPCID_CONTEXT, asid, 0);
    else if (is_current(asid))
        machine_write_cr3(node.arch.space);
}

/* 512 ASIDs: one operation for all is cheaper. */
void space_forget_pool(word_t base)
{
    if (node.arch.pcids != 0)
        forget(INVPCID_ALL, base, 0);
}
