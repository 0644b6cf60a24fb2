/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Giving up authority, before the first domain runs.
 *
 * Many capabilities must go on existing: deleting that of a mapped frame or page table would unmap
 * it, deleting the last one of an object would destroy it. But nobody need be able to use them. So
 * they are moved into a CNode, the vault, which then holds the only capability to itself:
 *
 *      root CNode                                  vault
 *      | ... | vault |                             | vault | object | map | ... |
 *                 \___ deleted last, while            ^__/    not reachable from any
 *                      the copy inside remains                capability space
 *
 * What remains to init, as the monitor, is one endpoint to receive faults on, one reply object, and
 * the threads of the domains, whose registers it reads. No untyped memory, no control of
 * interrupts, I/O ports or DMA, no address space, not even its own CNode: it can make, map, copy
 * and destroy nothing.
 * Pages of init that now belong to domains are unmapped from init first, by deleting their original
 * capabilities; the domains' mappings have copies of their own.
 */
#include "init/tags.h"
#include "init/init.h"

static void delete_range(seL4_CPtr start, seL4_CPtr end)
{
    for (seL4_CPtr slot = start; slot < end; slot++)
        slot_empty(slot);
}

struct vault {
    seL4_CPtr cnode;
    seL4_Uint8 radix;
    seL4_Word next;             /* free slot */
};

/* All slots in [start, end) are occupied. */
static void lock_away(struct vault *v, seL4_CPtr start, seL4_CPtr end)
{
    for (seL4_CPtr slot = start; slot < end; slot++)
        must(seL4_CNode_Move(v->cnode, v->next++, v->radix, ROOT, slot, ROOT_DEPTH), "lock away",
             "capability of init");
}

static void lock_objects(const struct init *in, struct vault *v)
{
    for (uint32_t i = 0; i < in->spec->objects.count; i++) {
        const struct spec_object *o = &spec_objects(in->spec)[i];
        const bool kept = o->type == SPEC_TCB || i == in->spec->monitor;
        if (!kept && !(o->flags & SPEC_OBJECT_EMBEDDED))
            lock_away(v, slot_of_object(in, i), slot_of_object(in, i) + 1);
    }
}

/* What init itself runs on: to delete the last capability of one of these would be to stop. */
static const seL4_CPtr own_objects[] = {
    seL4_CapInitThreadTCB, seL4_CapInitThreadSC, seL4_CapInitThreadVSpace,
    seL4_CapInitThreadASIDPool, seL4_CapInitThreadIPCBuffer,
};
static const seL4_CPtr authority[] = {
    seL4_CapIRQControl,    seL4_CapASIDControl, seL4_CapDomain, seL4_CapBootInfoFrame,
    seL4_CapIOPortControl, seL4_CapIOSpace,     seL4_CapSMC,
};
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Capacity: all of init's own row, and the pages and tables that init itself lives in. */
static struct vault make_vault(struct init *in)
{
    const seL4_SlotRegion frames = in->boot->userImageFrames, tables = in->boot->userImagePaging;
    const seL4_Word n = (in->spare - in->objects) + (frames.end - frames.start)
        + (tables.end - tables.start) + COUNT(own_objects) + 2;
    struct vault v = { .radix = 1, .next = 1 };

    while ((seL4_Word)1 << v.radix < n)
        v.radix++;
    v.cnode = create_own(in, seL4_CapTableObject, v.radix, v.radix + (unsigned)seL4_SlotBits,
                         "vault");
    must(seL4_CNode_Copy(v.cnode, 0, v.radix, ROOT, v.cnode, ROOT_DEPTH, seL4_AllRights), "lock",
         "vault");
    return v;
}

static void lock_own_objects(struct vault *v)
{
    for (unsigned i = 0; i < COUNT(own_objects); i++)
        lock_away(v, own_objects[i], own_objects[i] + 1);
}

/* Deletes the capability to the root CNode through itself; it is the last operation of its kind. */
static void drop_authority(const seL4_BootInfo *boot)
{
    const seL4_SlotRegion extra = boot->extraBIPages, cores = boot->schedcontrol;

    delete_range(boot->untyped.start, boot->untyped.end);
    delete_range(extra.start, extra.end);
    delete_range(cores.start, cores.end);
    for (unsigned i = 0; i < COUNT(authority); i++)
        slot_empty(authority[i]);
    slot_empty(ROOT);
}

/* A debug kernel names what a slot holds: nothing may be left but what the monitor keeps. */
static void check_sealed(const struct init *in, const struct monitor *m)
{
#ifdef CONFIG_DEBUG_BUILD
    for (seL4_CPtr slot = 1; slot < in->spare; slot++) {
        const seL4_Uint32 tag = seL4_DebugCapIdentify(slot);
        const bool kept = slot == m->endpoint ? tag == TAG_endpoint
            : slot == m->reply ? tag == TAG_reply : tag == TAG_null || tag == TAG_tcb;
        if (!kept)
            fail("init still holds a capability of type %u in slot %u after giving up its"
                 " authority", (uint64_t)tag, (uint64_t)slot);
    }
#else
    (void)in, (void)m;
#endif
}

struct monitor seal(struct init *in)
{
    const struct spec_header *spec = in->spec;
    const seL4_BootInfo *boot = in->boot;
    const seL4_SlotRegion frames = boot->userImageFrames, tables = boot->userImagePaging;
    const seL4_CPtr contents = frames.start + spec->contents_page;

    const struct monitor m = {
        .spec = spec,
        .endpoint = slot_of_object(in, spec->monitor),
        .reply = create_own(in, seL4_ReplyObject, 0, seL4_ReplyBits, "reply of the monitor"),
        .objects = in->objects,
    };
    struct vault v = make_vault(in);

    delete_range(contents, contents + spec->n_contents);
    lock_objects(in, &v);
    lock_away(&v, in->maps, in->scratch);
    lock_away(&v, in->scratch + 2, m.reply);
    lock_away(&v, tables.start, tables.end);
    lock_away(&v, frames.start, contents);
    lock_away(&v, contents + spec->n_contents, frames.end);
    lock_own_objects(&v);
    slot_empty(v.cnode);
    drop_authority(boot);
    check_sealed(in, &m);
    return m;
}
