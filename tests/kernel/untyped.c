/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Untyped_Retype: each object type, each error, their order, the watermark.
 */
#include "operations.h"

static struct reply retype(word untyped, word type, word bits, word to, word n)
{
    return Untyped_Retype(untyped, type, bits, CNODE, 0, 0, to, n);
}

static void every_type(void)
{
    const word u = UNTYPED(17);
    const word first = slots(8);
    OK(retype(u, seL4_UntypedObject, 4, first, 1));
    OK(retype(u, seL4_TCBObject, 0, first + 1, 1));
    OK(retype(u, seL4_EndpointObject, 0, first + 2, 1));
    OK(retype(u, seL4_NotificationObject, 0, first + 3, 1));
    OK(retype(u, seL4_CapTableObject, 1, first + 4, 1));
    OK(retype(u, seL4_SchedContextObject, 7, first + 5, 1));
    OK(retype(u, seL4_ReplyObject, 0, first + 6, 1));
    OK(retype(u, ARCH_FRAME_TYPE, 0, first + 7, 1));
    for (word i = 0; i < 8; i++)
        FALSE(slot_is_empty(first + i));
}

/* The size word of a fixed-size type changes nothing, as long as it is below 64. */
static void size_of_fixed_types_is_ignored(void)
{
    const word u = UNTYPED(12), to = slots(2);
    OK(retype(u, seL4_EndpointObject, 63, to, 1));
    ERR(retype(u, seL4_EndpointObject, 64, to + 1, 1), RangeError, 0, ARCH_MAX_UNTYPED_BITS);
}

static void several_at_once(void)
{
    const word u = UNTYPED(14), to = slots(258);
    OK(retype(u, seL4_EndpointObject, 0, to, 256));
    for (word i = 0; i < 256; i++)
        FALSE(slot_is_empty(to + i));
    TRUE(slot_is_empty(to + 256));
    OK(retype(u, seL4_EndpointObject, 0, to + 256, 1));
}

/* Objects lie one behind the other in the order of their slots, each at a multiple of its size. */
static void placement(void)
{
    const word u = UNTYPED(16), small = slot(), frames = slots(4);
    OK(retype(u, seL4_EndpointObject, 0, small, 1));
    OK(retype(u, ARCH_FRAME_TYPE, 0, frames, 4));
    const word at = arch_frame_address(frames);
    EQ(at & 0xfff, 0);
    EQ(at & 0xffff, 0x1000);    /* rounded up behind the endpoint at offset 0 */
    for (word i = 1; i < 4; i++)
        EQ(arch_frame_address(frames + i), at + i * 0x1000);
}

static void into_another_cnode(void)
{
    const word inner = CNODE_OF(3), u = UNTYPED(10);
    OK(Untyped_Retype(u, seL4_EndpointObject, 0, CNODE, inner, DEPTH, 5, 2));
    EQ(CNode_Delete(inner, 5, 3).label, 0);
    OK(CNode_Move(CNODE, slot(), DEPTH, inner, 6, 3));
    /* Depth 0 names the given capability itself; the index and its guard do not matter. */
    const word guarded = mint(inner, ALL_RIGHTS, GUARD(5, 4));
    OK(Untyped_Retype(u, seL4_EndpointObject, 0, guarded, ~(word)0, 0, 7, 1));
    OK(CNode_Move(CNODE, slot(), DEPTH, inner, 7, 3));
    /* The smallest depth there is: one bit. */
    const word outer = CNODE_OF(1);
    OK(CNode_Copy(outer, 1, 1, CNODE, inner, DEPTH, ALL_RIGHTS));
    OK(Untyped_Retype(u, seL4_EndpointObject, 0, outer, 1, 1, 0, 1));
    OK(CNode_Move(CNODE, slot(), DEPTH, inner, 0, 3));
}

/* --- errors, in the order of the manual ------------------------------------------------------ */

static void truncated(void)
{
    const word u = UNTYPED(10), to = slot();
    ERR(INVOKE(u, UntypedRetype, LIST(seL4_EndpointObject, 0, 0, 0, to), LIST(CNODE)),
        TruncatedMessage);
    ERR(INVOKE(u, UntypedRetype, LIST(seL4_EndpointObject, 0, 0, 0, to, 1), LIST()),
        TruncatedMessage);
    TRUE(slot_is_empty(to));
}

