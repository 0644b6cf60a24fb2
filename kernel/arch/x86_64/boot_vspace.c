/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address spaces at boot: the kernel's own, then the root task's.
 *
 * The tables of start.S map the first gigabyte, readable, writable and executable. Ours map (see
 * arch/mmu.h for the addresses)
 *
 *     the window     510 GiB from physical 0, 1 GiB leaves: write-back, read and write, never
 *                    executed; what the firmware's MTRRs call uncached stays so. The gigabyte
 *                    below 4 GiB in 2 MiB leaves, as its end has the devices of the kernel
 *     the image      4 KiB leaves:  text read and execute, constants read, data read and write
 *
 * The image lies in the first 2 MiB, so one table of each lower level is enough. The tables are
 * shared by all address spaces: the last entry of each root is that of kernel_root.
 */

#include "asid.h"
#include <arch/boot.h>
#include <arch/caps.h>
#include <arch/kernel_tables.h>
#include <arch/machine.h>
#include <arch/vspace.h>

#define ROOT_TASK_ASID  1
#define WINDOW_LEAVES   (WINDOW_BYTES >> HUGE_PAGE_BITS)
#define DEVICES_GIGABYTE 3UL                    /* from 3 GiB on */
#define DEVICES_START   0xfe000000UL            /* I/O APICs, HPET, remapping units, local APIC */

static void map_devices(bool no_execute)
{
    for (word_t i = 0; i < PAGE_TABLE_ENTRIES; i++) {
        LOOP(PAGE_TABLE_ENTRIES, i);
        const word_t page = (DEVICES_GIGABYTE << HUGE_PAGE_BITS) + (i << LARGE_PAGE_BITS);
        const word_t memory = page >= DEVICES_START ? MEMORY_UNCACHEABLE : MEMORY_WRITE_BACK;
        window_devices.entry[i] = pte_kernel_leaf((paddr_t){page}, 1, memory, true, no_execute);
    }
}

static struct pte to_own_table(const struct page_table *table)
{
    return pte_to_table(image_physical(page_table_addr(table)), 0);
}

static void map_window(bool no_execute)
{
    for (word_t i = 0; i < WINDOW_LEAVES; i++) {
        LOOP(PAGE_TABLE_ENTRIES, i);
        const paddr_t page = {i << HUGE_PAGE_BITS};
        window_gigabytes.entry[i] = pte_kernel_leaf(page, 2, MEMORY_WRITE_BACK, true, no_execute);
    }
    map_devices(no_execute);
    window_gigabytes.entry[DEVICES_GIGABYTE] = to_own_table(&window_devices);
}

static void map_image_part(const struct image_mark *start, const struct image_mark *end,
                           bool write, bool no_execute)
{
    for (word_t at = image_mark_addr(start); at < image_mark_addr(end); at += bit(PAGE_BITS)) {
        LOOP(PAGE_TABLE_ENTRIES, at);
        image_pages.entry[level_index(at, 0)] =
            pte_kernel_leaf(image_physical(at), 0, MEMORY_WRITE_BACK, write, no_execute);
    }
}

void boot_kernel_tables(bool no_execute)
{
    map_window(no_execute);
    map_image_part(&ki_start, &ki_boot_data, false, false);
    map_image_part(&ki_boot_data, &ki_boot_end, true, no_execute);
    map_image_part(&ki_boot_end, &ki_rodata, false, false);
    map_image_part(&ki_rodata, &ki_data, false, no_execute);
    map_image_part(&ki_data, &ki_end, true, no_execute);
    image_gigabyte.entry[level_index(IMAGE_BASE, 1)] = to_own_table(&image_pages);
    window_gigabytes.entry[level_index(IMAGE_BASE, 2)] = to_own_table(&image_gigabyte);
    kernel_root.entry[KERNEL_ENTRY] = to_own_table(&window_gigabytes);
    machine_write_cr3(image_physical(page_table_addr(&kernel_root)).raw);
}

/* ------------------------------------------------------------------------- the root task */

struct cap arch_boot_root(word_t root, word_t pool)
{
    vspace_add_kernel(root);
    asid_init(pool, root);
    struct cap c = cap_make(CAP_vspace, root);
    paging_cap_set_asid(&c, ROOT_TASK_ASID);
    return c;
}

struct cap arch_boot_asid_pool(word_t pool)
{
    return cap_make(CAP_asid_pool, pool);       /* of the ASIDs from 0 */
}

/* What the entry of this level points to. */
static struct cap paging_cap(word_t level, word_t table)
{
    const enum cap_type type = level == 3   ? CAP_pdpt
                               : level == 2 ? CAP_page_directory
                                            : CAP_page_table;
    return cap_make(type, table);
}

struct cap arch_boot_paging(word_t root, word_t vaddr, word_t table)
{
    const struct walk place = vspace_walk(root, vaddr, 0);
    *pte_at(place.entry) = pte_to_table(window_physical(table), 0);
    struct cap c = paging_cap(place.level, table);
    paging_cap_set_asid(&c, ROOT_TASK_ASID);
    paging_cap_set_vaddr(&c, align_down(vaddr, level_bits(place.level)));
    return c;
}

/* All user code's pages can be executed. */
struct cap arch_boot_page(word_t root, word_t vaddr, word_t page, bool execute)
{
    (void)execute;
    const struct walk place = vspace_walk(root, vaddr, 0);
    *pte_at(place.entry) = pte_user_leaf(window_physical(page), 0, VM_ATTR_WRITE_BACK, true, true);
    struct cap c = cap_make(CAP_frame, page);
    frame_cap_set_rights(&c, RIGHT_SEND | RIGHT_RECEIVE);
    frame_cap_set_mapping(&c, ROOT_TASK_ASID, vaddr);
    return c;
}
