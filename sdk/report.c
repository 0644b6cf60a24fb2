/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* The report for people. Its form may change; programs read the JSON (report_json.c). */

#include <inttypes.h>

#include "sdk/compile.h"

static const char *name(const struct tables *t, uint32_t offset)
{
    return t->strings.at + offset;
}

static const char *rights(uint32_t rights)
{
    static const char *const names[16] = {"-", "W",  "R",  "RW",  "G",  "WG",  "RG",  "RWG",
                                          "P", "WP", "RP", "RWP", "GP", "WGP", "RGP", "RWGP"};
    return names[rights & 15];
}

static void add_memory(struct text *out, const struct compiled *c)
{
    const struct layout *l = &c->layout;
    text_add(out, "Memory of %s\n", c->options->board->name);
    text_add(out, "  kernel        0x%" PRIx64 "..0x%" PRIx64 "\n", l->kernel.start, l->kernel.end);
    if (!c->options->board->multiboot)
        text_add(out, "  device tree   0x%" PRIx64 "..0x%" PRIx64 "\n", l->kernel.end,
                 l->init.start);
    text_add(out, "  initial task  0x%" PRIx64 "..0x%" PRIx64 " (%zu pages of program images)\n",
             l->init.start, l->init.end, c->tables->contents.n);
    if (c->options->board->multiboot)
        text_add(out, "  for objects   %" PRIu64 " KiB of RAM, which is found at boot\n",
                 c->memory.used / 1024);
    else
        text_add(out,
                 "  for objects   0x%" PRIx64 "..0x%" PRIx64 ": %" PRIu64 " KiB, used %" PRIu64
                 " KiB\n",
                 l->free.start, l->free.end, c->memory.free / 1024, c->memory.used / 1024);
    text_add(out, "  image file    %zu bytes\n\n", c->image_size);
}

/* Memory that exists for this domain alone. */
static uint64_t footprint(const struct compiled *c, const struct program *program)
{
    const struct tables *t = c->tables;
    const struct spec_pd *pd = &t->pds.at[program->pd->index];
    uint64_t bytes = program->pages.n * PAGE + program->pd->stack_size + 2 * PAGE;
    for (size_t i = 0; i < t->page_tables.n; i++)
        bytes += t->page_tables.at[i].vspace == pd->vspace ? PAGE : 0;
    const uint32_t objects[] = {pd->cnode,
                                pd->cnode_root,
                                pd->notification,
                                pd->endpoint,
                                pd->reply,
                                t->tcbs.at[program->pd->index].object,
                                t->scs.at[program->pd->index].object};
    for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
        if (objects[i] != SPEC_NONE)
            bytes += (uint64_t)1 << object_memory_bits(&t->objects.at[objects[i]]);
    return bytes;
}

static void add_pds(struct text *out, const struct compiled *c)
{
    text_add(out, "Protection domains\n");
    for (size_t i = 0; i < c->system->pds.n; i++) {
        const struct program *program = &c->programs[i];
        const struct pd *pd = program->pd;
        text_add(out,
                 "  %zu %s: priority %u, budget %" PRIu64 " us of %" PRIu64
                 " us%s%s, stack %" PRIu64 " KiB, memory %" PRIu64 " KiB\n",
                 i, pd->name, pd->priority, pd->budget_us, pd->period_us,
                 pd->passive ? ", passive" : "", pd->fpu ? "" : ", no FPU", pd->stack_size / 1024,
                 footprint(c, program) / 1024);
        text_add(out, "    program %s, entry 0x%" PRIx64 "; faults go to %s", program->file,
                 program->image.entry, pd->parent ? pd->parent->name : "the monitor");
        if (pd->parent)
            text_add(out, " as child %u", pd->id);
        text_add(out, "\n");
    }
}

static void add_channels(struct text *out, const struct compiled *c)
{
    text_add(out, "\nChannels\n");
    for (size_t i = 0; i < c->system->channels.n; i++) {
        const struct channel *channel = &c->system->channels.at[i];
        for (size_t j = 0; j < 2; j++) {
            const struct end *from = &channel->end[j], *to = &channel->end[1 - j];
            if (from->notify)
                text_add(out, "  %s (%u) notifies %s (%u)\n", from->pd->name, from->id,
                         to->pd->name, to->id);
            if (from->call)
                text_add(out, "  %s (%u) calls %s (%u)\n", from->pd->name, from->id, to->pd->name,
                         to->id);
        }
    }
}

static void add_irqs(struct text *out, const struct compiled *c)
{
    text_add(out, "\nInterrupts\n");
    for (size_t i = 0; i < c->tables->irqs.n; i++) {
        const struct spec_irq *irq = &c->tables->irqs.at[i];
        text_add(out, "  %u (", irq->number);
        if (irq->kind == SPEC_IRQ_PIN)
            text_add(out, "pin %u of I/O APIC %u, %s, ", irq->input, irq->source,
                     irq->polarity ? "low" : "high");
        if (irq->kind == SPEC_IRQ_MESSAGE)
            text_add(out, "message %u of device %02x:%02x.%x", irq->input, irq->source >> 8,
                     irq->source >> 3 & 31, irq->source & 7);
        else
            text_add(out, irq->trigger ? "edge" : "level");
        text_add(out, ") to %s as %u\n", c->system->pds.at[irq->pd]->name, irq->id);
    }
    if (c->tables->ports.n)
        text_add(out, "\nI/O ports\n");
    for (size_t i = 0; i < c->tables->ports.n; i++) {
        const struct spec_ports *ports = &c->tables->ports.at[i];
        text_add(out, "  0x%x..0x%x to %s as %u\n", ports->first, ports->last + 1,
                 c->system->pds.at[ports->pd]->name, ports->id);
    }
}

