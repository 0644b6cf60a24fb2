/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Are the capabilities in place exactly those described?
 *
 *   1. every slot of every CNode of every domain is occupied if and only if the spec puts a
 *      capability there: nothing is missing, and nothing is there that nobody asked for;
 *   2. each capability is, as far as the kernel lets anyone prove it (probe.c), to the object, with
 *      the badge and with the rights that the spec says.
 *
 * A mistake in cspace.c, in the kernel's CNode operations or in untyped placement ends here, with
 * a message, before the first domain runs.
 */
#include "init/explain.h"
#include "init/probe.h"

struct count {
    uint64_t slots, caps, proved;
};

/* "slot 12 (notify on channel 2) of 'cnode_client'" */
static void add_place(struct text *t, const struct init *in, uint32_t cnode, uint32_t slot)
{
    text_format(t, "slot %u ", (uint64_t)slot);
    if (spec_objects(in->spec)[cnode].size_bits == 9) {
        text_add(t, "(");
        explain_slot(t, slot);
        text_add(t, ") ");
    }
    text_format(t, "of '%s'", object_name(in, cnode));
}

static void add_expected(struct text *t, const struct init *in, const struct spec_cap *cap)
{
    text_format(t, "'%s' with rights %s%s%s%s", object_name(in, cap->object),
                cap->rights & SPEC_READ ? "R" : "", cap->rights & SPEC_WRITE ? "W" : "",
                cap->rights & SPEC_GRANT ? "G" : "", cap->rights & SPEC_GRANT_REPLY ? "P" : "");
    if (cap->data)
        text_format(t, " and badge or guard %x", cap->data);
}

static noreturn void deviation(const struct init *in, uint32_t cnode, uint32_t slot,
                               const struct spec_cap *expected, const char *found)
{
    static char buffer[512];
    struct text t = text_on(buffer, sizeof buffer);

    add_place(&t, in, cnode, slot);
    text_add(&t, ": the description puts ");
    if (expected)
        add_expected(&t, in, expected);
    else
        text_add(&t, "nothing");
    fail("%s there, but %s. The capabilities in place are not those described", buffer, found);
}

/* Is there a proof beyond the type for this kind of object? */
static bool provable(uint32_t type)
{
    return type == SPEC_NOTIFICATION || type == SPEC_ENDPOINT || type == SPEC_TCB
        || type == SPEC_VSPACE || type == SPEC_CNODE;
}

static const char *examine(const struct prober *p, const struct spec_cap *cap)
{
    const struct init *in = p->in;
    const uint32_t type = spec_objects(in->spec)[cap->object].type;
    const seL4_CPtr original = slot_of_object(in, cap->object);

    const char *wrong = probe_type(in->scratch, type);
    if (wrong)
        return wrong;
    switch (type) {
    case SPEC_NOTIFICATION: return probe_notification(p, in->scratch, original, cap);
    case SPEC_ENDPOINT:     return probe_endpoint(p, in->scratch, original, cap);
    case SPEC_TCB:          return probe_thread(in->scratch, original);
    case SPEC_VSPACE:       return probe_vspace(p, in->scratch, cap->object);
    case SPEC_CNODE:        return probe_cnode(p, cap);
    default:                return 0;
    }
}

static void verify_cap(const struct prober *p, const struct spec_cap *cap)
{
    const struct init *in = p->in;
    const seL4_Uint8 radix = (seL4_Uint8)spec_objects(in->spec)[cap->cnode].size_bits;

    if (seL4_CNode_Copy(ROOT, in->scratch, ROOT_DEPTH, slot_of_object(in, cap->cnode), cap->slot,
                        radix, seL4_AllRights) != seL4_NoError)
        deviation(in, cap->cnode, cap->slot, cap,
                  "it is empty, or holds something that cannot be copied");
    const char *wrong = examine(p, cap);
    if (wrong)
        deviation(in, cap->cnode, cap->slot, cap, wrong);
    slot_empty(in->scratch);
}

/* One CNode. `next` is its first capability, or a later CNode's; returns the one after its last. */
static uint32_t verify_cnode(const struct prober *p, uint32_t cnode, uint32_t next,
                             struct count *count)
{
    const struct init *in = p->in;
    const struct spec_cap *caps = spec_caps(in->spec);
    const unsigned radix = spec_objects(in->spec)[cnode].size_bits;

    for (uint32_t slot = 0; slot < 1u << radix; slot++) {
        const struct spec_cap *cap = next < in->spec->caps.count && caps[next].cnode == cnode
            && caps[next].slot == slot ? &caps[next] : 0;

        if (!cap && !probe_empty(slot_of_object(in, cnode), slot, (seL4_Uint8)radix))
            deviation(in, cnode, slot, 0, "it holds something");
        if (cap) {
            verify_cap(p, cap);
            count->caps++;
            count->proved += provable(spec_objects(in->spec)[cap->object].type);
            next++;
        }
        count->slots++;
    }
    return next;
}

void verify_cspaces(struct init *in)
{
    struct prober p = probe_begin(in);
    struct count count = { 0 };
    uint32_t next = 0;

    for (uint32_t i = 0; i < in->spec->objects.count; i++)
        if (spec_objects(in->spec)[i].type == SPEC_CNODE)
            next = verify_cnode(&p, i, next, &count);
    probe_end(&p);
    if (next != in->spec->caps.count)
        fail("capability %u of the description is in no CNode", (uint64_t)next);

    static char buffer[160];
    struct text t = text_on(buffer, sizeof buffer);
    text_format(&t, "init: %s: %u domain%s; %u slots checked, %u capabilities in place as described"
                    " (%u proved by use)\n",
                spec_string(in->spec, in->spec->system_name), (uint64_t)in->spec->pds.count,
                in->spec->pds.count == 1 ? "" : "s", count.slots, count.caps, count.proved);
    print(buffer);
}
