/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * CNode operations: each error with its words, and which of two errors is reported.
 */
#include "operations.h"

/* The checks that all eight operations share, on the destination. */
static void destination_of_all(void)
{
    const word c = CNODE_OF(2), guarded = mint(c, ALL_RIGHTS, GUARD(1, 4)), ep = ENDPOINT();
    OK(CNode_Copy(c, 2, 2, CNODE, ep, DEPTH, ALL_RIGHTS));
    for (word label = CNodeRevoke; label <= CNodeRotate; label++) {
        ERR(INVOKE(guarded, label, LIST(), LIST()), TruncatedMessage);
        ERR(INVOKE(guarded, label, LIST(0), LIST()), TruncatedMessage);
        ERR(INVOKE(guarded, label, LIST(0, 0), LIST()), RangeError, 1, 64);
        ERR(INVOKE(guarded, label, LIST(0, 65), LIST()), RangeError, 1, 64);
        ERR(INVOKE(guarded, label, LIST(0, 256 + 6), LIST()), RangeError, 1, 64);
        ERR(INVOKE(guarded, label, LIST(0, 6), LIST()), FailedLookup, 0, seL4_GuardMismatch, 6, 1,
            4);
        ERR(INVOKE(guarded, label, LIST(0, 3), LIST()), FailedLookup, 0, seL4_GuardMismatch, 3, 1,
            4);
        ERR(INVOKE(guarded, label, LIST(2, 5), LIST()), FailedLookup, 0, seL4_DepthMismatch, 5, 6);
        ERR(INVOKE(guarded, label, LIST(1 << 4 | 2 << 2, 8), LIST()), FailedLookup, 0,
            seL4_DepthMismatch, 2, 0);
    }
    ERR(INVOKE(guarded, CNodeRotate + 1, LIST(), LIST()), IllegalOperation);
    ERR(INVOKE(guarded, CNodeRevoke - 1, LIST(), LIST()), IllegalOperation);
}

/* Length 4 (or less) and the missing source root come before everything about the slots. */
static void truncated(void)
{
    const word full = ENDPOINT();
    for (word label = CNodeCopy; label <= CNodeMutate; label++) {
        ERR(INVOKE(CNODE, label, LIST(full, DEPTH, full), LIST(CNODE)), TruncatedMessage);
        ERR(INVOKE(CNODE, label, LIST(full, DEPTH, full, DEPTH, 0, 0), LIST()), TruncatedMessage);
    }
    /* The last words are missed only when destination and source are good. */
    const word to = slot();
    ERR(INVOKE(CNODE, CNodeCopy, LIST(full, DEPTH, full, DEPTH), LIST(CNODE)), DeleteFirst);
    ERR(INVOKE(CNODE, CNodeCopy, LIST(to, DEPTH, to, DEPTH), LIST(CNODE)), FailedLookup, 1,
        seL4_MissingCapability, 64);
    ERR(INVOKE(CNODE, CNodeCopy, LIST(to, DEPTH, full, DEPTH), LIST(CNODE)), TruncatedMessage);
    ERR(INVOKE(CNODE, CNodeMint, LIST(to, DEPTH, full, DEPTH, 15), LIST(CNODE)), TruncatedMessage);
    ERR(INVOKE(CNODE, CNodeMutate, LIST(to, DEPTH, full, DEPTH), LIST(CNODE)), TruncatedMessage);
    TRUE(slot_is_empty(to));
    ERR(INVOKE(CNODE, CNodeRotate, LIST(to, DEPTH, 0, full, DEPTH, 0, full), LIST(CNODE, CNODE)),
        TruncatedMessage);
    ERR(INVOKE(CNODE, CNodeRotate, LIST(to, DEPTH, 0, full, DEPTH, 0, full, DEPTH), LIST(CNODE)),
        TruncatedMessage);
    ERR(INVOKE(CNODE, CNodeRotate, LIST(to, DEPTH, 0, full, DEPTH, 0, full, DEPTH), LIST()),
        TruncatedMessage);
}

