/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * Checks of elements against each other, system-wide: names, regions, channels. What concerns one
 * domain alone is in check_pd.c. Names are resolved here, first.
 *
 * Pairwise comparisons sort first, so that a description of n elements costs n log n.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sdk/model.h"

/* --- names ------------------------------------------------------------------------------------ */

static int regions_by_name(const void *a, const void *b)
{
    const struct region *x = *(struct region *const *)a, *y = *(struct region *const *)b;
    return strcmp(x->name, y->name) ?: position_order(x->at, y->at);
}

static int pds_by_name(const void *a, const void *b)
{
    const struct pd *x = *(struct pd *const *)a, *y = *(struct pd *const *)b;
    return strcmp(x->name, y->name) ?: ORDER(x->index, y->index);
}

struct names {
    struct region **regions; /* sorted by name */
    struct pd **pds;
};

static void *sorted(struct arena *arena, const void *from, size_t n,
                    int (*order)(const void *, const void *))
{
    void *copy = arena_copy(arena, from, n * sizeof(void *));
    if (n)
        qsort(copy, n, sizeof(void *), order);
    return copy;
}

static struct region *find_region(struct arena *arena, struct diags *diags,
                                  const struct system *system, const struct names *names,
                                  struct position at, const char *name, const char *id)
{
    struct region key = {.name = name}, *k = &key;
    size_t low = 0, high = system->regions.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names->regions[middle]->name, k->name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < system->regions.n && !strcmp(names->regions[low]->name, name))
        return names->regions[low];
    struct suggestion near = {.wanted = name};
    for (size_t i = 0; i < system->regions.n; i++)
        suggest_offer(&near, system->regions.at[i]->name);
    diag_error(diags, at, id,
               "there is no memory region '%s'; it must be declared by a <memory_region> of the "
               "system%s",
               name, near.best ? suggest_text(arena, &near) : "; declare it or correct the name");
    return NULL;
}

