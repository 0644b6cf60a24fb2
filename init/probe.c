/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What can be proved about a capability without changing anything.
 *
 * The kernel tells no one what a slot holds. But it must answer truthfully when a capability is
 * used, and some uses can be undone without trace:
 *
 *  empty         copying something into the slot succeeds; the copy is deleted again
 *  type          a debug kernel names it (DebugCapIdentify)
 *  notification  signal through the copy, poll the original: the word that arrives is the badge,
 *                so object, badge and Write are proved at once. An unbadged one is given a mark
 *                first, which the kernel refuses for badged ones. Read: it can be bound to a
 *                thread, and a mark signalled through the original arrives when polling the copy.
 *                Only while it is bound to no other thread.
 *  endpoint      a witness thread waits on the original, a message is sent through the copy
 *                without blocking: the witness receives its badge. The other way round for Read.
 *                A thread accepts it as its timeout handler if and only if it has Write and
 *                one of Grant and GrantReply.
 *  thread        a mark put into a register through the original is read through the copy
 *  vspace        a frame mapped in the original is mapped again, unchanged, through the copy:
 *                the kernel agrees only if both are the same address space
 *  CNode         something put into a free slot of the original is found there when looked up
 *                through the domain's root, guard included: as the domain will
 *
 * That a right is missing shows only in a refusal, and a debug kernel prints a sentence for each.
 * So these proofs are made in configurations without a console; in debug the type is proved, which
 * in turn needs the debug kernel.
 *
 * Not provable: reply objects, scheduling contexts, interrupt handlers, I/O ports and the secure
 * monitor beyond their type, for they have no use without consequences.
 */
#include "init/tags.h"
#include "init/probe.h"
#include "arch/objects.h"

#define MARK 0x5eedul
#define MAX_TRIES 100

#ifdef CONFIG_PRINTING
static const bool may_provoke_refusals = false;
#else
static const bool may_provoke_refusals = true;
#endif

bool probe_empty(seL4_CPtr cnode, seL4_Word index, seL4_Uint8 depth)
{
    return seL4_CNode_Copy(cnode, index, depth, ROOT, seL4_CapInitThreadTCB, ROOT_DEPTH,
                           seL4_AllRights) == seL4_NoError
        && seL4_CNode_Delete(cnode, index, depth) == seL4_NoError;
}

struct prober probe_begin(struct init *in)
{
    struct prober p = { .in = in, .marked = in->scratch + 1 };
    p.time = create_own(in, seL4_SchedContextObject, seL4_MinSchedContextBits,
                        seL4_MinSchedContextBits, "time of the witness");
    p.witness = create_own(in, seL4_TCBObject, 0, seL4_TCBBits, "witness");

    must(seL4_SchedControl_ConfigureFlags(in->boot->schedcontrol.start, p.time, 1000, 1000, 0, 0,
                                          0),
         "configure", "time of the witness");
    must(seL4_TCB_SetSpace(p.witness, seL4_CapNull, ROOT, 0, seL4_CapInitThreadVSpace, 0),
         "configure", "witness");
    must(seL4_TCB_SetSchedParams(p.witness, seL4_CapInitThreadTCB, seL4_MaxPrio, seL4_MaxPrio,
                                 p.time, seL4_CapNull),
         "configure", "witness");
    return p;
}

void probe_end(struct prober *p)
{
    slot_empty(p->witness);
    slot_empty(p->time);
    p->in->spare = p->time;
}

