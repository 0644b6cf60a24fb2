/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* The report for programs: one JSON object. Numbers are decimal; addresses and badges are strings
 * in hexadecimal, since they may need 64 bits. */

#include <inttypes.h>

#include "sdk/compile.h"

static void add_string(struct text *out, const char *string)
{
    text_add(out, "\"");
    for (; *string; string++) {
        if (*string == '"' || *string == '\\')
            text_add(out, "\\%c", *string);
        else if ((unsigned char)*string < ' ')
            text_add(out, "\\u%04x", (unsigned)*string);
        else
            text_add(out, "%c", *string);
    }
    text_add(out, "\"");
}

static void add_field(struct text *out, const char *before, const char *key, const char *value)
{
    text_add(out, "%s\"%s\": ", before, key);
    add_string(out, value);
}

static const char *between(size_t i)
{
    return i ? ",\n    " : "\n    ";
}

static void add_pds(struct text *out, const struct compiled *c)
{
    text_add(out, "  \"protection_domains\": [");
    for (size_t i = 0; i < c->system->pds.n; i++) {
        const struct program *program = &c->programs[i];
        const struct pd *pd = program->pd;
        text_add(out, "%s{", between(i));
        add_field(out, "", "name", pd->name);
        add_field(out, ", ", "image", program->file);
        text_add(out,
                 ", \"priority\": %u, \"budget_us\": %" PRIu64 ", \"period_us\": %" PRIu64
                 ", \"passive\": %s, \"fpu\": %s, \"stack_size\": %" PRIu64 ", \"entry\": "
                 "\"0x%" PRIx64 "\"",
                 pd->priority, pd->budget_us, pd->period_us, pd->passive ? "true" : "false",
                 pd->fpu ? "true" : "false", pd->stack_size, program->image.entry);
        if (pd->parent) {
            add_field(out, ", ", "parent", pd->parent->name);
            text_add(out, ", \"id\": %u", pd->id);
        }
        text_add(out, ", \"maps\": [");
        for (size_t j = 0; j < pd->maps.n; j++) {
            const struct map *map = &pd->maps.at[j];
            text_add(out, "%s{", j ? ", " : "");
            add_field(out, "", "region", map->region->name);
            text_add(out, ", \"vaddr\": \"0x%" PRIx64 "\", \"perms\": \"%s%s%s\"}", map->vaddr,
                     map->rights & SPEC_READ ? "r" : "", map->rights & SPEC_WRITE ? "w" : "",
                     map->execute ? "x" : "");
        }
        text_add(out, "]}");
    }
    text_add(out, "\n  ],\n");
}

static void add_channels(struct text *out, const struct compiled *c)
{
    text_add(out, "  \"channels\": [");
    for (size_t i = 0; i < c->system->channels.n; i++) {
        text_add(out, "%s[", between(i));
        for (size_t j = 0; j < 2; j++) {
            const struct end *end = &c->system->channels.at[i].end[j];
            text_add(out, "%s{", j ? ", " : "");
            add_field(out, "", "pd", end->pd->name);
            text_add(out, ", \"id\": %u, \"notify\": %s, \"call\": %s}", end->id,
                     end->notify ? "true" : "false", end->call ? "true" : "false");
        }
        text_add(out, "]");
    }
    text_add(out, "\n  ],\n  \"interrupts\": [");
    for (size_t i = 0; i < c->tables->irqs.n; i++) {
        const struct spec_irq *irq = &c->tables->irqs.at[i];
        text_add(out, "%s{\"number\": %u, \"trigger\": \"%s\", \"id\": %u", between(i), irq->number,
                 irq->trigger ? "edge" : "level", irq->id);
        if (irq->kind == SPEC_IRQ_PIN)
            text_add(out, ", \"ioapic\": %u, \"pin\": %u, \"polarity\": \"%s\"", irq->source,
                     irq->input, irq->polarity ? "low" : "high");
        if (irq->kind == SPEC_IRQ_MESSAGE)
            text_add(out, ", \"pcidev\": \"%02x:%02x.%x\", \"handle\": %u", irq->source >> 8,
                     irq->source >> 3 & 31, irq->source & 7, irq->input);
        add_field(out, ", ", "pd", c->system->pds.at[irq->pd]->name);
        text_add(out, "}");
    }
    text_add(out, "\n  ],\n  \"ioports\": [");
    for (size_t i = 0; i < c->tables->ports.n; i++) {
        const struct spec_ports *ports = &c->tables->ports.at[i];
        text_add(out, "%s{\"first\": %u, \"last\": %u, \"id\": %u", between(i), ports->first,
                 ports->last, ports->id);
        add_field(out, ", ", "pd", c->system->pds.at[ports->pd]->name);
        text_add(out, "}");
    }
    text_add(out, "\n  ],\n");
}