static void add_io_spaces(struct text *out, const struct compiled *c)
{
    if (c->system->io_spaces.n)
        text_add(out, "\nWhat devices reach\n");
    for (size_t i = 0; i < c->system->io_spaces.n; i++) {
        const struct io_space *space = c->system->io_spaces.at[i];
        text_add(out, "  %s: device %02x:%02x.%x, domain %u\n", space->name, space->device >> 8,
                 space->device >> 3 & 31, space->device & 7, space->domain);
        for (size_t j = 0; j < space->maps.n; j++) {
            const struct io_map *map = &space->maps.at[j];
            text_add(out, "    0x%010" PRIx64 "..0x%010" PRIx64 " %c%c %s\n", map->address,
                     map->address + map->region->size, map->rights & SPEC_READ ? 'r' : '-',
                     map->rights & SPEC_WRITE ? 'w' : '-', map->region->name);
        }
    }
}

static void add_regions(struct text *out, const struct compiled *c)
{
    text_add(out, "\nMemory regions\n");
    for (size_t i = 0; i < c->system->regions.n; i++) {
        const struct region *region = c->system->regions.at[i];
        text_add(out, "  %s: 0x%" PRIx64 " bytes in pages of 0x%" PRIx64, region->name,
                 region->size, region->page_size);
        if (region->has_paddr)
            text_add(out, ", physical 0x%" PRIx64 "%s", region->paddr,
                     region->chosen_paddr ? " (chosen by the tool)" : "");
        text_add(out, "\n");
    }
    text_add(out, "\nAddress spaces\n");
    for (size_t i = 0; i < c->tables->pds.n; i++) {
        static const char *const kinds[] = {"image", "region", "stack", "guard", "IPC buffer"};
        const struct spec_pd *pd = &c->tables->pds.at[i];
        text_add(out, "  %s\n", c->system->pds.at[i]->name);
        for (uint32_t j = 0; j < pd->areas.count; j++) {
            const struct spec_area *area = &c->tables->areas.at[pd->areas.first + j];
            text_add(out, "    0x%010" PRIx64 "..0x%010" PRIx64 " %c%c%c%s %s %s\n", area->start,
                     area->end, area->rights & SPEC_READ ? 'r' : '-',
                     area->rights & SPEC_WRITE ? 'w' : '-',
                     area->attributes & SPEC_EXECUTE_NEVER ? '-' : 'x',
                     area->attributes & SPEC_UNCACHED ? " uncached" : "", kinds[area->kind],
                     name(c->tables, area->name));
        }
    }
}

static void add_caps(struct text *out, const struct compiled *c)
{
    const struct tables *t = c->tables;
    text_add(out, "\nCapabilities (slot: object, rights of Read Write Grant grant-rePly, badge or "
                  "guard)\n");
    for (size_t i = 0; i < t->caps.n; i++) {
        const struct spec_cap *cap = &t->caps.at[i];
        const struct spec_object *object = &t->objects.at[cap->object];
        if (!i || cap->cnode != t->caps.at[i - 1].cnode)
            text_add(out, "  %s\n", name(t, t->objects.at[cap->cnode].name));
        text_add(out, "    %3u: %s", cap->slot, name(t, object->name));
        if (object->type == SPEC_ENDPOINT || object->type == SPEC_NOTIFICATION)
            text_add(out, " %s", rights(cap->rights));
        if (cap->data)
            text_add(out, " 0x%" PRIx64, cap->data);
        text_add(out, "\n");
    }
}

static void add_objects(struct text *out, const struct compiled *c)
{
    const struct tables *t = c->tables;
    text_add(out, "\nObjects\n");
    for (size_t first = 0, n; first < t->objects.n; first += n) {
        const struct spec_object *o = &t->objects.at[first];
        for (n = 1; first + n < t->objects.n; n++) {
            const struct spec_object *next = &t->objects.at[first + n];
            if (next->name != o->name || next->type != o->type || next->flags != o->flags)
                break;
        }
        text_add(out, "  %zu", first);
        if (n > 1)
            text_add(out, "..%zu", first + n - 1);
        text_add(out, " %s %s, %u bits", object_type_name(o->type), name(t, o->name), o->size_bits);
        if (o->flags & SPEC_OBJECT_FIXED)
            text_add(out, ", physical 0x%" PRIx64 "%s", o->paddr,
                     o->flags & SPEC_OBJECT_DEVICE          ? " (device)"
                     : o->flags & SPEC_OBJECT_RAM_OR_DEVICE ? " (RAM or device)"
                                                            : "");
        text_add(out, o->flags & SPEC_OBJECT_EMBEDDED ? ", in the image\n" : "\n");
    }
}

void report_text(struct text *out, const struct compiled *c)
{
    text_add(out, "%s for %s, %s\n\n", c->system->file, c->options->board->name,
             c->options->config);
    add_memory(out, c);
    add_pds(out, c);
    add_channels(out, c);
    add_irqs(out, c);
    add_io_spaces(out, c);
    add_regions(out, c);
    add_caps(out, c);
    add_objects(out, c);
}
