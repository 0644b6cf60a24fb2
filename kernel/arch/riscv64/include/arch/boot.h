/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What boot.c needs to make the root task's address space. Used at boot only, see boot_vspace.c.
 */

#include "boot_slots.h"
#include "cap.h"
#include <arch/mmu.h>

/* Levels of paging structures below the root, the upper one first, and what one structure of a
 * level covers: 1 GiB, 2 MiB. */
#define BOOT_PAGING_LEVELS 2
static inline word_t arch_boot_span_bits(word_t level)
{
    return level_bits(PAGE_LEVEL_ROOT - level);
}

/* SchedControl stands behind the extra boot information, not before the paging structures. */
#define BOOT_SCHED_CONTROL_FIRST false

/* The root, zero until now, becomes an address space with the kernel's part and ASID 1; the pool,
 * zero until now, the pool that ASID comes from. Kernel addresses here and below. */
struct cap arch_boot_root(word_t root, word_t pool);
/* What else the architecture has for an initial slot, or null. */
struct cap arch_boot_cap(enum initial_slot slot);
/* A paging structure for vaddr at the highest level that has none. */
struct cap arch_boot_paging(word_t root, word_t vaddr, word_t table);
/* A page, readable and writable. All paging structures are there. */
struct cap arch_boot_page(word_t root, word_t vaddr, word_t page, bool execute);
/* The pages that boot_input.arch_pages asks for: none. */
static inline void arch_boot_use_pages(word_t address) { (void)address; }

/* Build the kernel's own tables and use them from now on. */
void boot_kernel_tables(void);
/* The end of boot: the recycled part of the image is mapped no more, the first thread runs. Not
 * in the recycled part itself: see leave.c. */
_Noreturn void boot_leave(void);

/* --- boot_platform.c: what the device tree says about this machine, beyond memory. */
struct device_tree;
struct boot_platform {
    word_t uart;                /* physical address of a 16550, or 0 */
    word_t timebase_hz;         /* 0: not stated */
    word_t sstc;                /* 1: all harts have stimecmp */
};
_Static_assert(sizeof(struct boot_platform) == 3 * sizeof(word_t), "boot_platform size");
void boot_read_platform(const struct device_tree *tree, struct boot_platform *p);

/* --- start.S */
/* Can stimecmp be read here and now? */
bool boot_probe_stimecmp(void);

/* --- kernel.ld: the image, page aligned, in this order. */
struct image_mark { word_t word; };
_Static_assert(sizeof(struct image_mark) == 8, "image_mark size");
ADDRESSABLE(image_mark)
extern struct image_mark ki_start, ki_boot_data, ki_boot_end, ki_rodata, ki_data, ki_end;
