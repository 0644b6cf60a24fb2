/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Which of two errors is reported: untyped memory, CNodes, interrupts. Each table lists the faults
 * of one invocation in the order of the manual; see requests.h.
 */
#include "requests.h"

#define TOP_BIT  ((word)1 << 63)
#define BAD_CPTR LOOKUP(0, seL4_GuardMismatch, 64, 0, 47)
#define BAD_DEEP { seL4_FailedLookup, 5, { 0, seL4_GuardMismatch, 64, 0, 47 }, true }
#define BAD_FROM LOOKUP(1, seL4_GuardMismatch, 64, 0, 47)
#define NO_ROOT  LOOKUP(0, seL4_InvalidRoot)

static word spare;              /* the slot that an allowed request fills */

static void empty_spare(void)
{
    OK(CNode_Delete(CNODE, spare, DEPTH));
}

static word with_child(void)
{
    const word u = UNTYPED(6);
    make_in(u, seL4_EndpointObject, 0);
    return u;
}

/* --- Untyped_Retype -------------------------------------------------------------------------- */

static word window;             /* a CNode of four slots, the last one full */

static void empty_window(void)
{
    for (word i = 0; i < 3; i++)
        OK(CNode_Delete(window, i, 2));
}

static void retype(void)
{
    const word u = UNTYPED(12), ep = ENDPOINT(), max = ARCH_MAX_UNTYPED_BITS;
    const word device = make_in(device_ram_cap, seL4_UntypedObject, 12);
    window = CNODE_OF(2);
    OK(CNode_Copy(window, 3, 2, CNODE, ep, DEPTH, ALL_RIGHTS));
    const struct request good =
        REQUEST(u, UntypedRetype, LIST(seL4_CapTableObject, 1, window, DEPTH, 1, 2), LIST(CNODE));
    const struct row rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 5, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { WORD(0), ARCH_N_OBJECT_TYPES, BAD_ARG(0) },
        { WORD(0), TOP_BIT, BAD_ARG(0) },
        { WORD(0), ~(word)0, BAD_ARG(0) },
        { WORD(1), 64, RANGE(0, max) },
        { WORD(1), max - 4, RANGE(0, max) },
        { WORD(1), TOP_BIT, RANGE(0, max) },
        { WORD(1), ~(word)0, RANGE(0, max) },
        { WORD(1), 0, BAD_ARG(1) },
        { CAP(0), ep, NO_ROOT },
        { CAP(0), seL4_CapNull, NO_ROOT },
        { WORD(3), 65, RANGE(1, 64) },
        { WORD(3), 256, RANGE(1, 64) },
        { WORD(3), ~(word)0, RANGE(1, 64) },
        { WORD(2), TOP_BIT, BAD_CPTR },
        { WORD(2), ~(word)0, BAD_CPTR },
        { WORD(2), ep, LOOKUP(0, seL4_MissingCapability, 64) },
        { WORD(2), seL4_CapNull, LOOKUP(0, seL4_MissingCapability, 64) },
        { WORD(4), 4, RANGE(0, 3) },
        { WORD(4), TOP_BIT, RANGE(0, 3) },
        { WORD(4), ~(word)0, RANGE(0, 3) },
        { WORD(5), 0, RANGE(1, 256) },
        { WORD(5), 257, RANGE(1, 256) },
        { WORD(5), TOP_BIT + 1, RANGE(1, 256) },
        { WORD(5), ~(word)0, RANGE(1, 256) },
        { WORD(5), 4, LOOSE_RANGE(1, 3) },
        { WORD(4), 2, OCCUPIED },
        { WORD(1), 20, MEMORY(4096) },
        { WORD(1), max - 5, MEMORY(4096) },
        { SELF, device, BAD_ARG(1) },
        { WORD(0), seL4_EndpointObject, SUCCESS },
        { WORD(1), 1, SUCCESS },
        { WORD(4), 0, SUCCESS },
        { WORD(5), 1, SUCCESS },
    };
    PRECEDENCE(&good, rows, empty_window);
    /* Objects of no memory, and of more than a device may become, on device memory. */
    struct request on_device = good;
    on_device.cap = device;
    on_device.words[0] = seL4_UntypedObject;
    on_device.words[1] = 4;
    OK(request_send(&on_device));
}

