/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Page tables: entering them into an address space and taking them out.
 *
 * A page table has no level of its own: Map puts it where the walk for its address ends. All
 * capabilities of a table agree about its place, because copies exist only of mapped ones, and
 * Unmap wants the only capability. What an unmapped table holds is zero.
 */

#include "asid.h"
#include "derive.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/machine.h>
#include <arch/vspace.h>

static enum err map(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(RISCVPageTableMap), INV_CAPS(RISCVPageTableMap)))
        return fail_truncated(INV_WORDS(RISCVPageTableMap), INV_CAPS(RISCVPageTableMap));
    if (page_table_cap_is_mapped(self->cap))
        return fail_capability(0, "the page table is mapped already, or is a VSpace", 0);
    struct cap vspace = message_cap(m, 0);
    word_t vaddr = m->word[0];
    enum err error = vspace_check_argument(vspace);
    if (error != ERR_OK)
        return error;
    if (vaddr >= USER_TOP)
        return fail_argument(0, "address 0x%lx is not below the user's end 0x%lx", vaddr, USER_TOP);
    error = asid_check_root(vspace);
    if (error != ERR_OK)
        return error;
    struct walk w = vspace_walk(cap_object(vspace), vaddr);
    if (w.level == 0 || pte_valid(*pte_at(w.entry)))
        return fail_delete_first("all page tables for this address exist, or a page is in the way");

    /* commit */
    word_t asid = page_table_cap_asid(vspace);
    *pte_at(w.entry) = pte_table(window_physical(cap_object(self->cap)));
    page_table_cap_set_asid(&self->cap, asid);
    page_table_cap_set_vaddr(&self->cap, align_down(vaddr, level_bits(w.level)));
    machine_fence_asid(asid);
    return ERR_OK;
}

/* The entry of a live tree that points to the table, or 0. */
static word_t entry_of(struct cap page_table)
{
    word_t table = asid_root(page_table_cap_asid(page_table));
    word_t vaddr = page_table_cap_vaddr(page_table);
    for (word_t level = PAGE_LEVEL_ROOT; table != 0 && level != 0; level--) {   /* 2 */
        LOOP(PAGE_LEVEL_ROOT, level);
        struct pte *e = &page_table_at(table)->entry[level_index(vaddr, level)];
        table = pte_is_table(*e) ? window_address(pte_physical(*e)) : 0;
        if (table == cap_object(page_table))
            return pte_addr(e);
    }
    return 0;
}

/* Take a table that is not a root out of its address space, if it is still there. */
void page_table_unmap(struct cap page_table)
{
    word_t entry = entry_of(page_table);
    if (entry == 0)
        return;
    *pte_at(entry) = pte_empty();
    machine_fence_asid(page_table_cap_asid(page_table));
}

static enum err unmap(struct slot *self)
{
    if (!slot_is_final(self))
        return fail_revoke_first("other capabilities to this page table exist");
    bool mapped = page_table_cap_is_mapped(self->cap);
    if (mapped && asid_is_root(self->cap))
        return fail_revoke_first("the page table is a VSpace");

    /* commit */
    if (mapped) {
        page_table_unmap(self->cap);
        zero_page(cap_object(self->cap));
        page_table_cap_set_asid(&self->cap, 0);
        page_table_cap_set_vaddr(&self->cap, 0);
    }
    return ERR_OK;
}

enum err page_table_invoke(struct slot *self, const struct message *m)
{
    switch (m->label) {
    case RISCVPageTableMap:   return map(self, m);
    case RISCVPageTableUnmap: return unmap(self);
    default:                  return fail_illegal("a page table has no such operation");
    }
}
