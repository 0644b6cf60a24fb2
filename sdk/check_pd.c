/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * Checks within one protection domain: where regions are mapped, which numbers are taken, which
 * variables are set.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sdk/model.h"

/* --- maps ------------------------------------------------------------------------------------- */

static bool check_place(struct diags *diags, const struct board *board, const struct pd *pd,
                        const struct map *map)
{
    const struct region *region = map->region;
    uint64_t limit = pd_limit(board, pd), end;
    if (map->vaddr >= limit) {
        diag_error(diags, map->at, "E-VADDR",
                   "vaddr 0x%" PRIx64 " is too high; maps of '%s' end below its stack at "
                   "0x%" PRIx64 "; choose a lower address",
                   map->vaddr, pd->name, limit);
        return false;
    }
    if (map->vaddr % region->page_size) {
        diag_error(diags, map->at, "E-MAP-ALIGN",
                   "vaddr 0x%" PRIx64 " is not a multiple of the page size 0x%" PRIx64 " of memory "
                   "region "
                   "'%s'; "
                   "choose "
                   "0x%" PRIx64,
                   map->vaddr, region->page_size, region->name,
                   map->vaddr & ~(region->page_size - 1));
        return false;
    }
    if (region->broken)
        return false;
    if (__builtin_add_overflow(map->vaddr, region->size, &end)) {
        diag_error(diags, map->at, "E-MAP-OVERFLOW",
                   "memory region '%s' of size 0x%" PRIx64 " at vaddr 0x%" PRIx64 " wraps around "
                   "the end of the "
                   "address space; "
                   "choose a lower "
                   "address or a "
                   "smaller size",
                   region->name, region->size, map->vaddr);
        return false;
    }
    if (end > limit) {
        diag_error(diags, map->at, "E-MAP-RANGE",
                   "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " reaches beyond "
                   "the range for maps of '%s', which is 0x0..0x%" PRIx64 "; choose a lower "
                   "address",
                   region->name, map->vaddr, end, pd->name, limit);
        return false;
    }
    return true;
}

static int maps_by_vaddr(const void *a, const void *b)
{
    const struct map *x = *(struct map *const *)a, *y = *(struct map *const *)b;
    return ORDER(x->vaddr, y->vaddr) ?: position_order(x->at, y->at);
}

static void check_maps(struct arena *arena, struct diags *diags, const struct board *board,
                       struct pd *pd)
{
    struct {
        ARRAY_OF(struct map *);
    } placed = {.n = 0};
    for (size_t i = 0; i < pd->maps.n; i++) {
        struct map *map = &pd->maps.at[i];
        if (map->region && !map->broken && check_place(diags, board, pd, map))
            *array_add(arena, &placed) = map;
    }
    if (placed.n)
        qsort(placed.at, placed.n, sizeof(*placed.at), maps_by_vaddr);
    const struct map *reaches = placed.n ? placed.at[0] : NULL; /* the one that ends last so far */
    for (size_t i = 1; i < placed.n; i++) {
        const struct map *next = placed.at[i];
        uint64_t end = reaches->vaddr + reaches->region->size;
        if (next->vaddr < end) {
            const struct map *first = reaches < next ? reaches : next,
                             *second = reaches < next ? next : reaches;
            diag_error(diags, second->at, "E-MAP-OVERLAP",
                       "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " overlaps '%s' at "
                       "0x%" PRIx64 "..0x%" PRIx64 " (%u:%u) in '%s'; an address maps to one page; "
                       "move one of the two",
                       second->region->name, second->vaddr, second->vaddr + second->region->size,
                       first->region->name, first->vaddr, first->vaddr + first->region->size,
                       first->at.line, first->at.column, pd->name);
        }
        if (next->vaddr + next->region->size > end)
            reaches = next;
    }
}

/* --- ids -------------------------------------------------------------------------------------- */

struct taken {
    struct position by[MAX_ID + 1]; /* line 0: free */
};

