/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address spaces of devices: what a device reaches with DMA is what has been mapped for it here.
 *
 *     context entry -> I/O page table (root) -> ... -> I/O page table -> frames of 4 KiB
 *
 * A device begins without tables and reaches nothing. The first table that is mapped for it becomes
 * its root, each further one goes where the walk for its address ends.
 *
 *  1. A frame capability stands for at most one mapping, as with programs' address spaces; tables
 *     and capabilities may have changed since, so unmapping looks whether the entry is still there.
 *  2. A table is in at most one place: Map wants the only capability of one that is not mapped.
 *     What an unmapped table holds is zero.
 *  3. When a table or a frame is taken out, the units have forgotten it before the function returns
 *     (iommu.c). A table that is taken out leaves what is below it unreachable.
 */

#include "derive.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/caps.h>
#include <arch/io_space.h>
#include <arch/iommu.h>

#define MAX_LEVELS  4
#define TABLE_SPAN_BITS (PAGE_BITS + IO_PAGE_TABLE_INDEX_BITS)

word_t io_space_levels(void)
{
    return node.arch.iommu.levels;
}

void io_space_report(void)
{
    iommu_report();
}

/* -------------------------------------------------------------------------------- IOSpace */

struct cap io_space_master(void)
{
    return node.arch.iommu.n_units != 0 ? cap_make(CAP_io_space, 0) : cap_null();
}

/* The low half of the data word is the low half of word 1. */
struct cap io_space_with_data(struct cap space, word_t data, bool preserve)
{
    if (preserve || io_space_cap_request(space) != 0)
        return cap_null();
    io_space_cap_set_request(&space, data);
    io_space_cap_set_domain(&space, data >> 16);
    const word_t domain = io_space_cap_domain(space);
    return domain >= node.arch.iommu.first_domain && domain < node.arch.iommu.domain_limit
               ? space
               : cap_null();
}

/* The device has a root that was mapped with this capability; or one of boot's, in which this
 * capability's holders may have mapped something. */
void io_space_delete(struct cap space)
{
    const word_t device = io_space_cap_request(space);
    if (device == 0 || io_context_present(*io_context_of(device)) == 0)
        return;
    const word_t domain = io_context_domain(*io_context_of(device));
    if (domain == io_space_cap_domain(space) || domain < node.arch.iommu.first_domain)
        iommu_clear_context(device);
}

/* The argument `iospace` of Map and MapIO. */
static enum err check_space(struct cap space)
{
    if (!cap_is(space, CAP_io_space))
        return fail_capability(0, "only an IOSpace can be mapped into", 0);
    if (io_space_cap_request(space) == 0)
        return fail_capability(0, "this IOSpace is of no device: mint one with its number", 0);
    return ERR_OK;
}

/* ---------------------------------------------------------------------------------- walks */

static word_t level_of_root(void) { return node.arch.iommu.levels - 1; }

/* What is above the root's reach counts as 0, what is below a page too. */
static word_t io_address(word_t address, word_t bits)
{
    return align_down(address & mask(level_bits(node.arch.iommu.levels)), bits);
}

/* Where a walk stopped: the address of an entry that is empty, or at level 0. */
struct io_walk { word_t entry, level; };

/* The device has a root. */
static struct io_walk walk(word_t device, word_t address)
{
    word_t table = window_address(io_context_physical(*io_context_of(device)));
    struct io_walk w = {0, level_of_root()};
    for (word_t i = 0; i < MAX_LEVELS; i++) {
        LOOP(MAX_LEVELS, table);
        w.entry = io_pte_addr(&io_page_table_at(table)->entry[level_index(address, w.level)]);
        if (w.level == 0 || io_pte_is_empty(*io_pte_at(w.entry)))
            return w;
        table = window_address(io_pte_physical(*io_pte_at(w.entry)));
        w.level--;
    }
    return w;
}

/* The entry on the way to an address that points to this table, or 0. */
static word_t entry_to(word_t device, word_t address, word_t wanted)
{
    word_t table = window_address(io_context_physical(*io_context_of(device)));
    for (word_t level = level_of_root(); level != 0; level--) {     /* <= 3 */
        LOOP(MAX_LEVELS, level);
        const struct io_pte *e = &io_page_table_at(table)->entry[level_index(address, level)];
        if (io_pte_is_empty(*e))
            return 0;
        table = window_address(io_pte_physical(*e));
        if (table == wanted)
            return io_pte_addr(e);
    }
    return 0;
}

static bool has_root(word_t device)
{
    return io_context_present(*io_context_of(device)) != 0;
}

/* ---------------------------------------------------------------------------- IOPageTable */

static enum err check_table(const struct slot *self)
{
    if (io_page_table_cap_mapped(self->cap) != 0)
        return fail_capability(0, "the table is mapped already", 0);
    if (!slot_is_final(self))
        return fail_capability(0, "copies of this capability say that the table is mapped", 0);
    return ERR_OK;
}

static void set_mapped(struct slot *self, word_t device, word_t address)
{
    io_page_table_cap_set_mapped(&self->cap, 1);
    io_page_table_cap_set_request(&self->cap, device);
    io_page_table_cap_set_vpage(&self->cap, address >> PAGE_BITS);
}

