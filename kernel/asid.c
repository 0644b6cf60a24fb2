/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * ASIDs: which root table an address-space number stands for.
 *
 *      ASID  [ pool .. 9 | entry 8..0 ]       node.asid_pool[pool] -> struct asid_pool -> entry
 *      entry [ root | hardware number 11..0 ]  the number is 0 where the machine takes the ASID
 *
 *  1. A root that is registered here has this ASID in all its capabilities.
 *  2. ASID 0 belongs to no program: entry 0 of pool 0 stays empty.
 *  3. A pool is registered from its first capability to its last: whoever has one finds it here.
 *  4. When an ASID is removed, no thread runs in it and the TLB holds nothing of it, so that the
 *     next root with this number starts clean.
 */

#include "asid.h"
#include "cspace.h"
#include "derive.h"
#include "hostile.h"
#include "invocation.h"
#include <abi/invocations.h>
#include <arch/cache.h>
#include <arch/vspace.h>

_Static_assert(HARDWARE_NUMBER_BITS <= VSPACE_BITS, "a root's address leaves room for the number");

static word_t pool_of(word_t asid)
{
    return node.asid_pool[asid >> ASID_POOL_INDEX_BITS];
}

/* The entry of an ASID of a registered pool. */
static word_t *entry_of(word_t asid)
{
    return &asid_pool_at(pool_of(asid))->root[asid & mask(ASID_POOL_INDEX_BITS)];
}

word_t asid_root(word_t asid)
{
    return pool_of(asid) == 0 ? 0 : align_down(*entry_of(asid), HARDWARE_NUMBER_BITS);
}

/* What threads remember of the ASIDs of this one's pool is void. Nobody reaches 2^64 of these. */
static void end_epoch(word_t asid)
{
    node.asid_epoch[asid >> ASID_POOL_INDEX_BITS].value++;
}

void asid_remember(struct fast_space *f, struct cap root, word_t value)
{
    const struct epoch *e = &node.asid_epoch[arch_root_asid(root) >> ASID_POOL_INDEX_BITS];
    f->epoch_at = epoch_addr(e);
    f->epoch = e->value;
    f->value = value;
}

bool asid_is_root(struct cap c)
{
    return asid_is_of(arch_root_asid(c), cap_object(c));
}

enum err asid_check_root(struct cap vspace)
{
    const word_t root = asid_root(arch_root_asid(vspace));
    if (root == 0) {
        node.lookup.type = LOOKUP_InvalidRoot;
        return fail_lookup(false, &node.lookup, "the ASID pool of the VSpace was deleted");
    }
    if (root != cap_object(vspace))
        return fail_capability(1, "the VSpace argument is not the root of its ASID", 0);
    return ERR_OK;
}

word_t asid_hardware(word_t asid)
{
    return pool_of(asid) == 0 ? 0 : *entry_of(asid) & mask(HARDWARE_NUMBER_BITS);
}

void asid_set_hardware(word_t asid, word_t number)
{
    *entry_of(asid) = asid_root(asid) | number;
    end_epoch(asid);
}

void asid_init(word_t pool, word_t root)
{
    node.asid_pool[0] = pool;
    *entry_of(1) = root;
}

/* The root is gone before the TLB is cleaned: nothing is walked under this number meanwhile. */
void asid_delete_root(struct cap root)
{
    const word_t asid = arch_root_asid(root);
    if (!asid_is_root(root))
        return;
    *entry_of(asid) = asid_hardware(asid);
    end_epoch(asid);
    vspace_switch(current_thread());
    space_forget(asid);
    *entry_of(asid) = 0;
}

void asid_delete_pool(struct cap pool)
{
    node.asid_pool[asid_pool_cap_base(pool) >> ASID_POOL_INDEX_BITS] = 0;
    end_epoch(asid_pool_cap_base(pool));
    vspace_switch(current_thread());
    space_forget_pool(asid_pool_cap_base(pool));
}

/* An unused pool number, the first or the last, or N_ASID_POOLS. */
static word_t free_pool(void)
{
    const word_t turn = hostile_turns(ORDER_ASID) ? N_ASID_POOLS - 1 : 0;
    for (word_t i = 0; i < N_ASID_POOLS; i++) {     /* at most 128 */
        LOOP(N_ASID_POOLS, i);
        if (node.asid_pool[i ^ turn] == 0)
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
    if (!message_has(m, INV_WORDS(ARCH_ASID_MAKE_POOL), INV_CAPS(ARCH_ASID_MAKE_POOL)))
        return fail_truncated(INV_WORDS(ARCH_ASID_MAKE_POOL), INV_CAPS(ARCH_ASID_MAKE_POOL));
    word_t number = free_pool();
    if (number == N_ASID_POOLS)
        return fail_delete_first("all ASID pools exist that there can be");
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
    node.asid_pool[number] = pool;
    slot_insert(slot_at(dest), c, untyped);
    return ERR_OK;
}

enum err asid_control_invoke(const struct message *m)
{
    return m->label == ARCH_ASID_MAKE_POOL ? make_pool(m)
                                           : fail_illegal("ASIDControl has no such operation");
}

/* An unused ASID of a pool, the first or the last, or 0. */
static word_t free_asid(word_t base)
{
    const word_t turn = hostile_turns(ORDER_ASID) ? ASID_POOL_ENTRIES - 1 : 0;
    for (word_t i = 0; i < ASID_POOL_ENTRIES; i++) {    /* 512 */
        LOOP(ASID_POOL_ENTRIES, i);
        word_t asid = base + (i ^ turn);
        if (asid != 0 && *entry_of(asid) == 0)
            return asid;
    }
    return 0;
}

static enum err assign(struct cap pool, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARCH_ASID_ASSIGN), INV_CAPS(ARCH_ASID_ASSIGN)))
        return fail_truncated(INV_WORDS(ARCH_ASID_ASSIGN), INV_CAPS(ARCH_ASID_ASSIGN));
    struct slot *root = slot_at(m->cap[0]);
    enum err error = arch_check_new_root(root->cap);
    if (error != ERR_OK)
        return error;
    word_t asid = free_asid(asid_pool_cap_base(pool));
    if (asid == 0)
        return fail_delete_first("the ASID pool is full");

    /* commit */
    *entry_of(asid) = cap_object(root->cap);
    root->cap = arch_root_with_asid(root->cap, asid);
    return ERR_OK;
}

enum err asid_pool_invoke(struct cap pool, const struct message *m)
{
    return m->label == ARCH_ASID_ASSIGN ? assign(pool, m)
                                        : fail_illegal("an ASID pool has no such operation");
}
