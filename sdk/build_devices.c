/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* Devices: interrupts, I/O ports, and what devices reach by themselves. */

#include <stdlib.h>

#include "sdk/build.h"

void add_irqs(struct tables *t, const struct pd *pd, const struct spec_pd *out)
{
    for (size_t i = 0; i < pd->irqs.n; i++) {
        const struct irq *irq = &pd->irqs.at[i];
        const char *name = arena_printf(t->arena, "irq_%u", irq->number);
        uint32_t handler = add_named(t, SPEC_IRQ_HANDLER, 0, name, pd->name, "");
        *array_add(t->arena, &t->irqs) = (struct spec_irq){
            .object = handler,
            .number = irq->number,
            .trigger = irq->trigger,
            .notification = out->notification,
            .badge = 1ull << irq->id,
            .pd = pd->index,
            .id = irq->id,
            .kind = irq->kind,
            .polarity = irq->polarity,
            .source = irq->source,
            .input = irq->input,
        };
        add_cap(t, out->cnode, SPEC_SLOT_IRQ + irq->id, handler, SPEC_ALL_RIGHTS, 0);
    }
}

void add_ioports(struct tables *t, const struct pd *pd, const struct spec_pd *out)
{
    for (size_t i = 0; i < pd->ioports.n; i++) {
        const struct ioport *ports = &pd->ioports.at[i];
        const char *name = arena_printf(t->arena, "ioports_%#x", ports->first);
        uint32_t object = add_named(t, SPEC_PORTS, 0, name, pd->name, "");
        *array_add(t->arena, &t->ports) =
            (struct spec_ports){object, ports->first, ports->last, pd->index, ports->id, 0};
        add_cap(t, out->cnode, SPEC_SLOT_PORTS + ports->id, object, SPEC_ALL_RIGHTS, 0);
    }
}

/* --- address spaces of devices ---------------------------------------------------------------- */

static void add_io_table(struct tables *t, const struct io_space *space, uint32_t object,
                         uint64_t start, uint32_t level)
{
    const char *suffix = arena_printf(t->arena, "_%u_%#llx", level, (unsigned long long)start);
    uint32_t table = add_named(t, SPEC_IO_TABLE, PAGE_BITS, "iopt", space->name, suffix);
    *array_add(t->arena, &t->io_tables) = (struct spec_io_table){object, table, start, level, 0};
}

/* Tables of one device: all levels that an IOMMU may have on top, then those of its addresses. */
static void add_io_tables(struct tables *t, const struct io_space *space, uint32_t object,
                          size_t first_map)
{
    uint64_t done[SPEC_IO_LEVELS] = {0};
    for (uint32_t level = SPEC_IO_LEVELS + SPEC_IO_SPARE_LEVELS; level-- > SPEC_IO_LEVELS;)
        add_io_table(t, space, object, 0, level);
    for (size_t i = first_map; i < t->io_maps.n; i++)
        for (uint32_t level = SPEC_IO_LEVELS; level-- > 0;) {
            uint64_t span = LARGE_PAGE << 9 * level, address = t->io_maps.at[i].address;
            if (address < done[level])
                continue;
            add_io_table(t, space, object, address & ~(span - 1), level);
            done[level] = (address & ~(span - 1)) + span;
        }
}

static int io_maps_by_address(const void *a, const void *b)
{
    const struct spec_io_map *x = a, *y = b;
    return ORDER(x->address, y->address);
}

/* A space without mappings needs no object: a device without a space reaches nothing. */
void add_io_space(struct tables *t, const struct system *system, const struct io_space *space,
                  const uint32_t *region_frames)
{
    size_t first_map = t->io_maps.n;
    if (!space->maps.n)
        return;
    uint32_t object = add_named(t, SPEC_IO_SPACE, 0, "iospace", space->name, "");
    *array_add(t->arena, &t->io_spaces) =
        (struct spec_io_space){object, space->domain << 16 | space->device};
    for (size_t i = 0; i < space->maps.n; i++) {
        const struct io_map *map = &space->maps.at[i];
        uint32_t frame = region_frames[region_index(system, map->region)];
        for (uint64_t at = 0; at < map->region->size; at += PAGE)
            *array_add(t->arena, &t->io_maps) =
                (struct spec_io_map){object, frame++, map->address + at, map->rights, 0};
    }
    qsort(t->io_maps.at + first_map, t->io_maps.n - first_map, sizeof(*t->io_maps.at),
          io_maps_by_address);
    add_io_tables(t, space, object, first_map);
}
