/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * I/O address spaces: each error in its order, and what deleting does to what is mapped. On a
 * machine without remapping of DMA a test is only that there is none; what a device reaches is in
 * iommu_dma.c.
 */
#include "operations.h"

#if IO
#include "iommu.h"

static void boot_says_so(void)
{
    if (present())
        IN_RANGE(LEVELS, 3, 4);
    else
        EQ(LEVELS, 0);
}

/* These come before any look at tables. */
static void errors_before_the_walk(void)
{
    const word table = TABLE(), frame = FRAME(), big = make(ARCH_LARGE_TYPE, 0), ep = ENDPOINT();
    ERR(INVOKE(table, X86IOPageTableMap, LIST(), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(table, X86IOPageTableMap, LIST(A), LIST()), TruncatedMessage);
    ERR(X86_IOPageTable_Map(table, ep, A), InvalidCapability, 0);
    ERR(X86_IOPageTable_Map(table, seL4_CapNull, A), InvalidCapability, 0);
    ERR(X86_IOPageTable_Map(table, table, A), InvalidCapability, 0);
    ERR(INVOKE(table, X86PageMapIO, LIST(A, RW), LIST(ep)), IllegalOperation);
    OK(X86_IOPageTable_Unmap(table));
    ERR(INVOKE(big, X86PageMapIO, LIST(RW), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(big, X86PageMapIO, LIST(RW, A), LIST()), TruncatedMessage);
    ERR(map(big, ep, A), InvalidCapability, 0);
    ERR(map(frame, ep, A), InvalidCapability, 0);
    ERR(map(frame, seL4_CapNull, A), InvalidCapability, 0);
    ERR(INVOKE(frame, X86IOPageTableMap, LIST(A), LIST(ep)), IllegalOperation);
    if (!present())
        return;
    ERR(X86_IOPageTable_Map(table, MASTER, A), InvalidCapability, 0);
    ERR(map(frame, MASTER, A), InvalidCapability, 0);
    const word s = space(NOBODY, 11);
    ERR(map(big, s, A), InvalidCapability, 0);
    tables(s, A, 0);
    ERR(map(big, s, A), InvalidCapability, 0);
    arch_map(arena, frame, ARCH_SCRATCH, true);
    ERR(map(frame, s, A), InvalidCapability, 0);
    OK(X86_Page_Unmap(frame));
    OK(map(frame, s, A));
}

static void minting(void)
{
    if (!present())
        return;
    const word to = slot(), plain = copy(MASTER), s = space(NOBODY, 11);
    static const word domains[] = { 0, 0x10000 };
    for (word i = 0; i < 2; i++)
        ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, MASTER, DEPTH, 0, SPACE_OF(NOBODY, domains[i])),
            IllegalOperation);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, s, DEPTH, 0, SPACE_OF(NOBODY, 11)), IllegalOperation);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, s, DEPTH, 0, SPACE_OF(NOBODY2, 11)), IllegalOperation);
    ERR(CNode_Mutate(CNODE, to, DEPTH, CNODE, plain, DEPTH, SPACE_OF(NOBODY, 11)),
        IllegalOperation);
    ERR(CNode_Mutate(CNODE, to, DEPTH, CNODE, s, DEPTH, 0), IllegalOperation);
    OK(CNode_Mint(CNODE, to, DEPTH, CNODE, plain, DEPTH, 0, 0x1234567800000000 | SPACE_OF(7, 9)));
    discard(to);
    OK(CNode_Mint(CNODE, to, DEPTH, CNODE, MASTER, DEPTH, 0, SPACE_OF(0, 9)));
    ERR(X86_IOPageTable_Map(TABLE(), to, A), InvalidCapability, 0);
    OK(X86_IOPageTable_Map(TABLE(), copy(s), A));
    ERR(INVOKE(s, X86IOPageTableUnmap, LIST(), LIST()), IllegalOperation);
    ERR(INVOKE(MASTER, X86PageUnmap, LIST(), LIST()), IllegalOperation);
}

