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
 * level covers: 512 GiB, 1 GiB, 2 MiB. */
#define BOOT_PAGING_LEVELS PAGE_LEVEL_ROOT
static inline word_t arch_boot_span_bits(word_t level)
{
    return level_bits(PAGE_LEVEL_ROOT - level);
}

/* SchedControl stands before the paging structures, not behind the extra boot information. */
#define BOOT_SCHED_CONTROL_FIRST true

/* The root, zero until now, becomes an address space with the kernel's part and ASID 1; the pool,
 * zero until now, the pool that ASID comes from. Kernel addresses here and below. */
struct cap arch_boot_root(word_t root, word_t pool);
struct cap arch_boot_asid_pool(word_t pool);
/* What else the architecture has for an initial slot, or null. */
struct cap arch_boot_cap(enum initial_slot slot);
/* A paging structure for vaddr at the highest level that has none. */
struct cap arch_boot_paging(word_t root, word_t vaddr, word_t table);
/* A page, readable and writable. All paging structures are there. */
struct cap arch_boot_page(word_t root, word_t vaddr, word_t page, bool execute);
/* The pages that boot_input.arch_pages asks for, zero until now: tables of DMA remapping. */
void arch_boot_use_pages(word_t address);

/* Build the kernel's own tables and use them from now on. */
void boot_kernel_tables(bool no_execute);
/* The end of boot: the recycled part of the image is mapped no more, the first thread runs. Not
 * in the recycled part itself: see leave.c. */
_Noreturn void boot_leave(void);

/* --- boot_clock.c: the rates of the core's clocks, measured. */
struct boot_clock {
    word_t tsc_mhz;
    word_t apic_rate;           /* ticks of the local APIC's timer in 2^32 of the TSC's */
};
_Static_assert(sizeof(struct boot_clock) == 2 * sizeof(word_t), "boot_clock size");
ADDRESSABLE(boot_clock)
/* Null, or why they cannot be measured. */
struct cpu_features;
const char *boot_measure_clocks(const struct cpu_features *f, struct boot_clock *clock);

/* --- kernel.ld: the image, page aligned, in this order. */
struct image_mark { word_t word; };
_Static_assert(sizeof(struct image_mark) == 8, "image_mark size");
ADDRESSABLE(image_mark)
extern struct image_mark ki_start, ki_boot_data, ki_boot_end, ki_rodata, ki_data, ki_end;
