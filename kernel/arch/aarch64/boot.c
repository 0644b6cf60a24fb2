/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Boot on AArch64: from the loader's registers (start.S) to boot_root_task.
 *
 *     caches' shape -> own page tables -> console -> traps -> timer, interrupts -> root task
 *
 * What the machine is, is the board's compiled-in data; a device tree is only passed on to the root
 * task. Nothing is printed before the console is known.
 */

#include "bootinfo.h"
#include "debug.h"
#include "irq.h"
#include <arch/boot.h>
#include <arch/cache.h>
#include <arch/console.h>
#include <arch/irqchip.h>
#include <arch/kernel_tables.h>
#include <arch/timer.h>
#include <arch/trap.h>
#include <arch/vspace.h>
#include <board.h>

#define NO_ADDRESS (~(word_t)0)

static struct boot_input input;

static void add_range(struct range_list *list, word_t start, word_t end)
{
    if (!range_list_add(list, (struct range){start, end}))
        kernel_fatal("the board's memory is in too many pieces");
}

static word_t image_symbol(const struct image_mark *mark)
{
    return image_physical(image_mark_addr(mark)).raw;
}

#define WITHHOLD_(start, end) add_range(&input.withheld, start, end);

static void find_memory(void)
{
    add_range(&input.memory, BOARD_RAM_BASE, BOARD_RAM_END);
    BOARD_KERNEL_DEVICES(WITHHOLD_)
    const struct range tree = input.device_tree;
    if (tree.end < tree.start || tree.end > WINDOW_BYTES)
        kernel_fatal("the device tree is out of reach");
    if (!range_is_empty(tree))
        bootinfo_add_chunk(&input, BOOTINFO_CHUNK_FDT, window_address((paddr_t){tree.start}),
                           range_bytes(tree));
}

static void say_hello(void)
{
    debug_print("\nKERNEL: Keel on aarch64 at EL%lu, the board's own data, RAM up to 0x%lx, "
                "timer %lu Hz\n", (word_t)EL_NUMBER, (word_t)BOARD_RAM_END,
                (word_t)BOARD_TIMER_HZ);
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

    cache_init();
    boot_kernel_tables();
    console_init((paddr_t){BOARD_UART_BASE});
    trap_init();
    find_memory();
    space_init();
    timer_init();
    el_boot();
    irq_reserve(IRQ_KERNEL_TIMER);
    irqchip_init();
    say_hello();
    boot_root_task(&input);
}
