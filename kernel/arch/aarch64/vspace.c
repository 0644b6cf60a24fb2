/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address spaces: a tree of translation tables whose root has an ASID (asid.c).
 *
 *  1. The machine translates for user code by a live root or by no_root, which is empty. Whatever
 *     ends the life of an address space calls vspace_switch for the current thread before anything
 *     else.
 *  2. In a live tree every entry points to a table whose capability still exists: deleting or
 *     unmapping a table clears the entry that points to it. (In a dead tree entries may be stale:
 *     a root never gets an ASID twice, its other tables are cleared before they can be mapped.)
 *  3. An entry that was valid changes only by becoming invalid first; then the TLB forgets, before
 *     anything else is written there (DDI 0487, D5.10.1, break-before-make). An entry that was
 *     invalid is not in the TLB: a barrier is enough.
 *  4. Nobody's translations survive in the TLB beyond the life of the address space, so that a
 *     switch needs no maintenance.
 */

#include "asid.h"
#include "fastpath.h"
#include "hostile.h"
#include <arch/vspace.h>

struct root_table no_root __attribute__((aligned(1 << VSPACE_BITS)));

void vspace_switch(struct tcb *t)
{
    const struct cap c = t->slot[TCB_VSPACE].cap;
    if (!KEEL_HOSTILE_SLOW && fast_space_is_known(t)) {
        space_load(t->space.value);
    } else if (vspace_cap_is_root(c)) {
        space_use(vspace_cap_asid(c), cap_object(c));
        asid_remember(&t->space, c, machine_read_user_table());
    } else {
        space_use_none();
    }
}

struct walk vspace_walk(word_t root, word_t vaddr)
{
    word_t table = root;
#pragma GCC unroll 4
    for (word_t level = PAGE_LEVEL_ROOT; level != 0; level--) {     /* at most 3 */
        LOOP(PAGE_LEVEL_ROOT, table);
        const struct pte *e = &root_table_at(table)->entry[level_index(vaddr, level)];
        if (!pte_is_table(*e, level))
            return (struct walk){pte_addr(e), level};
        table = window_address(pte_physical(*e));
    }
    return (struct walk){pte_addr(&page_table_at(table)->entry[level_index(vaddr, 0)]), 0};
}

enum err vspace_check_argument(struct cap c)
{
    if (!cap_is(c, CAP_vspace))
        return fail_capability(1, "the argument is not a VSpace", 0);
    if (vspace_cap_asid(c) == 0)
        return fail_capability(1, "the VSpace has no ASID: assign it to an ASID pool first", 0);
    return ERR_OK;
}

enum err arch_check_new_root(struct cap c)
{
    if (!cap_is(c, CAP_vspace))
        return fail_capability(1, "only a VSpace can get an ASID", 0);
    if (vspace_cap_asid(c) != 0)
        return fail_capability(1, "the VSpace has an ASID already", 0);
    return ERR_OK;
}

struct cap arch_root_with_asid(struct cap c, word_t asid)
{
    vspace_cap_set_asid(&c, asid);
    return c;
}
