/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address spaces at boot: the kernel's own, then the root task's.
 *
 * The loader's tables map the image readable, writable and executable, and nothing else that we
 * need. Ours map (see arch/mmu.h for the addresses)
 *
 *     the window     all physical memory up to 254 GiB, 1 GiB leaves, read and write
 *     the image      4 KiB leaves:  text read and execute, constants read, data read and write
 *
 * The image lies in one 2 MiB region, so one table of each lower level is enough. The tables are
 * shared by all address spaces: roots copy the upper half of kernel_root, whose entry for the
 * image points to image_gigabyte. So boot_leave can take the recycled pages out for everyone.
 */

#include "asid.h"
#include <arch/boot.h>
#include <arch/caps.h>
#include <arch/machine.h>
#include <arch/vspace.h>
#include <arch/kernel_tables.h>

#define ROOT_TASK_ASID  1
#define WINDOW_LEAVES   (WINDOW_BYTES >> HUGE_PAGE_BITS)

static void map_window(void)
{
    for (word_t i = 0; i < WINDOW_LEAVES; i++) {
        LOOP(PAGE_TABLE_ENTRIES, i);
        const paddr_t page = {i << HUGE_PAGE_BITS};
        kernel_root.entry[KERNEL_FIRST_ENTRY + i] = pte_kernel_leaf(page, PTE_READ | PTE_WRITE);
    }
}

static void map_image_part(const struct image_mark *start, const struct image_mark *end, word_t rwx)
{
    for (word_t at = image_mark_addr(start); at < image_mark_addr(end); at += bit(PAGE_BITS)) {
        LOOP(PAGE_TABLE_ENTRIES, at);
        image_pages.entry[level_index(at, 0)] = pte_kernel_leaf(image_physical(at), rwx);
    }
}

void boot_kernel_tables(void)
{
    const word_t base = image_mark_addr(&ki_start);
    map_window();
    map_image_part(&ki_start, &ki_boot_data, PTE_READ | PTE_EXECUTE);
    map_image_part(&ki_boot_data, &ki_boot_end, PTE_READ | PTE_WRITE);
    map_image_part(&ki_boot_end, &ki_rodata, PTE_READ | PTE_EXECUTE);
    map_image_part(&ki_rodata, &ki_data, PTE_READ);
    map_image_part(&ki_data, &ki_end, PTE_READ | PTE_WRITE);
    image_gigabyte.entry[level_index(base, 1)] =
        pte_table(image_physical(page_table_addr(&image_pages)));
    kernel_root.entry[level_index(base, PAGE_LEVEL_ROOT)] =
        pte_table(image_physical(page_table_addr(&image_gigabyte)));
    const struct satp satp = satp_make(image_physical(page_table_addr(&kernel_root)), 0);
    machine_fence_translations();
    machine_write_satp(satp_raw(satp));
    machine_fence_translations();
}

/* ------------------------------------------------------------------------- the root task */

struct cap arch_boot_root(word_t root, word_t pool)
{
    vspace_add_kernel(root);
    asid_init(pool, root);
    struct cap c = cap_make(CAP_page_table, root);
    page_table_cap_set_asid(&c, ROOT_TASK_ASID);
    return c;
}

struct cap arch_boot_cap(enum initial_slot slot)
{
    return slot == SLOT_ASIDControl ? cap_make(CAP_asid_control, 0) : cap_null();
}

struct cap arch_boot_paging(word_t root, word_t vaddr, word_t table)
{
    const struct walk place = vspace_walk(root, vaddr);
    *pte_at(place.entry) = pte_table(window_physical(table));
    struct cap c = cap_make(CAP_page_table, table);
    page_table_cap_set_asid(&c, ROOT_TASK_ASID);
    page_table_cap_set_vaddr(&c, align_down(vaddr, level_bits(place.level)));
    return c;
}

struct cap arch_boot_page(word_t root, word_t vaddr, word_t page, bool execute)
{
    const struct walk place = vspace_walk(root, vaddr);
    const word_t rwx = PTE_READ | PTE_WRITE | (execute ? PTE_EXECUTE : 0);
    *pte_at(place.entry) = pte_user_leaf(window_physical(page), rwx);
    struct cap c = cap_make(CAP_frame, page);
    frame_cap_set_rights(&c, RIGHT_SEND | RIGHT_RECEIVE);
    frame_cap_set_mapping(&c, ROOT_TASK_ASID, vaddr);
    return c;
}
