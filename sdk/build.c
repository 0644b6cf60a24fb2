/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * From the description and the programs to objects and capabilities. Every capability a domain
 * holds is named in add_caps and add_channel below, with the least rights its use needs:
 *
 *   slot 1    input: the endpoint if someone calls the domain or it handles faults, else its
 *             notification: read
 *   2         its fault endpoint: write and grant-reply, like the kernel's own copy
 *   3, 4      its VSpace and reply object
 *   5         passive only: the monitor's endpoint, write
 *   6         benchmark only: its own TCB
 *   7         smc="true" only: the secure monitor
 *   10+       notifications of channels: write
 *   74+       endpoints of channels: write, grant-reply
 *   138+      interrupt handlers
 *   202+      TCBs of children
 *   394+      ranges of I/O ports
 */

#include <stdlib.h>
#include <string.h>

#include "sdk/build.h"

enum {
    ENDPOINT_BITS = 4,
    NOTIFICATION_BITS = 6,
    REPLY_BITS = 5,
    SC_BITS = 8,
    ROOT_CNODE_RADIX = 6,
    CNODE_RADIX = 9,
    WORD_BITS = 64,
};

#define SC_BADGE_BASE       0x100u
#define ASIDS_PER_POOL      512u
#define ASIDS_IN_FIRST_POOL 510u /* entry 0 is never used, entry 1 is init's */

#define CALL_RIGHTS         (SPEC_WRITE | SPEC_GRANT_REPLY)

static uint32_t add_object(struct tables *t, enum spec_type type, uint32_t size_bits,
                           const char *name)
{
    *array_add(t->arena, &t->objects) =
        (struct spec_object){.type = type, .size_bits = size_bits, .name = tables_string(t, name)};
    return (uint32_t)t->objects.n - 1;
}

uint32_t add_named(struct tables *t, enum spec_type type, uint32_t size_bits,
                          const char *prefix, const char *name, const char *suffix)
{
    return add_object(t, type, size_bits, arena_printf(t->arena, "%s_%s%s", prefix, name, suffix));
}

void add_cap(struct tables *t, uint32_t cnode, uint32_t slot, uint32_t object,
                    uint32_t rights, uint64_t data)
{
    *array_add(t->arena, &t->caps) = (struct spec_cap){cnode, slot, object, rights, data};
}

/* --- regions ---------------------------------------------------------------------------------- */

/* The frames of region i are objects [first[i], first[i] + pages). */
static uint32_t *add_regions(struct tables *t, const struct system *system)
{
    uint32_t *first = arena_alloc(t->arena, system->regions.n * sizeof(*first));
    for (size_t i = 0; i < system->regions.n; i++) {
        const struct region *region = system->regions.at[i];
        bool fixed = region->has_paddr || region->wants_paddr;
        uint32_t where = fixed ? SPEC_OBJECT_FIXED : 0;
        if (region->has_paddr && system->board->multiboot)
            where |= SPEC_OBJECT_RAM_OR_DEVICE;
        else if (region->has_paddr &&
                 !range_holds(system->board->ram, region->paddr, region->paddr + region->size))
            where |= SPEC_OBJECT_DEVICE;
        first[i] = (uint32_t)t->objects.n;
        for (uint64_t at = 0; at < region->size; at += region->page_size) {
            uint32_t frame =
                add_named(t, SPEC_FRAME, region->page_size == PAGE ? PAGE_BITS : LARGE_BITS,
                          "frame_mr", region->name, "");
            t->objects.at[frame].flags = where;
            t->objects.at[frame].paddr = fixed ? region->paddr + at : 0;
        }
    }
    return first;
}

uint32_t region_index(const struct system *system, const struct region *region)
{
    uint32_t i = 0;
    while (system->regions.at[i] != region)
        i++;
    return i;
}

/* --- address spaces --------------------------------------------------------------------------- */

