/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address spaces at boot: the kernel's own, then the root task's.
 *
 * The loader's tables map the image readable, writable and executable, and nothing else that we
 * need. Ours map (see arch/mmu.h for the addresses)
 *
 *     the window     511 GiB from physical 0, 1 GiB leaves where possible: RAM write-back, read and
 *                    write; everything else as device memory
 *     the image      4 KiB leaves:  text read and execute, constants read, data read and write
 *
 * The image lies in one 2 MiB region, so one table of each lower level is enough.
 */

#include "asid.h"
#include <arch/boot.h>
#include <arch/caps.h>
#include <arch/kernel_tables.h>
#include <arch/machine.h>
#include <arch/vspace.h>

#define ROOT_TASK_ASID  1
#define WINDOW_LEVEL    2
#define WINDOW_LEAVES   (WINDOW_BYTES >> HUGE_PAGE_BITS)

_Static_assert(BOARD_RAM_BASE % (1 << LARGE_PAGE_BITS) == 0 &&
               BOARD_RAM_END % (1 << LARGE_PAGE_BITS) == 0, "RAM is mapped in 2 MiB leaves");

/* ------------------------------------------------------------------------------- kernel */

static struct pte window_leaf(word_t physical, word_t level)
{
    const bool ram = physical >= BOARD_RAM_BASE && physical < BOARD_RAM_END;
    return pte_kernel_leaf((paddr_t){physical}, level, ram ? KERNEL_NORMAL : KERNEL_DEVICE,
                           ACCESS_KERNEL_WRITE, false);
}

/* RAM begins or ends inside this leaf. */
static bool is_mixed(word_t physical)
{
    const word_t last = physical + mask(HUGE_PAGE_BITS);
    return (BOARD_RAM_BASE > physical && BOARD_RAM_BASE <= last) ||
           (BOARD_RAM_END > physical && BOARD_RAM_END <= last);
}

static struct pte map_mixed(struct page_table *table, word_t physical)
{
    for (word_t i = 0; i < PAGE_TABLE_ENTRIES; i++) {
        LOOP(PAGE_TABLE_ENTRIES, i);
        table->entry[i] = window_leaf(physical + (i << LARGE_PAGE_BITS), WINDOW_LEVEL - 1);
    }
    return pte_to_table(image_physical(page_table_addr(table)));
}

static void map_window(void)
{
    word_t mixed = 0;
    for (word_t i = 0; i < WINDOW_LEAVES; i++) {
        LOOP(PAGE_TABLE_ENTRIES, i);
        const word_t physical = i << HUGE_PAGE_BITS;
        window_gigabytes.entry[i] = is_mixed(physical) ? map_mixed(&window_mixed[mixed++], physical)
                                                       : window_leaf(physical, WINDOW_LEVEL);
    }
}

static void map_image_part(const struct image_mark *start, const struct image_mark *end,
                           word_t access, bool execute)
{
    for (word_t at = image_mark_addr(start); at < image_mark_addr(end); at += bit(PAGE_BITS)) {
        LOOP(PAGE_TABLE_ENTRIES, at);
        image_pages.entry[level_index(at, 0)] =
            pte_kernel_leaf(image_physical(at), 0, KERNEL_NORMAL, access, execute);
    }
}

static struct pte to_own_table(const struct page_table *table)
{
    return pte_to_table(image_physical(page_table_addr(table)));
}

static word_t table_index(word_t address, word_t level)
{
    return (address >> level_bits(level)) & mask(PAGE_TABLE_INDEX_BITS);
}

/*
 * MAIR and TCR get the values that loaders use, too. Between the change of tables and the
 * invalidation nothing is touched but the page of this code, which both tables map to the same
 * memory, so that no two different translations of one address are used (DDI 0487, D5.10.1).
 */
static void use_tables(void)
{
    const word_t root = image_physical(page_table_addr(&kernel_root)).raw;
    machine_dsb();
    machine_write_mair(MAIR_VALUE);
    machine_write_tcr(TCR_VALUE(machine_parange()));
    machine_write_kernel_ttbr(root);
    machine_isb();
    machine_tlbi_kernel();
    machine_dsb();
    machine_isb();
}

void boot_kernel_tables(void)
{
    const word_t base = image_mark_addr(&ki_start);
    map_window();
    map_image_part(&ki_start, &ki_boot_data, ACCESS_KERNEL_READ, true);
    map_image_part(&ki_boot_data, &ki_boot_end, ACCESS_KERNEL_WRITE, false);
    map_image_part(&ki_boot_end, &ki_rodata, ACCESS_KERNEL_READ, true);
    map_image_part(&ki_rodata, &ki_data, ACCESS_KERNEL_READ, false);
    map_image_part(&ki_data, &ki_end, ACCESS_KERNEL_WRITE, false);
    image_gigabyte.entry[table_index(base, 1)] = to_own_table(&image_pages);
    window_gigabytes.entry[table_index(base, 2)] = to_own_table(&image_gigabyte);
    kernel_root.entry[table_index(base, 3)] = to_own_table(&window_gigabytes);
    use_tables();
}

/* ------------------------------------------------------------------------- the root task */

struct cap arch_boot_root(word_t root, word_t pool)
{
    asid_init(pool, root);
    struct cap c = cap_make(CAP_vspace, root);
    vspace_cap_set_asid(&c, ROOT_TASK_ASID);
    return c;
}

struct cap arch_boot_cap(enum initial_slot slot)
{
    switch (slot) {
    case SLOT_ASIDControl: return cap_make(CAP_asid_control, 0);
    case SLOT_SMC:         return cap_make(CAP_smc, 0);
    default:               return cap_null();
    }
}

struct cap arch_boot_paging(word_t root, word_t vaddr, word_t table)
{
    const struct walk place = vspace_walk(root, vaddr);
    *pte_at(place.entry) = pte_to_table(window_physical(table));
    struct cap c = cap_make(CAP_page_table, table);
    page_table_cap_set_asid(&c, ROOT_TASK_ASID);
    page_table_cap_set_vaddr(&c, align_down(vaddr, level_bits(place.level)));
    return c;
}

struct cap arch_boot_page(word_t root, word_t vaddr, word_t page, bool execute)
{
    const struct walk place = vspace_walk(root, vaddr);
    *pte_at(place.entry) =
        pte_user_leaf(window_physical(page), 0, LEAF_NORMAL, LEAF_READ_WRITE, execute);
    space_entry_added();
    struct cap c = cap_make(CAP_frame, page);
    frame_cap_set_rights(&c, RIGHT_SEND | RIGHT_RECEIVE);
    frame_cap_set_mapping(&c, ROOT_TASK_ASID, vaddr);
    return c;
}
