/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address spaces: a tree of page tables whose root has an ASID (asid.c).
 *
 *  1. satp holds a live root with its own ASID, or kernel_root with ASID 0. Whatever ends the life
 *     of an address space calls vspace_switch for the current thread before anything else.
 *  2. In a live tree every entry points to a table whose capability still exists: deleting or
 *     unmapping a table clears the entry that points to it. (In a dead tree entries may be stale.
 *     Its root is cleared before it can get an ASID again, its other tables before they can be
 *     mapped.)
 *  3. Every change of a valid or invalid entry in a live tree is followed by a fence for that ASID:
 *     the whole of it when a table is entered or removed, one page for a leaf. These are the fences
 *     that the privileged specification 1.12, 4.2.1, asks for; an entry that becomes valid is
 *     fenced too, because a thread must not see a fault for a page it has mapped.
 *  4. Nobody's translations survive in the TLB beyond the life of the address space, so that a
 *     switch needs no fence: an ASID is not loaded into satp between the fence at its end and its
 *     next root, as 4.2.1 allows. Harts without 16 ASID bits are refused at boot.
 *  5. A root holds the kernel's half, and has vaddr 0 in all its capabilities.
 */

#include "asid.h"
#include "debug.h"
#include "fastpath.h"
#include "hostile.h"
#include <arch/machine.h>
#include <arch/vspace.h>

struct page_table kernel_root __attribute__((aligned(1 << PAGE_TABLE_BITS)));

static struct satp kernel_satp(void)
{
    struct satp s = {{0}};
    satp_set_raw(&s, node.arch.kernel_satp);
    return s;
}

/* ASIDLEN is found by writing ones: privileged specification 1.12, 4.1.11. */
void vspace_init(void)
{
    node.arch.kernel_satp = machine_read_satp();
    struct satp s = kernel_satp();
    satp_set_asid(&s, mask(16));
    machine_write_satp(satp_raw(s));
    bool enough = machine_read_satp() == satp_raw(s);
    machine_write_satp(node.arch.kernel_satp);
    if (!enough)
        kernel_fatal("this hart has fewer than 16 ASID bits");
}

void vspace_switch(struct tcb *t)
{
    if (!KEEL_HOSTILE_SLOW && fast_space_is_known(t)) {
        if (machine_read_satp() != t->space.value)
            machine_write_satp(t->space.value);
        return;
    }
    struct cap c = t->slot[TCB_VSPACE].cap;
    struct satp s = kernel_satp();
    if (vspace_cap_is_root(c)) {
        s = satp_make(window_physical(cap_object(c)), page_table_cap_asid(c));
        asid_remember(&t->space, c, satp_raw(s));
    }
    if (KEEL_HOSTILE_SLOW || machine_read_satp() != satp_raw(s))
        machine_write_satp(satp_raw(s));
    if (KEEL_HOSTILE_SLOW)
        machine_fence_translations();
}

struct walk vspace_walk(word_t root, word_t vaddr)
{
    struct walk w = {root, PAGE_LEVEL_ROOT};
    for (;;) {                                                      /* at most 3 turns */
        LOOP(PAGE_LEVEL_ROOT + 1, w.entry);
        w.entry = pte_addr(&page_table_at(w.entry)->entry[level_index(vaddr, w.level)]);
        struct pte e = *pte_at(w.entry);
        if (w.level == 0 || !pte_is_table(e))
            return w;
        w.entry = window_address(pte_physical(e));
        w.level--;
    }
}

void vspace_add_kernel(word_t root)
{
    for (word_t i = KERNEL_FIRST_ENTRY; i < PAGE_TABLE_ENTRIES; i++) {  /* 256 */
        LOOP(PAGE_TABLE_ENTRIES - KERNEL_FIRST_ENTRY, i);
        page_table_at(root)->entry[i] = kernel_root.entry[i];
    }
}

enum err vspace_check_argument(struct cap c)
{
    if (!cap_is(c, CAP_page_table))
        return fail_capability(1, "the VSpace argument is not a page table", 0);
    if (!page_table_cap_is_mapped(c))
        return fail_capability(1, "the VSpace has no ASID: assign it to an ASID pool first", 0);
    return ERR_OK;
}

enum err arch_check_new_root(struct cap c)
{
    if (!cap_is(c, CAP_page_table))
        return fail_capability(1, "only a page table can become a VSpace", 0);
    if (page_table_cap_is_mapped(c))
        return fail_capability(1, "the page table is mapped, or has an ASID already", 0);
    return ERR_OK;
}

struct cap arch_root_with_asid(struct cap c, word_t asid)
{
    vspace_add_kernel(cap_object(c));
    page_table_cap_set_asid(&c, asid);
    page_table_cap_set_vaddr(&c, 0);
    return c;
}
