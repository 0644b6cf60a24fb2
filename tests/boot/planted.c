/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * init with a mistake in cspace.c: the capabilities are made as described, then one is made wrong.
 * PLANT says how. The verification has to find it and the system must not start.
 */
#define cspaces_build cspaces_as_described
#include "init/cspace.c"
#undef cspaces_build

enum plant {
    EXTRA, MISSING, BADGE, OBJECT, CALL_BADGE, CALL_OBJECT, TYPE, THREAD, GUARD, VSPACE, RIGHTS,
};

static const uint32_t type_of_plant[] = {
    [EXTRA] = SPEC_TYPES, [MISSING] = SPEC_REPLY, [BADGE] = SPEC_NOTIFICATION,
    [OBJECT] = SPEC_NOTIFICATION, [CALL_BADGE] = SPEC_ENDPOINT, [CALL_OBJECT] = SPEC_ENDPOINT,
    [TYPE] = SPEC_REPLY, [THREAD] = SPEC_TCB, [GUARD] = SPEC_CNODE, [VSPACE] = SPEC_VSPACE,
    [RIGHTS] = SPEC_NOTIFICATION,
};

static uint32_t type_of(const struct init *in, uint32_t object)
{
    return spec_objects(in->spec)[object].type;
}

/* The first capability of the type; of endpoints and notifications the first with a badge. */
static const struct spec_cap *victim(const struct init *in, uint32_t type)
{
    const struct spec_cap *c = spec_caps(in->spec);
    while (type_of(in, c->object) != type
           || (!c->data && (type == SPEC_NOTIFICATION || type == SPEC_ENDPOINT)))
        c++;
    return c;
}

static seL4_CPtr other_object(const struct init *in, uint32_t not)
{
    uint32_t i = 0;
    while (i == not || type_of(in, i) != type_of(in, not))
        i++;
    return slot_of_object(in, i);
}

static void replace(const struct init *in, const struct spec_cap *c, seL4_CPtr object,
                    seL4_Word data, uint32_t allowed)
{
    const seL4_Uint8 radix = (seL4_Uint8)spec_objects(in->spec)[c->cnode].size_bits;
    const seL4_CapRights_t rights = { .words = { allowed } };
    seL4_CNode_Delete(slot_of_object(in, c->cnode), c->slot, radix);
    must(seL4_CNode_Mint(slot_of_object(in, c->cnode), c->slot, radix, ROOT, object, ROOT_DEPTH,
                         rights, data),
         "plant", "a mistake");
}

void cspaces_build(struct init *in)
{
    cspaces_as_described(in);

    const struct spec_pd *pd = spec_pds(in->spec);
    if (PLANT == EXTRA) {
        seL4_CNode_Copy(slot_of_object(in, pd->cnode), 9, 9, ROOT, seL4_CapInitThreadTCB,
                        ROOT_DEPTH, seL4_AllRights);
        return;
    }
    const struct spec_cap *c = victim(in, type_of_plant[PLANT]);
    const seL4_CPtr right = slot_of_object(in, c->object);

    switch (PLANT) {
    case MISSING:
        seL4_CNode_Delete(slot_of_object(in, c->cnode), c->slot, 9);
        break;
    case BADGE:
    case CALL_BADGE:
        replace(in, c, right, c->data << 1, c->rights);
        break;
    case TYPE:
        replace(in, c, slot_of_object(in, pd->notification), 0, c->rights);
        break;
    case RIGHTS:
        replace(in, c, right, c->data, SPEC_READ | SPEC_WRITE);
        break;
    case GUARD:
        replace(in, c, right, c->data - 1, c->rights);
        break;
    default:
        replace(in, c, other_object(in, c->object), c->data, c->rights);
    }
}