static void type_and_size(void)
{
    const word u = UNTYPED(10), to = slot(), max = ARCH_MAX_UNTYPED_BITS;
    ERR(retype(u, ARCH_N_OBJECT_TYPES, 0, to, 1), InvalidArgument, 0);
    ERR(retype(u, ~(word)0, 0, to, 1), InvalidArgument, 0);
    ERR(retype(u, seL4_UntypedObject, 64, to, 1), RangeError, 0, max);
    ERR(retype(u, seL4_UntypedObject, max + 1, to, 1), RangeError, 0, max);
    ERR(retype(u, seL4_UntypedObject, ~(word)0, to, 1), RangeError, 0, max);
    ERR(retype(u, seL4_CapTableObject, max - 4, to, 1), RangeError, 0, max);
    ERR(retype(u, seL4_CapTableObject, max - 5, to, 1), NotEnoughMemory, 1024);
    ERR(retype(u, seL4_SchedContextObject, max + 1, to, 1), RangeError, 0, max);
    ERR(retype(u, seL4_TCBObject, 64, to, 1), RangeError, 0, max);
    ERR(retype(u, seL4_CapTableObject, 0, to, 1), InvalidArgument, 1);
    ERR(retype(u, seL4_UntypedObject, 3, to, 1), InvalidArgument, 1);
    ERR(retype(u, seL4_UntypedObject, 0, to, 1), InvalidArgument, 1);
    ERR(retype(u, seL4_SchedContextObject, 6, to, 1), InvalidArgument, 1);
    TRUE(slot_is_empty(to));
}

static void destination_lookup(void)
{
    const word u = UNTYPED(10), ep = ENDPOINT(), type = seL4_EndpointObject;
    ERR(Untyped_Retype(u, type, 0, ep, 0, 64, 0, 1), FailedLookup, 0, seL4_InvalidRoot);
    ERR(Untyped_Retype(u, type, 0, seL4_CapNull, 0, 64, 0, 1), FailedLookup, 0, seL4_InvalidRoot);
    ERR(Untyped_Retype(u, type, 0, CNODE, 0, 65, 0, 1), RangeError, 1, 64);
    ERR(Untyped_Retype(u, type, 0, CNODE, 0, ~(word)0, 0, 1), RangeError, 1, 64);
    ERR(Untyped_Retype(u, type, 0, CNODE, 0, 60, 0, 1), FailedLookup, 0, seL4_DepthMismatch, 60,
        64);
    ERR(Untyped_Retype(u, type, 0, CNODE, (word)1 << 63, 64, 0, 1), FailedLookup, 0,
        seL4_GuardMismatch, 64, 0, 47);
    ERR(Untyped_Retype(u, type, 0, CNODE, 0, 10, 0, 1), FailedLookup, 0, seL4_GuardMismatch, 10, 0,
        47);
    ERR(Untyped_Retype(u, type, 0, ep, 0, 0, 0, 1), FailedLookup, 0, seL4_MissingCapability, 0);
    ERR(Untyped_Retype(u, type, 0, CNODE, ep, 64, 0, 1), FailedLookup, 0, seL4_MissingCapability,
        64);
    ERR(Untyped_Retype(u, type, 0, CNODE, slot(), 64, 0, 1), FailedLookup, 0,
        seL4_MissingCapability, 64);
}

static void destination_window(void)
{
    const word u = UNTYPED(12), c = CNODE_OF(2), type = seL4_EndpointObject;
    ERR(Untyped_Retype(u, type, 0, c, 0, 0, 4, 1), RangeError, 0, 3);
    ERR(Untyped_Retype(u, type, 0, c, 0, 0, ~(word)0, 1), RangeError, 0, 3);
    ERR(Untyped_Retype(u, type, 0, c, 0, 0, 0, 0), RangeError, 1, 256);
    ERR(Untyped_Retype(u, type, 0, c, 0, 0, 0, 257), RangeError, 1, 256);
    ERR(Untyped_Retype(u, type, 0, c, 0, 0, 0, ~(word)0), RangeError, 1, 256);
    ERR(Untyped_Retype(u, type, 0, c, 0, 0, 2, 3), RangeError, 1, 2);
    OK(Untyped_Retype(u, type, 0, c, 0, 0, 3, 1));
    ERR(Untyped_Retype(u, type, 0, c, 0, 0, 0, 4), DeleteFirst);
    OK(Untyped_Retype(u, type, 0, c, 0, 0, 0, 3));
}

