/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * Checks of devices' address spaces: names, devices and domains, which are unique in the system;
 * and where regions are mapped. A board has few of them, so that each is compared with all before.
 */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "sdk/model.h"

static void check_unique(struct diags *diags, const struct io_space *one,
                         const struct io_space *two)
{
    if (!strcmp(one->name, two->name) && strcmp(one->name, "(no name)"))
        diag_error(diags, two->at, "E-IOS-DUP",
                   "a second I/O address space is called '%s', like the one on line %u; names are "
                   "unique; rename one",
                   two->name, one->at.line);
    if (!one->device_broken && !two->device_broken && one->device == two->device)
        diag_error(diags, two->at, "E-IOS-DEV-DUP",
                   "device %02x:%02x.%x of '%s' already has the I/O address space '%s' (line %u); "
                   "a device has one; put all its mappings into it",
                   two->device >> 8, two->device >> 3 & 31, two->device & 7, two->name, one->name,
                   one->at.line);
    if (!one->domain_broken && !two->domain_broken && one->domain == two->domain)
        diag_error(diags, two->at, "E-IOS-DOM-DUP",
                   "domain_id %u of '%s' is already that of '%s' (line %u); the IOMMU tells "
                   "address spaces apart by it; choose a free one",
                   two->domain, two->name, one->name, one->at.line);
}

static bool check_place(struct diags *diags, const struct io_space *space,
                        const struct io_map *map)
{
    const struct region *region = map->region;
    uint64_t end;
    if (map->address >= IO_LIMIT) {
        diag_error(diags, map->at, "E-IOVA",
                   "iovaddr 0x%" PRIx64 " is too high; addresses of devices end at 0x%" PRIx64
                   "; choose a lower one",
                   map->address, IO_LIMIT);
        return false;
    }
    if (map->address % PAGE) {
        diag_error(diags, map->at, "E-MAP-ALIGN",
                   "iovaddr 0x%" PRIx64 " is not a multiple of the page size 0x1000; choose "
                   "0x%" PRIx64,
                   map->address, map->address & ~(PAGE - 1));
        return false;
    }
    if (region->page_size_given && region->page_size != PAGE) {
        diag_error(diags, map->at, "E-IOMMU-LARGE",
                   "memory region '%s' has pages of 0x%" PRIx64 "; devices reach memory by pages "
                   "of 0x1000; leave page_size out, or write page_size=\"0x1000\"",
                   region->name, region->page_size);
        return false;
    }
    if (region->broken)
        return false;
    if (__builtin_add_overflow(map->address, region->size, &end)) {
        diag_error(diags, map->at, "E-MAP-OVERFLOW",
                   "memory region '%s' of size 0x%" PRIx64 " at iovaddr 0x%" PRIx64 " wraps around "
                   "the end of the address space; choose a lower address or a smaller size",
                   region->name, region->size, map->address);
        return false;
    }
    if (end > IO_LIMIT) {
        diag_error(diags, map->at, "E-MAP-RANGE",
                   "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " reaches beyond the "
                   "addresses of '%s', which are 0x0..0x%" PRIx64 "; choose a lower address",
                   region->name, map->address, end, space->name, IO_LIMIT);
        return false;
    }
    return true;
}

static int maps_by_address(const void *a, const void *b)
{
    const struct io_map *x = *(struct io_map *const *)a, *y = *(struct io_map *const *)b;
    return ORDER(x->address, y->address) ?: position_order(x->at, y->at);
}

static void check_maps(struct arena *arena, struct diags *diags, struct io_space *space)
{
    struct {
        ARRAY_OF(struct io_map *);
    } placed = {.n = 0};
    for (size_t i = 0; i < space->maps.n; i++) {
        struct io_map *map = &space->maps.at[i];
        if (map->region && !map->broken && check_place(diags, space, map))
            *array_add(arena, &placed) = map;
    }
    if (placed.n)
        qsort(placed.at, placed.n, sizeof(*placed.at), maps_by_address);
    /* The one that ends last so far. */
    const struct io_map *reaches = placed.n ? placed.at[0] : NULL;
    for (size_t i = 1; i < placed.n; i++) {
        const struct io_map *next = placed.at[i];
        uint64_t end = reaches->address + reaches->region->size;
        if (next->address < end) {
            const struct io_map *first = reaches < next ? reaches : next,
                                *second = reaches < next ? next : reaches;
            diag_error(diags, second->at, "E-MAP-OVERLAP",
                       "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " overlaps '%s' at "
                       "0x%" PRIx64 "..0x%" PRIx64 " (%u:%u) for device %02x:%02x.%x; an address "
                       "maps to one page; move one of the two",
                       second->region->name, second->address,
                       second->address + second->region->size, first->region->name, first->address,
                       first->address + first->region->size, first->at.line, first->at.column,
                       space->device >> 8, space->device >> 3 & 31, space->device & 7);
        }
        if (next->address + next->region->size > end)
            reaches = next;
    }
}

void check_io_spaces(struct arena *arena, struct diags *diags, struct system *system)
{
    for (size_t i = 0; i < system->io_spaces.n; i++) {
        for (size_t j = 0; j < i; j++)
            check_unique(diags, system->io_spaces.at[j], system->io_spaces.at[i]);
        check_maps(arena, diags, system->io_spaces.at[i]);
    }
}