static struct reply transfer(word label, word to, word root, word index, word depth)
{
    return INVOKE(CNODE, label, LIST(to, DEPTH, index, depth, 15, 0), LIST(root));
}

static void source(void)
{
    const word to = slot(), ep = ENDPOINT(), c = CNODE_OF(2);
    for (word label = CNodeCopy; label <= CNodeMutate; label++) {
        ERR(transfer(label, ep, ep, 0, 0), DeleteFirst);
        ERR(transfer(label, to, ep, 0, 0), FailedLookup, 1, seL4_InvalidRoot);
        ERR(transfer(label, to, seL4_CapNull, 0, 65), FailedLookup, 1, seL4_InvalidRoot);
        ERR(transfer(label, to, c, 0, 0), RangeError, 1, 64);
        ERR(transfer(label, to, c, 0, 65), RangeError, 1, 64);
        ERR(transfer(label, to, c, 0, 1), FailedLookup, 1, seL4_DepthMismatch, 1, 2);
        ERR(transfer(label, to, c, 0, 3), FailedLookup, 1, seL4_DepthMismatch, 1, 0);
        ERR(transfer(label, to, CNODE, (word)1 << 17, 64), FailedLookup, 1, seL4_GuardMismatch, 64,
            0, 47);
        ERR(transfer(label, to, c, 3, 2), FailedLookup, 1, seL4_MissingCapability, 2);
    }
    TRUE(slot_is_empty(to));
}

static void not_derivable(void)
{
    const word u = UNTYPED(6), to = slot(), ep = ENDPOINT(), n = NOTIFICATION();
    make_in(u, seL4_EndpointObject, 0);
    for (word label = CNodeCopy; label <= CNodeMint; label++) {
        ERR(transfer(label, to, CNODE, u, DEPTH), RevokeFirst);
        ERR(transfer(label, to, CNODE, seL4_CapIRQControl, DEPTH), IllegalOperation);
        ERR(transfer(label, to, CNODE, make(ARCH_TABLE_TYPE, 0), DEPTH), IllegalOperation);
    }
    /* A badge is given once, to an unbadged capability. */
    const word badged_ep = mint(ep, ALL_RIGHTS, 5), badged_n = mint(n, ALL_RIGHTS, 5);
    for (word badge = 0; badge < 7; badge++) {
        ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, badged_ep, DEPTH, ALL_RIGHTS, badge),
            IllegalOperation);
        ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, badged_n, DEPTH, ALL_RIGHTS, badge),
            IllegalOperation);
    }
    /* Mutate and Rotate never apply to endpoints and notifications, whatever the data. */
    ERR(CNode_Mutate(CNODE, to, DEPTH, CNODE, ep, DEPTH, 0), IllegalOperation);
    ERR(CNode_Mutate(CNODE, to, DEPTH, CNODE, badged_ep, DEPTH, 5), IllegalOperation);
    ERR(CNode_Mutate(CNODE, to, DEPTH, CNODE, n, DEPTH, 0), IllegalOperation);
    TRUE(slot_is_empty(to));
    FALSE(slot_is_empty(ep));
}

static void cancel_badged_sends(void)
{
    const word ep = ENDPOINT(), empty = slot();
    OK(CNode_CancelBadgedSends(CNODE, ep, DEPTH));
    OK(CNode_CancelBadgedSends(CNODE, mint(ep, ALL_RIGHTS, 3), DEPTH));
    ERR(CNode_CancelBadgedSends(CNODE, empty, DEPTH), IllegalOperation);
    ERR(CNode_CancelBadgedSends(CNODE, NOTIFICATION(), DEPTH), IllegalOperation);
    ERR(CNode_CancelBadgedSends(CNODE, TCB(), DEPTH), IllegalOperation);
    for (word right = 1; right < 16; right <<= 1)
        ERR(CNode_CancelBadgedSends(CNODE, mint(ep, ALL_RIGHTS & ~right, 3), DEPTH),
            IllegalOperation);
}

