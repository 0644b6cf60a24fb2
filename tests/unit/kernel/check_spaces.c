/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Address spaces: what hardware would translate is what capabilities say.
 *
 *  1. A registered ASID pool lives and has this number; a root in it is a page table whose
 *     capabilities all have its ASID and address 0.
 *  2. In a live tree a table entry leads to a living page table whose capabilities name this
 *     place; a leaf belongs to a frame capability that is mapped exactly there, and no table or
 *     leaf appears in two places.
 *  3. satp holds a live root with its ASID, or the kernel's table; the current thread's, if it has.
 *  4. What the TLB remembers is what a walk would find now. Of dead address spaces it remembers
 *     nothing.
 */

#include "survey.h"
#include "asid.h"
#include <arch/caps.h>
#include <arch/machine.h>
#include <arch/vspace.h>
#include <string.h>

#define TABLES_EVERY 16

/* What capabilities say about an object: their common place, and how many say so. */
struct place { word_t asid, vaddr, object; bool is_leaf; word_t bits; };

static struct place place[MAX_OBJECTS];
static word_t n_places;

/* The places of all mapped frames and page tables. */
static void collect_places(void)
{
    n_places = 0;
    for (word_t i = 0; i < survey.n_caps && n_places < MAX_OBJECTS; i++) {
        struct cap c = slot_at(survey.cap[i])->cap;
        if (cap_is(c, CAP_frame) && frame_cap_asid(c) != 0)
            place[n_places++] = (struct place){frame_cap_asid(c), frame_cap_vaddr(c), cap_object(c),
                                               true, 12 + 9 * frame_cap_level(c)};
        else if (cap_is(c, CAP_page_table) && page_table_cap_asid(c) != 0)
            place[n_places++] = (struct place){page_table_cap_asid(c), page_table_cap_vaddr(c),
                                               cap_object(c), false, 0};
    }
}

static bool has_place(word_t asid, word_t vaddr, word_t object, bool is_leaf, word_t bits)
{
    for (word_t i = 0; i < n_places; i++)
        if (place[i].asid == asid && place[i].vaddr == vaddr && place[i].object == object &&
            place[i].is_leaf == is_leaf && place[i].bits == bits)
            return true;
    return false;
}

static void check_entry(word_t asid, word_t vaddr, struct pte e, word_t level)
{
    word_t target = window_address(pte_physical(e));
    bool is_leaf = pte_is_leaf(e);
    MUST(is_leaf || level > 0, "a table below level 0 at 0x%lx of ASID %lu", vaddr, asid);
    MUST(has_place(asid, vaddr, target, is_leaf, is_leaf ? level_bits(level) : 0),
         "no capability explains the %s 0x%lx at 0x%lx of ASID %lu",
         is_leaf ? "leaf to" : "table", target, vaddr, asid);
    MUST(!is_leaf || pte_user(e), "a leaf of the kernel's in user space");
}

static bool are_empty(const struct pte e[8])
{
    word_t all = 0;
    for (word_t i = 0; i < 8; i++)
        all |= e[i].word[0];
    return all == 0;
}

/* The entries of one table, that translates from vaddr on; user entries only. */
static void check_table(word_t asid, word_t vaddr, word_t table, word_t level)
{
    word_t n = level == PAGE_LEVEL_ROOT ? KERNEL_FIRST_ENTRY : PAGE_TABLE_ENTRIES;
    object_expect(table, CAP_page_table, false, "a page-table entry");
    for (word_t i = 0; i < n; i++) {
        if (i % 8 == 0 && are_empty(&page_table_at(table)->entry[i])) {
            i += 7;
            continue;
        }
        struct pte e = page_table_at(table)->entry[i];
        word_t at = vaddr + (i << level_bits(level));
        if (pte_valid(e))
            check_entry(asid, at, e, level);
        else
            MUST(e.word[0] == 0, "an invalid entry that is not empty");
        if (pte_is_table(e) && level == PAGE_LEVEL_ROOT)
            check_table(asid, at, window_address(pte_physical(e)), level - 1);
        else if (pte_is_table(e))
            check_table(asid, at, window_address(pte_physical(e)), 0);
    }
}

static void check_kernel_half(word_t root)
{
    const word_t half = sizeof kernel_root - KERNEL_FIRST_ENTRY * sizeof kernel_root.entry[0];
    MUST(memcmp(&page_table_at(root)->entry[KERNEL_FIRST_ENTRY],
                &kernel_root.entry[KERNEL_FIRST_ENTRY], half) == 0,
         "root 0x%lx lacks the kernel's half", root);
}

static void check_root(word_t asid, word_t root)
{
    MUST(asid != 0, "ASID 0 has a root");
    check_table(asid, 0, root, PAGE_LEVEL_ROOT);
    check_kernel_half(root);
    MUST(has_place(asid, 0, root, false, 0), "no capability names root 0x%lx of ASID %lu", root,
         asid);
    for (word_t i = 0; i < n_places; i++)
        MUST(place[i].object != root || (place[i].asid == asid && place[i].vaddr == 0),
             "two capabilities differ about root 0x%lx", root);
}

static void check_pool(word_t number, word_t pool)
{
    const struct object *o = object_expect(pool, CAP_asid_pool, false, "a registered ASID pool");
    MUST(o->extra == number << ASID_POOL_INDEX_BITS, "ASID pool %lu has another number", number);
    for (word_t i = 0; i < ASID_POOL_ENTRIES; i++) {
        word_t root = asid_pool_at(pool)->root[i];
        if (root != 0)
            check_root(number << ASID_POOL_INDEX_BITS | i, root);
    }
}

static void check_satp(void)
{
    struct satp s = {{node.arch.satp}};
    struct cap c = tcb_at(node.current)->slot[TCB_VSPACE].cap;
    bool has_space = cap_is(c, CAP_page_table) && page_table_cap_asid(c) != 0 &&
                     asid_root(page_table_cap_asid(c)) == cap_object(c);
    word_t root = window_address((paddr_t){satp_ppn(s) << PAGE_BITS});
    if (node.arch.satp != node.arch.kernel_satp)
        MUST(asid_root(satp_asid(s)) == root, "satp holds ASID %lu, which is dead", satp_asid(s));
    if (has_space)
        MUST(satp_asid(s) == page_table_cap_asid(c) && root == cap_object(c),
             "the current thread runs in ASID %lu, not in its own %lu", satp_asid(s),
             page_table_cap_asid(c));
}

static void check_translation(const struct host_translation *t)
{
    word_t root = asid_root(t->asid);
    MUST(root != 0, "the TLB remembers 0x%lx of ASID %lu, which is dead", t->first, t->asid);
    struct walk w = vspace_walk(root, t->first);
    MUST(pte_at(w.entry)->word[0] == t->entry && level_bits(w.level) == t->bits,
         "the TLB remembers 0x%lx of ASID %lu otherwise than the page tables say", t->first,
         t->asid);
}

/* The tables are looked at when a capability to a table or frame has changed, and now and then. */
void check_spaces(void)
{
    static word_t turn, known;
    if (survey.number == 1)
        turn = 0;
    if (survey.whole || (survey.caps_changed &&
                         (turn++ % TABLES_EVERY == 0 || survey.spaces != known))) {
        known = survey.spaces;
        collect_places();
        for (word_t i = 0; i < N_ASID_POOLS; i++)
            if (node.asid_pool[i] != 0)
                check_pool(i, node.asid_pool[i]);
    }
    check_satp();
    for (word_t i = 0; i < HOST_TLB_ENTRIES; i++)
        if (node.arch.tlb[i].bits != 0)
            check_translation(&node.arch.tlb[i]);
}
