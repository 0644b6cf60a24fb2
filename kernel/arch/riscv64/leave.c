/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The last step of boot, and the kernel's page tables.
 *
 * boot_leave is the first code that runs outside the recycled part of the image, on an empty
 * stack. Behind it nothing of that part is used: its memory belongs to the root task. So its pages
 * leave the kernel's address space here; a forgotten use faults instead of running user data.
 */

#include "invocation.h"
#include <arch/boot.h>
#include <arch/kernel_tables.h>
#include <arch/machine.h>
#include <arch/trap.h>

struct page_table image_gigabyte __attribute__((aligned(1 << PAGE_TABLE_BITS)));
struct page_table image_pages __attribute__((aligned(1 << PAGE_TABLE_BITS)));

_Noreturn void boot_leave(void)
{
    const word_t end = image_mark_addr(&ki_boot_end);
    for (word_t at = IMAGE_BASE; at < end; at += bit(PAGE_BITS)) {
        LOOP(PAGE_TABLE_ENTRIES, at);
        image_pages.entry[level_index(at, 0)] = pte_empty();
    }
    machine_fence_translations();
    entry_leave();
    trap_leave();
}