const char *probe_type(seL4_CPtr copy, uint32_t type)
{
#ifdef CONFIG_DEBUG_BUILD
    static const struct {
        enum tag tag;
        const char *otherwise;
    } expected[SPEC_TYPES] = {
        [SPEC_ENDPOINT] = { TAG_endpoint, "it is not an endpoint" },
        [SPEC_NOTIFICATION] = { TAG_notification, "it is not a notification" },
        [SPEC_REPLY] = { TAG_reply, "it is not a reply object" },
        [SPEC_SCHED_CONTEXT] = { TAG_sched_context, "it is not a scheduling context" },
        [SPEC_TCB] = { TAG_tcb, "it is not a thread" },
        [SPEC_CNODE] = { TAG_cnode, "it is not a CNode" },
        [SPEC_FRAME] = { TAG_frame, "it is not a frame" },
        [SPEC_PAGE_TABLE] = { TAG_page_table, "it is not a page table" },
        [SPEC_VSPACE] = { ARCH_TAG_VSPACE, "it is not an address space" },
        [SPEC_ASID_POOL] = { TAG_asid_pool, "it is not an ASID pool" },
        [SPEC_IRQ_HANDLER] = { TAG_irq_handler, "it is not an interrupt handler" },
        [SPEC_SMC] = { ARCH_TAG_SMC, "it is not the secure monitor" },
        [SPEC_PORTS] = { ARCH_TAG_PORTS, "it is not a range of I/O ports" },
        [SPEC_IO_SPACE] = { TAG_null, "no domain has the address space of a device" },
        [SPEC_IO_TABLE] = { TAG_null, "no domain has the table of a device" },
    };
    return seL4_DebugCapIdentify(copy) == expected[type].tag ? 0 : expected[type].otherwise;
#else
    (void)copy, (void)type;
    return 0;
#endif
}

/* --- notifications ---------------------------------------------------------------------------- */

static bool mark_copy(const struct prober *p, seL4_CPtr from)
{
    return seL4_CNode_Mint(ROOT, p->marked, ROOT_DEPTH, ROOT, from, ROOT_DEPTH, seL4_AllRights,
                           MARK) == seL4_NoError;
}

/* Does a signal through `to` arrive at `from`, as exactly this word? */
static bool signal_arrives(seL4_CPtr to, seL4_CPtr from, seL4_Word word)
{
    seL4_Word badge = 0;
    seL4_NBSend(to, seL4_MessageInfo_new(0, 0, 0, 0));
    seL4_NBWait(from, &badge);
    return badge == word;
}

static bool has_read(seL4_CPtr notification)
{
    if (seL4_TCB_BindNotification(seL4_CapInitThreadTCB, notification) != seL4_NoError)
        return false;
    seL4_TCB_UnbindNotification(seL4_CapInitThreadTCB);
    return true;
}

static const char *probe_signal(const struct prober *p, seL4_CPtr copy, seL4_CPtr original,
                                seL4_Word badge, bool write)
{
    seL4_CPtr to = copy;
    if (badge == 0) {
        if (!mark_copy(p, copy))
            return "it has a badge";
        to = p->marked;
        badge = MARK;
    }
    const bool arrives = signal_arrives(to, original, badge);
    slot_empty(p->marked);
    if (arrives == write)
        return 0;
    return write ? "a signal through it does not arrive, or with another badge"
                 : "it can be signalled";
}

static const char *probe_wait(const struct prober *p, seL4_CPtr copy, seL4_CPtr original)
{
    if (!mark_copy(p, original))
        return "the object that it should be to has a badge";
    const bool arrives = signal_arrives(p->marked, copy, MARK);
    slot_empty(p->marked);
    return arrives ? 0 : "a signal to the object does not arrive at it";
}

const char *probe_notification(const struct prober *p, seL4_CPtr copy, seL4_CPtr original,
                               const struct spec_cap *cap)
{
    const bool read = (cap->rights & SPEC_READ) != 0, write = (cap->rights & SPEC_WRITE) != 0;
    const char *wrong = 0;

    if ((read || may_provoke_refusals) && has_read(copy) != read)
        return read ? "it cannot be waited on" : "it can be waited on";
    if (write || may_provoke_refusals)
        wrong = probe_signal(p, copy, original, cap->data, write);
    return !wrong && read ? probe_wait(p, copy, original) : wrong;
}

/* --- endpoints -------------------------------------------------------------------------------- */

/* One try: the witness, which has init's priority, runs until it waits, unless its time slice ends
 * before. */
static bool message_seen(const struct prober *p, seL4_CPtr to, seL4_CPtr from, seL4_Word badge)
{
    seL4_Word got = 0;
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 0);

    must(arch_witness_start(p->witness, from), "start", "witness");
    seL4_Yield();
    seL4_NBSend(to, seL4_MessageInfo_new(MARK, 0, 0, 0));
    must(arch_witness_stop(p->witness, &got, &info), "stop", "witness");
    return seL4_MessageInfo_get_label(info) == MARK && got == badge;
}

