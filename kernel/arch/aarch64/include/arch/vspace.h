/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Address spaces: switching, looking up, mapping.
 */

#include <arch/caps.h>
#include <arch/machine.h>
#include <arch/mmu.h>

/* --- Generic: which address space t runs in, and frames as IPC buffers. */

/* Use t's address space, or none (no_root) if its VSpace slot holds no live root. */
void vspace_switch(const struct tcb *t);
/* The capability of a root of a live address space. */
bool vspace_cap_is_root(struct cap c);

static inline bool frame_is(struct cap c) { return cap_is(c, CAP_frame); }
static inline word_t frame_address(struct cap c) { return cap_object(c); }
static inline word_t frame_bits(struct cap c) { return level_bits(frame_cap_level(c)); }
static inline bool frame_is_device(struct cap c) { return frame_cap_device(c) != 0; }
static inline bool frame_can_read(struct cap c)
{
    return (frame_cap_rights(c) & RIGHT_RECEIVE) != 0;
}
static inline bool frame_can_write(struct cap c)
{
    return (frame_cap_rights(c) & RIGHT_SEND) != 0;
}

/* --- vspace.c */

/* Where a walk stopped: the address of an entry that is empty, a leaf, or at level 0. */
struct walk { word_t entry, level; };
struct walk vspace_walk(word_t root, word_t vaddr);

/* The argument `vspace` (capability 1) of Map: a VSpace with an ASID; the root of a live space. */
enum err vspace_check_argument(struct cap c);
enum err vspace_check_live(struct cap c);
/* Cache maintenance: invocations of VSpace capabilities. */
enum err vspace_invoke(struct cap vspace, const struct message *m);

/* --- elN/space.c: what the machine holds of an address space. */

void space_init(void);
/* Translate for user code by this root of a live ASID; by no_root. */
void space_use(word_t asid, word_t root);
void space_use_none(void);
/* Forget translations: of a page, of an address space, of all. Earlier writes of entries are
 * seen by later walks. */
void space_forget_page(word_t asid, word_t vaddr);
void space_forget(word_t asid);
void space_forget_pool(word_t base);
/* An entry that was empty has become valid. */
static inline void space_entry_added(void)
{
    machine_dsb();
    machine_isb();
}

/* --- asid.c: see there. */

#define ASID_POOL_ENTRIES (1 << ASID_POOL_INDEX_BITS)

struct asid_pool { word_t root[ASID_POOL_ENTRIES]; };
ADDRESSABLE(asid_pool)
_Static_assert(sizeof(struct asid_pool) == 1 << ASID_POOL_BITS, "ASID pool size");

/* Root of an address space, or 0. */
word_t asid_root(word_t asid);
/* The number by which the machine knows the address space, or 0; kept beside the root. */
word_t asid_hardware(word_t asid);
void asid_set_hardware(word_t asid, word_t number);
/* Boot: register pool 0 and give ASID 1 to the root task's VSpace. */
void asid_init(word_t pool, word_t root);
void asid_delete_root(struct cap vspace);
void asid_delete_pool(struct cap pool);
enum err asid_control_invoke(const struct message *m);
enum err asid_pool_invoke(struct cap pool, const struct message *m);

/* --- frame.c, page_table.c */
enum err frame_invoke(struct slot *self, const struct message *m);
void frame_unmap(struct cap frame);
enum err page_table_invoke(struct slot *self, const struct message *m);
void page_table_unmap(struct cap page_table);
