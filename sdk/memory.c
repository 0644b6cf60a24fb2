/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * Does it fit? Three questions: are the sizes possible at all, where do the regions go whose
 * address is part of the description, and can init make every object from what is left.
 */

#include <inttypes.h>
#include <stdlib.h>

#include "sdk/layout.h"

#define INIT_SLOTS     ((uint64_t)1 << 17) /* in init's CNode */
#define SLOTS_NOT_OURS 2048u               /* initial caps, untypeds, page tables of init */
#define SIZE_CLASSES   (LARGE_BITS + 1u)

/* --- sizes ------------------------------------------------------------------------------------ */

/* Adds to the slots in use; reports the element with which they run out, and only the first. */
static bool take_slots(struct diags *diags, uint64_t *used, uint64_t n, struct position at,
                       const char *what, const char *name)
{
    const uint64_t limit = INIT_SLOTS - SLOTS_NOT_OURS;
    if (*used > limit)
        return false;
    *used = n > limit ? limit + 1 : *used + n;
    if (*used > limit)
        diag_error(diags, at, "E-SLOTS",
                   "%s '%s' needs %" PRIu64 " capability slots of the initial task, more than are "
                   "left; the whole system may use %" PRIu64 ", one for each page and mapping; use "
                   "2 MiB pages "
                   "(page_size=\"0x200000\") or smaller regions",
                   what, name, n, limit);
    return true;
}

void memory_check_sizes(struct diags *diags, const struct system *system,
                        const struct program *programs)
{
    uint64_t used = 0, ram = system->board->ram.end - system->board->ram.start;
    for (size_t i = 0; i < system->regions.n; i++) {
        const struct region *region = system->regions.at[i];
        if (!region->has_paddr && !system->board->multiboot && region->size > ram)
            diag_error(diags, region->at, "E-MEM-FULL",
                       "memory region '%s' has 0x%" PRIx64 " bytes; board %s has 0x%" PRIx64
                       " bytes of RAM; make it smaller",
                       region->name, region->size, system->board->name, ram);
        else if (!take_slots(diags, &used, region->size / region->page_size, region->at,
                             "memory region", region->name))
            return;
    }
    for (size_t i = 0; i < system->pds.n; i++) {
        const struct pd *pd = system->pds.at[i];
        uint64_t pages = 64 + 2 * (programs[i].pages.n + pd->stack_size / PAGE);
        for (size_t j = 0; j < programs[i].pages.n; j++)
            pages += programs[i].pages.at[j].data != NULL; /* also a page of the image */
        if (!take_slots(diags, &used, pages, pd->at, "protection domain", pd->name))
            return;
        for (size_t j = 0; j < pd->maps.n; j++) {
            const struct region *region = pd->maps.at[j].region;
            if (!take_slots(diags, &used, region->size / region->page_size, pd->maps.at[j].at,
                            "the mapping of memory region", region->name))
                return;
        }
    }
    for (size_t i = 0; i < system->io_spaces.n; i++)
        for (size_t j = 0; j < system->io_spaces.at[i]->maps.n; j++) {
            const struct io_map *map = &system->io_spaces.at[i]->maps.at[j];
            uint64_t tables = 8 + 2 * (map->region->size / LARGE_PAGE);
            if (!take_slots(diags, &used, map->region->size / PAGE + tables, map->at,
                            "the mapping of memory region", map->region->name))
                return;
        }
}

/* --- places ----------------------------------------------------------------------------------- */

static struct range region_range(const struct region *region)
{
    return (struct range){region->paddr, region->paddr + region->size};
}

static void check_reserved(struct diags *diags, const struct system *system,
                           const struct layout *layout, const struct region *region)
{
    const struct {
        struct range range;
        const char *what;
    } reserved[] = {
        /* The last two are empty where RAM is found at boot. */
        {layout->kernel, "the kernel"},
        {layout->init, "the initial task with the programs of all domains"},
        {{layout->kernel.end, layout->init.start}, "the device tree"},
        {{layout->free.end, system->board->ram.end},
         "the objects of the kernel and the initial task"},
    };
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
        if (reserved[i].range.start < reserved[i].range.end &&
            ranges_meet(region_range(region), reserved[i].range))
            diag_error(diags, region->at, "E-MEM-RESERVED",
                       "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " overlaps %s at "
                       "0x%" PRIx64 "..0x%" PRIx64 "; RAM for regions %s 0x%" PRIx64 "..0x%" PRIx64
                       "; change phys_addr, or "
                       "leave it out",
                       region->name, region->paddr, region->paddr + region->size, reserved[i].what,
                       reserved[i].range.start, reserved[i].range.end,
                       system->board->multiboot ? "is found at boot, within" : "is",
                       layout->free.start, layout->free.end);
}

static int by_paddr(const void *a, const void *b)
{
    const struct range *x = a, *y = b;
    return ORDER(x->start, y->start);
}

