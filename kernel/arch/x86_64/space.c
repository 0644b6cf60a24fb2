/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the machine holds of address spaces: CR3, and the TLB (SDM 3, 4.10).
 *
 * The kernel's part is global: no change of address space makes the TLB forget it.
 * Without process-context identifiers a new value in CR3 makes the processor forget all that is not
 * global, and user code's translations are not. So only the current space can be remembered:
 * what changes in another one needs nothing here.
 */

#include "asid.h"
#include <arch/kernel_tables.h>
#include <arch/vspace.h>

static void load(word_t cr3)
{
    if (node.arch.space == cr3)
        return;
    node.arch.space = cr3;
    machine_write_cr3(cr3);
}

static word_t cr3_of(word_t root)
{
    return window_physical(root).raw;
}

static bool is_current(word_t asid)
{
    return node.arch.space == cr3_of(asid_root(asid));
}

void space_init(void)
{
    machine_write_cr4(machine_read_cr4() | CR4_PGE);
    node.arch.space = ~0UL;
    space_use_none();
}

void space_use(word_t asid, word_t root)
{
    (void)asid;
    load(cr3_of(root));
}

void space_use_none(void)
{
    load(image_physical(page_table_addr(&kernel_root)).raw);
}

void space_forget_page(word_t asid, word_t vaddr)
{
    if (is_current(asid))
        machine_invalidate_page(vaddr);
}

void space_forget(word_t asid)
{
    if (is_current(asid))
        machine_write_cr3(node.arch.space);
}

/* No thread runs in any of its spaces any more: see asid.c. */
void space_forget_pool(word_t base) { (void)base; }
