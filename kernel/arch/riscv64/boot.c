/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Boot on RISC-V: from the loader's registers (start.S) to boot_root_task.
 *
 *     own page tables -> traps -> device tree -> console -> timer, interrupts -> root task
 *
 * What is known about the machine comes from the device tree if the loader passed one, else from
 * the board's compiled-in data; what a tree does not say also comes from the board. A tree that
 * cannot be read stops the boot: its RAM might not be the board's.
 *
 * RAM below the kernel (the firmware's) is left to device memory, except for what the tree
 * reserves, which nobody gets. Nothing is printed before the console is known.
 */

#include "bootinfo.h"
#include "debug.h"
#include "device_tree.h"
#include "irq.h"
#include <arch/boot.h>
#include <arch/console.h>
#include <arch/irqchip.h>
#include <arch/kernel_tables.h>
#include <arch/timer.h>
#include <arch/trap.h>
#include <arch/vspace.h>
#include <board.h>

#define NO_ADDRESS (~(word_t)0)

static struct boot_input input;
static struct boot_platform platform;
static struct device_tree tree;
static struct range_list reserved;

/* Why the machine cannot be started; reported when there is a console. */
static const char *refusal;

/* ----------------------------------------------------------------------------------- memory */

static void add_range(struct range_list *list, word_t start, word_t end)
{
    if (!range_list_add(list, (struct range){start, end}))
        refusal = "memory is in too many pieces";
}

static void remove_range(struct range_list *list, word_t start, word_t end)
{
    if (!range_list_remove(list, (struct range){start, end}))
        refusal = "memory is in too many pieces";
}

/* Reserved memory is neither RAM nor device memory. */
static void withhold_reserved(void)
{
    for (word_t i = 0; i < reserved.count; i++) {
        LOOP(MAX_BOOT_RANGES, i);
        remove_range(&input.memory, reserved.range[i].start, reserved.range[i].end);
        add_range(&input.withheld, reserved.range[i].start, reserved.range[i].end);
    }
}

/* `known`: there is a tree, and it has been accepted. */
static void find_ram(bool known)
{
    if (known)
        refusal = device_tree_memory(&tree, &input.memory, &reserved);
    if (input.memory.count == 0)
        add_range(&input.memory, BOARD_RAM_BASE, BOARD_RAM_END);
}

/*
 * What of the RAM is given away. Below the kernel all is device memory, the firmware's part too: it
 * protects itself, and device untypeds are the same with and without tree.
 */
static void divide_memory(void)
{
    withhold_reserved();
    remove_range(&input.memory, 0, input.kernel.start);
    remove_range(&input.memory, WINDOW_BYTES, NO_ADDRESS);
    remove_range(&input.withheld, 0, input.kernel.start);
    add_range(&input.withheld, BOARD_CLINT_BASE, BOARD_CLINT_END);
    add_range(&input.withheld, BOARD_PLIC_BASE, BOARD_PLIC_END);
}

/* Has the loader passed a tree? Then open it; it must be where the window shows it. */
static bool open_tree(void)
{
    const struct range r = input.device_tree;
    if (range_bytes(r) == 0)
        return false;
    if (range_is_empty(r) || r.end > WINDOW_BYTES || range_bytes(r) > DEVICE_TREE_MAX_BYTES)
        refusal = "it is too large, or out of reach";
    else
        refusal = device_tree_open(&tree, window_address((paddr_t){r.start}), range_bytes(r));
    return !refusal;
}

/* --------------------------------------------------------------------------------- machine */

/* Printing is writing: what is RAM, or kernel, is no UART, whatever the tree says. */
static bool is_memory(word_t address)
{
    return range_list_covers(&input.memory, (struct range){address, address + 1}) ||
           (address >= input.kernel.start && address < input.kernel.end);
}

static void find_platform(bool known)
{
    if (known)
        boot_read_platform(&tree, &platform);
    if (platform.uart == 0 || is_memory(platform.uart))
        platform.uart = BOARD_UART_BASE;
    if (platform.timebase_hz == 0)
        platform.timebase_hz = BOARD_TIMEBASE_HZ;
    if (platform.sstc != 0)
        platform.sstc = boot_probe_stimecmp();
}

static word_t image_symbol(const struct image_mark *mark)
{
    return image_physical(image_mark_addr(mark)).raw;
}

static void say_hello(bool known)
{
    const struct range_list *m = &input.memory;
    debug_print("\nKERNEL: Keel on riscv64, %s, RAM up to 0x%lx, timer %lu Hz%s\n",
                known ? "device tree" : "no device tree: the board's own data",
                m->count != 0 ? m->range[m->count - 1].end : 0, platform.timebase_hz,
                platform.sstc != 0 ? " (Sstc)" : "");
}

void boot_main(word_t image_start, word_t image_end, word_t image_offset, word_t image_entry,
               word_t tree_start, word_t tree_bytes);
void boot_main(word_t image_start, word_t image_end, word_t image_offset, word_t image_entry,
               word_t tree_start, word_t tree_bytes)
{
    input.kernel = (struct range){image_symbol(&ki_start), image_symbol(&ki_end)};
    input.recycled = (struct range){image_symbol(&ki_start), image_symbol(&ki_boot_end)};
    input.image = (struct range){image_start, image_end};
    input.image_offset = image_offset;
    input.image_entry = image_entry;
    if (tree_start != 0 && tree_bytes != 0)
        input.device_tree = (struct range){tree_start, tree_start + tree_bytes};
    input.window = WINDOW_BASE;
    input.device_top = PADDR_USER_DEVICE_TOP;

    boot_kernel_tables();
    trap_init();
    const bool known = open_tree();
    if (!refusal)
        find_ram(known);
    find_platform(known);
    console_init((paddr_t){platform.uart});
    if (!refusal)
        divide_memory();
    if (refusal) {
        debug_print("KERNEL: the device tree at 0x%lx (%lu bytes) cannot be used\n", tree_start,
                    tree_bytes);
        kernel_fatal(refusal);
    }
    if (known)
        bootinfo_add_chunk(&input, BOOTINFO_CHUNK_FDT, tree.address, tree_bytes);
    vspace_init();
    timer_init(platform.sstc != 0, platform.timebase_hz);
    irqchip_init((paddr_t){BOARD_PLIC_BASE}, BOARD_PLIC_CONTEXT);
    irq_reserve(IRQ_KERNEL_TIMER);
    say_hello(known);
    boot_root_task(&input);
}