static struct reply rotate(word dest, word dest_data, word pivot_root, word pivot, word pivot_depth,
                           word pivot_data, word source_root, word source, word source_depth)
{
    return CNode_Rotate(CNODE, dest, DEPTH, dest_data, pivot_root, pivot, pivot_depth, pivot_data,
                        source_root, source, source_depth);
}

/* Each request is also wrong in what is checked later. */
static void rotate_errors(void)
{
    const word a = CNODE_OF(2), b = CNODE_OF(2), full = TCB(), empty = slots(2), ep = ENDPOINT();
    ERR(rotate(full, 0, full, 0, 0, 0, full, 0, 0), FailedLookup, 1, seL4_InvalidRoot);
    ERR(rotate(full, 0, full, 0, 0, 0, CNODE, 0, 0), RangeError, 1, 64);
    ERR(rotate(full, 0, full, 0, 0, 0, CNODE, 0, 60), FailedLookup, 1, seL4_DepthMismatch, 60, 64);
    ERR(rotate(full, 0, full, 0, 0, 0, CNODE, empty, DEPTH), FailedLookup, 1, seL4_InvalidRoot);
    ERR(rotate(full, 0, CNODE, 0, 65, 0, CNODE, empty, DEPTH), RangeError, 1, 64);
    ERR(rotate(full, 0, CNODE, 0, 60, 0, CNODE, empty, DEPTH), FailedLookup, 1, seL4_DepthMismatch,
        60, 64);
    ERR(rotate(full, 0, CNODE, empty, DEPTH, 0, CNODE, empty, DEPTH), IllegalOperation);
    ERR(rotate(full, 0, CNODE, full, DEPTH, 0, CNODE, empty, DEPTH), IllegalOperation);
    ERR(rotate(full, 0, CNODE, empty + 1, DEPTH, 0, CNODE, empty, DEPTH), DeleteFirst);
    const word dest = slot();
    ERR(rotate(dest, 0, CNODE, empty + 1, DEPTH, 0, CNODE, empty, DEPTH), FailedLookup, 1,
        seL4_MissingCapability, 64);
    ERR(rotate(dest, GUARD(0, 63), CNODE, empty + 1, DEPTH, GUARD(0, 63), CNODE, a, DEPTH),
        FailedLookup, 0, seL4_MissingCapability, 64);
    ERR(rotate(dest, 0, CNODE, b, DEPTH, GUARD(0, 63), CNODE, a, DEPTH), IllegalOperation);
    ERR(rotate(dest, GUARD(0, 63), CNODE, b, DEPTH, 0, CNODE, a, DEPTH), IllegalOperation);
    ERR(rotate(dest, 0, CNODE, b, DEPTH, 0, CNODE, ep, DEPTH), IllegalOperation);
    ERR(rotate(dest, 0, CNODE, ep, DEPTH, 0, CNODE, b, DEPTH), IllegalOperation);
    FALSE(slot_is_empty(a));
    FALSE(slot_is_empty(b));
    TRUE(slot_is_empty(dest));
}

/* The fifth word of a lookup failure travels in the buffer. */
static void guard_mismatch_has_five_words(void)
{
    const struct reply r = CNode_Delete(CNODE, ~(word)0, DEPTH);
    EQ(r.label, seL4_FailedLookup);
    EQ(r.length, 5);
    EQ(r.mr[4], 47);
}

SUITE(cnode_error,
    { "destination-of-all", destination_of_all },
    { "truncated", truncated },
    { "source", source },
    { "not-derivable", not_derivable },
    { "cancel-badged-sends", cancel_badged_sends },
    { "rotate", rotate_errors },
    { "guard-mismatch-five-words", guard_mismatch_has_five_words },
);
