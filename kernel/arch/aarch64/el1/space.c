/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the machine holds of address spaces, kernel at EL1: TTBR0_EL1 with root and ASID, and the
 * TLB, whose entries for user code carry the ASID (nG = 1).
 *
 * Only this core exists, so maintenance is not broadcast. DDI 0487, D5.10.2: entries are written,
 * DSB; TLBI; DSB; ISB.
 */

#include "hostile.h"
#include "node.h"
#include <arch/kernel_tables.h>
#include <arch/vspace.h>

#define TTBR_ASID_SHIFT 48
#define TLBI_VA_SHIFT   12

void space_init(void)
{
    space_use_none();
}

void space_use(word_t asid, word_t root)
{
    space_load(window_physical(root).raw | asid << TTBR_ASID_SHIFT);
    if (KEEL_HOSTILE_SLOW)
        space_forget_pool(0);
}

void space_use_none(void)
{
    space_load(image_physical(root_table_addr(&no_root)).raw);
}

void space_forget_page(word_t asid, word_t vaddr)
{
    machine_dsb();
    machine_tlbi_page(asid << TTBR_ASID_SHIFT | (vaddr >> TLBI_VA_SHIFT & mask(44)));
    machine_dsb();
    machine_isb();
}

void space_forget(word_t asid)
{
    machine_dsb();
    machine_tlbi_asid(asid << TTBR_ASID_SHIFT);
    machine_dsb();
    machine_isb();
}

/* 512 ASIDs: one operation for all is cheaper. */
void space_forget_pool(word_t base)
{
    (void)base;
    machine_dsb();
    machine_tlbi_all();
    machine_dsb();
    machine_isb();
}
