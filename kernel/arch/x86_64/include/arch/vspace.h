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

/* Use t's address space, or none (kernel_root) if its VSpace slot holds no live root. */
void vspace_switch(struct tcb *t);

/* For asid.c, beside space_forget and space_forget_pool: the labels of its invocations; may c get
 * an ASID; c with this ASID, its table with the kernel's part; the ASID of a root. */
#define ARCH_ASID_MAKE_POOL X86ASIDControlMakePool
#define ARCH_ASID_ASSIGN    X86ASIDPoolAssign
enum err arch_check_new_root(struct cap c);
struct cap arch_root_with_asid(struct cap c, word_t asid);
static inline word_t arch_root_asid(struct cap c) { return paging_cap_asid(c); }

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

/* Where a walk towards `level` stopped: the address of an entry of that level, or of a higher one
 * that is empty or a leaf. */
struct walk { word_t entry, level; };
struct walk vspace_walk(word_t root, word_t vaddr, word_t level);

/* The argument `vspace` (capability 1) of Map is a root with an ASID. */
enum err vspace_check_argument(struct cap c);
/* The refusal of a walk that did not reach its level. */
enum err vspace_fail_level(struct walk w);
/* The kernel's part of a root. */
void vspace_add_kernel(word_t root);

/* --- space.c: what the machine holds of an address space. */

/* Boot, once CR3 holds kernel_root. */
void space_init(void);
/* CR3 holds this; the exit sees to it in an isolated kernel. */
static inline void space_load(word_t space)
{
    if (!KEEL_HOSTILE_SLOW && node.arch.space == space)
        return;
    node.arch.space = space;
    if (MOSTLY(node.arch.isolated == 0))
        machine_write_cr3(space);
}
/* Translate by this root of a live ASID; by kernel_root. */
void space_use(word_t asid, word_t root);
void space_use_none(void);
/* Forget translations: of a page; of an address space, and what the machine remembers of its upper
 * levels; of the 512 ASIDs of a pool. Entries have been changed before. */
void space_forget_page(word_t asid, word_t vaddr);
void space_forget(word_t asid);
void space_forget_pool(word_t base);

/* --- frame.c, paging.c */
enum err frame_invoke(struct slot *self, const struct message *m);
void frame_unmap(struct cap frame);
enum err paging_invoke(struct slot *self, const struct message *m);
void paging_unmap(struct cap c);
