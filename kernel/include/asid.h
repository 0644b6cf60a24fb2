/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * ASIDs, the numbers of address spaces: see asid.c. What a root is, the architecture knows
 * (<arch/vspace.h>).
 */

#include "node.h"

#define ASID_POOL_CAP(F, T)     \
    F(T, address_,        0, 63, 16) \
    F(T, type_,           0, 4,  0) \
    F(T, base,            1, 63, 0)    /* first ASID */
CAP_LAYOUT(asid_pool_cap, ASID_POOL_CAP);

#define ASID_POOL_ENTRIES (1 << ASID_POOL_INDEX_BITS)

struct asid_pool { word_t root[ASID_POOL_ENTRIES]; };
ADDRESSABLE(asid_pool)
_Static_assert(sizeof(struct asid_pool) == 1 << ASID_POOL_BITS, "ASID pool size");

/* An entry of a pool: [ root | hardware number ], see asid.c. */
#define HARDWARE_NUMBER_BITS 12

/* This ASID stands for this root. */
static inline bool asid_is_of(word_t asid, word_t root)
{
    const word_t pool = node.asid_pool[asid >> ASID_POOL_INDEX_BITS];
    return pool != 0 &&
           align_down(asid_pool_at(pool)->root[asid & mask(ASID_POOL_INDEX_BITS)],
                      HARDWARE_NUMBER_BITS) == root;
}
/* Root of an address space, or 0. */
word_t asid_root(word_t asid);
/* c, of a type that can be a root, is the root of the address space it names. */
bool asid_is_root(struct cap c);
/* The same as a check: the ASID of the argument `vspace` (capability 1) still stands for it. */
enum err asid_check_root(struct cap vspace);

/* The number by which the machine knows the address space, if that is not the ASID; 0: none. */
word_t asid_hardware(word_t asid);
void asid_set_hardware(word_t asid, word_t number);

/* For the fast path: `root` is a live root, and the machine's register holds `value` for it. */
void asid_remember(struct fast_space *f, struct cap root, word_t value);

/* Boot: register pool 0 and give ASID 1 to the root task's root. */
void asid_init(word_t pool, word_t root);

/* The last capability of a root that was given an ASID, or of a pool, is deleted. */
void asid_delete_root(struct cap root);
void asid_delete_pool(struct cap pool);

enum err asid_control_invoke(const struct message *m);
enum err asid_pool_invoke(struct cap pool, const struct message *m);