static void memory(void)
{
    const word u = UNTYPED(10), to = slots(300);
    ERR(retype(u, seL4_UntypedObject, 11, to, 1), NotEnoughMemory, 1024);
    ERR(retype(u, seL4_EndpointObject, 0, to, 65), NotEnoughMemory, 1024);
    OK(retype(u, seL4_EndpointObject, 0, to, 1));
    ERR(retype(u, seL4_UntypedObject, 10, to + 1, 1), NotEnoughMemory, 1024 - 16);
    ERR(retype(u, seL4_EndpointObject, 0, to + 1, 64), NotEnoughMemory, 1024 - 16);
    OK(retype(u, seL4_UntypedObject, 9, to + 1, 1));     /* at 512, behind the gap */
    ERR(retype(u, seL4_UntypedObject, 4, to + 2, 1), NotEnoughMemory, 0);
}

static void device(void)
{
    const word to = slots(2);
    ERR(retype(device_ram_cap, seL4_EndpointObject, 0, to, 1), InvalidArgument, 1);
    ERR(retype(device_ram_cap, seL4_TCBObject, 0, to, 1), InvalidArgument, 1);
    ERR(retype(device_ram_cap, seL4_CapTableObject, 2, to, 1), InvalidArgument, 1);
    ERR(retype(device_ram_cap, ARCH_TABLE_TYPE, 0, to, 1), InvalidArgument, 1);
    OK(retype(device_ram_cap, seL4_UntypedObject, 12, to, 1));
    ERR(retype(to, seL4_NotificationObject, 0, to + 1, 1), InvalidArgument, 1);
    OK(retype(to, ARCH_FRAME_TYPE, 0, to + 1, 1));
}

/* A request wrong in every way, then repaired one check after the other. */
static void order_of_errors(void)
{
    const word c = CNODE_OF(2), ep = ENDPOINT();
    const word dev = make_in(device_ram_cap, seL4_UntypedObject, 4);
    OK(CNode_Copy(c, 3, 2, CNODE, ep, DEPTH, ALL_RIGHTS));
    word w[6] = { 99, 64, (word)1 << 63, 65, 4, 0 };

    ERR(invoke(dev, CNodeCopy, 5, w, 0, NULL), IllegalOperation);
    ERR(invoke(dev, UntypedRetype, 5, w, 1, &ep), TruncatedMessage);
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &ep), InvalidArgument, 0);
    w[0] = seL4_CapTableObject;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &ep), RangeError, 0, ARCH_MAX_UNTYPED_BITS);
    w[1] = 0;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &ep), InvalidArgument, 1);
    w[1] = 4;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &ep), FailedLookup, 0, seL4_InvalidRoot);
    const word root = CNODE;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), RangeError, 1, 64);
    w[3] = 64;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), FailedLookup, 0, seL4_GuardMismatch, 64, 0,
        47);
    w[2] = ep;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), FailedLookup, 0, seL4_MissingCapability, 64);
    w[2] = c;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), RangeError, 0, 3);
    w[4] = 3;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), RangeError, 1, 256);
    w[5] = 2;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), RangeError, 1, 1);
    w[5] = 1;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), DeleteFirst);
    w[4] = 2;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), NotEnoughMemory, 16);
    w[0] = seL4_EndpointObject;
    ERR(invoke(dev, UntypedRetype, 6, w, 1, &root), InvalidArgument, 1);
}

/* --- watermark ------------------------------------------------------------------------------- */

/* Memory of deleted objects comes back only when the last child is gone. */
static void reuse(void)
{
    const word u = UNTYPED(10), a = make_in(u, seL4_UntypedObject, 9);
    const word b = make_in(u, seL4_UntypedObject, 9);
    discard(a);
    ERR(retype(u, seL4_UntypedObject, 9, a, 1), NotEnoughMemory, 0);
    discard(b);
    OK(retype(u, seL4_UntypedObject, 10, a, 1));
}