static void add_map(struct tables *t, uint32_t vspace, uint32_t frame, uint64_t vaddr,
                    uint32_t rights, uint32_t attributes)
{
    *array_add(t->arena, &t->maps) = (struct spec_map){vspace, frame, vaddr, rights, attributes};
}

static void add_area(struct tables *t, uint64_t start, uint64_t end, const char *name,
                     uint32_t kind, uint32_t rights, uint32_t attributes)
{
    *array_add(t->arena, &t->areas) =
        (struct spec_area){start, end, tables_string(t, name), kind, rights, attributes};
}

static uint32_t page_rights(const struct page *page)
{
    return SPEC_READ | (page->flags & SEGMENT_WRITE ? SPEC_WRITE : 0);
}

/* Of a page that is not meant for execution. */
static uint32_t no_execute(const struct board *board)
{
    return board->execute_always ? 0 : SPEC_EXECUTE_NEVER;
}

static uint32_t page_attributes(const struct board *board, const struct page *page)
{
    return page->flags & SEGMENT_EXECUTE ? 0 : no_execute(board);
}

static void add_image(struct tables *t, const struct board *board, const struct pd *pd,
                      const struct program *program, uint32_t vspace)
{
    for (size_t i = 0; i < program->pages.n; i++) {
        const struct page *page = &program->pages.at[i];
        uint32_t frame = add_named(t, SPEC_FRAME, PAGE_BITS, "frame_elf", pd->name, "");
        if (page->data) {
            t->objects.at[frame].flags = SPEC_OBJECT_EMBEDDED;
            t->objects.at[frame].image_page = (uint32_t)t->contents.n;
            *array_add(t->arena, &t->contents) = page->data;
        }
        add_map(t, vspace, frame, page->vaddr, page_rights(page), page_attributes(board, page));
        const struct page *before = i ? page - 1 : NULL;
        if (before && before->vaddr + PAGE == page->vaddr && before->flags == page->flags)
            t->areas.at[t->areas.n - 1].end += PAGE;
        else
            add_area(t, page->vaddr, page->vaddr + PAGE, pd->image_path, SPEC_AREA_IMAGE,
                     page_rights(page), page_attributes(board, page));
    }
}

static void add_maps(struct tables *t, const struct system *system, const struct pd *pd,
                     const uint32_t *region_frames, uint32_t vspace)
{
    for (size_t i = 0; i < pd->maps.n; i++) {
        const struct map *map = &pd->maps.at[i];
        uint32_t frame = region_frames[region_index(system, map->region)];
        uint32_t attributes =
            (map->execute ? 0 : no_execute(system->board)) | (map->cached ? 0 : SPEC_UNCACHED);
        for (uint64_t at = 0; at < map->region->size; at += map->region->page_size)
            add_map(t, vspace, frame++, map->vaddr + at, map->rights, attributes);
        add_area(t, map->vaddr, map->vaddr + map->region->size, map->region->name, SPEC_AREA_REGION,
                 map->rights, attributes);
    }
}

static uint32_t add_stack(struct tables *t, const struct system *system, const struct pd *pd,
                          uint32_t vspace)
{
    const uint32_t rights = SPEC_READ | SPEC_WRITE, never = no_execute(system->board);
    uint64_t top = pd_stack_top(system->board), bottom = top - pd->stack_size,
             ipc = system->board->ipc_buffer;
    bool below_is_free = true;
    for (size_t i = t->pds.at[pd->index].areas.first; i < t->areas.n; i++)
        below_is_free = below_is_free && t->areas.at[i].end <= bottom - PAGE;
    for (uint64_t at = bottom; at < top; at += PAGE)
        add_map(t, vspace, add_named(t, SPEC_FRAME, PAGE_BITS, "frame", pd->name, "_stack"), at,
                rights, never);
    if (below_is_free)
        add_area(t, bottom - PAGE, bottom, "", SPEC_AREA_GUARD, 0, SPEC_EXECUTE_NEVER);
    add_area(t, bottom, top, "", SPEC_AREA_STACK, rights, never);
    add_area(t, top, ipc, "", SPEC_AREA_GUARD, 0, SPEC_EXECUTE_NEVER);
    add_area(t, ipc, ipc + PAGE, "", SPEC_AREA_IPC_BUFFER, rights, never);
    uint32_t frame = add_named(t, SPEC_FRAME, PAGE_BITS, "frame_ipcbuf", pd->name, "");
    add_map(t, vspace, frame, ipc, rights, never);
    return frame;
}

