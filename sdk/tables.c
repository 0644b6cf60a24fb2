/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See spec_tables.h: strings, the final order of objects, and the file form. */

#include "sdk/spec_tables.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "records are written as they are in "
                                                          "memory");

#define CNODE_SLOT_BITS 5u
#define SLOTS_TO_SPARE  64u /* for what init needs while it works */

uint32_t object_memory_bits(const struct spec_object *object)
{
    if (object->type == SPEC_IRQ_HANDLER || object->type == SPEC_SMC ||
        object->type == SPEC_PORTS || object->type == SPEC_IO_SPACE)
        return 0;
    return object->type == SPEC_CNODE ? object->size_bits + CNODE_SLOT_BITS : object->size_bits;
}

const char *object_type_name(uint32_t type)
{
    static const char *const names[SPEC_TYPES] = {
        [SPEC_ENDPOINT] = "endpoint",
        [SPEC_NOTIFICATION] = "notification",
        [SPEC_REPLY] = "reply",
        [SPEC_SCHED_CONTEXT] = "sched_context",
        [SPEC_TCB] = "tcb",
        [SPEC_CNODE] = "cnode",
        [SPEC_FRAME] = "frame",
        [SPEC_PAGE_TABLE] = "page_table",
        [SPEC_VSPACE] = "vspace",
        [SPEC_ASID_POOL] = "asid_pool",
        [SPEC_IRQ_HANDLER] = "irq_handler",
        [SPEC_SMC] = "arm_smc",
        [SPEC_PORTS] = "ioports",
        [SPEC_IO_SPACE] = "io_space",
        [SPEC_IO_TABLE] = "io_page_table",
    };
    return names[type];
}

/* --- strings ---------------------------------------------------------------------------------- */

static uint32_t *string_place(struct tables *t, const char *text)
{
    uint32_t hash = 2166136261u;
    for (const char *c = text; *c; c++)
        hash = (hash ^ (uint8_t)*c) * 16777619u;
    size_t i = hash & (t->interned.room - 1);
    while (t->interned.at[i] && strcmp(t->strings.at + t->interned.at[i], text))
        i = (i + 1) & (t->interned.room - 1);
    return &t->interned.at[i];
}

static void grow_interned(struct tables *t)
{
    uint32_t *old = t->interned.at;
    size_t n = t->interned.room;
    t->interned.room = n ? n * 2 : 256;
    t->interned.at = arena_alloc(t->arena, t->interned.room * sizeof(uint32_t));
    for (size_t i = 0; i < n; i++)
        if (old[i])
            *string_place(t, t->strings.at + old[i]) = old[i];
}

uint32_t tables_string(struct tables *t, const char *text)
{
    if (!t->strings.n)
        *array_add(t->arena, &t->strings) = 0;
    if (!*text)
        return 0;
    if (t->interned.n * 2 >= t->interned.room)
        grow_interned(t);
    uint32_t *place = string_place(t, text);
    if (!*place) {
        *place = (uint32_t)t->strings.n;
        t->interned.n++;
        for (const char *c = text; *c; c++)
            *array_add(t->arena, &t->strings) = *c;
        *array_add(t->arena, &t->strings) = 0;
    }
    return *place;
}

/* --- order ------------------------------------------------------------------------------------ */

struct placed {
    struct spec_object object;
    uint32_t old;
    uint32_t group;
};

enum { FIXED, CREATED, EMBEDDED, GIVEN };

static int by_group(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    int within = 0;
    if (x->group == FIXED)
        within = ORDER(x->object.paddr, y->object.paddr);
    else if (x->group == CREATED)
        within = ORDER(object_memory_bits(&y->object), object_memory_bits(&x->object));
    return ORDER(x->group, y->group) ?: within ?: ORDER(x->old, y->old);
}

static int caps_by_slot(const void *a, const void *b)
{
    const struct spec_cap *x = a, *y = b;
    return ORDER(x->cnode, y->cnode) ?: ORDER(x->slot, y->slot);
}

static int maps_by_vaddr(const void *a, const void *b)
{
    const struct spec_map *x = a, *y = b;
    return ORDER(x->vspace, y->vspace) ?: ORDER(x->vaddr, y->vaddr);
}

static void rewrite(const uint32_t *new_of, uint32_t *reference)
{
    if (*reference != SPEC_NONE)
        *reference = new_of[*reference];
}

