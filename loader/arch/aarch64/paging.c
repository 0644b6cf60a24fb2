/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The address space in which the kernel starts (4 KiB granule, 48 bits; Arm ARM, D8.2 and D8.3):
 *
 *     low root  -> middle -> identity: the loader, from its 2 MiB block to the end of the 1 GiB
 *     root      -> middle -> kernel: its physical base at the start of a 1 GiB window
 *
 * in 2 MiB blocks of normal write-back memory, and nothing else: no device can be touched by
 * accident or by speculation. At EL2 there is one root; at EL1 the kernel's is that of the high
 * half. The window is named by the kernel's entry point, for kernels are linked to the start of a
 * window. image_check() has seen to it that the kernel fits and that its base is 2 MiB aligned.
 */
#include "arch/machine.h"
#include "loader/console.h"

#define ENTRIES    512u
#define LEVEL_BITS 9
#define BLOCK_BITS 21
#define BLOCK      (1ull << BLOCK_BITS)
#define WINDOW_BITS (BLOCK_BITS + LEVEL_BITS)
#define ROOT_BITS  (WINDOW_BITS + LEVEL_BITS)       /* what one entry of the root covers */
#define REACH_BITS (ROOT_BITS + LEVEL_BITS)

#define ENTRY_TABLE         3ull
#define ENTRY_BLOCK         1ull
#define ENTRY_NORMAL        (4ull << 2)             /* attribute 4 of MAIR */
#define ENTRY_EL2_READ_WRITE (1ull << 6)            /* AP[1], which must be one at EL2 */
#define ENTRY_INNER_SHAREABLE (3ull << 8)
#define ENTRY_ACCESSED      (1ull << 10)

/* Attributes by index: Device-nGnRnE, -nGnRE, -GRE, normal uncached, normal write-back. */
#define MAIR          0xff440c0400ull
/* Both halves 48 bits, 4 KiB granule, tables in write-back inner shareable memory; 16-bit ASIDs. */
#define TCR_EL1       0x10b5103510ull
#define TCR_EL1_IPS_SHIFT 32
#define TCR_EL2       0x80823510ull
/* The bits that must be one, and instruction cache, data cache, translation. */
#define SCTLR_EL1_ON  0x30d01805ull
#define SCTLR_EL2_ON  0x30c51835ull

static uint64_t root_low[ENTRIES] __attribute__((aligned(4096)));
static uint64_t root_high[ENTRIES] __attribute__((aligned(4096)));
static uint64_t middle_low[ENTRIES] __attribute__((aligned(4096)));
static uint64_t middle_high[ENTRIES] __attribute__((aligned(4096)));
static uint64_t loader_blocks[ENTRIES] __attribute__((aligned(4096)));
static uint64_t kernel_blocks[ENTRIES] __attribute__((aligned(4096)));

static uint64_t address_of(const void *object)
{
    return (uint64_t)(uintptr_t)object;
}

/* Blocks from entry `first` to the end of the window, for memory from `physical` on. */
static void fill_to_window_end(uint64_t *table, uint64_t first, uint64_t physical)
{
    const uint64_t kind = ENTRY_BLOCK | ENTRY_NORMAL | ENTRY_INNER_SHAREABLE | ENTRY_ACCESSED
                          | (KERNEL_EL == 2 ? ENTRY_EL2_READ_WRITE : 0);
    for (uint64_t i = first; i < ENTRIES; i++, physical += BLOCK)
        table[i] = physical | kind;
}

static uint64_t index_at(uint64_t virtual, unsigned bits)
{
    return virtual >> bits & (ENTRIES - 1);
}

/* Puts `blocks` where `virtual` is. */
static void hang(uint64_t *root, uint64_t *middle, const uint64_t *blocks, uint64_t virtual)
{
    middle[index_at(virtual, WINDOW_BITS)] = address_of(blocks) | ENTRY_TABLE;
    root[index_at(virtual, ROOT_BITS)] = address_of(middle) | ENTRY_TABLE;
}

/* EL1: in the high half. EL2: not in the loader's 512 GiB, and not behind the end. */
static int entry_is_possible(uint64_t entry)
{
    if (KERNEL_EL == 1)
        return entry >> REACH_BITS == 0xffff;
    return entry >> REACH_BITS == 0 && entry >> ROOT_BITS != 0;
}

static void check_entry(uint64_t entry)
{
    if (entry_is_possible(entry))
        return;
    complain("the kernel's entry point ");
    say_hex(entry);
    say_text(" cannot be mapped for a kernel at EL");
    say_decimal(KERNEL_EL);
    stop();
}

/* What the processor can address, in the coding of TCR; 48 bits is the most with this layout. */
static uint64_t physical_size(void)
{
    const uint64_t range = READ_REGISTER(id_aa64mmfr0_el1) & 15;
    return range < 5 ? range : 5;
}

static void translation_registers(void)
{
    if (KERNEL_EL == 2) {
        WRITE_REGISTER(mair_el2, MAIR);
        WRITE_REGISTER(tcr_el2, TCR_EL2);
        WRITE_REGISTER(ttbr0_el2, address_of(root_low));
        __asm__ volatile("isb\n\ttlbi alle2\n\tdsb sy\n\tisb" : : : "memory");
    } else {
        WRITE_REGISTER(mair_el1, MAIR);
        WRITE_REGISTER(tcr_el1, TCR_EL1 | physical_size() << TCR_EL1_IPS_SHIFT);
        WRITE_REGISTER(ttbr0_el1, address_of(root_low));
        WRITE_REGISTER(ttbr1_el1, address_of(root_high));
        __asm__ volatile("isb\n\ttlbi vmalle1\n\tdsb sy\n\tisb" : : : "memory");
    }
}

noreturn void arch_enter_kernel(const struct handover *to)
{
    const uint64_t self = address_of(_loader_start);

    check_entry(to->kernel_entry_v);
    prepare_level();
    prepare_interrupts();

    fill_to_window_end(loader_blocks, index_at(self, BLOCK_BITS), self & ~(BLOCK - 1));
    fill_to_window_end(kernel_blocks, 0, to->kernel.start);
    hang(root_low, middle_low, loader_blocks, self);
    hang(KERNEL_EL == 2 ? root_low : root_high, middle_high, kernel_blocks, to->kernel_entry_v);
    arch_forget_cached((struct range){ self, address_of(_bss_end) });
    forget_instructions();
    translation_registers();

    register uint64_t x0 __asm__("x0") = to->task_start;
    register uint64_t x1 __asm__("x1") = to->task_end;
    register uint64_t x2 __asm__("x2") = to->task_pv_offset;
    register uint64_t x3 __asm__("x3") = to->task_entry_v;
    register uint64_t x4 __asm__("x4") = to->devicetree;
    register uint64_t x5 __asm__("x5") = to->devicetree_size;
    register uint64_t entry __asm__("x6") = to->kernel_entry_v;
    register uint64_t control __asm__("x7") = KERNEL_EL == 2 ? SCTLR_EL2_ON : SCTLR_EL1_ON;
    if (KERNEL_EL == 2)
        __asm__ volatile("msr sctlr_el2, x7\n\tisb\n\tbr x6"
                         : : "r"(x0), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5), "r"(entry),
                             "r"(control) : "memory");
    else
        __asm__ volatile("msr sctlr_el1, x7\n\tisb\n\tbr x6"
                         : : "r"(x0), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5), "r"(entry),
                             "r"(control) : "memory");
    __builtin_unreachable();
}
