/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Paging structures below the root: page tables, page directories, PDPTs. Entering them into an
 * address space and taking them out.
 *
 * The three differ in the level of the entry that points to them, and in their labels. All
 * capabilities of a structure agree about its place, because copies exist only of mapped ones, and
 * Unmap wants the only capability. What an unmapped structure holds is zero.
 */

#include "asid.h"
#include "derive.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/vspace.h>

/* Level of the entry that points to the structure: 1 page table, 2 page directory, 3 PDPT. */
static word_t level_of(struct cap c)
{
    switch (cap_type(c)) {
    case CAP_page_table:     return 1;
    case CAP_page_directory: return 2;
    default:                 return 3;
    }
}

static enum err map(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(X86PageTableMap), INV_CAPS(X86PageTableMap)))
        return fail_truncated(INV_WORDS(X86PageTableMap), INV_CAPS(X86PageTableMap));
    if (paging_cap_is_mapped(self->cap))
        return fail_capability(0, "the paging structure is mapped already", 0);
    const struct cap vspace = message_cap(m, 0);
    const word_t level = level_of(self->cap);
    const word_t vaddr = align_down(m->word[0], level_bits(level));
    enum err error = vspace_check_argument(vspace);
    if (error != ERR_OK)
        return error;
    if (vaddr > USER_LAST)
        return fail_argument(0, "address 0x%lx is behind the user's last, 0x%lx", vaddr, USER_LAST);
    error = asid_check_root(vspace);
    if (error != ERR_OK)
        return error;
    const struct walk w = vspace_walk(cap_object(vspace), vaddr, level);
    if (w.level != level)
        return vspace_fail_level(w);
    if (pte_present(*pte_at(w.entry)) != 0)
        return fail_delete_first("there is such a structure for this address, or a page");

    /* commit */
    *pte_at(w.entry) = pte_to_table(window_physical(cap_object(self->cap)), m->word[1]);
    paging_cap_set_asid(&self->cap, paging_cap_asid(vspace));
    paging_cap_set_vaddr(&self->cap, vaddr);
    return ERR_OK;
}

/* Take a structure out of its address space, if it is still there. */
void paging_unmap(struct cap c)
{
    const word_t root = asid_root(paging_cap_asid(c));
    if (root == 0)
        return;
    const word_t level = level_of(c);
    const struct walk w = vspace_walk(root, paging_cap_vaddr(c), level);
    const struct pte e = *pte_at(w.entry);
    if (w.level != level || !pte_is_table(e, level) ||
        window_address(pte_physical(e, level)) != cap_object(c))
        return;
    *pte_at(w.entry) = pte_empty();
    space_forget(paging_cap_asid(c));
}

static enum err unmap(struct slot *self)
{
    if (!slot_is_final(self))
        return fail_revoke_first("other capabilities to this paging structure exist");

    /* commit */
    if (paging_cap_is_mapped(self->cap)) {
        paging_unmap(self->cap);
        zero_page(cap_object(self->cap));
        paging_cap_set_asid(&self->cap, 0);
        paging_cap_set_vaddr(&self->cap, 0);
    }
    return ERR_OK;
}

/* The labels of the three follow one another: Map, Unmap for PDPT, page directory, page table. */
enum err paging_invoke(struct slot *self, const struct message *m)
{
    const word_t first = X86PDPTMap + 2 * (PAGE_LEVEL_ROOT - level_of(self->cap));
    if (m->label == first)
        return map(self, m);
    if (m->label == first + 1)
        return unmap(self);
    return fail_illegal("this paging structure has no such operation");
}
_Static_assert(X86PageDirectoryMap == X86PDPTMap + 2 && X86PageTableMap == X86PDPTMap + 4 &&
               X86PDPTUnmap == X86PDPTMap + 1 && X86PageTableUnmap == X86PageTableMap + 1,
               "order of the labels");
