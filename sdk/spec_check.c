/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * Reading the tables of spec.h: the check that comes before everything, and the searches. Used on
 * the host and on the target; needs no library. Each function below verifies one invariant of
 * spec.h.
 */

#include "sdk/spec.h"

#define NULL_SENTENCE   ((const char *)0)
#define PRIORITY_MAX    254u
#define MAX_ID          61u
#define LARGE_SIZE_BITS 21u
#define TABLE_INDEX_BITS 9u
#define MAX_LEVEL        2u /* of page tables; RISC-V and kernels at EL2 stop one below */
#define MAX_PORT         0xffffu
#define IO_TOP_LEVEL     (SPEC_IO_LEVELS + SPEC_IO_SPARE_LEVELS - 1)
#define PAGE_SIZE_BITS  12u

/* --- 1: everything is inside ------------------------------------------------------------------ */

static const char *check_ranges(const struct spec_header *s, uint64_t available)
{
    if (available < sizeof(*s))
        return "the system tables are cut off";
    if (s->magic != SPEC_MAGIC)
        return "there are no system tables here";
    if (s->version != SPEC_VERSION || s->header_size != sizeof(*s))
        return "the system tables are of another version";
    if (s->total_size > available || s->total_size < sizeof(*s))
        return "the system tables are cut off";
#define CHECK_RANGE(name, type, doc)                                                           \
    if (s->name.offset % 8 || s->name.offset < sizeof(*s) || s->name.offset > s->total_size || \
        s->name.count > (s->total_size - s->name.offset) / sizeof(type))                       \
        return "the table of " #name " is outside the system tables";
    SPEC_TABLES(CHECK_RANGE)
#undef CHECK_RANGE
    if (!s->strings.count || spec_strings(s)[0] || spec_strings(s)[s->strings.count - 1])
        return "the strings are not terminated";
    return NULL_SENTENCE;
}

static int is_string(const struct spec_header *s, uint32_t offset)
{
    return offset < s->strings.count;
}

static int is_object(const struct spec_header *s, uint32_t index, uint32_t type)
{
    return index < s->objects.count && spec_objects(s)[index].type == type;
}

static int is_part(struct spec_range_of part, struct spec_range whole)
{
    return part.first <= whole.count && part.count <= whole.count - part.first;
}

/* --- 2: objects ------------------------------------------------------------------------------- */

static uint32_t memory_bits(const struct spec_object *o)
{
    return o->type == SPEC_CNODE ? o->size_bits + 5 : o->size_bits;
}

static int object_is_sane(const struct spec_object *o)
{
    if (o->type >= SPEC_TYPES || o->size_bits > 32)
        return 0;
    if (o->type == SPEC_FRAME)
        return o->size_bits == PAGE_SIZE_BITS || o->size_bits == LARGE_SIZE_BITS;
    return !(o->flags & (SPEC_OBJECT_FIXED | SPEC_OBJECT_EMBEDDED)) && o->level <= MAX_LEVEL;
}

static int is_from_memory(const struct spec_object *o)
{
    return o->type != SPEC_IRQ_HANDLER && o->type != SPEC_SMC && o->type != SPEC_PORTS &&
           o->type != SPEC_IO_SPACE;
}

static const char *check_objects(const struct spec_header *s)
{
    const struct spec_object *o = spec_objects(s);
    if (s->n_fixed > s->n_created || s->n_created > s->n_embedded ||
        s->n_embedded > s->objects.count || s->n_embedded - s->n_created != s->n_contents)
        return "the groups of objects are out of order";
    for (uint32_t i = 0; i < s->objects.count; i++) {
        uint32_t fixed = i < s->n_fixed ? SPEC_OBJECT_FIXED : 0;
        uint32_t embedded = i >= s->n_created && i < s->n_embedded ? SPEC_OBJECT_EMBEDDED : 0;
        if (!object_is_sane(&o[i]) || !is_string(s, o[i].name))
            return "an object is malformed";
        if ((o[i].flags & SPEC_OBJECT_FIXED) != fixed ||
            (o[i].flags & SPEC_OBJECT_EMBEDDED) != embedded ||
            is_from_memory(&o[i]) != (i < s->n_embedded))
            return "an object is in the wrong group";
        if (embedded && o[i].image_page != s->contents_page + (i - s->n_created))
            return "an embedded frame is not the page it should be";
        if (fixed && (o[i].paddr & ((1ull << o[i].size_bits) - 1)))
            return "a fixed frame is not aligned";
        if (fixed && i &&
            (o[i].paddr < o[i - 1].paddr ||
             o[i].paddr - o[i - 1].paddr < 1ull << o[i - 1].size_bits))
            return "fixed frames overlap or are out of order";
        if (i > s->n_fixed && i < s->n_created && memory_bits(&o[i]) > memory_bits(&o[i - 1]))
            return "objects are not sorted by size";
    }
    return NULL_SENTENCE;
}