/* --- CNode operations ------------------------------------------------------------------------ */

static void target(void)
{
    const word from = CNODE_OF(1), wrong = TCB();
    for (word label = CNodeRevoke; label <= CNodeCancelBadgedSends; label++) {
        const word good_index = label == CNodeCancelBadgedSends ? ENDPOINT() : from;
        const struct request good = REQUEST(CNODE, label, LIST(good_index, DEPTH), LIST());
        const struct row rows[] = {
            { LENGTH_IS, 0, TRUNCATED },
            { LENGTH_IS, 1, TRUNCATED },
            { WORD(1), 0, RANGE(1, 64) },
            { WORD(1), 65, RANGE(1, 64) },
            { WORD(1), 256 + 64, RANGE(1, 64) },
            { WORD(1), ~(word)0, RANGE(1, 64) },
            { WORD(0), ~(word)0, BAD_DEEP },
            { WORD(0), (word)1 << 17, BAD_DEEP },
            { WORD(1), 46, LOOKUP(0, seL4_GuardMismatch, 46, 0, 47) },
            { WORD(1), 63, LOOKUP(0, seL4_DepthMismatch, 63, 64) },
        };
        PRECEDENCE(&good, rows, NULL);
        OK(request_send(&good));
        struct request other = good;
        other.words[0] = wrong;
        if (label == CNodeCancelBadgedSends)
            ERR(request_send(&other), IllegalOperation);
    }
}

