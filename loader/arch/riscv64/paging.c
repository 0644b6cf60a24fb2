/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The address space in which the kernel starts (Sv39; privileged specification 1.12, 4.4):
 *
 *     root[2]    -> identity: the loader's own text, from its 2 MiB page to the end of the 1 GiB
 *     root[510]  -> kernel: its physical base at the same offset of a 1 GiB window, to its end
 *
 * in 2 MiB leaves, and nothing else: no device can be touched by accident or by speculation.
 * The window is named by the kernel's entry point, for the kernel is linked so that virtual and
 * physical addresses agree in the low 30 bits. image_check() has seen to it that base and end of
 * the kernel lie in one window and that the base is 2 MiB aligned.
 */
#include "arch/machine.h"
#include "loader/console.h"

#define ENTRIES    512
#define LEVEL_BITS 9
#define BLOCK      (1ull << ARCH_BLOCK_BITS)
#define WINDOW     (1ull << ARCH_WINDOW_BITS)

#define UPPER_HALF (~0ull << 38)     /* smallest of the high Sv39 addresses */

#define PTE_V      (1ull << 0)
#define PTE_LEAF   (PTE_V | 1ull << 1 | 1ull << 2 | 1ull << 3 | 1ull << 6 | 1ull << 7) /* RWX AD */
#define SATP_SV39  (8ull << 60)

static uint64_t root[ENTRIES] __attribute__((aligned(4096)));
static uint64_t kernel_blocks[ENTRIES] __attribute__((aligned(4096)));
static uint64_t loader_blocks[ENTRIES] __attribute__((aligned(4096)));

static uint64_t page_number(uint64_t physical)
{
    return physical >> 12;
}

static uint64_t table_entry(const uint64_t *table)
{
    return page_number((uint64_t)(uintptr_t)table) << 10 | PTE_V;
}

/* Leaves for physical memory from `start` to the end of its window. */
static void fill_to_window_end(uint64_t *table, uint64_t start)
{
    uint64_t block = start & ~(BLOCK - 1);
    for (uint64_t i = (start % WINDOW) / BLOCK; i < ENTRIES; i++, block += BLOCK)
        table[i] = page_number(block) << 10 | PTE_LEAF;
}

static uint64_t root_index(uint64_t virtual)
{
    return virtual >> ARCH_WINDOW_BITS & ((1u << LEVEL_BITS) - 1);
}

noreturn void arch_enter_kernel(const struct handover *to)
{
    const uint64_t self = (uint64_t)(uintptr_t)_loader_start;

    if (to->kernel_entry_v < UPPER_HALF) {
        complain("the kernel's entry point ");
        say_hex(to->kernel_entry_v);
        say_text(" is not in the upper half of the address space");
        stop();
    }

    fill_to_window_end(kernel_blocks, to->kernel.start);
    fill_to_window_end(loader_blocks, self);
    root[root_index(self)] = table_entry(loader_blocks);
    root[root_index(to->kernel_entry_v)] = table_entry(kernel_blocks);

    register uint64_t a0 __asm__("a0") = to->task_start;
    register uint64_t a1 __asm__("a1") = to->task_end;
    register uint64_t a2 __asm__("a2") = to->task_pv_offset;
    register uint64_t a3 __asm__("a3") = to->task_entry_v;
    register uint64_t a4 __asm__("a4") = to->devicetree;
    register uint64_t a5 __asm__("a5") = to->devicetree_size;
    register uint64_t a6 __asm__("a6") = to->hart;
    register uint64_t a7 __asm__("a7") = 0;
    __asm__ volatile("fence.i\n\t"
                     "sfence.vma\n\t"
                     "csrw satp, %[satp]\n\t"
                     "sfence.vma\n\t"
                     "jr %[entry]"
                     :
                     : [satp] "r"(SATP_SV39 | page_number((uint64_t)(uintptr_t)root)),
                       [entry] "r"(to->kernel_entry_v),
                       "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a6), "r"(a7)
                     : "memory");
    __builtin_unreachable();
}
