/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The configuration without an IOMMU: its labels and its object type do not exist, and no
 * capability of these types is ever made. DMA is not remapped.
 */

#include <arch/boot_iommu.h>
#include <arch/caps.h>
#include <arch/io_space.h>

word_t io_space_levels(void)
{
    return ~(word_t)0;
}

void io_space_report(void)
{
}

struct cap io_space_master(void)
{
    return cap_null();
}

struct cap io_space_with_data(struct cap space, word_t data, bool preserve)
{
    (void)space;
    (void)data;
    (void)preserve;
    return cap_null();
}

void io_space_delete(struct cap space)
{
    (void)space;
}

enum err io_page_table_invoke(struct slot *self, const struct message *m)
{
    (void)self;
    (void)m;
    return fail_illegal("an I/O page table has no such operation");
}

void io_page_table_unmap(struct cap table)
{
    (void)table;
}

enum err frame_invoke_io(struct slot *self, const struct message *m)
{
    (void)self;
    (void)m;
    return fail_illegal("a frame has no such operation");
}

void frame_unmap_io(struct cap frame)
{
    (void)frame;
}

word_t boot_iommu_find(struct bytes table, const struct range_list *memory,
                       struct range_list *withheld)
{
    (void)table;
    (void)memory;
    (void)withheld;
    return 0;
}

void boot_iommu_start(word_t pages, word_t apic_id)
{
    (void)pages;
    (void)apic_id;
}
