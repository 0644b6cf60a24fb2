/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Address spaces: switching, looking up, mapping.
 */

#include "asid.h"
#include <arch/caps.h>
#include <arch/machine.h>
#include <arch/mmu.h>

/* --- Generic: which address space t runs in, roots, and frames as IPC buffers. */

/* Use t's address space, or none (kernel_root) if its VSpace slot holds no live root. */
void vspace_switch(struct tcb *t);

/* For asid.c: the labels of its invocations; may c become a root; c as root with this ASID, whose
 * table gets the kernel's half; the ASID of a root; forget translations of an ASID, of a pool. */
#define ARCH_ASID_MAKE_POOL RISCVASIDControlMakePool
#define ARCH_ASID_ASSIGN    RISCVASIDPoolAssign
enum err arch_check_new_root(struct cap c);
struct cap arch_root_with_asid(struct cap c, word_t asid);
static inline word_t arch_root_asid(struct cap c) { return page_table_cap_asid(c); }

/* The capability of a root of a live address space. */
static inline bool vspace_cap_is_root(struct cap c)
{
    return cap_is(c, CAP_page_table) && asid_is_of(arch_root_asid(c), cap_object(c));
}
static inline void space_forget(word_t asid) { machine_fence_asid(asid); }
static inline void space_forget_pool(word_t base)
{
    (void)base;                         /* 512 ASIDs: one fence for all is cheaper */
    machine_fence_translations();
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

/* Boot, once satp holds kernel_root with ASID 0. */
void vspace_init(void);

/* Where a walk stopped: the address of an entry that is empty, a leaf, or at level 0. */
struct walk { word_t entry, level; };
struct walk vspace_walk(word_t root, word_t vaddr);
/* Copy the kernel's half into a root. */
void vspace_add_kernel(word_t root);

/* The argument `vspace` (capability 1) of Map is a mapped page table. */
enum err vspace_check_argument(struct cap c);

/* --- frame.c, page_table.c */
enum err frame_invoke(struct slot *self, const struct message *m);
void frame_unmap(struct cap frame);
enum err page_table_invoke(struct slot *self, const struct message *m);
void page_table_unmap(struct cap page_table);
