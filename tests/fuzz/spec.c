/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The tables that init finds behind its image (sdk/spec.h). Once spec_check has accepted them,
 * nobody checks anything: whatever init and the monitor read is read here, and the sanitizer sees
 * what is outside. And the monitor explains a fault of each kind, in each domain.
 *
 *     a fault: 8 words | tables
 */

#include "target.h"
#include "init/explain.h"
#include "init/text.h"
#include "sdk/spec.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAULT_BYTES (8 * sizeof(uint64_t))

static const struct spec_header *spec;
static volatile uint64_t read_sum;      /* so that reads are not left out */

static void read_string(uint32_t offset) { read_sum += strlen(spec_string(spec, offset)); }

static const struct spec_object *object(uint32_t i, uint32_t type)
{
    MUST_BE(i < spec->objects.count, "object %u of %u", i, spec->objects.count);
    MUST_BE(type == SPEC_TYPES || spec_objects(spec)[i].type == type, "object %u is a %u, not a %u",
            i, spec_objects(spec)[i].type, type);
    return &spec_objects(spec)[i];
}

/* ----------------------------------------------------------------- as init goes through them */

static void read_objects(void)
{
    uint64_t end = 0;
    read_string(spec->system_name);
    object(spec->monitor, SPEC_ENDPOINT);
    for (uint32_t i = 0; i < spec->objects.count; i++) {
        const struct spec_object *o = object(i, SPEC_TYPES);
        read_string(o->name);
        MUST_BE(o->type < SPEC_TYPES && o->size_bits < 64, "object %u has type %u, 2^%u bytes", i,
                o->type, o->size_bits);
        if (i < spec->n_fixed) {
            MUST_BE(o->paddr >= end, "object %u overlaps the one before", i);
            end = o->paddr + (1ull << o->size_bits);
        } else if (i >= spec->n_created && i < spec->n_embedded) {
            uint64_t page = o->image_page;
            MUST_BE(page == spec->contents_page + (i - spec->n_created),
                    "object %u is page %lu of the image", i, page);
        }
    }
}

static void read_caps(void)
{
    for (uint32_t i = 0; i < spec->caps.count; i++) {
        const struct spec_cap *c = &spec_caps(spec)[i];
        const struct spec_object *cnode = object(c->cnode, SPEC_CNODE);
        object(c->object, SPEC_TYPES);
        MUST_BE(c->slot < 1ull << cnode->size_bits, "cap %u is outside of its CNode", i);
    }
}

static void read_spaces(void)
{
    const struct spec_map *m = spec_maps(spec);
    for (uint32_t i = 0; i < spec->page_tables.count; i++) {
        object(spec_page_tables(spec)[i].vspace, SPEC_VSPACE);
        object(spec_page_tables(spec)[i].object, SPEC_PAGE_TABLE);
    }
    for (uint32_t i = 0; i < spec->maps.count; i++) {
        object(m[i].vspace, SPEC_VSPACE);
        uint64_t size = 1ull << object(m[i].frame, SPEC_FRAME)->size_bits;
        MUST_BE(m[i].vaddr % size == 0, "map %u is not aligned", i);
        if (i > 0 && m[i - 1].vspace == m[i].vspace) {
            uint64_t before = 1ull << object(m[i - 1].frame, SPEC_FRAME)->size_bits;
            MUST_BE(m[i - 1].vaddr + before <= m[i].vaddr, "maps %u and %u overlap", i - 1, i);
        }
    }
}

/* Each table of a device finds the one above it: the last one before it of the next level. */
static void read_devices(void)
{
    const struct spec_io_table *t = spec_io_tables(spec);
    const struct spec_io_map *m = spec_io_maps(spec);
    uint32_t last[SPEC_IO_LEVELS + SPEC_IO_SPARE_LEVELS] = {0};
    for (uint32_t i = 0; i < spec->io_spaces.count; i++)
        object(spec_io_spaces(spec)[i].object, SPEC_IO_SPACE);
    for (uint32_t i = 0; i < spec->io_tables.count; i++) {
        object(t[i].space, SPEC_IO_SPACE);
        object(t[i].object, SPEC_IO_TABLE);
        MUST_BE(t[i].level < sizeof last / sizeof last[0], "table %u has level %u", i, t[i].level);
        last[t[i].level] = i;
        const uint32_t above = t[i].level + 1;
        if (above == sizeof last / sizeof last[0])
            continue;
        const struct spec_io_table *a = &t[last[above]];
        MUST_BE(a->space == t[i].space && a->level == above
                    && (above >= SPEC_IO_LEVELS
                        || t[i].address >> (21 + 9 * above) == a->address >> (21 + 9 * above)),
                "table %u of a device has none above it", i);
    }
    for (uint32_t i = 0; i < spec->io_maps.count; i++) {
        object(m[i].space, SPEC_IO_SPACE);
        MUST_BE(object(m[i].frame, SPEC_FRAME)->size_bits == 12, "map %u of a device is large", i);
        MUST_BE(m[i].address < 1ull << 39 && m[i].rights != 0, "map %u of a device", i);
    }
}

