/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The capabilities of the domains, one by one as the spec lists them. Nothing else ever puts a
 * capability into these CNodes, and verify.c does not take this file's word for it.
 *
 * The capability to a CNode that init holds has no guard, so a slot number with the CNode's radix
 * as depth names a slot of it directly.
 */
#include "init/init.h"

void cspaces_build(struct init *in)
{
    const struct spec_header *spec = in->spec;
    for (uint32_t i = 0; i < spec->caps.count; i++) {
        const struct spec_cap *c = &spec_caps(spec)[i];
        const seL4_Uint8 radix = (seL4_Uint8)spec_objects(spec)[c->cnode].size_bits;
        const seL4_CapRights_t rights = { .words = { c->rights } };
        const seL4_CPtr cnode = slot_of_object(in, c->cnode);
        const seL4_CPtr object = slot_of_object(in, c->object);

        must(c->data ? seL4_CNode_Mint(cnode, c->slot, radix, ROOT, object, ROOT_DEPTH, rights,
                                       c->data)
                     : seL4_CNode_Copy(cnode, c->slot, radix, ROOT, object, ROOT_DEPTH, rights),
             "give its domain", object_name(in, c->object));
    }
}