/* A copy takes all that is free; the source is empty while the copy lives. */
static void copy_of_untyped(void)
{
    const word u = UNTYPED(10), to = slot();
    const word c = copy(u);
    ERR(retype(u, seL4_EndpointObject, 0, to, 1), NotEnoughMemory, 0);
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, u, DEPTH, ALL_RIGHTS), RevokeFirst);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, u, DEPTH, ALL_RIGHTS, 0), RevokeFirst);
    OK(retype(c, seL4_UntypedObject, 10, to, 1));
    discard(to);
    discard(c);
    OK(retype(u, seL4_UntypedObject, 10, to, 1));
}

/* Memory of which something was used and given back: the copy hands out all of it, cleaned, from
 * the beginning, and so does the source when the copy is gone. */
static void copy_of_used_untyped(void)
{
    const word u = UNTYPED(13), frame = slot(), c = slot();
    volatile word *at = (volatile word *)ARCH_SCRATCH;
    word first = 0;
    for (word round = 0; round < 3; round++) {
        if (round == 1)
            OK(CNode_Copy(CNODE, c, DEPTH, CNODE, u, DEPTH, ALL_RIGHTS));
        if (round == 1)
            ERR(retype(u, seL4_EndpointObject, 0, frame, 1), NotEnoughMemory, 0);
        OK(retype(round == 1 ? c : u, ARCH_FRAME_TYPE, 0, frame, 1));
        first = round ? first : arch_frame_address(frame);
        EQ(arch_frame_address(frame), first);
        arch_map(arena, frame, ARCH_SCRATCH, true);
        EQ(at[0], 0);
        EQ(at[511], 0);
        at[0] = at[511] = ~round;
        discard(frame);
        if (round == 1)
            discard(c);
    }
}

/* Memory of a new object reads as zero, whatever was there before. */
static void memory_is_zero(void)
{
    const word u = UNTYPED(14);
    volatile word *at = (volatile word *)ARCH_SCRATCH;
    for (word round = 0; round < 2; round++) {
        const word frames = slots(4);
        OK(retype(u, ARCH_FRAME_TYPE, 0, frames, 4));
        for (word i = 0; i < 4; i++)
            arch_map(arena, frames + i, ARCH_SCRATCH + i * 4096, true);
        for (word i = 0; i < 4 * 512; i++)
            if (at[i])
                FAIL("memory is not zero");
        for (word i = 0; i < 4 * 512; i++)
            at[i] = ~i;
        OK(CNode_Revoke(CNODE, u, DEPTH));
    }
}

/* Revoking untyped memory takes its objects away wherever their capabilities are. */
static void revoke_reaches_everywhere(void)
{
    const word u = UNTYPED(14), ep = make_in(u, seL4_EndpointObject, 0);
    const word far = CNODE_OF(2), inner = make_in(u, seL4_CapTableObject, 2);
    OK(CNode_Copy(far, 1, 2, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(CNode_Mint(inner, 1, 2, CNODE, ep, DEPTH, ALL_RIGHTS, 77));
    OK(CNode_Revoke(CNODE, u, DEPTH));
    TRUE(slot_is_empty(ep));
    TRUE(slot_is_empty(inner));
    ERR(CNode_Move(CNODE, slot(), DEPTH, far, 1, 2), FailedLookup, 1, seL4_MissingCapability, 2);
    FALSE(slot_is_empty(u));
    FALSE(slot_is_empty(far));
}

SUITE(untyped,
    { "every-type", every_type },
    { "fixed-size-ignores-size", size_of_fixed_types_is_ignored },
    { "several-at-once", several_at_once },
    { "placement", placement },
    { "into-another-cnode", into_another_cnode },
    { "truncated", truncated },
    { "type-and-size", type_and_size },
    { "destination-lookup", destination_lookup },
    { "destination-window", destination_window },
    { "memory", memory },
    { "device", device },
    { "order-of-errors", order_of_errors },
    { "reuse", reuse },
    { "copy-of-untyped", copy_of_untyped },
    { "copy-of-used-untyped", copy_of_used_untyped },
    { "memory-is-zero", memory_is_zero },
    { "revoke-reaches-everywhere", revoke_reaches_everywhere },
);