static void table_map_errors(void)
{
    if (!present())
        return;
    const word s = space(NOBODY, 11), root = TABLE(), ep = ENDPOINT();
    OK(X86_IOPageTable_Map(root, s, A));
    ERR(INVOKE(root, X86IOPageTableMap, LIST(), LIST(s)), TruncatedMessage);
    ERR(X86_IOPageTable_Map(root, ep, A), InvalidCapability, 0);
    ERR(X86_IOPageTable_Map(root, s, A), InvalidCapability, 0);
    tables(s, A + 5, 1);
    ERR(X86_IOPageTable_Map(TABLE(), s, A), DeleteFirst);
    ERR(X86_IOPageTable_Map(TABLE(), s, A + MEGA2 - 1), DeleteFirst);
    OK(X86_IOPageTable_Map(TABLE(), s, A + MEGA2));
    ERR(X86_IOPageTable_Map(TABLE(), s, A + MEGA2), DeleteFirst);
    OK(map(FRAME(), s, A + 3 * PAGE));
    ERR(X86_IOPageTable_Map(TABLE(), s, A + 3 * PAGE), DeleteFirst);
}

#define MISSING(reply, level) ERR(reply, FailedLookup, 0, seL4_MissingCapability, level)

static void frame_map_errors(void)
{
    if (!present())
        return;
    const word s = space(NOBODY, 11), frame = FRAME(), none = mint(frame, 0, 0);
    ERR(X86_Page_MapIO(none, s, 0, A), FailedLookup, 0, seL4_InvalidRoot);
    for (word level = 12 + 9 * LEVELS; level > 12; level -= 9) {
        if (level < 12 + 9 * LEVELS)
            MISSING(X86_Page_MapIO(none, s, 0, A), level);
        OK(X86_IOPageTable_Map(TABLE(), s, A));
    }
    OK(map(copy(frame), s, A));
    ERR(X86_Page_MapIO(none, s, 0, A), DeleteFirst);
    ERR(X86_Page_MapIO(none, s, RW, A + PAGE), InvalidArgument, 0);
    ERR(X86_Page_MapIO(frame, s, 0, A + PAGE), InvalidArgument, 0);
    ERR(X86_Page_MapIO(frame, s, R_WRITE, A + PAGE), InvalidArgument, 0);
    ERR(X86_Page_MapIO(mint(frame, R_WRITE, 0), s, RW, A + PAGE), InvalidArgument, 0);
    OK(X86_Page_MapIO(frame, s, R_READ, A + PAGE + 0xfff));     /* the page around it */
    ERR(map(FRAME(), s, A + PAGE), DeleteFirst);
    ERR(map(frame, s, A + 2 * PAGE), InvalidCapability, 0);
    ERR(X86_Page_MapIO(frame, space(NOBODY2, 12), 0, A), InvalidCapability, 0);
    OK(map(mint(frame, R_READ, 0), s, A + 2 * PAGE));
    MISSING(map(FRAME(), s, A + MEGA2), 21);
}

/* A frame is mapped for a device or for programs, and knows which. */
static void frame_for_device_or_program(void)
{
    if (!present())
        return;
    const word s = space(NOBODY, 11), frame = FRAME();
    tables(s, A, 0);
    OK(map(frame, s, A));
    TRUE(X86_Page_Map(frame, seL4_CapInitThreadVSpace, ARCH_SCRATCH, RW, 0).label != seL4_NoError);
    OK(X86_Page_Unmap(frame));
    arch_map(arena, frame, ARCH_SCRATCH, true);
    ERR(map(frame, s, A), InvalidCapability, 0);
    OK(X86_Page_Unmap(frame));
    OK(map(frame, s, A));
    OK(X86_Page_Unmap(frame));
    OK(X86_Page_Unmap(frame));
    const word plain = copy(frame);
    OK(map(frame, s, A));
    OK(map(plain, s, A + PAGE));
    OK(map(copy(frame), s, A + 2 * PAGE));          /* a copy is not mapped */
}

/* Unmapping looks whether the entry is still the frame's. */
static void stale_frames(void)
{
    if (!present())
        return;
    const word s = space(NOBODY, 11), a = FRAME(), b = FRAME(), last = tables(s, A, 0);
    OK(map(a, s, A));
    OK(X86_IOPageTable_Unmap(last));
    MISSING(map(b, s, A), 21);
    OK(X86_IOPageTable_Map(last, s, A));            /* it has been cleared */
    OK(map(b, s, A));
    OK(X86_Page_Unmap(a));
    ERR(map(a, s, A), DeleteFirst);
    discard(a);
    ERR(map(FRAME(), s, A), DeleteFirst);
    discard(b);
    OK(map(FRAME(), s, A));
}

