/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What this processor lets programs see without permission, and what the kernel does about it:
 * docs/x86-speculation.md is the whole account.
 *
 *  - Memory that is mapped, whatever its entries permit (Meltdown): then the tables of programs
 *    have of the kernel only the pages of entry and exit, and the kernel its own tables: entry.S.
 *  - Registers of the FPU that is turned off (LazyFP): then they are cleared before.
 *  - Predictions of branches, and buffers: forgotten when another domain's turn comes: thread.c.
 *    Where the processor keeps predictions of programs from the kernel by itself, it is told to.
 *
 * On the command line `isolate` and `no_isolate` overrule the first.
 */

#include "node.h"
#include <arch/boot_leaks.h>
#include <arch/kernel_tables.h>
#include <arch/machine.h>
#include <arch/segments.h>

#define LEAF_MAX            0
#define LEAF_FEATURES       7
#define LEAF_EXTENDED_MAX   0x80000000UL
#define LEAF_AMD_SPECULATION 0x80000008UL
#define LEAF_AMD_FEATURES_2 0x80000021UL

/* CPUID leaf 7, edx (SDM 2); 0x80000008, ebx, and 0x80000021, eax (APM 3, E.4). */
#define HAS_BUFFER_CLEAR    bit(10)     /* MD_CLEAR: VERW clears buffers */
#define HAS_BARRIER         bit(26)     /* IBRS, IBPB */
#define HAS_CAPABILITIES    bit(29)     /* IA32_ARCH_CAPABILITIES */
#define AMD_POINTERS_RESTORED bit(2)    /* XRSTOR always writes the x87 pointers */
#define AMD_HAS_BARRIER     bit(12)
#define AMD_HAS_AUTOMATIC   bit(8)

/* IA32_ARCH_CAPABILITIES (SDM 4, table 2-2). */
#define RDCL_NO             bit(0)
#define IBRS_ALL            bit(1)

struct vendor { word_t ebx, ecx; };
_Static_assert(sizeof(struct vendor) == 16, "vendor size");
static const struct vendor amd = {0x68747541UL, 0x444d4163UL};      /* "Auth" "cAMD" */
static const struct vendor hygon = {0x6f677948UL, 0x656e6975UL};    /* "Hygo" "uine" */

static struct cpuid leaf(word_t number)
{
    const word_t first = number & LEAF_EXTENDED_MAX;
    const struct cpuid none = {0, 0, 0, 0};
    return number <= machine_cpuid(first, 0).eax ? machine_cpuid(number, 0) : none;
}

static bool is(struct cpuid id, struct vendor v) { return id.ebx == v.ebx && id.ecx == v.ecx; }

static word_t capabilities(void)
{
    return (leaf(LEAF_FEATURES).edx & HAS_CAPABILITIES) != 0 ? machine_read_msr(MSR_CAPABILITIES)
                                                             : 0;
}

/* The kernel's predictions are its own from now on, if the processor can do that at no cost. */
static void keep_predictions(void)
{
    if ((capabilities() & IBRS_ALL) != 0)
        machine_write_msr(MSR_SPEC_CTRL, machine_read_msr(MSR_SPEC_CTRL) | SPEC_CTRL_IBRS);
    if ((leaf(LEAF_AMD_FEATURES_2).eax & AMD_HAS_AUTOMATIC) != 0)
        machine_write_msr(MSR_EFER, machine_read_msr(MSR_EFER) | EFER_AUTOMATIC_IBRS);
}

/* --------------------------------------------------------------------------- own tables */

static void show(word_t start, word_t end, bool write)
{
    for (word_t at = start; at < end; at += bit(PAGE_BITS)) {
        LOOP(PAGE_TABLE_ENTRIES, at);
        struct pte e = image_pages.entry[level_index(at, 0)];
        pte_set_write(&e, write ? 1 : 0);
        entry_pages.entry[level_index(at, 0)] = e;
    }
}

static void isolate(void)
{
    show(image_mark_addr(&ki_entry_text), image_mark_addr(&ki_entry_text_end), false);
    show(image_mark_addr(&ki_entry_data), image_mark_addr(&ki_entry_data_end), true);
    entry_gigabyte.entry[level_index(IMAGE_BASE, 1)] =
        pte_to_kernel_table(image_physical(page_table_addr(&entry_pages)));
    entry_gigabytes.entry[level_index(IMAGE_BASE, 2)] =
        pte_to_kernel_table(image_physical(page_table_addr(&entry_gigabyte)));
    node.arch.isolated = 1;
}

/* ---------------------------------------------------------------------------- decision */

void boot_leaks(bool want, bool want_not)
{
    const struct cpuid id = machine_cpuid(LEAF_MAX, 0);
    const bool is_amd = is(id, amd) || is(id, hygon);
    const word_t edx = leaf(LEAF_FEATURES).edx;
    node.arch.lazy_fpu_leaks = is_amd ? 0 : 1;
    node.arch.x87_pointers_stay =
        is_amd && (leaf(LEAF_AMD_SPECULATION).ebx & AMD_POINTERS_RESTORED) == 0 ? 1 : 0;
    node.arch.can_clear_buffers = (edx & HAS_BUFFER_CLEAR) != 0 ? 1 : 0;
    node.arch.can_forget_branches =
        (edx & HAS_BARRIER) != 0 || (leaf(LEAF_AMD_SPECULATION).ebx & AMD_HAS_BARRIER) != 0 ? 1 : 0;
    keep_predictions();
    if (want || (!want_not && !is_amd && (capabilities() & RDCL_NO) == 0))
        isolate();
}
