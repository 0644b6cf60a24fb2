/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What architecture and loader hand to boot_root_task, on the pretended machine: it stops the
 * machine with a sentence, or all of this holds when the root task could run.
 *
 *  1. The whole-kernel check of tests/unit/kernel.
 *  2. The boot information describes the capabilities: slots without gaps in the promised order,
 *     each untyped as described, everything behind them empty.
 *  3. RAM untypeds are inside RAM, apart from each other and from kernel, device tree, root task
 *     and its objects; device untypeds are neither RAM nor withheld. Only what is recycled may be
 *     kernel.
 *  4. Image pages are the image, in order; the thread starts where the loader said.
 */

#include "boot.h"
#include "bootinfo.h"
#include "debug.h"
#include "irq.h"
#include "target.h"
#include "tests/unit/kernel/survey.h"
#include "tests/unit/kernel/user.h"
#include <arch/boot.h>
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/vspace.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#define PAGE        bit(PAGE_BITS)
#define RAM_PAGES   4096UL              /* of the pretended machine's */
#define GARBAGE     0xa5
#define MAX_IMAGE   128                 /* pages; more slots than that and the checker refuses */
#define DEVICE_TOP  bit(HUGE_PAGE_BITS)
#define FIRST_SLOT  16
#define SLOT_CNODE  2

enum { RAW_OFFSET = 1, HAS_TREE = 2, UNEVEN_START = 4, UNEVEN_END = 8, FAR_IMAGE = 16 };

static struct boot_input in;
static struct bootinfo *info;
static word_t root;                     /* of the root task: its CNode */
static jmp_buf stopped;
static size_t printed;

void console_putchar(char c)
{
    printed++;
    if (fuzz_tracing())
        putchar(c);
}

_Noreturn void machine_halt(void) { longjmp(stopped, 1); }
void machine_wait_for_interrupt(void) { fuzz_wrong("nobody can run after boot"); }

/* --------------------------------------------------------------------------------- the input */

static word_t physical(word_t page)
{
    return window_physical(HOST_RAM_BASE + page * PAGE).raw;
}

/* Inside RAM: where there is none, the pretended machine has no memory at all. */
static struct range ram_pages(word_t start, word_t count)
{
    start %= RAM_PAGES;
    count %= RAM_PAGES;
    return (struct range){physical(start), physical(word_min(start + count, RAM_PAGES))};
}

static void read_lists(struct input *from)
{
    word_t n = take(from, 1) % 8;
    for (word_t i = 0; i < n; i++) {
        word_t start = take(from, 2);
        range_list_add(&in.memory, ram_pages(start, take(from, 2)));
    }
    if (n == 0)
        range_list_add(&in.memory, ram_pages(0, RAM_PAGES - 1));
    for (n = take(from, 1) % 64; n != 0 && from->left != 0; n--) {
        word_t start = take(from, 2) * PAGE * 4;
        range_list_add(&in.withheld, (struct range){start, start + take(from, 2) * PAGE});
    }
}

static void read_input(struct input *from)
{
    memset(&in, 0, sizeof in);
    word_t flags = take(from, 1);
    word_t kernel = 1 + take(from, 1) % 64;
    in.kernel = (struct range){physical(0), physical(kernel)};
    in.recycled = (struct range){physical(0), physical(take(from, 1) % (kernel + 1))};
    word_t start = kernel + take(from, 2) % RAM_PAGES;
    word_t pages = take(from, 2) % MAX_IMAGE;
    in.image = (struct range){physical(start), physical(start + pages)};
    in.image.start += flags & UNEVEN_START ? 0x10 : 0;
    in.image.end += flags & UNEVEN_END ? 0x800 : 0;
    word_t virtual = take(from, 4) * PAGE;
    if (flags & FAR_IMAGE)
        virtual = USER_TOP - virtual % bit(22);
    in.image_offset = in.image.start - virtual;
    in.image_entry = take(from, 8);
    if (flags & RAW_OFFSET)
        in.image_offset = in.image_entry;
    word_t tree = take(from, 2), bytes = take(from, 4) % bit(21);
    if ((flags & HAS_TREE) && bytes != 0) {
        in.device_tree.start = physical(kernel + tree % 16);
        in.device_tree.end = in.device_tree.start + bytes;
        bootinfo_add_chunk(&in, BOOTINFO_CHUNK_FDT, WINDOW_BASE + in.device_tree.start, bytes);
    }
    in.window = WINDOW_BASE;
    in.device_top = DEVICE_TOP;
    read_lists(from);
}

/* --------------------------------------------------------------------------------- the checks */

static struct cap cap_in(word_t slot) { return slot_at(root)[slot].cap; }
static bool meet(struct range a, struct range b) { return a.start < b.end && b.start < a.end; }

/* Regions follow each other; returns where the next one must begin. */
static word_t follow(struct slot_region r, word_t start, const char *what)
{
    if (r.start == 0 && r.end == 0)
        return start;
    MUST_BE(r.start == start && r.end >= r.start, "%s: slots %lu..%lu, must start at %lu", what,
            r.start, r.end, start);
    return r.end;
}