static enum err map_table(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(X86IOPageTableMap), INV_CAPS(X86IOPageTableMap)))
        return fail_truncated(INV_WORDS(X86IOPageTableMap), INV_CAPS(X86IOPageTableMap));
    const struct cap space = message_cap(m, 0);
    enum err error;
    if ((error = check_table(self)) != ERR_OK || (error = check_space(space)) != ERR_OK)
        return error;
    const word_t device = io_space_cap_request(space);
    const word_t address = io_address(m->word[0], TABLE_SPAN_BITS);
    const word_t table = cap_object(self->cap);
    const bool first = !has_root(device);
    const struct io_walk w = first ? (struct io_walk){0, level_of_root()} : walk(device, address);
    if (!first && w.level == 0)
        return fail_delete_first("all tables for this address exist");

    /* commit */
    iommu_table_ready(table);
    if (first)
        iommu_set_context(device, window_physical(table), io_space_cap_domain(space));
    else
        iommu_add(device, w.entry, io_pte_make(window_physical(table), IO_READ | IO_WRITE),
                  address);
    set_mapped(self, device, address);
    return ERR_OK;
}

void io_page_table_unmap(struct cap table)
{
    const word_t device = io_page_table_cap_request(table);
    if (io_page_table_cap_mapped(table) == 0 || !has_root(device))
        return;
    if (window_address(io_context_physical(*io_context_of(device))) == cap_object(table)) {
        iommu_clear_context(device);
        return;
    }
    const word_t address = io_page_table_cap_vpage(table) << PAGE_BITS;
    const word_t entry = entry_to(device, address, cap_object(table));
    if (entry != 0)
        iommu_remove_table(device, entry);
}

static enum err unmap_table(struct slot *self)
{
    /* commit */
    if (io_page_table_cap_mapped(self->cap) != 0) {
        io_page_table_unmap(self->cap);
        zero_page(cap_object(self->cap));
        self->cap = cap_make(CAP_io_page_table, cap_object(self->cap));
    }
    return ERR_OK;
}

enum err io_page_table_invoke(struct slot *self, const struct message *m)
{
    switch (m->label) {
    case X86IOPageTableMap:   return map_table(self, m);
    case X86IOPageTableUnmap: return unmap_table(self);
    default:                  return fail_illegal("an I/O page table has no such operation");
    }
}

/* --------------------------------------------------------------------------------- frames */

static enum err check_frame(struct cap frame)
{
    if (frame_cap_level(frame) != 0)
        return fail_capability(0, "only frames of 4 KiB are mapped for devices", 0);
    if (frame_cap_is_mapped(frame) || frame_cap_is_mapped_io(frame))
        return fail_capability(0, "the frame is mapped already", 0);
    return ERR_OK;
}

static enum err fail_level(word_t device, struct io_walk w)
{
    node.lookup.type = has_root(device) ? LOOKUP_MissingCapability : LOOKUP_InvalidRoot;
    node.lookup.bits_left = level_bits(w.level);
    return fail_lookup(false, &node.lookup, "the device has no table for this address");
}

static word_t io_rights(struct cap frame, word_t rights)
{
    const word_t allowed = frame_rights_masked(frame_cap_rights(frame), rights);
    return ((allowed & RIGHT_RECEIVE) != 0 ? IO_READ : 0) |
           ((allowed & RIGHT_SEND) != 0 ? IO_WRITE : 0);
}

static enum err map_frame(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(X86PageMapIO), INV_CAPS(X86PageMapIO)))
        return fail_truncated(INV_WORDS(X86PageMapIO), INV_CAPS(X86PageMapIO));
    const struct cap space = message_cap(m, 0);
    enum err error;
    if ((error = check_frame(self->cap)) != ERR_OK || (error = check_space(space)) != ERR_OK)
        return error;
    const word_t device = io_space_cap_request(space);
    const word_t address = io_address(m->word[1], PAGE_BITS);
    const word_t rights = io_rights(self->cap, m->word[0]);
    const struct io_walk w = has_root(device) ? walk(device, address)
                                              : (struct io_walk){0, level_of_root()};
    if (w.entry == 0 || w.level != 0)
        return fail_level(device, w);
    if (!io_pte_is_empty(*io_pte_at(w.entry)))
        return fail_delete_first("another frame is mapped at this address");
    if (rights == 0)
        return fail_argument(0, "rights 0x%lx leave the device nothing that the frame allows",
                             m->word[0], 0);

    /* commit */
    iommu_add(device, w.entry, io_pte_make(window_physical(cap_object(self->cap)), rights),
              address);
    frame_cap_set_io(&self->cap, 1);
    frame_io_cap_set_request(&self->cap, device);
    frame_io_cap_set_vpage(&self->cap, address >> PAGE_BITS);
    return ERR_OK;
}

void frame_unmap_io(struct cap frame)
{
    const word_t device = frame_io_cap_request(frame);
    const word_t address = frame_io_cap_vpage(frame) << PAGE_BITS;
    if (!has_root(device))
        return;
    const struct io_walk w = walk(device, address);
    const struct io_pte e = *io_pte_at(w.entry);
    if (w.level == 0 && !io_pte_is_empty(e) &&
        io_pte_physical(e).raw == window_physical(cap_object(frame)).raw)
        iommu_remove_page(device, w.entry, address);
}

enum err frame_invoke_io(struct slot *self, const struct message *m)
{
    return m->label == X86PageMapIO ? map_frame(self, m)
                                    : fail_illegal("a frame has no such operation");
}