static void table_unmap(void)
{
    if (!present())
        return;
    const word s = space(NOBODY, 11), root = TABLE(), middle = TABLE(), last = TABLE();
    OK(X86_IOPageTable_Unmap(root));
    OK(X86_IOPageTable_Map(root, s, A));
    tables(s, A, 3);
    OK(X86_IOPageTable_Map(middle, s, A));
    OK(X86_IOPageTable_Map(last, s, A));
    OK(map(FRAME(), s, A));
    OK(X86_IOPageTable_Unmap(middle));
    MISSING(map(FRAME(), s, A), 30);
    OK(X86_IOPageTable_Unmap(last));                /* it is in nothing any more */
    OK(X86_IOPageTable_Map(middle, s, A));
    OK(X86_IOPageTable_Map(last, s, A));
    OK(map(FRAME(), s, A));
    OK(X86_IOPageTable_Unmap(root));
    ERR(map(FRAME(), s, A), FailedLookup, 0, seL4_InvalidRoot);
    OK(X86_IOPageTable_Unmap(root));
    OK(X86_IOPageTable_Map(TABLE(), s, A));
    MISSING(map(FRAME(), s, A), 12 + 9 * (LEVELS - 1));
}

/* Tables can be copied while they are mapped. While a copy says that the table is mapped, it is not
 * mapped elsewhere. */
static void table_copies(void)
{
    if (!present())
        return;
    const word s = space(NOBODY, 11), other = space(NOBODY2, 12), root = TABLE(), to = slot();
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, root, DEPTH, ALL_RIGHTS), IllegalOperation);
    OK(X86_IOPageTable_Map(root, s, A));
    const word second = copy(root);
    discard(copy(second));
    MISSING(map(FRAME(), s, A), 12 + 9 * (LEVELS - 1));
    OK(X86_IOPageTable_Unmap(root));
    ERR(map(FRAME(), s, A), FailedLookup, 0, seL4_InvalidRoot);
    ERR(X86_IOPageTable_Map(root, other, A), InvalidCapability, 0);
    OK(X86_IOPageTable_Unmap(second));
    ERR(X86_IOPageTable_Map(second, other, A), InvalidCapability, 0);
    discard(root);
    OK(X86_IOPageTable_Map(second, other, A));
    discard(second);
    ERR(map(FRAME(), other, A), FailedLookup, 0, seL4_InvalidRoot);
}

/* The last capability to a space takes its root out; that of another domain of the device does not,
 * and the master's revocation takes all. */
static void space_deletion(void)
{
    if (!present())
        return;
    const word s = space(NOBODY, 11), again = copy(s), twin = space(NOBODY, 12), frame = FRAME();
    tables(s, A, 0);
    OK(map(frame, s, A));
    discard(twin);
    discard(s);
    MISSING(map(FRAME(), again, A + MEGA2), 21);
    discard(again);
    const word fresh = space(NOBODY, 13);
    ERR(map(FRAME(), fresh, A), FailedLookup, 0, seL4_InvalidRoot);
    tables(fresh, A, 0);
    OK(map(FRAME(), fresh, A));
    OK(X86_Page_Unmap(frame));
    const word second = copy(fresh), to = space(NOBODY2, 14);
    OK(CNode_Revoke(CNODE, fresh, DEPTH));          /* nobody's parent */
    FALSE(slot_is_empty(second));
    OK(CNode_Revoke(CNODE, MASTER, DEPTH));
    TRUE(slot_is_empty(fresh));
    TRUE(slot_is_empty(second));
    TRUE(slot_is_empty(to));
    ERR(map(FRAME(), space(NOBODY, 13), A), FailedLookup, 0, seL4_InvalidRoot);
}

/* Addresses above what the tables reach are those below; two devices do not meet. */
static void addresses(void)
{
    if (!present())
        return;
    const word s = space(NOBODY, 11), other = space(NOBODY2, 12);
    const word top = (word)1 << (12 + 9 * LEVELS);
    tables(s, A, 0);
    tables(other, A, 0);
    OK(map(FRAME(), s, top + A));
    ERR(map(FRAME(), s, A), DeleteFirst);
    OK(map(FRAME(), other, A));
    ERR(X86_IOPageTable_Map(TABLE(), s, top + A), DeleteFirst);
    tables(s, top - PAGE, 1);
    OK(map(FRAME(), s, top - PAGE));
    ERR(map(FRAME(), s, ~(word)0), DeleteFirst);
}

SUITE(iommu,
    { "boot-says-so", boot_says_so },
    { "errors-before-the-walk", errors_before_the_walk },
    { "minting", minting },
    { "table-map-errors", table_map_errors },
    { "frame-map-errors", frame_map_errors },
    { "frame-for-device-or-program", frame_for_device_or_program },
    { "stale-frames", stale_frames },
    { "table-unmap", table_unmap },
    { "table-copies", table_copies },
    { "space-deletion", space_deletion },
    { "addresses", addresses },
);
#endif