/* --- 3: capabilities -------------------------------------------------------------------------- */

static const char *check_caps(const struct spec_header *s)
{
    const struct spec_cap *c = spec_caps(s);
    for (uint32_t i = 0; i < s->caps.count; i++) {
        if (!is_object(s, c[i].cnode, SPEC_CNODE) || c[i].object >= s->objects.count)
            return "a capability names no object";
        if ((uint64_t)c[i].slot >> spec_objects(s)[c[i].cnode].size_bits != 0)
            return "a capability is outside its CNode";
        if (i && (c[i].cnode < c[i - 1].cnode ||
                  (c[i].cnode == c[i - 1].cnode && c[i].slot <= c[i - 1].slot)))
            return "capabilities are out of order or share a slot";
    }
    return NULL_SENTENCE;
}

/* --- 4, 5: address spaces --------------------------------------------------------------------- */

/* log2 of the bytes that a table of this level covers. */
static uint32_t covered_bits(uint32_t level)
{
    return LARGE_SIZE_BITS + TABLE_INDEX_BITS * level;
}

/* The first table of an address space is one directly below the root, and so tells the depth. */
static const char *check_spaces(const struct spec_header *s)
{
    const struct spec_table_map *t = spec_page_tables(s);
    const struct spec_map *m = spec_maps(s);
    uint32_t top = s->page_tables.count && t[0].level == MAX_LEVEL ? MAX_LEVEL : MAX_LEVEL - 1;
    for (uint32_t i = 0; i < s->page_tables.count; i++) {
        if (!is_object(s, t[i].vspace, SPEC_VSPACE) || !is_object(s, t[i].object, SPEC_PAGE_TABLE))
            return "a page table names no object";
        if (spec_objects(s)[t[i].object].level != t[i].level)
            return "a page table is of another level than its place";
        if (t[i].level > top || (t[i].vaddr & ((1ull << covered_bits(t[i].level)) - 1)))
            return "a page table is not aligned";
        int same = i && t[i].vspace == t[i - 1].vspace;
        if (same && t[i].vaddr < t[i - 1].vaddr)
            return "page tables are out of order";
        uint32_t above = covered_bits(t[i].level + 1);
        if (t[i].level < top && (!same || t[i].vaddr >> above != t[i - 1].vaddr >> above))
            return "a page table comes before the one above it";
    }
    for (uint32_t i = 0; i < s->maps.count; i++) {
        if (!is_object(s, m[i].vspace, SPEC_VSPACE) || !is_object(s, m[i].frame, SPEC_FRAME))
            return "a mapping names no object";
        if (m[i].vaddr & ((1ull << spec_objects(s)[m[i].frame].size_bits) - 1))
            return "a mapping is not aligned";
        if ((m[i].rights & ~(SPEC_READ | SPEC_WRITE)) || m[i].rights == SPEC_WRITE)
            return "a mapping has impossible rights";
        if (i && m[i].vspace < m[i - 1].vspace)
            return "mappings are out of order";
        if (i && m[i].vspace == m[i - 1].vspace &&
            (m[i].vaddr < m[i - 1].vaddr ||
             m[i].vaddr - m[i - 1].vaddr < 1ull << spec_objects(s)[m[i - 1].frame].size_bits))
            return "mappings overlap or are out of order";
    }
    return NULL_SENTENCE;
}

/* --- 8: address spaces of devices ------------------------------------------------------------- */

/* The tables of a device's space from the top down to the first leaf, then leaves and, for each
 * further GiB, one of level 1. */
static int is_next_level(const struct spec_io_table *t, const struct spec_io_table *before)
{
    if (t->address < before->address)
        return 0;
    if (t->level == before->level)
        return t->address > before->address;
    return t->level < before->level ? t->level + 1 == before->level : t->level == 1;
}

