/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address spaces: a tree of paging structures whose root has an ASID (asid.c).
 *
 *  1. The machine translates by a live root or by kernel_root; both have the kernel's part, or, in
 *     isolation (boot_leaks.c), the former its pages of entry and exit.
 *     Whatever ends the life of an address space calls vspace_switch for the current thread before
 *     anything else.
 *  2. In a live tree every entry points to a structure whose capability still exists: deleting or
 *     unmapping a structure clears the entry that points to it. (In a dead tree entries may be
 *     stale: a root never gets an ASID twice, its other structures are cleared before they can be
 *     mapped.)
 *  3. An entry that was present changes only together with the TLB's forgetting it, see space.c. An
 *     entry that was not present is in no TLB: nothing is needed (SDM 3, 4.10.4.3).
 *  4. Nobody's translations survive in the TLB beyond the life of the address space.
 */

#include "asid.h"
#include "fastpath.h"
#include "hostile.h"
#include <arch/kernel_tables.h>
#include <arch/vspace.h>

void vspace_switch(struct tcb *t)
{
    const struct cap c = t->slot[TCB_VSPACE].cap;
    if (!KEEL_HOSTILE_SLOW && fast_space_is_known(t)) {
        space_load(t->space.value);
    } else if (vspace_cap_is_root(c)) {
        space_use(paging_cap_asid(c), cap_object(c));
        asid_remember(&t->space, c, node.arch.space);
    } else {
        space_use_none();
    }
}

struct walk vspace_walk(word_t root, word_t vaddr, word_t level)
{
    struct walk w = {root, PAGE_LEVEL_ROOT};
    for (;;) {                                                      /* at most 4 turns */
        LOOP(PAGE_LEVEL_ROOT + 1, w.entry);
        w.entry = pte_addr(&page_table_at(w.entry)->entry[level_index(vaddr, w.level)]);
        struct pte e = *pte_at(w.entry);
        if (w.level == level || !pte_leads_on(e))
            return w;
        w.entry = window_address((paddr_t){pte_frame(e) << PAGE_BITS});
        w.level--;
    }
}

void vspace_add_kernel(word_t root)
{
    page_table_at(root)->entry[KERNEL_ENTRY] =
        node.arch.isolated != 0
            ? pte_to_kernel_table(image_physical(page_table_addr(&entry_gigabytes)))
            : kernel_root.entry[KERNEL_ENTRY];
}

enum err vspace_check_argument(struct cap c)
{
    if (!cap_is(c, CAP_vspace))
        return fail_capability(1, "the argument is not a PML4", 0);
    if (paging_cap_asid(c) == 0)
        return fail_capability(1, "the PML4 has no ASID: assign it to an ASID pool first", 0);
    return ERR_OK;
}

enum err vspace_fail_level(struct walk w)
{
    node.lookup.type = LOOKUP_MissingCapability;
    node.lookup.bits_left = level_bits(w.level);
    return fail_lookup(false, &node.lookup,
                       "a paging structure for this address is missing, or a page is in the way");
}

enum err arch_check_new_root(struct cap c)
{
    if (!cap_is(c, CAP_vspace))
        return fail_capability(1, "only a PML4 can get an ASID", 0);
    if (paging_cap_asid(c) != 0)
        return fail_capability(1, "the PML4 has an ASID already", 0);
    return ERR_OK;
}

struct cap arch_root_with_asid(struct cap c, word_t asid)
{
    vspace_add_kernel(cap_object(c));
    paging_cap_set_asid(&c, asid);
    return c;
}
