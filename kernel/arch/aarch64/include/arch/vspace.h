/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Address spaces: switching, looking up, mapping.
 */

#include "asid.h"
#include "hostile.h"
#include <arch/caps.h>
#include <arch/machine.h>
#include <arch/mmu.h>

/* --- Generic: which address space t runs in, roots, and frames as IPC buffers. */

/* Use t's address space, or none (no_root) if its VSpace slot holds no live root. */
void vspace_switch(struct tcb *t);

/* For asid.c, beside space_forget and space_forget_pool: the labels of its invocations; may c get
 * an ASID; c with this ASID; the ASID of a root. */
#define ARCH_ASID_MAKE_POOL ARMASIDControlMakePool
#define ARCH_ASID_ASSIGN    ARMASIDPoolAssign
enum err arch_check_new_root(struct cap c);
struct cap arch_root_with_asid(struct cap c, word_t asid);
static inline word_t arch_root_asid(struct cap c) { return vspace_cap_asid(c); }

/* The capability of a root of a live address space. */
static inline bool vspace_cap_is_root(struct cap c)
{
    return cap_is(c, CAP_vspace) && asid_is_of(arch_root_asid(c), cap_object(c));
}

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

/* The argument `vspace` (capability 1) of Map is a VSpace with an ASID. */
enum err vspace_check_argument(struct cap c);
/* Cache maintenance: invocations of VSpace capabilities. */
enum err vspace_invoke(struct cap vspace, const struct message *m);

/* --- elN/space.c: what the machine holds of an address space. */

void space_init(void);
/* The register for user translations, TTBR0_EL1 or VTTBR_EL2, holds this. */
static inline void space_load(word_t space)
{
    if (!KEEL_HOSTILE_SLOW && machine_read_user_table() == space)
        return;
    machine_write_user_table(space);
    machine_isb();
}
/* Translate for user code by this root of a live ASID; by no_root. */
void space_use(word_t asid, word_t root);
void space_use_none(void);
/* Forget translations: of a page, of an address space, of the 512 ASIDs of a pool. Earlier writes
 * of entries are seen by later walks. */
void space_forget_page(word_t asid, word_t vaddr);
void space_forget(word_t asid);
void space_forget_pool(word_t base);
/* An entry that was empty has become valid. */
static inline void space_entry_added(void)
{
    machine_dsb();
    machine_isb();
}

/* --- frame.c, page_table.c */
enum err frame_invoke(struct slot *self, const struct message *m);
void frame_unmap(struct cap frame);
enum err page_table_invoke(struct slot *self, const struct message *m);
void page_table_unmap(struct cap page_table);