static void add_io_spaces(struct text *out, const struct compiled *c)
{
    text_add(out, "  \"io_address_spaces\": [");
    for (size_t i = 0; i < c->system->io_spaces.n; i++) {
        const struct io_space *space = c->system->io_spaces.at[i];
        text_add(out, "%s{\"peripheral_id\": \"%02x:%02x.%x\", \"domain_id\": %u", between(i),
                 space->device >> 8, space->device >> 3 & 31, space->device & 7, space->domain);
        add_field(out, ", ", "name", space->name);
        text_add(out, ", \"maps\": [");
        for (size_t j = 0; j < space->maps.n; j++) {
            const struct io_map *map = &space->maps.at[j];
            text_add(out, "%s{", j ? ", " : "");
            add_field(out, "", "region", map->region->name);
            text_add(out, ", \"iovaddr\": \"0x%" PRIx64 "\", \"perms\": \"%s%s\"}", map->address,
                     map->rights & SPEC_READ ? "r" : "", map->rights & SPEC_WRITE ? "w" : "");
        }
        text_add(out, "]}");
    }
    text_add(out, "\n  ],\n");
}

static void add_regions(struct text *out, const struct compiled *c)
{
    text_add(out, "  \"memory_regions\": [");
    for (size_t i = 0; i < c->system->regions.n; i++) {
        const struct region *region = c->system->regions.at[i];
        text_add(out, "%s{", between(i));
        add_field(out, "", "name", region->name);
        text_add(out, ", \"size\": %" PRIu64 ", \"page_size\": %" PRIu64, region->size,
                 region->page_size);
        if (region->has_paddr)
            text_add(out, ", \"paddr\": \"0x%" PRIx64 "\"", region->paddr);
        text_add(out, "}");
    }
    text_add(out, "\n  ],\n");
}

static void add_caps(struct text *out, const struct compiled *c)
{
    const struct tables *t = c->tables;
    text_add(out, "  \"capabilities\": [");
    for (size_t i = 0; i < t->caps.n; i++) {
        const struct spec_cap *cap = &t->caps.at[i];
        const struct spec_object *object = &t->objects.at[cap->object];
        text_add(out, "%s{", between(i));
        add_field(out, "", "cnode", t->strings.at + t->objects.at[cap->cnode].name);
        add_field(out, ", ", "object", t->strings.at + object->name);
        add_field(out, ", ", "type", object_type_name(object->type));
        text_add(out, ", \"slot\": %u, \"rights\": %u, \"data\": \"0x%" PRIx64 "\"}", cap->slot,
                 cap->rights, cap->data);
    }
    text_add(out, "\n  ]\n");
}

void report_json(struct text *out, const struct compiled *c)
{
    const struct layout *l = &c->layout;
    text_add(out, "{\n");
    add_field(out, "  ", "system", c->system->file);
    add_field(out, ",\n  ", "board", c->options->board->name);
    add_field(out, ",\n  ", "config", c->options->config);
    text_add(out,
             ",\n  \"memory\": {\"kernel\": [\"0x%" PRIx64 "\", \"0x%" PRIx64
             "\"], \"initial_task\": [\"0x%" PRIx64 "\", \"0x%" PRIx64 "\"], \"free\": "
             "[\"0x%" PRIx64 "\", \"0x%" PRIx64 "\"], \"used_bytes\": %" PRIu64 ", "
                                                                                "\"image_bytes\": "
                                                                                "%zu},\n",
             l->kernel.start, l->kernel.end, l->init.start, l->init.end, l->free.start, l->free.end,
             c->memory.used, c->image_size);
    add_pds(out, c);
    add_channels(out, c);
    add_io_spaces(out, c);
    add_regions(out, c);
    add_caps(out, c);
    text_add(out, "}\n");
}