static struct pd *find_pd(struct arena *arena, struct diags *diags, const struct system *system,
                          const struct names *names, struct position at, const char *name)
{
    size_t low = 0, high = system->pds.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(names->pds[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < system->pds.n && !strcmp(names->pds[low]->name, name))
        return names->pds[low];
    struct suggestion near = {.wanted = name};
    for (size_t i = 0; i < system->pds.n; i++)
        suggest_offer(&near, system->pds.at[i]->name);
    diag_error(diags, at, "E-CH-PD",
               "there is no protection domain '%s'; an end names a <protection_domain> of "
               "the system%s",
               name, near.best ? suggest_text(arena, &near) : "; correct the name");
    return NULL;
}

static void check_names(struct diags *diags, const struct system *system, const struct names *names)
{
    for (size_t i = 1; i < system->regions.n; i++) {
        const struct region *one = names->regions[i - 1], *two = names->regions[i];
        if (!strcmp(one->name, two->name) && strcmp(one->name, "(no name)"))
            diag_error(diags, two->at, "E-MR-DUP",
                       "a second memory region is called '%s', like the one on line %u; "
                       "names of regions are unique; rename one",
                       two->name, one->at.line);
    }
    for (size_t i = 0; i < system->pds.n; i++) {
        const struct pd *pd = names->pds[i];
        if (i && !strcmp(names->pds[i - 1]->name, pd->name) && strcmp(pd->name, "(no name)"))
            diag_error(diags, pd->at, "E-PD-DUP",
                       "a second protection domain is called '%s', like the one on line "
                       "%u; names of domains are unique, children included; rename one",
                       pd->name, names->pds[i - 1]->at.line);
        if (!strcmp(pd->name, "monitor"))
            diag_error(diags, pd->at, "E-PD-RESERVED",
                       "'monitor' is the name of the task that reports faults; a "
                       "protection domain cannot have it; rename the domain");
    }
}

/* --- regions ---------------------------------------------------------------------------------- */

static int regions_by_paddr(const void *a, const void *b)
{
    const struct region *x = *(struct region *const *)a, *y = *(struct region *const *)b;
    return ORDER(x->paddr, y->paddr) ?: position_order(x->at, y->at);
}

static bool in_one_range(const struct board *board, const struct region *region)
{
    uint64_t end = region->paddr + region->size;
    if (range_holds(board->ram, region->paddr, end))
        return true;
    for (size_t i = 0; i < sizeof(board->devices) / sizeof(board->devices[0]); i++)
        if (range_holds(board->devices[i], region->paddr, end))
            return true;
    return false;
}

static void check_paddr(struct arena *arena, struct diags *diags, const struct board *board,
                        const struct region *region)
{
    struct text devices = {.arena = arena};
    if (in_one_range(board, region))
        return;
    for (size_t i = 0; i < sizeof(board->devices) / sizeof(board->devices[0]); i++)
        if (board->devices[i].end)
            text_add(&devices, "%s0x%" PRIx64 "..0x%" PRIx64, i ? ", " : "",
                     board->devices[i].start, board->devices[i].end);
    if (board->multiboot) {
        diag_error(diags, region->at, "E-MEM-PADDR",
                   "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " is not inside the range of "
                   "physical addresses of %s, %.*s; correct phys_addr or size",
                   region->name, region->paddr, region->paddr + region->size, board->name,
                   (int)devices.n, devices.at);
        return;
    }
    diag_error(diags, region->at, "E-MEM-PADDR",
               "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " is not inside "
               "one range of memory of %s; RAM is 0x%" PRIx64 "..0x%" PRIx64 ", devices are %.*s "
               "(the rest belongs "
               "to the kernel); correct phys_addr or size",
               region->name, region->paddr, region->paddr + region->size, board->name,
               board->ram.start, board->ram.end, (int)devices.n, devices.n ? devices.at : "");
}

static void check_regions(struct arena *arena, struct diags *diags, const struct system *system)
{
    struct regions fixed = {.n = 0};
    for (size_t i = 0; i < system->regions.n; i++) {
        struct region *region = system->regions.at[i];
        if (!region->used)
            diag_warn(diags, region->at, "W-MR-UNUSED",
                      "no protection domain maps memory region '%s'; it takes "
                      "memory and nothing can reach it; map or remove it",
                      region->name);
        if (!region->has_paddr || region->broken)
            continue;
        *array_add(arena, &fixed) = region;
        check_paddr(arena, diags, system->board, region);
    }
    if (fixed.n)
        qsort(fixed.at, fixed.n, sizeof(*fixed.at), regions_by_paddr);
    const struct region *reaches = fixed.n ? fixed.at[0] : NULL; /* the one that ends last so far */
    for (size_t i = 1; i < fixed.n; i++) {
        const struct region *next = fixed.at[i], *later = next, *earlier = reaches;
        if (next->paddr < reaches->paddr + reaches->size) {
            if (later->at.line < earlier->at.line) {
                later = reaches;
                earlier = next;
            }
            diag_error(diags, later->at, "E-MR-PADDR-OVERLAP",
                       "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " overlaps '%s' at "
                       "0x%" PRIx64 "..0x%" PRIx64 " (line %u); a physical address belongs to one "
                       "region; move one, or map one region twice",
                       later->name, later->paddr, later->paddr + later->size, earlier->name,
                       earlier->paddr, earlier->paddr + earlier->size, earlier->at.line);
        }
        if (next->paddr + next->size > reaches->paddr + reaches->size)
            reaches = next;
    }
}

/* A region without page_size gets 2 MiB pages when its size, address and every mapping permit it.
 */
static void choose_page_sizes(const struct system *system)
{
    for (size_t i = 0; i < system->regions.n; i++) {
        struct region *region = system->regions.at[i];
        if (!region->page_size_given && !region->broken && !region->for_device &&
            region->size % LARGE_PAGE == 0 && !(region->has_paddr && region->paddr % LARGE_PAGE))
            region->page_size = LARGE_PAGE;
    }
    for (size_t i = 0; i < system->pds.n; i++)
        for (size_t j = 0; j < system->pds.at[i]->maps.n; j++) {
            const struct map *map = &system->pds.at[i]->maps.at[j];
            if (map->region && !map->region->page_size_given && map->vaddr % LARGE_PAGE)
                map->region->page_size = PAGE;
        }
}

/* --- channels --------------------------------------------------------------------------------- */

static void check_call(struct diags *diags, const struct channel *channel, const struct end *from,
                       const struct end *to)
{
    if (!from->call)
        return;
    to->pd->receives = true;
    if (from->pd->priority >= to->pd->priority && from->pd != to->pd)
        diag_error(diags, channel->at, "E-CH-PRIO",
                   "'%s' (priority %u) calls '%s' (priority %u); a caller's "
                   "priority is lower than that of the domain it calls; lower one or raise the "
                   "other",
                   from->pd->name, from->pd->priority, to->pd->name, to->pd->priority);
}

static void end_setvar(struct arena *arena, const struct end *end)
{
    if (end->setvar_id && end->pd && !end->broken)
        *array_add(arena, &end->pd->setvars) = (struct setvar){
            .at = end->at, .symbol = end->setvar_id, .kind = SETVAR_VALUE, .value = end->id};
}

static void check_channel(struct arena *arena, struct diags *diags, struct channel *channel)
{
    struct end *a = &channel->end[0], *b = &channel->end[1];
    end_setvar(arena, a);
    end_setvar(arena, b);
    if (channel->broken || !a->pd || !b->pd) {
        channel->broken = true;
        return;
    }
    if (a->pd == b->pd)
        diag_error(diags, channel->at, "E-CH-SELF",
                   "both ends of this channel are '%s'; a channel joins two "
                   "protection domains; correct one end",
                   a->pd->name);
    if (a->call && b->call)
        diag_error(diags, channel->at, "E-CH-BIDIR",
                   "both ends have pp=\"true\"; calls go one way, from the lower "
                   "to the higher priority; remove one and use notifications for the way back");
    else if (!a->call && !b->call && !a->notify && !b->notify)
        diag_warn(diags, channel->at, "W-CH-USELESS",
                  "neither end may notify or call the other; the channel does "
                  "nothing; remove it or permit something");
    check_call(diags, channel, a, b);
    check_call(diags, channel, b, a);
}

/* A program wants to be told where a region is. */
static void check_wish(struct diags *diags, const struct board *board, const struct pd *pd,
                       const struct setvar *setvar)
{
    struct region *region = setvar->region;
    region->wants_paddr = true;
    if (board->multiboot && !region->has_paddr && !region->broken)
        diag_error(diags, setvar->at, "E-SETVAR-PADDR-X86",
                   "variable '%s' of '%s' is to hold the physical address of memory region '%s', "
                   "which has none; where RAM is on %s is known only when it boots, so the tool "
                   "cannot choose; give the region a phys_addr",
                   setvar->symbol, pd->name, region->name, board->name);
}

void check_system(struct arena *arena, struct diags *diags, struct system *system,
                  struct position root)
{
    struct names names = {
        sorted(arena, system->regions.at, system->regions.n, regions_by_name),
        sorted(arena, system->pds.at, system->pds.n, pds_by_name),
    };
    if (!system->pds.n)
        diag_error(diags, root, "E-PD-NONE",
                   "the system has no protection domain; something must run; add a "
                   "<protection_domain>");
    check_names(diags, system, &names);
    for (size_t i = 0; i < system->pds.n; i++) {
        struct pd *pd = system->pds.at[i];
        for (size_t j = 0; j < pd->maps.n; j++) {
            struct map *map = &pd->maps.at[j];
            if (map->region_name)
                map->region = find_region(arena, diags, system, &names, map->at, map->region_name,
                                          "E-MAP-MR");
            if (map->region)
                map->region->used = true;
        }
        for (size_t j = 0; j < pd->setvars.n; j++) {
            struct setvar *setvar = &pd->setvars.at[j];
            bool paddr = setvar->kind == SETVAR_REGION_PADDR;
            if (!setvar->region_name)
                continue;
            setvar->region = find_region(arena, diags, system, &names, setvar->at,
                                         setvar->region_name, paddr ? "E-SETVAR-MR" : "E-MAP-MR");
            if (setvar->region && paddr)
                check_wish(diags, system->board, pd, setvar);
        }
    }
    for (size_t i = 0; i < system->io_spaces.n; i++) {
        struct io_space *space = system->io_spaces.at[i];
        for (size_t j = 0; j < space->maps.n; j++) {
            struct io_map *map = &space->maps.at[j];
            if (map->region_name)
                map->region = find_region(arena, diags, system, &names, map->at, map->region_name,
                                          "E-MAP-MR");
            if (map->region)
                map->region->used = map->region->for_device = true;
        }
    }
    for (size_t i = 0; i < system->channels.n; i++) {
        struct channel *channel = &system->channels.at[i];
        for (size_t j = 0; j < 2; j++) {
            struct end *end = &channel->end[j];
            if (end->pd_name)
                end->pd = find_pd(arena, diags, system, &names, end->at, end->pd_name);
        }
        check_channel(arena, diags, channel);
    }
    check_regions(arena, diags, system);
    choose_page_sizes(system);
}
