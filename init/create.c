/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * From untyped memory to the objects of the spec. The spec's order is the order of creation
 * (sdk/spec.h, invariant 2): fixed addresses ascending, the rest largest first; untyped.c says why.
 *
 *     fixed      the untyped that holds the address, gaps in front carved into untypeds
 *     anywhere   best fit in RAM
 *     embedded   nothing to make: a page of init's image, with its contents
 *     interrupt  from IRQControl
 *     I/O ports  from IOPortControl, on x86-64
 *     devices    address spaces for their DMA, minted from the initial capability
 *     monitor    a copy of the initial capability to the secure monitor
 */
#include "init/init.h"
#include "arch/objects.h"

static unsigned memory_bits(const struct spec_object *o)
{
    return o->size_bits + (o->type == SPEC_CNODE ? seL4_SlotBits : 0);
}

static seL4_Word kernel_type(const struct spec_object *o)
{
    switch (o->type) {
    case SPEC_ENDPOINT:      return seL4_EndpointObject;
    case SPEC_NOTIFICATION:  return seL4_NotificationObject;
    case SPEC_REPLY:         return seL4_ReplyObject;
    case SPEC_SCHED_CONTEXT: return seL4_SchedContextObject;
    case SPEC_TCB:           return seL4_TCBObject;
    case SPEC_CNODE:         return seL4_CapTableObject;
    case SPEC_FRAME:         return arch_frame_type(o->size_bits);
    case SPEC_PAGE_TABLE:    return arch_table_type(o->level);
    case SPEC_VSPACE:        return arch_vspace_type();
    case SPEC_IO_TABLE:      return arch_io_table_type();
    default:                 return seL4_UntypedObject;
    }
}

static void retype(struct piece *from, seL4_Word type, unsigned size_bits, unsigned object_bits,
                   seL4_CPtr slot, const char *name)
{
    must(seL4_Untyped_Retype(from->cap, type, size_bits, ROOT, 0, 0, slot, 1), "create", name);
    piece_carve(from, object_bits);
}

static void collect_untypeds(struct init *in)
{
    const seL4_BootInfo *boot = in->boot;
    const seL4_Word n = boot->untyped.end - boot->untyped.start;

    for (seL4_Word i = 0; i < n; i++) {
        const seL4_UntypedDesc *d = &boot->untypedList[i];
        pool_add(&in->pool, d->paddr, d->sizeBits, d->isDevice, boot->untyped.start + i);
    }
}

/* Every range in which a fixed address could lie, for the message about one that does not. */
static void print_ranges(const struct init *in)
{
    static char buffer[96];
    for (seL4_Word i = 0; i < in->boot->untyped.end - in->boot->untyped.start; i++) {
        const seL4_UntypedDesc *d = &in->boot->untypedList[i];
        struct text t = text_on(buffer, sizeof buffer);
        text_format(&t, "init:   %s %x .. %x\n", d->isDevice ? "device" : "RAM   ",
                    (uint64_t)d->paddr, (uint64_t)d->paddr + (1ull << d->sizeBits) - 1);
        print(buffer);
    }
}

static void create_fixed(struct init *in, uint32_t i)
{
    const struct spec_object *o = &spec_objects(in->spec)[i];
    const unsigned bits = memory_bits(o);

    struct piece *from = pool_holding(&in->pool, o->paddr, bits);
    if (!from) {
        print("init: memory that a description can name on this machine:\n");
        print_ranges(in);
        fail("'%s' is to be at %x .. %x, where there is no free memory or device. Correct"
             " phys_addr in the description", object_name(in, i), o->paddr,
             o->paddr + (1ull << bits) - 1);
    }
    if (!(o->flags & SPEC_OBJECT_RAM_OR_DEVICE)
        && from->device != ((o->flags & SPEC_OBJECT_DEVICE) != 0))
        fail("'%s' at %x lies in %s, but the tool took it for %s. Build for the board that this"
             " is", object_name(in, i), o->paddr, from->device ? "a device" : "RAM",
             from->device ? "RAM" : "a device");

    for (unsigned gap; (gap = piece_gap_bits(from, o->paddr)) != 0;) {
        const seL4_CPtr slot = slot_take(in);
        const uint64_t start = from->paddr + from->used;
        retype(from, seL4_UntypedObject, gap, gap, slot, "untyped memory before a fixed address");
        pool_add(&in->pool, start, gap, from->device, slot);
    }
    retype(from, kernel_type(o), o->size_bits, bits, slot_of_object(in, i), object_name(in, i));
}

