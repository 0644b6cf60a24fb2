/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * From what the architecture found out (struct boot_input) to the first thread.
 *
 *     boot_root_task    plan memory (boot_memory.c)
 *                       clear the objects' memory, name the places of the objects
 *                       fill the CNode: fixed slots, then in this order from slot 16
 *                           (SchedControl, where the architecture has it first)
 *                           paging structures, upper level first
 *                           extra boot information
 *                           SchedControl
 *                           image pages
 *                           untyped memory: device, recycled, free
 *                       make the thread, fill the boot information frame
 *
 * The order of slots and of untyped memory is part of the interface. All capabilities here are
 * originals, connected to nothing; those in the thread's own slots are derived copies.
 *
 * This file, like boot_memory.c, bootinfo.c, range.c, device_tree.c and memory_nodes.c, lies in the
 * recycled part of the image: nothing in it may be called, and no text or object in it used, once
 * the first thread runs.
 */

#include "boot.h"
#include "boot_memory.h"
#include "bootinfo.h"
#include "debug.h"
#include "derive.h"
#include "fastpath.h"
#include "hostile.h"
#include "sched.h"
#include "sched_context.h"
#include <abi/config.h>
#include <arch/boot.h>
#include <arch/cache.h>
#include <arch/timer.h>


#define ROOT_SLOTS      bit(ROOT_CNODE_SIZE_BITS)
#define SLICE_US        (BOOT_THREAD_TIME_SLICE_MS * 1000UL)
#define USER_PC         0       /* of the user context, on every architecture */
#define N_NODES         1
/* Bounds for the LOOP markers. */
#define MAX_ROOT_PAGES  ROOT_SLOTS          /* each takes a slot */
#define MAX_CLEARED_PAGES (1UL << 18)       /* 1 GiB: paging structures for all of ROOT_SLOTS */

static const struct boot_input *input;
static struct boot_memory memory;
static struct bootinfo *bootinfo;
static word_t next_slot;

/* Virtual addresses. */
static struct range image, extra;
static word_t ipc_buffer, bootinfo_page;

static _Noreturn void give_up(const char *why)
{
    debug_print("KERNEL: cannot start the root task\n");
    kernel_fatal(why);
}

static word_t kernel_address(word_t physical) { return input->window + physical; }

/* ---------------------------------------------------------------------------------- slots */

static struct slot *root_slot(word_t index)
{
    return slot_at(kernel_address(memory.root.cnode) + (index << SLOT_BITS));
}

static void put(enum initial_slot index, struct cap c)
{
    slot_insert_original(root_slot(index), c);
}

/* Into the next slot of the dynamic part. */
static void put_next(struct cap c)
{
    if (next_slot == ROOT_SLOTS)
        give_up("the root CNode has no room for the root task's capabilities");
    slot_insert_original(root_slot(next_slot++), c);
}

/* ------------------------------------------------------------------------- address space */

/* Where everything is in the root task's address space. */
static void plan_addresses(void)
{
    image.start = input->image.start - input->image_offset;
    image.end = input->image.end - input->image_offset;
    ipc_buffer = image.end;
    bootinfo_page = ipc_buffer + bit(PAGE_BITS);
    extra.start = bootinfo_page + bit(PAGE_BITS);
    extra.end = extra.start;
    memory.root.extra_bits = bootinfo_extra_bits(input);
    if (input->n_chunks != 0)
        extra.end += bit(memory.root.extra_bits);
    if (image.start % bit(PAGE_BITS) != 0 || range_bytes(image) % bit(PAGE_BITS) != 0)
        give_up("the root task's image is not page aligned");
    if (image.start >= image.end || extra.end < image.end || extra.end > USER_TOP)
        give_up("the root task's image lies outside the addresses a program can use");
}

/* First address a paging structure of this level covers, and number of structures. */
static word_t first_span(word_t level)
{
    return align_down(image.start, arch_boot_span_bits(level));
}

static word_t count_paging(void)
{
    word_t n = 0;
    for (word_t level = 0; level < BOOT_PAGING_LEVELS; level++) {
        LOOP(BOOT_PAGING_LEVELS, level);
        const word_t bits = arch_boot_span_bits(level);
        n += (align_up(extra.end, bits) - first_span(level)) >> bits;
    }
    return n;
}

/* All structures of a level; `next` is the memory of the first. Returns where the rest begins. */
static word_t make_paging(word_t level, word_t next)
{
    const word_t root = kernel_address(memory.root.vspace);
    const word_t span = bit(arch_boot_span_bits(level));
    for (word_t at = first_span(level); at < extra.end; at += span) {
        LOOP(MAX_CLEARED_PAGES, at);
        put_next(arch_boot_paging(root, at, next));
        next += bit(PAGE_TABLE_BITS);
    }
    return next;
}

static struct slot_region make_all_paging(void)
{
    const word_t first = next_slot;
    word_t next = kernel_address(memory.root.paging);
    for (word_t level = 0; level < BOOT_PAGING_LEVELS; level++) {
        LOOP(BOOT_PAGING_LEVELS, level);
        next = make_paging(level, next);
    }
    return (struct slot_region){first, next_slot};
}

