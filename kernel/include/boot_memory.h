/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Who gets which memory at boot, see boot_memory.c.
 */

#include "boot.h"

/* Bytes of the objects made for the root task, and where in memory each of them is (physical). */
struct root_objects {
    word_t paging_tables;           /* how many */
    word_t extra_bits;              /* log2 of the extra boot information's region; 0: none */
    word_t arch_pages;              /* how many: see arch_boot_use_pages */
    struct range all;
    word_t cnode, extra, vspace, asid_pool, ipc_buffer, bootinfo, tcb, paging, arch,
           sched_context;
};
_Static_assert(sizeof(struct root_objects) == 15 * sizeof(word_t), "root_objects size");

struct boot_memory {
    struct root_objects root;
    struct range_list free;         /* RAM that becomes untyped memory */
    struct range_list device;       /* the rest of the address space */
};
_Static_assert(sizeof(struct boot_memory) ==
               sizeof(struct root_objects) + 2 * sizeof(struct range_list), "boot_memory size");

/* Plan everything. root.paging_tables, root.extra_bits and root.arch_pages are
 * given. Null, or why it cannot be. */
const char *boot_memory_plan(const struct boot_input *in, struct boot_memory *m);

/* log2 of the largest untyped that can start where r does; 0 if r is empty. */
word_t untyped_piece_bits(word_t window, struct range r);
