/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A device tree and the loader's words, to boot on RISC-V: it stops and says why, or what it gives
 * away obeys these rules:
 *
 *  1. RAM, and what is withheld from everybody, are lists of whole pages, ascending and disjoint.
 *  2. RAM is what the tree says it is (or the board, if the tree says nothing), lies above the
 *     kernel's start, inside the window, and outside of what the tree reserves.
 *  3. No byte of kernel image, device tree, root task or its objects is handed out as memory, and
 *     no RAM or withheld memory as a device.
 *  4. The root task's objects are inside RAM, disjoint, each aligned to its size.
 *  5. The console's registers are not in RAM.
 *
 *     head: see read_head | the tree
 */

#include "boot_main.h"
#include "boot_memory.h"
#include "bootinfo.h"
#include "device_tree.h"
#include "target.h"
#include "loader/include/loader/devicetree.h"
#include <abi/config.h>
#include <abi/objects.h>
#include <board.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE bit(PAGE_BITS)

enum { RAW_IMAGE = 1, RAW_OFFSET = 2, RAW_TREE = 4, NO_TREE = 8, HUGE_TREE = 16 };

static const struct boot_input *in;
static struct boot_memory plan;

/* Mostly as a loader does it: kernel, tree, image one after the other. */
static void read_head(struct boot_arguments *a, struct input *from)
{
    uint64_t flags = take(from, 1);
    a->kernel_end = BOARD_KERNEL_BASE + (2 + take(from, 1)) * PAGE;
    a->tree_start = a->kernel_end;
    a->image_start = a->kernel_end + take(from, 2) * PAGE;
    a->image_end = a->image_start + take(from, 2) * PAGE;
    a->image_entry = take(from, 4);
    a->image_offset = a->image_start - take(from, 2) * PAGE;
    uint64_t raw = take(from, 8);
    if (flags & RAW_IMAGE)
        a->image_start ^= raw;
    if (flags & RAW_OFFSET)
        a->image_offset = raw;
    if (flags & RAW_TREE)
        a->tree_start = raw;
    a->tree_bytes = from->left;
    if (flags & NO_TREE)
        a->tree_bytes = 0;
    if ((flags & HUGE_TREE) && raw > DEVICE_TREE_MAX_BYTES)
        a->tree_bytes = raw;
}

static bool meet(struct range a, struct range b) { return a.start < b.end && b.start < a.end; }

static void check_apart(const struct range_list *list, struct range r, const char *what)
{
    for (word_t i = 0; i < list->count && !range_is_empty(r); i++)
        MUST_BE(!meet(list->range[i], r), "%s: 0x%lx..0x%lx meets 0x%lx..0x%lx", what, r.start,
                r.end, list->range[i].start, list->range[i].end);
}

static void check_lists_apart(const struct range_list *a, const struct range_list *b,
                              const char *what)
{
    for (word_t i = 0; i < b->count; i++)
        check_apart(a, b->range[i], what);
}

static void check_list(const struct range_list *list, bool pages, const char *what)
{
    MUST_BE(list->count <= MAX_BOOT_RANGES, "%s: %lu ranges", what, list->count);
    for (word_t i = 0; i < list->count; i++) {
        struct range r = list->range[i];
        MUST_BE(r.start < r.end && (i == 0 || list->range[i - 1].end < r.start),
                "%s: range %lu is out of order", what, i);
        MUST_BE(!pages || (r.start | r.end) % PAGE == 0, "%s: range %lu is not of pages", what, i);
    }
}

static bool inside(const struct range_list *list, struct range r)
{
    for (word_t i = 0; i < list->count; i++)
        if (list->range[i].start <= r.start && r.end <= list->range[i].end)
            return true;
    return false;
}

/* --------------------------------------------------------------------------- what is found */

static void check_stated(const struct boot_arguments *a)
{
    static struct device_tree tree;
    static struct range_list stated, kept;
    range_list_clear(&stated);
    range_list_clear(&kept);
    if (!range_is_empty(in->device_tree)) {
        const char *why = device_tree_open(&tree, (word_t)a->tree, a->tree_bytes);
        MUST_BE(why == NULL, "boot went on with a tree that is refused: %s", why);
        MUST_BE(!device_tree_memory(&tree, &stated, &kept),
                "boot went on with ranges that are refused");
    }
    if (stated.count == 0)
        range_list_add(&stated, (struct range){BOARD_RAM_BASE, BOARD_RAM_END});
    check_list(&stated, true, "RAM as stated");
    for (word_t i = 0; i < in->memory.count; i++)
        MUST_BE(inside(&stated, in->memory.range[i]), "RAM that nobody stated: 0x%lx",
                in->memory.range[i].start);
    check_lists_apart(&in->memory, &kept, "RAM and reserved memory");
}