/* First fit, bottom up; `taken` is sorted and disjoint. */
static bool find_place(const struct range *taken, size_t n, struct range free, uint64_t size,
                       uint64_t align, uint64_t *out)
{
    uint64_t at = align_up(free.start, align);
    for (size_t i = 0; i < n; i++)
        if (ranges_meet((struct range){at, at + size}, taken[i]))
            at = align_up(taken[i].end, align);
    *out = at;
    return at <= free.end && size <= free.end - at;
}

void memory_place(struct arena *arena, struct diags *diags, const struct system *system,
                  const struct layout *layout)
{
    struct range *taken = arena_alloc(arena, (system->regions.n + 1) * sizeof(*taken));
    size_t n = 0;
    for (size_t i = 0; i < system->regions.n; i++) {
        const struct region *region = system->regions.at[i];
        if (!region->has_paddr)
            continue;
        check_reserved(diags, system, layout, region);
        taken[n++] = region_range(region);
    }
    for (size_t i = 0; i < system->regions.n; i++) {
        struct region *region = system->regions.at[i];
        if (!region->wants_paddr || region->has_paddr)
            continue;
        qsort(taken, n, sizeof(*taken), by_paddr);
        if (!find_place(taken, n, layout->free, region->size, region->page_size, &region->paddr)) {
            diag_error(diags, region->at, "E-MEM-PLACE",
                       "no 0x%" PRIx64 " contiguous bytes of RAM are left for memory "
                       "region '%s', whose physical address a setvar asks for; free RAM is "
                       "0x%" PRIx64 "..0x%" PRIx64 " without the other regions with an address; "
                       "make it smaller",
                       region->size, region->name, layout->free.start, layout->free.end);
            continue;
        }
        region->has_paddr = true;
        region->chosen_paddr = true;
        taken[n++] = region_range(region);
    }
}

/* --- simulation ------------------------------------------------------------------------------- */

struct demand {
    uint64_t objects[SIZE_CLASSES];  /* by log2 of size */
    const struct spec_object *fixed; /* those in RAM, ascending */
    size_t n_fixed;
    uint64_t used;
};

static unsigned log2_floor(uint64_t value)
{
    return 63u - (unsigned)__builtin_clzll(value);
}

/* The largest size class <= bits of which an object is still to be made; SIZE_CLASSES if none. */
static unsigned largest(const struct demand *demand, unsigned bits)
{
    unsigned class = bits < SIZE_CLASSES ? bits : SIZE_CLASSES - 1;
    while (!demand->objects[class])
        if (class -- == 0)
            return SIZE_CLASSES;
    return class;
}

/* Fills [cursor, end), a gap before a fixed object or the rest of memory, with whatever fits. */
static void fill(struct demand *demand, uint64_t cursor, uint64_t end)
{
    while (cursor < end) {
        unsigned aligned = (unsigned)__builtin_ctzll(cursor), room = log2_floor(end - cursor);
        unsigned bits = aligned < room ? aligned : room;
        unsigned class = largest(demand, bits);
        if (class == SIZE_CLASSES) {
            cursor += (uint64_t)1 << bits;
            continue;
        }
        demand->objects[class]--;
        demand->used += (uint64_t)1 << class;
        cursor += (uint64_t)1 << class;
    }
}

/* Where RAM is found at boot, init finds out whether it suffices. */
static void add_up(const struct tables *tables, struct memory_use *use)
{
    *use = (struct memory_use){0, 0};
    for (size_t i = tables->n_fixed; i < tables->n_created; i++)
        use->used += (uint64_t)1 << object_memory_bits(&tables->objects.at[i]);
}

void memory_simulate(struct diags *diags, const struct tables *tables, const struct system *system,
                     const struct layout *layout, struct memory_use *use)
{
    struct demand demand = {.n_fixed = 0};
    uint64_t missing = 0, cursor = layout->free.start, wanted = 0;
    if (system->board->multiboot) {
        add_up(tables, use);
        return;
    }
    for (size_t i = tables->n_fixed; i < tables->n_created; i++)
        demand.objects[object_memory_bits(&tables->objects.at[i])]++;
    for (size_t i = 0; i < tables->n_fixed; i++) {
        const struct spec_object *object = &tables->objects.at[i];
        uint64_t end = object->paddr + ((uint64_t)1 << object->size_bits);
        if (!range_holds(layout->free, object->paddr, end))
            continue;
        fill(&demand, cursor, object->paddr);
        demand.used += end - object->paddr;
        cursor = end;
    }
    fill(&demand, cursor, layout->free.end);
    for (unsigned bits = 0; bits < SIZE_CLASSES; bits++) {
        missing += demand.objects[bits] << bits;
        wanted += demand.objects[bits];
    }
    *use = (struct memory_use){layout->free.end - layout->free.start, demand.used};
    if (missing)
        diag_error(diags, NOWHERE, "E-MEM-FULL",
                   "the system does not fit into the RAM of board %s: 0x%" PRIx64 " bytes are free "
                   "after kernel "
                   "and initial "
                   "task, and "
                   "%" PRIu64 " objects with 0x%" PRIx64 " bytes find no place; make memory "
                                                         "regions smaller",
                   system->board->name, use->free, wanted, missing);
}