static void check_slots(void)
{
    word_t next = follow(info->userImagePaging, FIRST_SLOT, "paging");
    next = follow(info->extraBIPages, next, "extra pages");
    next = follow(info->schedcontrol, next, "scheduling control");
    next = follow(info->userImageFrames, next, "image");
    next = follow(info->untyped, next, "untyped");
    next = follow(info->empty, next, "empty");
    MUST_BE(next == bit(info->initThreadCNodeSizeBits), "the last slot is %lu", next);
    for (word_t i = FIRST_SLOT; i < info->empty.start; i++)
        MUST_BE(!cap_is_null(cap_in(i)), "slot %lu is empty", i);
    for (word_t i = info->empty.start; i < info->empty.end; i += 1 + i / 64)
        MUST_BE(cap_is_null(cap_in(i)), "slot %lu is not empty", i);
}

static struct range untyped_range(word_t i)
{
    const struct untyped_desc *d = &info->untyped_list[i];
    struct cap c = cap_in(info->untyped.start + i);
    struct cap named = cap_make(CAP_untyped, WINDOW_BASE + untyped_desc_paddr(*d));
    MUST_BE(cap_is(c, CAP_untyped) && untyped_cap_size_bits(c) == untyped_desc_size_bits(*d) &&
                untyped_cap_device(c) == untyped_desc_is_device(*d) &&
                cap_object(c) == cap_object(named),
            "untyped %lu is not as described", i);
    MUST_BE(cap_object(c) % bit(untyped_cap_size_bits(c)) == 0, "untyped %lu is not aligned", i);
    word_t start = untyped_desc_paddr(*d);
    return (struct range){start, start + bit(untyped_desc_size_bits(*d))};
}

static void check_untyped(word_t i, struct range objects)
{
    struct range r = untyped_range(i);
    bool device = untyped_desc_is_device(info->untyped_list[i]) != 0;
    bool recycled = r.start >= in.recycled.start && r.end <= in.recycled.end;
    for (word_t j = 0; j < i; j++)
        MUST_BE(!meet(r, untyped_range(j)), "untypeds %lu and %lu overlap", j, i);
    MUST_BE(recycled || !meet(r, in.kernel), "untyped %lu is kernel", i);
    MUST_BE(range_is_empty(in.device_tree) || !meet(r, in.device_tree), "untyped %lu: tree", i);
    MUST_BE(!meet(r, in.image) && !meet(r, objects), "untyped %lu is the root task's", i);
    MUST_BE(device || recycled || range_list_covers(&in.memory, r), "untyped %lu is not RAM", i);
    for (word_t j = 0; device && j < in.memory.count; j++)
        MUST_BE(!meet(r, in.memory.range[j]), "device untyped %lu is RAM", i);
    for (word_t j = 0; device && j < in.withheld.count; j++)
        MUST_BE(!meet(r, in.withheld.range[j]), "device untyped %lu is withheld", i);
    MUST_BE(!device || r.end <= in.device_top, "device untyped %lu is too far", i);
}

static void check_image(void)
{
    word_t page = in.image.start;
    for (word_t i = info->userImageFrames.start; i < info->userImageFrames.end; i++) {
        struct cap c = cap_in(i);
        MUST_BE(cap_is(c, CAP_frame) && window_physical(frame_address(c)).raw == page &&
                    frame_cap_vaddr(c) == page - in.image_offset,
                "image page %lu is elsewhere", i);
        page += PAGE;
    }
    MUST_BE(page == in.image.end, "the image has other pages");
    MUST_BE(current_thread()->context.next_pc == in.image_entry, "the thread starts elsewhere");
    MUST_BE(info->ipcBuffer == in.image.end - in.image_offset, "the IPC buffer is elsewhere");
}

static void check_boot(void)
{
    root = cap_object(current_thread()->slot[TCB_CSPACE].cap);
    info = bootinfo_at(cap_object(cap_in(9)));
    /* The first and the last of them; only extra boot information may lie before. */
    const word_t sc = current_thread()->sched_context;
    const struct range objects = {window_physical(root).raw,
                                  window_physical(sc).raw + bit(MIN_SCHED_CONTEXT_BITS)};
    check_slots();
    for (word_t i = 0; i < info->untyped.end - info->untyped.start; i++)
        check_untyped(i, objects);
    check_image();
    invariants_start(root, info->empty.start);
    const char *why = invariants_check();
    MUST_BE(why == NULL, "%s", why);
    memset((void *)root, GARBAGE, range_bytes(objects));    /* for the next input */
}

static void boot(void)
{
    host_start();
    node.arch.satp = satp_raw(satp_make(window_physical(page_table_addr(&kernel_root)), 0));
    vspace_init();
    irqchip_init();
    irq_reserve(IRQ_KERNEL_TIMER);
    printed = 0;
    if (setjmp(stopped) == 0) {
        boot_root_task(&in);
        check_boot();
    } else {
        MUST_BE(printed > 40 && strlen(kernel_epitaph.why) > 15, "it stops and says '%s'",
                kernel_epitaph.why);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input from = {data, size};
    read_input(&from);
    boot();
    return 0;
}
