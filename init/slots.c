/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* init's own slots: which capability is where. The picture is in init.h. */
#include "init/init.h"

#define OWN_SLOTS 4096u     /* gaps before fixed addresses, pools, the witness, the vault */

void slots_reserve(struct init *in)
{
    const struct spec_header *spec = in->spec;
    const seL4_SlotRegion empty = in->boot->empty;
    const seL4_Word needed = (seL4_Word)spec->objects.count + spec->maps.count
        + spec->io_maps.count + 2 + OWN_SLOTS;

    if (needed > empty.end - empty.start)
        fail("the system needs %u slots for its objects and mappings, the root CNode has %u left."
             " Use fewer or larger pages",
             (uint64_t)needed, (uint64_t)(empty.end - empty.start));
    in->objects = empty.start;
    in->maps = in->objects + spec->objects.count;
    in->scratch = in->maps + spec->maps.count + spec->io_maps.count;
    in->spare = in->scratch + 2;
}

seL4_CPtr slot_of_object(const struct init *in, uint32_t object)
{
    const struct spec_object *o = &spec_objects(in->spec)[object];
    if (o->flags & SPEC_OBJECT_EMBEDDED)
        return in->boot->userImageFrames.start + o->image_page;
    return in->objects + object;
}

seL4_CPtr slot_of_map(const struct init *in, uint32_t map)
{
    return in->maps + map;
}

seL4_CPtr slot_of_io_map(const struct init *in, uint32_t map)
{
    return in->maps + in->spec->maps.count + map;
}

seL4_CPtr slot_take(struct init *in)
{
    if (in->spare == in->boot->empty.end)
        fail("no empty slot is left in the root CNode");
    return in->spare++;
}

void slot_empty(seL4_CPtr slot)
{
    seL4_CNode_Delete(ROOT, slot, ROOT_DEPTH);
}
