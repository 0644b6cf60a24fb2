/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * kernel/arch/riscv64/boot.c as it is, on a machine that is not there: its image has the size the
 * test says, the window shows the test's device tree, and setting up traps, timer, interrupts and
 * console does nothing. It ends where the root task would be made, or with a refusal.
 */

#include "boot_main.h"
#include "target.h"
#include <arch/kernel_tables.h>
#include <setjmp.h>
#include <string.h>

static const struct boot_arguments *arguments;
static jmp_buf end_of_boot;
static const char *stopped_by;
static const struct boot_input *started_with;

static paddr_t mark_physical(word_t mark);
static word_t tree_address(paddr_t physical);
#define image_physical mark_physical
#define window_address tree_address
#include "kernel/arch/riscv64/boot.c"

struct image_mark ki_start, ki_boot_data, ki_boot_end, ki_rodata, ki_data, ki_end;

static paddr_t mark_physical(word_t mark)
{
    if (mark == image_mark_addr(&ki_end))
        return (paddr_t){arguments->kernel_end};
    return (paddr_t){BOARD_KERNEL_BASE + (mark == image_mark_addr(&ki_start) ? 0 : bit(PAGE_BITS))};
}

static word_t tree_address(paddr_t physical)
{
    MUST_BE(physical.raw == arguments->tree_start, "boot looks for the tree at 0x%lx",
            physical.raw);
    return (word_t)arguments->tree;
}

/* ------------------------------------------------------------------- the rest of the kernel */

_Noreturn void kernel_fatal(const char *why)
{
    stopped_by = why;
    longjmp(end_of_boot, 1);
}

void boot_root_task(const struct boot_input *in)
{
    started_with = in;
}

bool boot_probe_stimecmp(void) { return true; }
void boot_kernel_tables(void) { }
void trap_init(void) { }
void vspace_init(void) { }
void console_init(paddr_t uart) { (void)uart; }
void irqchip_init(paddr_t plic, word_t context) { (void)plic, (void)context; }
void irq_reserve(word_t irq) { (void)irq; }
void debug_print(const char *format, ...) { (void)format; }

void timer_init(bool sstc, word_t hz)
{
    (void)sstc;
    MUST_BE(hz >= 1000000 && hz <= 10000000000, "a timer of %lu Hz", hz);
}

_Noreturn void debug_unreachable(const char *file, int line)
{
    fuzz_wrong("%s:%d was believed unreachable", file, line);
}

_Noreturn void debug_assert_failed(const char *text, const char *file, int line)
{
    fuzz_wrong("%s:%d: %s does not hold", file, line, text);
}

const char *boot_main_on(const struct boot_arguments *a, const struct boot_input **in,
                         const struct boot_platform **found)
{
    arguments = a;
    memset(&input, 0, sizeof input);
    memset(&platform, 0, sizeof platform);
    memset(&tree, 0, sizeof tree);
    memset(&reserved, 0, sizeof reserved);
    refusal = NULL;
    stopped_by = NULL;
    started_with = NULL;
    if (setjmp(end_of_boot) == 0)
        boot_main(a->image_start, a->image_end, a->image_offset, a->image_entry, a->tree_start,
                  a->tree_bytes);
    *in = started_with;
    *found = &platform;
    return stopped_by;
}