static int maps_by_vaddr(const void *a, const void *b)
{
    const struct spec_map *x = a, *y = b;
    return ORDER(x->vaddr, y->vaddr);
}

static int areas_by_start(const void *a, const void *b)
{
    const struct spec_area *x = a, *y = b;
    return ORDER(x->start, y->start);
}

/* Levels below the root: tables per 512 GiB and per GiB, and per 2 MiB in use by small pages. */
static void add_page_tables(struct tables *t, const struct board *board, const struct pd *pd,
                            size_t first_map, uint32_t vspace)
{
    static const uint64_t spans[] = {LARGE_PAGE, (uint64_t)1 << 30, (uint64_t)1 << 39};
    uint64_t done[3] = {0}; /* tables exist for all addresses below, if for any above the last */
    for (size_t i = first_map; i < t->maps.n; i++) {
        uint64_t vaddr = t->maps.at[i].vaddr;
        bool small = t->objects.at[t->maps.at[i].frame].size_bits == PAGE_BITS;
        for (unsigned level = board->table_levels; level-- > (small ? 0u : 1u);) {
            if (vaddr < done[level])
                continue;
            uint64_t start = vaddr & ~(spans[level] - 1);
            uint32_t table =
                add_named(t, SPEC_PAGE_TABLE, PAGE_BITS, board->table_names[level], pd->name,
                          arena_printf(t->arena, "_%#llx", (unsigned long long)start));
            t->objects.at[table].level = level;
            *array_add(t->arena, &t->page_tables) =
                (struct spec_table_map){vspace, table, start, level, 0};
            done[level] = start + spans[level];
        }
    }
}

/* --- domains ---------------------------------------------------------------------------------- */

static void add_tables(struct tables *t, const struct program *program, struct spec_pd *out)
{
    out->functions =
        (struct spec_range_of){(uint32_t)t->functions.n, (uint32_t)program->functions.n};
    for (size_t i = 0; i < program->functions.n; i++) {
        const struct function *function = &program->functions.at[i];
        *array_add(t->arena, &t->functions) = (struct spec_function){
            function->start, function->size, tables_string(t, function->name)};
    }
    out->lines = (struct spec_range_of){(uint32_t)t->lines.n, (uint32_t)program->lines.n};
    for (size_t i = 0; i < program->lines.n; i++) {
        const struct line *line = &program->lines.at[i];
        *array_add(t->arena, &t->lines) =
            (struct spec_line){line->address, tables_string(t, line->file), line->line};
    }
}

/* Of objects whose size depends on board and configuration. */
struct sizes {
    uint32_t tcb_bits, vspace_bits;
};

/* The objects of one domain but its frames and page tables, in the order of their numbers. */
static void add_objects(struct tables *t, const struct sizes *sizes, const struct pd *pd,
                        struct spec_pd *out, struct spec_tcb *tcb, struct spec_sc *sc)
{
    out->vspace = add_named(t, SPEC_VSPACE, sizes->vspace_bits, "vspace", pd->name, "");
    out->cnode_root = add_named(t, SPEC_CNODE, ROOT_CNODE_RADIX, "cnode", pd->name, "_root");
    out->cnode = add_named(t, SPEC_CNODE, CNODE_RADIX, "cnode", pd->name, "");
    out->notification = add_named(t, SPEC_NOTIFICATION, NOTIFICATION_BITS, "ntfn", pd->name, "");
    out->endpoint = SPEC_NONE;
    if (pd->receives)
        out->endpoint = add_named(t, SPEC_ENDPOINT, ENDPOINT_BITS, "ep", pd->name, "");
    out->reply = add_named(t, SPEC_REPLY, REPLY_BITS, "reply", pd->name, "");
    tcb->object = add_named(t, SPEC_TCB, sizes->tcb_bits, "tcb", pd->name, "");
    sc->object = add_named(t, SPEC_SCHED_CONTEXT, SC_BITS, "sched_context", pd->name, "");
    tcb->vspace = out->vspace;
    tcb->cspace = out->cnode_root;
    tcb->notification = out->notification;
    tcb->sc = sc->object;
}