static void read_domain(uint32_t i)
{
    const struct spec_pd *pd = &spec_pds(spec)[i];
    const struct spec_tcb *t = &spec_tcbs(spec)[i];
    read_string(pd->name);
    read_string(pd->image);
    MUST_BE(pd->parent == SPEC_NONE || pd->parent < i, "domain %u has parent %u", i, pd->parent);
    object(pd->vspace, SPEC_VSPACE);
    object(pd->cnode_root, SPEC_CNODE);
    object(pd->cnode, SPEC_CNODE);
    object(pd->notification, SPEC_NOTIFICATION);
    object(pd->reply, SPEC_REPLY);
    if (pd->endpoint != SPEC_NONE)
        object(pd->endpoint, SPEC_ENDPOINT);
    if (pd->asid_pool != SPEC_NONE)
        object(pd->asid_pool, SPEC_ASID_POOL);
    object(t->object, SPEC_TCB);
    object(t->ipc_frame, SPEC_FRAME);
    object(t->cspace, SPEC_CNODE);
    object(t->vspace, SPEC_VSPACE);
    object(t->fault_endpoint, SPEC_ENDPOINT);
    object(t->sc, SPEC_SCHED_CONTEXT);
    object(t->notification, SPEC_NOTIFICATION);
    object(spec_scs(spec)[i].object, SPEC_SCHED_CONTEXT);
    MUST_BE(t->priority <= 254 && t->mcp <= 254, "domain %u is above init", i);
}

static void read_domains(void)
{
    MUST_BE(spec->tcbs.count == spec->pds.count && spec->scs.count == spec->pds.count,
            "%u domains, %u threads, %u contexts", spec->pds.count, spec->tcbs.count,
            spec->scs.count);
    for (uint32_t i = 0; i < spec->pds.count; i++)
        read_domain(i);
    for (uint32_t i = 0; i < spec->irqs.count; i++) {
        object(spec_irqs(spec)[i].object, SPEC_IRQ_HANDLER);
        object(spec_irqs(spec)[i].notification, SPEC_NOTIFICATION);
        MUST_BE(spec_irqs(spec)[i].pd < spec->pds.count, "interrupt %u of nobody", i);
    }
    for (uint32_t i = 0; i < spec->ports.count; i++) {
        const struct spec_ports *p = &spec_ports(spec)[i];
        object(p->object, SPEC_PORTS);
        MUST_BE(p->first <= p->last && p->last <= 0xffff, "I/O ports %u to %u", p->first, p->last);
        MUST_BE(p->pd < spec->pds.count, "I/O ports of nobody: %u", i);
    }
    for (uint32_t i = 0; i < spec->channels.count; i++)
        for (uint32_t e = 0; e < 2; e++)
            MUST_BE(spec_channels(spec)[i].end[e].pd < spec->pds.count, "channel %u to nobody", i);
}

/* ------------------------------------------------------------------------------- the monitor */

static void explain(const uint8_t *bytes)
{
    uint64_t w[8];
    char out[512];
    memcpy(w, bytes, sizeof w);
    struct fault f = {.kind = (enum fault_kind)(w[0] % (FAULT_OTHER + 1)),
                      .access = (enum fault_access)(w[0] >> 8 & 3), .label = w[1], .pc = w[2],
                      .sp = w[3], .caller = w[4], .address = w[5], .cptr = w[5],
                      .receiving = (w[0] >> 16 & 1) != 0, .lookup = w[0] >> 17 & 7,
                      .bits_left = w[6], .bits_found = w[7], .guard = w[6], .number = w[1],
                      .cause = "failed", .likely = "luck", .consumed_us = w[7]};
    for (f.pd = 0; f.pd < spec->pds.count; f.pd++) {
        struct text t = text_on(out, sizeof out);
        explain_fault(&t, spec, &f);
        explain_end(&t, spec, f.pd);
        MUST_BE(strlen(out) < sizeof out, "the explanation is not terminated");
        read_sum += strlen(explain_error(w[1]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size <= FAULT_BYTES)
        return 0;
    size_t n = size - FAULT_BYTES;
    uint8_t *tables = malloc(n);
    memcpy(tables, data + FAULT_BYTES, n);
    if (n >= sizeof(struct spec_header))    /* so that inputs outlive a version */
        memcpy(tables + offsetof(struct spec_header, version), &(uint32_t){SPEC_VERSION}, 4);
    spec = (const struct spec_header *)(const void *)tables;
    const char *why = spec_check(spec, n);
    if (fuzz_tracing())
        printf("spec: %s\n", why != NULL ? why : "good");
    if (why != NULL) {
        MUST_BE(strlen(why) > 10, "refused because '%s'", why);
    } else {
        read_objects();
        read_caps();
        read_spaces();
        read_devices();
        read_domains();
        explain(data);
    }
    free(tables);
    return 0;
}