/* Map [at, end), which is at `page` in physical memory; one capability for each page. */
static struct slot_region make_pages(word_t at, word_t end, word_t page)
{
    const word_t root = kernel_address(memory.root.vspace);
    const word_t first = next_slot;
    for (; at < end; at += bit(PAGE_BITS)) {
        LOOP(MAX_CLEARED_PAGES, at);
        put_next(arch_boot_page(root, at, kernel_address(page), true));
        page += bit(PAGE_BITS);
    }
    return (struct slot_region){first, next_slot};
}

static struct cap make_data_page(word_t at, word_t page)
{
    return arch_boot_page(kernel_address(memory.root.vspace), at, kernel_address(page), false);
}

/* ------------------------------------------------------------------------- untyped memory */

/* Describe and hand out one piece. False when the list is full: the rest is lost. */
static bool put_untyped(word_t paddr, word_t bits, bool is_device)
{
    const word_t index = next_slot - bootinfo->untyped.start;
    if (index == MAX_BOOTINFO_UNTYPED_CAPS)
        return false;
    struct cap c = cap_make(CAP_untyped, kernel_address(paddr));
    untyped_cap_set_size_bits(&c, bits);
    untyped_cap_set_device(&c, is_device);
    untyped_cap_set_watermark(&c, bit(bits));   /* not cleared yet: the first Retype does */
    put_next(c);
    bootinfo_add_untyped(bootinfo, index, paddr, bits, is_device);
    return true;
}

/* Cut a range into pieces as large as size and alignment allow; pieces below the smallest untyped
 * are lost. Each piece is the largest at its place, so there are at most two of each size. */
static void put_untyped_range(struct range r, bool is_device)
{
    while (!range_is_empty(r)) {
        LOOP(2 * WORD_BITS, r.start);
        const word_t bits = untyped_piece_bits(input->window, r);
        if (bits >= MIN_UNTYPED_BITS && !put_untyped(r.start, bits, is_device)) {
            debug_print("KERNEL: more than %lu untypeds; memory from 0x%lx to 0x%lx is lost\n",
                        (word_t)MAX_BOOTINFO_UNTYPED_CAPS, r.start, r.end);
            return;
        }
        r.start += bit(bits);
    }
}

static void put_untyped_list(const struct range_list *list, bool is_device)
{
    for (word_t i = 0; i < list->count; i++) {
        LOOP(MAX_BOOT_RANGES, i);
        put_untyped_range(list->range[i], is_device);
    }
}

/* ----------------------------------------------------------------------------- the thread */

/* Derived copy of an initial capability for one of the thread's own slots. */
static void give(struct tcb *t, enum tcb_slot to, enum initial_slot from)
{
    struct cap derived = cap_derive(root_slot(from), root_slot(from)->cap);
    if (cap_is_null(derived))
        give_up("the root task cannot have its own CSpace, VSpace or IPC buffer");
    slot_insert(&t->slot[to], derived, root_slot(from));
    fast_spaces_changed(t);
}

/* Time begins here: the work before is on nobody's budget. */
static void make_thread(void)
{
    struct tcb *t = tcb_at(kernel_address(memory.root.tcb));
    struct sched_context *sc = sched_context_at(kernel_address(memory.root.sched_context));
    sched_init();
    debug_call_thread(&node.idle, "idle_thread");
    fast_new_thread(t);
    t->ipc_buffer = ipc_buffer;
    give(t, TCB_CSPACE, SLOT_InitThreadCNode);
    give(t, TCB_VSPACE, SLOT_InitThreadVSpace);
    give(t, TCB_IPC_BUFFER, SLOT_InitThreadIPCBuffer);
    context_init(&t->context);
    fpu_state_init(&t->fpu);
    context_set_cap(&t->context, bootinfo_page);
    context_set_user_word(&t->context, USER_PC, input->image_entry);
    t->priority = MAX_PRIORITY;
    t->mcp = MAX_PRIORITY;
    t->sched_context = sched_context_addr(sc);
    sc->tcb = tcb_addr(t);
    refill_new(sc, MIN_REFILLS, timer_us_to_ticks(SLICE_US), timer_us_to_ticks(SLICE_US));
    debug_call_thread(t, "rootserver");
    sched_set_state(t, THREAD_RUNNING);
    sched_candidate(t);
    sched_decide();
}

/* ----------------------------------------------------------------------------- everything */

static void clear(struct range r)
{
    const word_t chunk = bit(RESET_CHUNK_BITS);
    word_t at = r.start;
    while (r.end - at >= bit(PAGE_BITS)) {
        LOOP(MAX_CLEARED_PAGES, at);
        zero_page(kernel_address(at));
        at += bit(PAGE_BITS);
    }
    while (at < r.end) {        /* less than a page */
        LOOP(1UL << (PAGE_BITS - RESET_CHUNK_BITS), at);
        zero_chunk(kernel_address(at), word_min(chunk, r.end - at));
        at += chunk;
    }
}

