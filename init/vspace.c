/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The address spaces of the domains: identifiers first, for a root table without one can be
 * neither mapped into nor copied; then tables, upper levels before lower; then frames.
 *
 * A frame capability remembers one mapping, so each mapping gets a copy of its own. The copies
 * stay: deleting one would unmap it.
 *
 * Then the address spaces of devices, likewise. How many levels their tables have is the machine's
 * business: of the spec's tables, those of higher levels are left over.
 */
#include "init/init.h"
#include "arch/objects.h"

static void assign_asids(const struct init *in)
{
    const struct spec_header *spec = in->spec;
    for (uint32_t i = 0; i < spec->pds.count; i++) {
        const struct spec_pd *pd = &spec_pds(spec)[i];
        const seL4_CPtr pool = pd->asid_pool == SPEC_NONE ? seL4_CapInitThreadASIDPool
                                                          : slot_of_object(in, pd->asid_pool);
        must(arch_assign_asid(pool, slot_of_object(in, pd->vspace)),
             "get an address space identifier for", object_name(in, pd->vspace));
    }
}

static void map_tables(const struct init *in)
{
    const struct spec_header *spec = in->spec;
    for (uint32_t i = 0; i < spec->page_tables.count; i++) {
        const struct spec_table_map *m = &spec_page_tables(spec)[i];
        must(arch_map_table(slot_of_object(in, m->object), slot_of_object(in, m->vspace),
                            m->vaddr, m->level),
             "map", object_name(in, m->object));
    }
}

static void map_frames(const struct init *in)
{
    const struct spec_header *spec = in->spec;
    for (uint32_t i = 0; i < spec->maps.count; i++) {
        const struct spec_map *m = &spec_maps(spec)[i];
        const seL4_CPtr copy = slot_of_map(in, i);
        const seL4_CapRights_t rights = { .words = { m->rights } };

        must(seL4_CNode_Copy(ROOT, copy, ROOT_DEPTH, ROOT, slot_of_object(in, m->frame),
                             ROOT_DEPTH, rights),
             "copy", object_name(in, m->frame));
        must(arch_map_frame(copy, slot_of_object(in, m->vspace), m->vaddr, rights, m->attributes),
             "map", object_name(in, m->frame));
    }
}

static void map_device_tables(const struct init *in)
{
    const struct spec_header *spec = in->spec;
    for (uint32_t i = 0; i < spec->io_tables.count; i++) {
        const struct spec_io_table *m = &spec_io_tables(spec)[i];
        if (m->level < in->boot->numIOPTLevels)
            must(arch_map_io_table(slot_of_object(in, m->object), slot_of_object(in, m->space),
                                   m->address),
                 "map", object_name(in, m->object));
    }
}

static void map_device_frames(const struct init *in)
{
    const struct spec_header *spec = in->spec;
    for (uint32_t i = 0; i < spec->io_maps.count; i++) {
        const struct spec_io_map *m = &spec_io_maps(spec)[i];
        const seL4_CPtr copy = slot_of_io_map(in, i);
        const seL4_CapRights_t rights = { .words = { m->rights } };

        must(seL4_CNode_Copy(ROOT, copy, ROOT_DEPTH, ROOT, slot_of_object(in, m->frame),
                             ROOT_DEPTH, seL4_AllRights),
             "copy", object_name(in, m->frame));
        must(arch_map_io_frame(copy, slot_of_object(in, m->space), m->address, rights),
             "map for a device", object_name(in, m->frame));
    }
}

void vspaces_build(struct init *in)
{
    assign_asids(in);
    map_tables(in);
    map_frames(in);
    map_device_tables(in);
    map_device_frames(in);
}
