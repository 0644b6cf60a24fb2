/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The last step of boot, and the kernel's paging structures.
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

#define TABLE struct page_table __attribute__((aligned(1 << PAGE_TABLE_BITS)))
TABLE kernel_root;
TABLE window_gigabytes;
TABLE window_devices;
TABLE image_gigabyte;
TABLE image_pages;
TABLE entry_gigabytes;
TABLE entry_gigabyte;
TABLE entry_pages;

_Noreturn void boot_leave(void)
{
    const word_t end = image_mark_addr(&ki_boot_end);
    for (word_t at = IMAGE_BASE; at < end; at += bit(PAGE_BITS)) {
        LOOP(PAGE_TABLE_ENTRIES, at);
        image_pages.entry[level_index(at, 0)] = pte_empty();
        machine_invalidate_page(at);
    }
    entry_leave();
    trap_leave();
    machine_halt();
}
