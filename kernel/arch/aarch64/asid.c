/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * ASIDs: which root table an address-space number stands for.
 *
 *      ASID  [ pool 15..9 | entry 8..0 ]     node.arch.asid_pool[pool] -> struct asid_pool
 *      entry [ root | hardware number 7..0 ] the number is a VMID at EL2, not used at EL1
 *
 *  1. A root that is registered here has this ASID in all its capabilities.
 *  2. ASID 0 belongs to no_root: entry 0 of pool 0 stays empty.
 *  3. When an ASID is removed, no thread runs in it and the TLB holds nothing of it.
 */

#include "cspace.h"
#include "derive.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/vspace.h>

#define HARDWARE_NUMBER_BITS 8
_Static_assert(HARDWARE_NUMBER_BITS <= VSPACE_BITS, "a root's address leaves room for the number");

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
    return pool_of(asid) == 0 ? 0 : align_down(*root_of(asid), HARDWARE_NUMBER_BITS);
}

word_t asid_hardware(word_t asid)
{
    return pool_of(asid) == 0 ? 0 : *root_of(asid) & mask(HARDWARE_NUMBER_BITS);
}

void asid_set_hardware(word_t asid, word_t number)
{
    *root_of(asid) = asid_root(asid) | number;
}

void asid_init(word_t pool, word_t root)
{
    node.arch.asid_pool[0] = pool;
    *root_of(1) = root;
}

/* The root is gone before the TLB is cleaned: nothing is walked under this number meanwhile. */
void asid_delete_root(struct cap vspace)
{
    const word_t asid = vspace_cap_asid(vspace);
    if (asid_root(asid) != cap_object(vspace))
        return;
    *root_of(asid) = asid_hardware(asid);
    vspace_switch(current_thread());
    space_forget(asid);
    *root_of(asid) = 0;
}

void asid_delete_pool(struct cap pool)
{
    const word_t base = asid_pool_cap_base(pool);
    if (pool_of(base) != cap_object(pool))
        return;
    node.arch.asid_pool[base >> ASID_POOL_INDEX_BITS] = 0;
    vspace_switch(current_thread());
    space_forget_pool(base);
}

/* The first unused pool number, or N_ASID_POOLS. */
static word_t free_pool(void)
{
    for (word_t i = 0; i < N_ASID_POOLS; i++) {     /* 128 */
        LOOP(N_ASID_POOLS, i);
        if (node.arch.asid_pool[i] == 0)
            return i;
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
    if (!message_has(m, INV_WORDS(ARMASIDControlMakePool), INV_CAPS(ARMASIDControlMakePool)))
        return fail_truncated(INV_WORDS(ARMASIDControlMakePool),
                              INV_CAPS(ARMASIDControlMakePool));
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
    return m->label == ARMASIDControlMakePool ? make_pool(m)
                                                : fail_illegal("ASIDControl has no such operation");
}

/* The first unused ASID of a pool, or 0. */
static word_t free_asid(word_t base)
{
    for (word_t asid = base == 0 ? 1 : base; asid < base + ASID_POOL_ENTRIES; asid++) {   /* 512 */
        LOOP(ASID_POOL_ENTRIES, asid);
        if (*root_of(asid) == 0)
            return asid;
    }
    return 0;
}

static enum err check_pool(struct cap pool)
{
    word_t registered = pool_of(asid_pool_cap_base(pool));
    if (registered == 0) {
        node.lookup.type = LOOKUP_InvalidRoot;
        return fail_lookup(false, &node.lookup, "the ASID pool was deleted");
    }
    if (registered != cap_object(pool))
        return fail_capability(0, "another ASID pool has taken this one's place", 0);
    return ERR_OK;
}

static enum err assign(struct cap pool, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMASIDPoolAssign), INV_CAPS(ARMASIDPoolAssign)))
        return fail_truncated(INV_WORDS(ARMASIDPoolAssign), INV_CAPS(ARMASIDPoolAssign));
    struct slot *root = slot_at(m->cap[0]);
    if (!cap_is(root->cap, CAP_vspace))
        return fail_capability(1, "only a VSpace can get an ASID", 0);
    if (vspace_cap_asid(root->cap) != 0)
        return fail_capability(1, "the VSpace has an ASID already", 0);
    enum err error = check_pool(pool);
    if (error != ERR_OK)
        return error;
    word_t asid = free_asid(asid_pool_cap_base(pool));
    if (asid == 0)
        return fail_delete_first("the ASID pool is full");

    /* commit */
    *root_of(asid) = cap_object(root->cap);
    vspace_cap_set_asid(&root->cap, asid);
    return ERR_OK;
}

enum err asid_pool_invoke(struct cap pool, const struct message *m)
{
    return m->label == ARMASIDPoolAssign ? assign(pool, m)
                                           : fail_illegal("an ASID pool has no such operation");
}