static void check_input(const struct boot_arguments *a, const struct boot_platform *platform)
{
    check_list(&in->memory, true, "RAM");
    check_list(&in->withheld, true, "withheld memory");
    check_stated(a);
    check_lists_apart(&in->memory, &in->withheld, "RAM and withheld memory");
    for (word_t i = 0; i < in->memory.count; i++)
        MUST_BE(in->memory.range[i].start >= in->kernel.start &&
                    in->memory.range[i].end <= WINDOW_BYTES,
                "RAM outside of what the kernel can give");
    MUST_BE(platform->uart < WINDOW_BYTES, "UART at 0x%lx", platform->uart);
    check_apart(&in->memory, (struct range){platform->uart, platform->uart + 8}, "UART in RAM");
    MUST_BE(!meet((struct range){platform->uart, platform->uart + 8}, in->kernel),
            "UART in the kernel");
}

/* --------------------------------------------------------------------------- who gets what */

static void check_objects(void)
{
    const struct root_objects *r = &plan.root;
    const struct { word_t at, bits; } objects[] = {
        {r->cnode, ROOT_CNODE_SIZE_BITS + SLOT_BITS}, {r->extra, r->extra_bits},
        {r->vspace, VSPACE_BITS}, {r->asid_pool, ASID_POOL_BITS}, {r->ipc_buffer, PAGE_BITS},
        {r->bootinfo, PAGE_BITS}, {r->tcb, TCB_BITS}, {r->sched_context, MIN_SCHED_CONTEXT_BITS},
        {r->paging, PAGE_TABLE_BITS}, {r->paging + PAGE, PAGE_TABLE_BITS}};
    static struct range_list all;
    word_t bytes = 0;
    MUST_BE(inside(&in->memory, r->all), "the root task's objects are outside of RAM");
    range_list_clear(&all);
    for (word_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        struct range o = {objects[i].at, objects[i].at + bit(objects[i].bits)};
        if (objects[i].bits == 0)
            continue;
        MUST_BE(o.start % bit(objects[i].bits) == 0, "object %lu is not aligned", i);
        MUST_BE(o.start >= r->all.start && o.end <= r->all.end, "object %lu is outside", i);
        check_apart(&all, o, "objects");
        range_list_add(&all, o);
        bytes += bit(objects[i].bits);
    }
    MUST_BE(bytes == range_bytes(r->all), "there are gaps between the root task's objects");
}

static void check_plan(void)
{
    const struct range mine[] = {in->kernel, in->device_tree, in->image, plan.root.all};
    check_objects();
    check_list(&plan.free, false, "free memory");
    check_list(&plan.device, false, "device memory");
    for (word_t i = 0; i < plan.free.count; i++)
        MUST_BE(inside(&in->memory, plan.free.range[i]), "free memory that is not RAM");
    for (word_t i = 0; i < 4; i++) {
        check_apart(&plan.free, mine[i], "free memory");
        check_apart(&plan.device, mine[i], "device memory");
        for (word_t j = 0; j < i; j++)
            MUST_BE(range_is_empty(mine[i]) || range_is_empty(mine[j]) || !meet(mine[i], mine[j]),
                    "parts %lu and %lu of what is kept meet", j, i);
    }
    check_lists_apart(&plan.device, &in->memory, "device memory and RAM");
    check_lists_apart(&plan.device, &in->withheld, "device memory and what is withheld");
    MUST_BE(plan.device.count == 0 ||
                plan.device.range[plan.device.count - 1].end <= in->device_top,
            "device memory beyond the last device address");
}

static void boot(const struct boot_arguments *a)
{
    const struct boot_platform *platform;
    const char *why = boot_main_on(a, &in, &platform);
    if (fuzz_tracing())
        printf("boot: %s\n", why != NULL ? why : "goes on");
    if (why != NULL) {
        MUST_BE(strlen(why) > 10, "boot stops and says '%s'", why);
        return;
    }
    check_input(a, platform);
    memset(&plan, 0, sizeof plan);
    plan.root.paging_tables = 2;
    plan.root.extra_bits = bootinfo_extra_bits(in);
    why = boot_memory_plan(in, &plan);
    if (fuzz_tracing())
        printf("plan: %s\n", why != NULL ? why : "good");
    if (why == NULL)
        check_plan();
    else
        MUST_BE(strlen(why) > 10, "boot stops and says '%s'", why);
}

/* What the loader would say about the same tree; it sees no size. */
static void load(const uint8_t *tree, size_t bytes)
{
    if (bytes < 40)
        return;
    uint64_t size = devicetree_size((word_t)tree);
    MUST_BE(size == 0 || (size >= 40 && size <= DEVICE_TREE_MAX_BYTES), "the loader copies %lu",
            size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input from = {data, size};
    struct boot_arguments a;
    read_head(&a, &from);
    uint8_t *tree = malloc(from.left != 0 ? from.left : 1);     /* aligned */
    memcpy(tree, from.at, from.left);
    a.tree = tree;
    load(tree, from.left);
    boot(&a);
    free(tree);
    return 0;
}