/* A page of the CNode. */
static void make_slots(word_t address)
{
    for (word_t i = 0; KEEL_HOSTILE_MEMORY && i < bit(PAGE_BITS - SLOT_BITS); i++) {
        LOOP(1UL << (PAGE_BITS - SLOT_BITS), i);
        struct slot *s = slot_at(address) + i;
        s->cap.word[0] = s->cap.word[1] = s->prev = s->next = ~(word_t)0;
    }
    zero_slots(address);
}

/* Objects are zero when created, but for what an empty slot holds. */
static void clear_objects(void)
{
    const struct range cnode = {memory.root.cnode, memory.root.cnode + (ROOT_SLOTS << SLOT_BITS)};
    clear((struct range){memory.root.all.start, cnode.start});
    clear((struct range){cnode.end, memory.root.all.end});
    for (word_t at = cnode.start; at < cnode.end; at += bit(PAGE_BITS)) {
        LOOP(ROOT_SLOTS >> (PAGE_BITS - SLOT_BITS), at);
        make_slots(kernel_address(at));
    }
}

/* What only the architecture knows about. */
static void put_arch_caps(void)
{
    for (word_t i = 0; i < N_INITIAL_SLOTS; i++) {
        LOOP(N_INITIAL_SLOTS, i);
        const struct cap c = arch_boot_cap((enum initial_slot)i);
        if (!cap_is_null(c))
            put((enum initial_slot)i, c);
    }
}

static void put_fixed(void)
{
    const struct root_objects *r = &memory.root;
    struct cap cnode = cap_make(CAP_cnode, kernel_address(r->cnode));
    cnode_cap_set_radix(&cnode, ROOT_CNODE_SIZE_BITS);
    cnode_cap_set_guard_size(&cnode, WORD_BITS - ROOT_CNODE_SIZE_BITS);
    struct cap sc = cap_make(CAP_sched_context, kernel_address(r->sched_context));
    sched_context_cap_set_size_bits(&sc, MIN_SCHED_CONTEXT_BITS);
    put(SLOT_InitThreadTCB, cap_make(CAP_tcb, kernel_address(r->tcb)));
    put(SLOT_InitThreadCNode, cnode);
    put(SLOT_InitThreadVSpace,
        arch_boot_root(kernel_address(r->vspace), kernel_address(r->asid_pool)));
    put(SLOT_IRQControl, cap_make(CAP_irq_control, 0));
    put_arch_caps();
    put(SLOT_InitThreadASIDPool, cap_make(CAP_asid_pool, kernel_address(r->asid_pool)));
    put(SLOT_Domain, cap_make(CAP_domain_set, 0));
    put(SLOT_InitThreadSC, sc);
}

static void fill_bootinfo(void)
{
    bootinfo->extraLen = bootinfo_extra_bytes(input);
    bootinfo->numNodes = N_NODES;
    bootinfo->numIOPTLevels = input->io_levels;
    bootinfo->ipcBuffer = ipc_buffer;
    bootinfo->initThreadCNodeSizeBits = ROOT_CNODE_SIZE_BITS;
    bootinfo->empty = (struct slot_region){next_slot, ROOT_SLOTS};
}

static void put_sched_control(void)
{
    bootinfo->schedcontrol = (struct slot_region){next_slot, next_slot + N_NODES};
    put_next(cap_make(CAP_sched_control, 0));
}

static void put_dynamic(void)
{
    const struct root_objects *r = &memory.root;
    const bool control_first = BOOT_SCHED_CONTROL_FIRST != hostile_turns(ORDER_FIRST_SLOT);
    next_slot = N_INITIAL_SLOTS;
    if (control_first)
        put_sched_control();
    bootinfo->userImagePaging = make_all_paging();
    put(SLOT_InitThreadIPCBuffer, make_data_page(ipc_buffer, r->ipc_buffer));
    put(SLOT_BootInfoFrame, make_data_page(bootinfo_page, r->bootinfo));
    if (input->n_chunks != 0) {
        bootinfo->extraBIPages =
            make_pages(extra.start, extra.start + bootinfo_extra_bytes(input), r->extra);
        bootinfo_write_extra(input, kernel_address(r->extra));
    }
    if (!control_first)
        put_sched_control();
    bootinfo->userImageFrames = make_pages(image.start, image.end, input->image.start);
    bootinfo->untyped.start = next_slot;
    put_untyped_list(&memory.device, true);
    put_untyped_range(input->recycled, false);
    put_untyped_list(&memory.free, false);
    bootinfo->untyped.end = next_slot;
}

void boot_root_task(const struct boot_input *in)
{
    input = in;
    plan_addresses();
    memory.root.paging_tables = count_paging();
    memory.root.arch_pages = in->arch_pages;
    const char *why = boot_memory_plan(in, &memory);
    if (why)
        give_up(why);
    clear_objects();
    arch_boot_use_pages(kernel_address(memory.root.arch));
    bootinfo = bootinfo_at(kernel_address(memory.root.bootinfo));
    put_fixed();
    put_dynamic();
    fill_bootinfo();
    make_thread();
}