/* Does a message sent through `to` arrive at `from`, with this badge? If it should, a witness that
 * was not waiting yet gets another chance: on a slow machine a slice can end anywhere. */
static bool message_arrives(const struct prober *p, seL4_CPtr to, seL4_CPtr from, seL4_Word badge,
                            bool expected)
{
    const unsigned tries = expected ? MAX_TRIES : 1;
    for (unsigned i = 0; i < tries; i++)
        if (message_seen(p, to, from, badge))
            return true;
    return false;
}

static bool handles_faults(seL4_CPtr copy)
{
    if (seL4_TCB_SetTimeoutEndpoint(seL4_CapInitThreadTCB, copy) != seL4_NoError)
        return false;
    seL4_TCB_SetTimeoutEndpoint(seL4_CapInitThreadTCB, seL4_CapNull);
    return true;
}

const char *probe_endpoint(const struct prober *p, seL4_CPtr copy, seL4_CPtr original,
                           const struct spec_cap *cap)
{
    const bool read = (cap->rights & SPEC_READ) != 0, write = (cap->rights & SPEC_WRITE) != 0;
    const bool grants = write && (cap->rights & (SPEC_GRANT | SPEC_GRANT_REPLY));

    if ((grants || may_provoke_refusals) && handles_faults(copy) != grants)
        return grants ? "it cannot be called" : "it can be called";
    if ((write || may_provoke_refusals)
        && message_arrives(p, copy, original, cap->data, write) != write)
        return write ? "a message through it does not arrive, or with another badge"
                     : "a message can be sent through it";
    if ((read || may_provoke_refusals) && message_arrives(p, original, copy, 0, read) != read)
        return read ? "a message to the object does not arrive at it" : "it can be waited on";
    return 0;
}

/* --- the rest --------------------------------------------------------------------------------- */

const char *probe_thread(seL4_CPtr copy, seL4_CPtr original)
{
    seL4_Word seen = 0;
    const bool same = arch_set_mark(original, MARK) == seL4_NoError
        && arch_get_mark(copy, &seen) == seL4_NoError && seen == MARK;
    must(arch_set_mark(original, 0), "reset", "thread");
    return same ? 0 : "it is not this thread";
}

const char *probe_vspace(const struct prober *p, seL4_CPtr copy, uint32_t vspace)
{
    const struct spec_header *spec = p->in->spec;
    for (uint32_t i = 0; i < spec->maps.count; i++) {
        const struct spec_map *m = &spec_maps(spec)[i];
        const seL4_CapRights_t rights = { .words = { m->rights } };
        if (m->vspace == vspace)
            return arch_map_frame(slot_of_map(p->in, i), copy, m->vaddr, rights, m->attributes)
                ? "it is not this address space" : 0;
    }
    return 0;
}

const char *probe_cnode(const struct prober *p, const struct spec_cap *cap)
{
    const struct init *in = p->in;
    const struct spec_object *outer = &spec_objects(in->spec)[cap->cnode];
    const struct spec_object *inner = &spec_objects(in->spec)[cap->object];
    const unsigned radix = inner->size_bits, guard_bits = (unsigned)(cap->data & 63);
    const seL4_Word free_slot = (cap->data >> 6) << radix;     /* slot 0, behind the guard */
    const unsigned depth = outer->size_bits + guard_bits + radix;
    const seL4_Word index = (seL4_Word)cap->slot << (depth - outer->size_bits) | free_slot;
    const seL4_CPtr root = slot_of_object(in, cap->cnode);
    const seL4_CPtr original = slot_of_object(in, cap->object);

    if (seL4_CNode_Copy(root, index, (seL4_Uint8)depth, ROOT, seL4_CapInitThreadTCB, ROOT_DEPTH,
                        seL4_AllRights) != seL4_NoError)
        return "no free slot is reached through it where slot 0 should be";
    const bool seen = seL4_CNode_Copy(ROOT, p->marked, ROOT_DEPTH, original, 0, (seL4_Uint8)radix,
                                      seL4_AllRights) == seL4_NoError;
    slot_empty(p->marked);
    seL4_CNode_Delete(root, index, (seL4_Uint8)depth);
    return seen ? 0 : "it is not this CNode";
}