static const char *check_io_tables(const struct spec_header *s)
{
    const struct spec_io_table *t = spec_io_tables(s);
    for (uint32_t i = 0; i < s->io_tables.count; i++) {
        if (!is_object(s, t[i].space, SPEC_IO_SPACE) || !is_object(s, t[i].object, SPEC_IO_TABLE))
            return "a table of a device names no object";
        if (t[i].level > IO_TOP_LEVEL)
            return "a table of a device has no level";
        int lower = t[i].level < SPEC_IO_LEVELS;
        if (lower ? (t[i].address & ((1ull << covered_bits(t[i].level)) - 1)) ||
                        t[i].address >> covered_bits(SPEC_IO_LEVELS - 1)
                  : t[i].address != 0)
            return "a table of a device is not aligned";
        if (!i || t[i].space != t[i - 1].space) {
            if (t[i].level != IO_TOP_LEVEL)
                return "the tables of a device do not begin at the top";
            continue;
        }
        if (!is_next_level(&t[i], &t[i - 1]))
            return "tables of a device are out of order";
        if (lower && t[i].level <= t[i - 1].level &&
            t[i].address >> covered_bits(t[i].level + 1) !=
                t[i - 1].address >> covered_bits(t[i].level + 1))
            return "a table of a device comes before the one above it";
    }
    return NULL_SENTENCE;
}

static const char *check_io_spaces(const struct spec_header *s)
{
    const struct spec_io_map *m = spec_io_maps(s);
    for (uint32_t i = 0; i < s->io_spaces.count; i++)
        if (!is_object(s, spec_io_spaces(s)[i].object, SPEC_IO_SPACE))
            return "an address space of a device is malformed";
    for (uint32_t i = 0; i < s->io_maps.count; i++) {
        if (!is_object(s, m[i].space, SPEC_IO_SPACE) || !is_object(s, m[i].frame, SPEC_FRAME) ||
            spec_objects(s)[m[i].frame].size_bits != PAGE_SIZE_BITS)
            return "a mapping of a device names no object";
        if (!m[i].rights || (m[i].rights & ~(SPEC_READ | SPEC_WRITE)) ||
            m[i].address >> covered_bits(SPEC_IO_LEVELS - 1) || m[i].address % SPEC_PAGE_SIZE)
            return "a mapping of a device is malformed";
        if (i && (m[i].space < m[i - 1].space ||
                  (m[i].space == m[i - 1].space && m[i].address <= m[i - 1].address)))
            return "mappings of a device are out of order";
    }
    return check_io_tables(s);
}

/* --- 6: domains ------------------------------------------------------------------------------- */

static int tcb_is_sane(const struct spec_header *s, uint32_t i)
{
    const struct spec_tcb *tcb = &spec_tcbs(s)[i];
    const struct spec_pd *pd = &spec_pds(s)[i];
    return is_object(s, tcb->object, SPEC_TCB) && is_object(s, tcb->ipc_frame, SPEC_FRAME) &&
           is_object(s, tcb->fault_endpoint, SPEC_ENDPOINT) && tcb->cspace == pd->cnode_root &&
           tcb->vspace == pd->vspace && tcb->notification == pd->notification &&
           tcb->sc == spec_scs(s)[i].object && tcb->priority <= PRIORITY_MAX &&
           tcb->mcp <= PRIORITY_MAX;
}

static int pd_is_sane(const struct spec_header *s, uint32_t i)
{
    const struct spec_pd *pd = &spec_pds(s)[i];
    int pool = pd->asid_pool == SPEC_NONE || is_object(s, pd->asid_pool, SPEC_ASID_POOL);
    int endpoint = pd->endpoint == SPEC_NONE || is_object(s, pd->endpoint, SPEC_ENDPOINT);
    int parent = pd->parent == SPEC_NONE || (pd->parent < i && pd->child_id <= MAX_ID);
    return pool && endpoint && parent && is_string(s, pd->name) && is_string(s, pd->image) &&
           is_object(s, pd->vspace, SPEC_VSPACE) && is_object(s, pd->cnode_root, SPEC_CNODE) &&
           is_object(s, pd->cnode, SPEC_CNODE) &&
           is_object(s, pd->notification, SPEC_NOTIFICATION) &&
           is_object(s, pd->reply, SPEC_REPLY) &&
           is_object(s, spec_scs(s)[i].object, SPEC_SCHED_CONTEXT) &&
           is_part(pd->areas, s->areas) && is_part(pd->functions, s->functions) &&
           is_part(pd->lines, s->lines);
}