/* One domain, but for its capabilities. */
static void add_pd(struct tables *t, const struct system *system, const struct sizes *sizes,
                   const struct pd *pd, const struct program *program,
                   const uint32_t *region_frames, uint32_t pool)
{
    struct spec_pd *out = array_add(t->arena, &t->pds);
    struct spec_tcb *tcb = array_add(t->arena, &t->tcbs);
    struct spec_sc *sc = array_add(t->arena, &t->scs);
    size_t first_map = t->maps.n;
    add_objects(t, sizes, pd, out, tcb, sc);

    out->name = tables_string(t, pd->name);
    out->image = tables_string(t, pd->image_path);
    out->flags = pd->passive ? SPEC_PD_PASSIVE : 0;
    out->parent = pd->parent ? pd->parent->index : SPEC_NONE;
    out->child_id = pd->id;
    out->asid_pool = pool;
    out->stack_bottom = pd_limit(system->board, pd);
    out->stack_top = pd_stack_top(system->board);
    out->areas.first = (uint32_t)t->areas.n;
    add_image(t, system->board, pd, program, out->vspace);
    add_maps(t, system, pd, region_frames, out->vspace);

    tcb->flags = SPEC_TCB_RESUME | (pd->fpu ? 0 : SPEC_TCB_FPU_DISABLED);
    tcb->entry = program->image.entry;
    tcb->sp = out->stack_top;
    tcb->ipc_buffer = system->board->ipc_buffer;
    tcb->ipc_frame = add_stack(t, system, pd, out->vspace);
    tcb->fault_endpoint = pd->parent ? t->pds.at[pd->parent->index].endpoint : t->monitor;
    tcb->fault_badge = pd->parent ? SPEC_BADGE_FAULT | pd->id : pd->index + 1ull;
    tcb->fault_rights = CALL_RIGHTS;
    tcb->priority = pd->priority;
    tcb->mcp = pd->priority;
    sc->budget_us = pd->budget_us;
    sc->period_us = pd->period_us;
    sc->badge = SC_BADGE_BASE + pd->index;

    out->areas.count = (uint32_t)t->areas.n - out->areas.first;
    qsort(t->maps.at + first_map, t->maps.n - first_map, sizeof(*t->maps.at), maps_by_vaddr);
    qsort(t->areas.at + out->areas.first, out->areas.count, sizeof(*t->areas.at), areas_by_start);
    add_page_tables(t, system->board, pd, first_map, out->vspace);
    add_tables(t, program, out);
}