/* Copy, Mint, Move, Mutate. `too_short`: their last words are missed after the source is found. */
static void transfer(word label, word too_short, word refused, word answer)
{
    const word ep = ENDPOINT(), empty = slot(), from = CNODE_OF(1);
    spare = slot();
    const struct request good =
        REQUEST(CNODE, label, LIST(spare, DEPTH, from, DEPTH, 15, 0), LIST(CNODE));
    const struct row rows[] = {
        { LENGTH_IS, 1, TRUNCATED },
        { WORD(1), 0, RANGE(1, 64) },
        { WORD(1), 65, RANGE(1, 64) },
        { WORD(1), ~(word)0, RANGE(1, 64) },
        { WORD(0), TOP_BIT, BAD_CPTR },
        { LENGTH_IS, 2, TRUNCATED },
        { LENGTH_IS, 3, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { WORD(0), ep, OCCUPIED },
        { CAP(0), ep, LOOKUP(1, seL4_InvalidRoot) },
        { CAP(0), seL4_CapNull, LOOKUP(1, seL4_InvalidRoot) },
        { WORD(3), 0, RANGE(1, 64) },
        { WORD(3), 65, RANGE(1, 64) },
        { WORD(3), ~(word)0, RANGE(1, 64) },
        { WORD(2), TOP_BIT, BAD_FROM },
        { WORD(2), empty, LOOKUP(1, seL4_MissingCapability, 64) },
        { LENGTH_IS, too_short, TRUNCATED },
        { WORD(2), refused, { answer, 0, { 0 }, false } },
    };
    const word n = sizeof rows / sizeof *rows;
    precedence(&good, rows, label == CNodeMove ? n - 2 : n, NULL);
    OK(request_send(&good));
}

static void copy_and_mint(void)
{
    transfer(CNodeCopy, 4, with_child(), seL4_RevokeFirst);
    transfer(CNodeMint, 5, with_child(), seL4_RevokeFirst);
    transfer(CNodeCopy, 4, seL4_CapIRQControl, seL4_IllegalOperation);
    transfer(CNodeMint, 5, make(ARCH_TABLE_TYPE, 0), seL4_IllegalOperation);
    transfer(CNodeMint, 5, mint(ENDPOINT(), ALL_RIGHTS, 3), seL4_IllegalOperation);
}

static void move_and_mutate(void)
{
    transfer(CNodeMove, 0, 0, 0);
    transfer(CNodeMutate, 4, ENDPOINT(), seL4_IllegalOperation);
    transfer(CNodeMutate, 4, NOTIFICATION(), seL4_IllegalOperation);
}

static void rotate(void)
{
    const word ep = ENDPOINT(), full = TCB(), none = slots(2);
    const word from = CNODE_OF(2), pivot = CNODE_OF(2);
    spare = slot();
    const struct request good =
        REQUEST(CNODE, CNodeRotate, LIST(spare, DEPTH, 0, pivot, DEPTH, 0, from, DEPTH),
                LIST(CNODE, CNODE));
    const struct row rows[] = {
        { LENGTH_IS, 1, TRUNCATED },
        { WORD(1), 0, RANGE(1, 64) },
        { WORD(0), TOP_BIT, BAD_CPTR },
        { LENGTH_IS, 7, TRUNCATED },
        { CAPS_ARE, 1, TRUNCATED },
        { CAP(1), ep, LOOKUP(1, seL4_InvalidRoot) },
        { WORD(7), 65, RANGE(1, 64) },
        { WORD(6), TOP_BIT, BAD_FROM },
        { CAP(0), ep, LOOKUP(1, seL4_InvalidRoot) },
        { WORD(4), 0, RANGE(1, 64) },
        { WORD(3), TOP_BIT, BAD_FROM },
        { WORD(0), full, OCCUPIED },
        { WORD(6), none, LOOKUP(1, seL4_MissingCapability, 64) },
        { WORD(3), none + 1, LOOKUP(0, seL4_MissingCapability, 64) },
        { WORD(5), GUARD(0, 63), ILLEGAL },
        { WORD(2), GUARD(0, 63), ILLEGAL },
    };
    PRECEDENCE(&good, rows, NULL);
    OK(request_send(&good));
}

/* --- interrupts ------------------------------------------------------------------------------ */

static void handlers(void)
{
    const word ep = ENDPOINT(), high = ARCH_IRQ_RANGE_HIGH;
    for (word i = 0; i < 2; i++) {
        const word irq = WORD(ARCH_IRQ_AT(i)), index = WORD(ARCH_INDEX_AT(i));
        const word depth = WORD(ARCH_DEPTH_AT(i)), taken = slot();
        OK(IRQControl_Issue(seL4_CapIRQControl, 73, CNODE, taken, DEPTH));
        spare = slot();
        const struct request good = request_handler(i, 72, spare);
        const struct row rows[] = {
            { LENGTH_IS, ARCH_IRQ_WORDS(i) - 1, TRUNCATED },
            { CAPS_ARE, 0, TRUNCATED },
            { irq, (word)ARCH_IRQ_RANGE_LOW - 1, RANGE(ARCH_IRQ_RANGE_LOW, high) },
            { irq, high + 1, RANGE(ARCH_IRQ_RANGE_LOW, high) },
            { irq, TOP_BIT + 72, RANGE(ARCH_IRQ_RANGE_LOW, high) },
            { irq, ~(word)0, RANGE(ARCH_IRQ_RANGE_LOW, high) },
            { irq, ARCH_IRQ_TIMER, ARCH_IRQ_TIMER_ANSWER },
            { irq, 73, REVOKE },
            { CAP(0), ep, NO_ROOT },
            { CAP(0), seL4_CapNull, NO_ROOT },
            { depth, 0, RANGE(1, 64) },
            { depth, 65, RANGE(1, 64) },
            { index, TOP_BIT, BAD_CPTR },
            { index, ep, OCCUPIED },
            { irq, ARCH_IRQ_RANGE_LOW, SUCCESS },
            { irq, high - 1, SUCCESS },
        };
        PRECEDENCE(&good, rows, empty_spare);
        discard(taken);
    }
}

SUITE(precedence,
    { "retype", retype },
    { "revoke-delete-cancel", target },
    { "copy-mint", copy_and_mint },
    { "move-mutate", move_and_mutate },
    { "rotate", rotate },
    { "irq-handlers", handlers },
);