static void take_id(struct diags *diags, struct taken *taken, const struct pd *pd, uint32_t id,
                    struct position at)
{
    struct position *by = &taken->by[id];
    if (by->line)
        diag_error(diags, at, "E-CH-ID-DUP",
                   "id %u is taken twice in protection domain '%s' (%u:%u): by %u:%u and by "
                   "%u:%u; channels and interrupts of a domain share the numbers 0 to %u; choose a "
                   "free one",
                   id, pd->name, pd->at.line, pd->at.column, by->line, by->column, at.line,
                   at.column, MAX_ID);
    else
        *by = at;
}

static void check_ids(struct arena *arena, struct diags *diags, struct system *system)
{
    struct taken *taken = arena_alloc(arena, system->pds.n * sizeof(*taken));
    for (size_t i = 0; i < system->pds.n; i++) {
        struct pd *pd = system->pds.at[i];
        for (size_t j = 0; j < pd->irqs.n; j++) {
            const struct irq *irq = &pd->irqs.at[j];
            if (irq->broken)
                continue;
            take_id(diags, &taken[i], pd, irq->id, irq->at);
            pd->irq_ids |= 1ull << irq->id;
        }
    }
    for (size_t i = 0; i < system->channels.n; i++)
        for (size_t j = 0; j < 2; j++) {
            const struct end *end = &system->channels.at[i].end[j];
            if (!end->pd || end->broken)
                continue;
            take_id(diags, &taken[end->pd->index], end->pd, end->id, end->at);
            if (end->notify)
                end->pd->notify_ids |= 1ull << end->id;
            if (end->call)
                end->pd->call_ids |= 1ull << end->id;
        }
}

static void check_children(struct arena *arena, struct diags *diags, const struct system *system)
{
    struct taken *taken = arena_alloc(arena, system->pds.n * sizeof(*taken));
    for (size_t i = 0; i < system->pds.n; i++) {
        const struct pd *pd = system->pds.at[i];
        if (!pd->parent || pd->id_broken)
            continue;
        struct position *by = &taken[pd->parent->index].by[pd->id];
        if (by->line)
            diag_error(diags, pd->at, "E-CHILD-ID-DUP",
                       "child '%s' of '%s' (line %u) has id %u, like the child on line "
                       "%u; ids of children are unique in their parent; choose another",
                       pd->name, pd->parent->name, pd->parent->at.line, pd->id, by->line);
        else
            *by = pd->at;
    }
}

/* --- variables -------------------------------------------------------------------------------- */

static int setvars_by_symbol(const void *a, const void *b)
{
    const struct setvar *x = *(struct setvar *const *)a, *y = *(struct setvar *const *)b;
    return strcmp(x->symbol, y->symbol) ?: position_order(x->at, y->at);
}

static void check_setvars(struct arena *arena, struct diags *diags, const struct pd *pd)
{
    struct {
        ARRAY_OF(const struct setvar *);
    } list = {.n = 0};
    for (size_t i = 0; i < pd->setvars.n; i++)
        *array_add(arena, &list) = &pd->setvars.at[i];
    if (list.n)
        qsort(list.at, list.n, sizeof(*list.at), setvars_by_symbol);
    for (size_t i = 1; i < list.n; i++) {
        const struct setvar *one = list.at[i - 1], *two = list.at[i];
        if (!strcmp(one->symbol, two->symbol))
            diag_error(diags, two->at, "E-SETVAR-DUP",
                       "symbol '%s' of '%s' is set a second time, first at %u:%u; a "
                       "variable receives one value; use another symbol",
                       two->symbol, pd->name, one->at.line, one->at.column);
    }
}

void check_pds(struct arena *arena, struct diags *diags, struct system *system)
{
    check_ids(arena, diags, system);
    check_children(arena, diags, system);
    check_irqs(arena, diags, system);
    for (size_t i = 0; i < system->pds.n; i++) {
        check_maps(arena, diags, system->board, system->pds.at[i]);
        check_setvars(arena, diags, system->pds.at[i]);
    }
}
