/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Who gets which memory at boot.
 *
 * The order of decisions, the place of the root task's objects and the way ranges are cut into
 * untyped memory are visible: tools predict the untyped list at build time, and a system stops if
 * what it finds is different. So each step below is part of the interface.
 *
 *     1  reserved   kernel image, device tree, root task image; each starts behind the one before
 *     2  free       RAM minus reserved
 *     3  root       objects of the root task, from the highest free range they fit into
 *     4  device     everything below in->device_top that is neither RAM, reserved nor withheld
 *
 * The objects of the root task lie in this order, without gaps but in the order of alignment:
 *
 *     CNode | extra boot information | VSpace root | ASID pool | IPC buffer | boot information |
 *     TCB if a page or more | paging structures | the architecture's pages | TCB if less |
 *     scheduling context
 */

#include "boot_memory.h"
#include <abi/config.h>
#include <abi/objects.h>

#define CNODE_BITS  (ROOT_CNODE_SIZE_BITS + SLOT_BITS)
#define N_RESERVED  3

static word_t larger(word_t a, word_t b) { return a > b ? a : b; }

static word_t extra_bytes(const struct root_objects *root)
{
    return root->extra_bits == 0 ? 0 : bit(root->extra_bits);
}

/* Not rounded: what is left behind the objects is free memory. */
static word_t root_bytes(const struct root_objects *root)
{
    return bit(CNODE_BITS) + bit(TCB_BITS) + bit(PAGE_BITS) + bit(PAGE_BITS) +
           bit(ASID_POOL_BITS) + bit(VSPACE_BITS) + bit(MIN_SCHED_CONTEXT_BITS) +
           extra_bytes(root) + (root->paging_tables << PAGE_TABLE_BITS) +
           (root->arch_pages << PAGE_BITS);
}

/* Give each object its place from `start` on; start is aligned for the largest. */
static void lay_out(struct root_objects *root, word_t start)
{
    const bool extra_first = root->extra_bits >= CNODE_BITS;
    const bool tcb_is_page = TCB_BITS >= PAGE_BITS;
    root->all = (struct range){start, start + root_bytes(root)};
    root->cnode = start + (extra_first ? extra_bytes(root) : 0);
    word_t next = root->cnode + bit(CNODE_BITS);
    const bool extra_second = !extra_first && root->extra_bits >= VSPACE_BITS;
    root->vspace = next + (extra_second ? extra_bytes(root) : 0);
    root->extra = extra_first ? start : extra_second ? next : root->vspace + bit(VSPACE_BITS);
    root->asid_pool = root->vspace + bit(VSPACE_BITS) +
                      (extra_first || extra_second ? 0 : extra_bytes(root));
    root->ipc_buffer = root->asid_pool + bit(ASID_POOL_BITS);
    root->bootinfo = root->ipc_buffer + bit(PAGE_BITS);
    next = root->bootinfo + bit(PAGE_BITS);
    root->paging = next + (tcb_is_page ? bit(TCB_BITS) : 0);
    root->arch = root->paging + (root->paging_tables << PAGE_TABLE_BITS);
    const word_t behind = root->arch + (root->arch_pages << PAGE_BITS);
    root->tcb = tcb_is_page ? next : behind;
    root->sched_context = behind + (tcb_is_page ? 0 : bit(TCB_BITS));
}

/* Is there room for the objects in r, as high as alignment allows? Then *start is the place. */
static bool fits(const struct root_objects *root, struct range r, word_t *start)
{
    const word_t bytes = root_bytes(root);
    const word_t align = larger(larger(CNODE_BITS, VSPACE_BITS), root->extra_bits);
    if (range_bytes(r) < bytes)
        return false;
    *start = align_down(r.end - bytes, align);
    return *start >= r.start;
}

static bool place_root_objects(struct boot_memory *m)
{
    word_t start = 0;
    for (word_t i = m->free.count; i > 0; i--) {
        LOOP(MAX_BOOT_RANGES, i);
        if (fits(&m->root, m->free.range[i - 1], &start)) {
            lay_out(&m->root, start);
            return range_list_remove(&m->free, m->root.all);
        }
    }
    return false;
}

static const char *check_reserved(const struct boot_input *in)
{
    const bool tree = !range_is_empty(in->device_tree);
    if (tree && in->device_tree.start < in->kernel.end)
        return "the device tree starts below the end of the kernel";
    if (in->image.start < in->kernel.end)
        return "the root task starts below the end of the kernel";
    if (tree && in->image.start < in->device_tree.end)
        return "the root task starts below the end of the device tree";
    if (range_is_empty(in->image) || !range_list_covers(&in->memory, in->image))
        return "the root task is not inside RAM";
    return 0;
}

/* The list's ranges leave or join another list; all[] bounds the work. */
static bool remove_all(struct range_list *from, const struct range_list *all)
{
    bool fine = true;
    for (word_t i = 0; fine && i < all->count; i++) {
        LOOP(MAX_BOOT_RANGES, i);
        fine = range_list_remove(from, all->range[i]);
    }
    return fine;
}

static bool add_all(struct range_list *to, const struct range_list *all)
{
    bool fine = true;
    for (word_t i = 0; fine && i < all->count; i++) {
        LOOP(MAX_BOOT_RANGES, i);
        fine = range_list_add(to, all->range[i]);
    }
    return fine;
}

const char *boot_memory_plan(const struct boot_input *in, struct boot_memory *m)
{
    const struct range reserved[N_RESERVED] = {in->kernel, in->device_tree, in->image};
    const char *why = check_reserved(in);
    if (why)
        return why;
    range_list_clear(&m->free);
    range_list_clear(&m->device);
    bool fine = add_all(&m->free, &in->memory) &&
                range_list_add(&m->device, (struct range){0, in->device_top}) &&
                remove_all(&m->device, &in->memory) && remove_all(&m->device, &in->withheld);
    for (word_t i = 0; fine && i < N_RESERVED; i++) {
        LOOP(N_RESERVED, i);
        fine = range_list_remove(&m->free, reserved[i]) &&
               range_list_remove(&m->device, reserved[i]);
    }
    if (!fine)
        return "memory is in too many pieces";
    return place_root_objects(m) ? 0 : "no free range of RAM is large enough for the root task";
}

/* ------------------------------------------------------------------------------- cutting */

/* Position of the highest set bit; x is not 0. */
static word_t log2_floor(word_t x)
{
    word_t bits = 0;
    for (word_t half = WORD_BITS / 2; half != 0; half /= 2) {
        LOOP(WORD_BITS, half);
        bits += x >> bits >> half != 0 ? half : 0;
    }
    return bits;
}

/*
 * Alignment is that of the kernel address, as for every object; kernel address 0 is aligned to
 * everything. Kernel addresses of device memory may lie beyond the window and wrap around.
 */
word_t untyped_piece_bits(word_t window, struct range r)
{
    if (range_is_empty(r))
        return 0;
    const word_t address = window + r.start;
    const word_t fitting = word_min(range_bytes(r), bit(MAX_UNTYPED_BITS));
    const word_t aligned = address & (0 - address);         /* the lowest bit */
    return log2_floor(address == 0 ? fitting : word_min(fitting, aligned));
}