static void add_caps(struct tables *t, const struct pd *pd, uint32_t smc, bool benchmark)
{
    const struct spec_pd *out = &t->pds.at[pd->index];
    const struct spec_tcb *tcb = &t->tcbs.at[pd->index];
    uint32_t cnode = out->cnode;
    add_cap(t, out->cnode_root, 0, cnode, SPEC_ALL_RIGHTS,
            WORD_BITS - ROOT_CNODE_RADIX - CNODE_RADIX);
    add_cap(t, cnode, SPEC_SLOT_INPUT, pd->receives ? out->endpoint : out->notification, SPEC_READ,
            0);
    add_cap(t, cnode, SPEC_SLOT_FAULT, tcb->fault_endpoint, tcb->fault_rights, tcb->fault_badge);
    add_cap(t, cnode, SPEC_SLOT_VSPACE, out->vspace, SPEC_ALL_RIGHTS, 0);
    add_cap(t, cnode, SPEC_SLOT_REPLY, out->reply, SPEC_ALL_RIGHTS, 0);
    if (pd->passive)
        add_cap(t, cnode, SPEC_SLOT_MONITOR, t->monitor, SPEC_WRITE, pd->index + 1ull);
    if (benchmark)
        add_cap(t, cnode, SPEC_SLOT_TCB, tcb->object, SPEC_ALL_RIGHTS, 0);
    if (pd->smc)
        add_cap(t, cnode, SPEC_SLOT_SMC, smc, SPEC_ALL_RIGHTS, 0);
    if (pd->parent)
        add_cap(t, t->pds.at[pd->parent->index].cnode, SPEC_SLOT_CHILD + pd->id, tcb->object,
                SPEC_ALL_RIGHTS, 0);
    add_irqs(t, pd, out);
    add_ioports(t, pd, out);
}

static void add_channel(struct tables *t, const struct channel *channel)
{
    struct spec_channel *out = array_add(t->arena, &t->channels);
    for (size_t i = 0; i < 2; i++) {
        const struct end *from = &channel->end[i], *to = &channel->end[1 - i];
        uint32_t cnode = t->pds.at[from->pd->index].cnode;
        const struct spec_pd *target = &t->pds.at[to->pd->index];
        out->end[i] = (struct spec_end){
            from->pd->index, from->id,
            (from->notify ? SPEC_END_NOTIFY : 0) | (from->call ? SPEC_END_CALL : 0), 0};
        if (from->notify)
            add_cap(t, cnode, SPEC_SLOT_NOTIFY + from->id, target->notification, SPEC_WRITE,
                    1ull << to->id);
        if (from->call)
            add_cap(t, cnode, SPEC_SLOT_CALL + from->id, target->endpoint, CALL_RIGHTS,
                    SPEC_BADGE_CALL | to->id);
    }
}

/* The one object for the secure monitor, if a domain may call it. */
static uint32_t add_secure_monitor(struct tables *t, const struct system *system)
{
    for (size_t i = 0; i < system->pds.n; i++)
        if (system->pds.at[i]->smc)
            return add_object(t, SPEC_SMC, 0, "arm_smc");
    return SPEC_NONE;
}

void tables_build(struct tables *t, const struct system *system, const struct program *programs,
                  const char *config)
{
    const struct board *board = system->board;
    const struct sizes sizes = {strcmp(config, "debug") ? board->tcb_bits : board->debug_tcb_bits,
                                board->vspace_bits};
    uint32_t pool = SPEC_NONE;
    t->system_name = tables_string(t, system->file);
    t->monitor = add_object(t, SPEC_ENDPOINT, ENDPOINT_BITS, "ep_fault_monitor");
    const uint32_t *region_frames = add_regions(t, system);
    for (size_t i = 0; i < system->pds.n; i++) {
        if (i >= ASIDS_IN_FIRST_POOL && (i - ASIDS_IN_FIRST_POOL) % ASIDS_PER_POOL == 0)
            pool = add_object(t, SPEC_ASID_POOL, PAGE_BITS, "asid_pool");
        add_pd(t, system, &sizes, system->pds.at[i], &programs[i], region_frames, pool);
    }
    uint32_t smc = add_secure_monitor(t, system);
    for (size_t i = 0; i < system->pds.n; i++)
        add_caps(t, system->pds.at[i], smc, !strcmp(config, "benchmark"));
    for (size_t i = 0; i < system->channels.n; i++)
        add_channel(t, &system->channels.at[i]);
    for (size_t i = 0; i < system->io_spaces.n; i++)
        add_io_space(t, system, system->io_spaces.at[i], region_frames);
}