/* Every field that refers to an object, in the order of the records in spec.h. */
static void rewrite_all(struct tables *t, const uint32_t *new_of)
{
    rewrite(new_of, &t->monitor);
    for (size_t i = 0; i < t->caps.n; i++) {
        rewrite(new_of, &t->caps.at[i].cnode);
        rewrite(new_of, &t->caps.at[i].object);
    }
    for (size_t i = 0; i < t->page_tables.n; i++) {
        rewrite(new_of, &t->page_tables.at[i].vspace);
        rewrite(new_of, &t->page_tables.at[i].object);
    }
    for (size_t i = 0; i < t->maps.n; i++) {
        rewrite(new_of, &t->maps.at[i].vspace);
        rewrite(new_of, &t->maps.at[i].frame);
    }
    for (size_t i = 0; i < t->pds.n; i++) {
        struct spec_pd *pd = &t->pds.at[i];
        struct spec_tcb *tcb = &t->tcbs.at[i];
        uint32_t *references[] = {&pd->asid_pool, &pd->vspace,        &pd->cnode_root,
                                  &pd->cnode,     &pd->notification,  &pd->endpoint,
                                  &pd->reply,     &tcb->object,       &tcb->ipc_frame,
                                  &tcb->cspace,   &tcb->vspace,       &tcb->fault_endpoint,
                                  &tcb->sc,       &tcb->notification, &t->scs.at[i].object};
        for (size_t j = 0; j < sizeof(references) / sizeof(references[0]); j++)
            rewrite(new_of, references[j]);
    }
    for (size_t i = 0; i < t->irqs.n; i++) {
        rewrite(new_of, &t->irqs.at[i].object);
        rewrite(new_of, &t->irqs.at[i].notification);
    }
    for (size_t i = 0; i < t->ports.n; i++)
        rewrite(new_of, &t->ports.at[i].object);
    for (size_t i = 0; i < t->io_spaces.n; i++)
        rewrite(new_of, &t->io_spaces.at[i].object);
    for (size_t i = 0; i < t->io_tables.n; i++) {
        rewrite(new_of, &t->io_tables.at[i].space);
        rewrite(new_of, &t->io_tables.at[i].object);
    }
    for (size_t i = 0; i < t->io_maps.n; i++) {
        rewrite(new_of, &t->io_maps.at[i].space);
        rewrite(new_of, &t->io_maps.at[i].frame);
    }
}

void tables_sort(struct tables *t)
{
    struct placed *order = arena_alloc(t->arena, t->objects.n * sizeof(*order));
    uint32_t *new_of = arena_alloc(t->arena, t->objects.n * sizeof(*new_of));
    const uint8_t **contents = arena_alloc(t->arena, t->contents.n * sizeof(*contents));
    uint32_t counts[4] = {0};
    for (uint32_t i = 0; i < t->objects.n; i++) {
        const struct spec_object *object = &t->objects.at[i];
        uint32_t group = object->flags & SPEC_OBJECT_FIXED      ? FIXED
                         : object->flags & SPEC_OBJECT_EMBEDDED ? EMBEDDED
                         : !object_memory_bits(object)          ? GIVEN
                                                                : CREATED;
        order[i] = (struct placed){*object, i, group};
        counts[group]++;
    }
    qsort(order, t->objects.n, sizeof(*order), by_group);
    t->n_fixed = counts[FIXED];
    t->n_created = t->n_fixed + counts[CREATED];
    t->n_embedded = t->n_created + counts[EMBEDDED];
    for (uint32_t i = 0; i < t->objects.n; i++) {
        t->objects.at[i] = order[i].object;
        new_of[order[i].old] = i;
        if (order[i].group == EMBEDDED)
            contents[i - t->n_created] = t->contents.at[order[i].object.image_page];
    }
    for (uint32_t i = 0; i < t->contents.n; i++) {
        t->contents.at[i] = contents[i];
        t->objects.at[t->n_created + i].image_page = i;
    }
    rewrite_all(t, new_of);
    qsort(t->caps.at, t->caps.n, sizeof(*t->caps.at), caps_by_slot);
    qsort(t->maps.at, t->maps.n, sizeof(*t->maps.at), maps_by_vaddr);
    t->n_slots = (uint32_t)(t->objects.n + t->maps.n + t->io_maps.n) + SLOTS_TO_SPARE;
}

/* --- the file form ---------------------------------------------------------------------------- */

struct bytes tables_write(struct tables *t, uint32_t first_page)
{
    uint64_t size = sizeof(struct spec_header);
    struct spec_header header = {
        .magic = SPEC_MAGIC,
        .version = SPEC_VERSION,
        .header_size = sizeof(header),
        .n_fixed = t->n_fixed,
        .n_created = t->n_created,
        .n_embedded = t->n_embedded,
        .n_contents = (uint32_t)t->contents.n,
        .monitor = t->monitor,
        .system_name = t->system_name,
        .n_slots = t->n_slots,
    };
#define PLACE(name, type, doc)                                              \
    header.name = (struct spec_range){(uint32_t)size, (uint32_t)t->name.n}; \
    size += align_up(t->name.n * sizeof(type), 8);
    SPEC_TABLES(PLACE)
#undef PLACE
    header.total_size = size;
    header.contents_page = first_page + (uint32_t)(align_up(size, PAGE) / PAGE);
    for (uint32_t i = 0; i < t->contents.n; i++)
        t->objects.at[t->n_created + i].image_page = header.contents_page + i;

    struct bytes out = {NULL, align_up(size, PAGE) + t->contents.n * PAGE};
    out.at = arena_alloc(t->arena, out.n);
    memcpy(out.at, &header, sizeof(header));
#define COPY(name, type, doc) \
    if (t->name.n)            \
        memcpy(out.at + header.name.offset, t->name.at, t->name.n * sizeof(type));
    SPEC_TABLES(COPY)
#undef COPY
    for (size_t i = 0; i < t->contents.n; i++)
        memcpy(out.at + align_up(size, PAGE) + i * PAGE, t->contents.at[i], PAGE);
    return out;
}