static struct piece *fit_or_fail(struct init *in, unsigned bits, const char *name)
{
    struct piece *from = pool_fit(&in->pool, bits);
    if (!from)
        fail("no memory left for '%s' of %u bytes; %u bytes are free in smaller pieces. The"
             " system is larger than this machine's RAM", name, (uint64_t)1 << bits,
             pool_free_bytes(&in->pool));
    return from;
}

static void create_anywhere(struct init *in, uint32_t i)
{
    const struct spec_object *o = &spec_objects(in->spec)[i];
    const unsigned bits = memory_bits(o);
    struct piece *from = fit_or_fail(in, bits, object_name(in, i));
    const bool pool = o->type == SPEC_ASID_POOL;
    const seL4_CPtr slot = pool ? slot_take(in) : slot_of_object(in, i);

    retype(from, kernel_type(o), o->size_bits, bits, slot, object_name(in, i));
    if (pool)
        must(arch_make_asid_pool(slot, ROOT, slot_of_object(in, i), ROOT_DEPTH), "create",
             object_name(in, i));
}

static void create_irq(struct init *in, const struct spec_irq *irq)
{
    must(arch_get_irq(irq, ROOT, slot_of_object(in, irq->object), ROOT_DEPTH),
         "get the interrupt of", object_name(in, irq->object));
}

static void create_ports(struct init *in, const struct spec_ports *ports)
{
    must(arch_issue_ports(ports->first, ports->last, ROOT, slot_of_object(in, ports->object),
                          ROOT_DEPTH),
         "get the I/O ports of", object_name(in, ports->object));
}

static void create_io_space(struct init *in, const struct spec_io_space *space)
{
    if (in->boot->numIOPTLevels + 1 < SPEC_IO_LEVELS + 1)
        fail("'%s' is to be the address space of a device, but %s. The description needs one",
             object_name(in, space->object),
             in->boot->numIOPTLevels + 1 <= 1 ? "there is no IOMMU in this machine"
                                              : "the IOMMU has too few levels of tables");
    must(seL4_CNode_Mint(ROOT, slot_of_object(in, space->object), ROOT_DEPTH, ROOT,
                         seL4_CapIOSpace, ROOT_DEPTH, seL4_AllRights, space->data),
         "make", object_name(in, space->object));
}

static void create_secure_monitor(struct init *in, uint32_t i)
{
    must(seL4_CNode_Copy(ROOT, slot_of_object(in, i), ROOT_DEPTH, ROOT, seL4_CapSMC, ROOT_DEPTH,
                         seL4_AllRights),
         "copy", object_name(in, i));
}

void create_objects(struct init *in)
{
    const struct spec_header *spec = in->spec;

    collect_untypeds(in);
    for (uint32_t i = 0; i < spec->n_fixed; i++)
        create_fixed(in, i);
    for (uint32_t i = spec->n_fixed; i < spec->n_created; i++)
        create_anywhere(in, i);
    for (uint32_t i = 0; i < spec->irqs.count; i++)
        create_irq(in, &spec_irqs(spec)[i]);
    for (uint32_t i = 0; i < spec->ports.count; i++)
        create_ports(in, &spec_ports(spec)[i]);
    for (uint32_t i = 0; i < spec->io_spaces.count; i++)
        create_io_space(in, &spec_io_spaces(spec)[i]);
    for (uint32_t i = spec->n_embedded; i < spec->objects.count; i++)
        if (spec_objects(spec)[i].type == SPEC_SMC)
            create_secure_monitor(in, i);
}

seL4_CPtr create_own(struct init *in, seL4_Word type, unsigned size_bits, unsigned object_bits,
                     const char *what)
{
    const seL4_CPtr slot = slot_take(in);
    retype(fit_or_fail(in, object_bits, what), type, size_bits, object_bits, slot, what);
    return slot;
}
