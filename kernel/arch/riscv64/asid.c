/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * ASIDs: which root table an address-space number stands for.
 *
 *      ASID  [ pool 15..9 | entry 8..0 ]     node.arch.asid_pool[pool] -> struct asid_pool -> root
 *
 *  1. A root that is registered here is a page table with vaddr 0 and this ASID in all its
 *     capabilities, and holds the kernel's half.
 *  2. ASID 0 belongs to kernel_root: entry 0 of pool 0 stays empty.
 *  3. A pool is registered from its first capability to its last: whoever has one finds it here.
 *  4. When an ASID is removed, no thread runs in it and the TLB holds nothing of it. The next root
 *     with this number starts clean, as the privileged specification 1.12, 4.2.1, allows: the
 *     number is not loaded into satp between the fence and the new root.
 */

#include "cspace.h"
#include "derive.h"
#include "hostile.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/machine.h>
#include <arch/vspace.h>

static word_t pool_of(word_t asid)
{
    return node.arch.asid_pool[asid >> ASID_POOL_INDEX_BITS];
}

/* Where the root of an ASID of a registered pool stands. */
static word_t *root_of(word_t asid)
{
    return &asid_pool_at(pool_of(asid))->root[asid & mask(ASID_POOL_INDEX_BITS)];
}

word_t asid_root(word_t asid)
{
    return pool_of(asid) == 0 ? 0 : *root_of(asid);
}

bool asid_is_root(struct cap page_table)
{
    return asid_root(page_table_cap_asid(page_table)) == cap_object(page_table);
}

void asid_init(word_t pool, word_t root)
{
    node.arch.asid_pool[0] = pool;
    *root_of(1) = root;
}

void asid_delete_root(struct cap page_table)
{
    *root_of(page_table_cap_asid(page_table)) = 0;
    vspace_switch(current_thread());
    machine_fence_asid(page_table_cap_asid(page_table));
}

void asid_delete_pool(struct cap pool)
{
    node.arch.asid_pool[asid_pool_cap_base(pool) >> ASID_POOL_INDEX_BITS] = 0;
    vspace_switch(current_thread());
    machine_fence_translations();       /* 512 ASIDs: one fence for all is cheaper */
}

/* An unused pool number, the first or the last, or N_ASID_POOLS. */
static word_t free_pool(void)
{
    const word_t turn = hostile_turns(ORDER_ASID) ? N_ASID_POOLS - 1 : 0;
    for (word_t i = 0; i < N_ASID_POOLS; i++) {     /* 128 */
        LOOP(N_ASID_POOLS, i);
        if (node.arch.asid_pool[i ^ turn] == 0)
            return i ^ turn;
    }
    return N_ASID_POOLS;
}

static enum err check_untyped(const struct slot *s)
{
    if (!cap_is(s->cap, CAP_untyped))
        return fail_capability(1, "an ASID pool is made from an untyped", 0);
    if (untyped_cap_size_bits(s->cap) != ASID_POOL_BITS || untyped_cap_device(s->cap) != 0)
        return fail_capability(1, "an ASID pool is made from ordinary memory of 2^12 bytes", 0);
    if (slot_has_children(s))
        return fail_revoke_first("the untyped for the ASID pool is in use");
    return ERR_OK;
}

static enum err make_pool(const struct message *m)
{
    if (!message_has(m, INV_WORDS(RISCVASIDControlMakePool), INV_CAPS(RISCVASIDControlMakePool)))
        return fail_truncated(INV_WORDS(RISCVASIDControlMakePool),
                              INV_CAPS(RISCVASIDControlMakePool));
    word_t number = free_pool();
    if (number == N_ASID_POOLS)
        return fail_delete_first("all 128 ASID pools exist");
    struct slot *untyped = slot_at(m->cap[0]);
    enum err error = check_untyped(untyped);
    if (error != ERR_OK)
        return error;
    word_t dest = cspace_lookup_slot(message_cap(m, 1), m->word[0], m->word[1], false);
    if (dest == 0)
        return last_refusal();
    if (!slot_is_empty(slot_at(dest)))
        return fail_delete_first("the destination slot is occupied");

    /* commit */
    word_t pool = cap_object(untyped->cap);
    struct cap c = cap_make(CAP_asid_pool, pool);
    asid_pool_cap_set_base(&c, number << ASID_POOL_INDEX_BITS);
    untyped_cap_set_watermark(&untyped->cap, bit(ASID_POOL_BITS));
    zero_page(pool);
    node.arch.asid_pool[number] = pool;
    slot_insert(slot_at(dest), c, untyped);
    return ERR_OK;
}

enum err asid_control_invoke(const struct message *m)
{
    return m->label == RISCVASIDControlMakePool ? make_pool(m)
                                                : fail_illegal("ASIDControl has no such operation");
}

/* An unused ASID of a pool, the first or the last, or 0. */
static word_t free_asid(word_t base)
{
    const word_t turn = hostile_turns(ORDER_ASID) ? ASID_POOL_ENTRIES - 1 : 0;
    for (word_t i = 0; i < ASID_POOL_ENTRIES; i++) {    /* 512 */
        LOOP(ASID_POOL_ENTRIES, i);
        word_t asid = base + (i ^ turn);
        if (asid != 0 && *root_of(asid) == 0)
            return asid;
    }
    return 0;
}

static enum err assign(struct cap pool, const struct message *m)
{
    if (!message_has(m, INV_WORDS(RISCVASIDPoolAssign), INV_CAPS(RISCVASIDPoolAssign)))
        return fail_truncated(INV_WORDS(RISCVASIDPoolAssign), INV_CAPS(RISCVASIDPoolAssign));
    struct slot *table = slot_at(m->cap[0]);
    if (!cap_is(table->cap, CAP_page_table))
        return fail_capability(1, "only a page table can become a VSpace", 0);
    if (page_table_cap_is_mapped(table->cap))
        return fail_capability(1, "the page table is mapped, or has an ASID already", 0);
    word_t asid = free_asid(asid_pool_cap_base(pool));
    if (asid == 0)
        return fail_delete_first("the ASID pool is full");

    /* commit */
    *root_of(asid) = cap_object(table->cap);
    vspace_add_kernel(cap_object(table->cap));
    page_table_cap_set_asid(&table->cap, asid);
    page_table_cap_set_vaddr(&table->cap, 0);
    return ERR_OK;
}

enum err asid_pool_invoke(struct cap pool, const struct message *m)
{
    return m->label == RISCVASIDPoolAssign ? assign(pool, m)
                                           : fail_illegal("an ASID pool has no such operation");
}