static const char *check_pds(const struct spec_header *s)
{
    if (s->pds.count != s->tcbs.count || s->pds.count != s->scs.count)
        return "domains, threads and scheduling contexts do not match";
    if (!is_object(s, s->monitor, SPEC_ENDPOINT) || !is_string(s, s->system_name))
        return "the monitor's endpoint is missing";
    for (uint32_t i = 0; i < s->pds.count; i++)
        if (!pd_is_sane(s, i) || !tcb_is_sane(s, i))
            return "a protection domain is malformed";
    for (uint32_t i = 0; i < s->irqs.count; i++) {
        const struct spec_irq *irq = &spec_irqs(s)[i];
        if (!is_object(s, irq->object, SPEC_IRQ_HANDLER) ||
            !is_object(s, irq->notification, SPEC_NOTIFICATION) || irq->pd >= s->pds.count ||
            irq->id > MAX_ID || irq->trigger > 1 || irq->kind > SPEC_IRQ_MESSAGE ||
            irq->polarity > 1)
            return "an interrupt is malformed";
    }
    for (uint32_t i = 0; i < s->ports.count; i++) {
        const struct spec_ports *ports = &spec_ports(s)[i];
        if (!is_object(s, ports->object, SPEC_PORTS) || ports->pd >= s->pds.count ||
            ports->id > MAX_ID || ports->first > ports->last || ports->last > MAX_PORT)
            return "a range of I/O ports is malformed";
    }
    for (uint32_t i = 0; i < s->channels.count; i++)
        for (uint32_t j = 0; j < 2; j++)
            if (spec_channels(s)[i].end[j].pd >= s->pds.count ||
                spec_channels(s)[i].end[j].id > MAX_ID)
                return "a channel is malformed";
    return NULL_SENTENCE;
}

/* --- 7: messages ------------------------------------------------------------------------------ */

static const char *check_messages(const struct spec_header *s)
{
    for (uint32_t i = 0; i < s->pds.count; i++) {
        const struct spec_pd *pd = &spec_pds(s)[i];
        const struct spec_area *a = spec_areas(s) + pd->areas.first;
        const struct spec_function *f = spec_functions(s) + pd->functions.first;
        const struct spec_line *l = spec_lines(s) + pd->lines.first;
        for (uint32_t j = 0; j < pd->areas.count; j++)
            if (!is_string(s, a[j].name) || a[j].start >= a[j].end ||
                (j && a[j].start < a[j - 1].end))
                return "the areas of a domain are out of order";
        for (uint32_t j = 0; j < pd->functions.count; j++)
            if (!is_string(s, f[j].name) || !f[j].size ||
                (j && f[j].start < f[j - 1].start + f[j - 1].size))
                return "the functions of a domain are out of order";
        for (uint32_t j = 0; j < pd->lines.count; j++)
            if (!is_string(s, l[j].file) || (j && l[j].address <= l[j - 1].address))
                return "the source lines of a domain are out of order";
        if (pd->lines.count && l[pd->lines.count - 1].line)
            return "the source lines of a domain have no end";
    }
    return NULL_SENTENCE;
}

const char *spec_check(const struct spec_header *spec, uint64_t available)
{
    const char *problem = check_ranges(spec, available);
    problem = problem ? problem : check_objects(spec);
    problem = problem ? problem : check_caps(spec);
    problem = problem ? problem : check_spaces(spec);
    problem = problem ? problem : check_io_spaces(spec);
    problem = problem ? problem : check_pds(spec);
    return problem ? problem : check_messages(spec);
}

/* --- searches --------------------------------------------------------------------------------- */

/* Index after the last of n records whose first 8 bytes, its start, are <= address. */
static uint32_t count_up_to(const void *records, uint32_t n, uint32_t size, uint64_t address)
{
    uint32_t low = 0;
    while (low < n) {
        uint32_t middle = low + (n - low) / 2;
        const void *record = (const char *)records + (uint64_t)middle * size;
        if (*(const uint64_t *)record <= address)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

const struct spec_function *spec_find_function(const struct spec_header *spec, uint32_t pd,
                                               uint64_t address)
{
    struct spec_range_of part = spec_pds(spec)[pd].functions;
    const struct spec_function *first = spec_functions(spec) + part.first;
    uint32_t n = count_up_to(first, part.count, sizeof(*first), address);
    return n && address - first[n - 1].start < first[n - 1].size ? &first[n - 1] : (void *)0;
}

const struct spec_line *spec_find_line(const struct spec_header *spec, uint32_t pd,
                                       uint64_t address)
{
    struct spec_range_of part = spec_pds(spec)[pd].lines;
    const struct spec_line *first = spec_lines(spec) + part.first;
    uint32_t n = count_up_to(first, part.count, sizeof(*first), address);
    return n && first[n - 1].line ? &first[n - 1] : (void *)0;
}

const struct spec_area *spec_find_area(const struct spec_header *spec, uint32_t pd,
                                       uint64_t address)
{
    struct spec_range_of part = spec_pds(spec)[pd].areas;
    const struct spec_area *first = spec_areas(spec) + part.first;
    uint32_t n = count_up_to(first, part.count, sizeof(*first), address);
    return n && address < first[n - 1].end ? &first[n - 1] : (void *)0;
}
