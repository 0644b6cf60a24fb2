/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Addresses of capabilities: guards of every size, every depth, and random two-level CSpaces,
 * compared with the walk of the manual, written down a second time.
 */
#include "operations.h"

struct node {
    word cap, radix, guard, guard_bits;     /* cap: unguarded, in the root CNode */
};

struct found {
    bool ok;
    word failure, words[3];                 /* as in the error's words */
    word index, remaining;
};

static word low_bits(word value, word n)
{
    return n >= 64 ? value : value & (((word)1 << n) - 1);
}

/* One level: what the walk does at `c` with `n` bits of `address` left. */
static struct found walk_one(const struct node *c, word address, word n)
{
    const word s = c->guard_bits;
    struct found f = { .remaining = n };
    if (s > n || (s > 0 && low_bits(address, n) >> (n - s) != c->guard)) {
        f.failure = seL4_GuardMismatch;
        f.words[0] = n, f.words[1] = c->guard, f.words[2] = s;
    } else if (s + c->radix > n) {
        f.failure = seL4_DepthMismatch;
        f.words[0] = n, f.words[1] = s + c->radix;
    } else {
        f.ok = true;
        f.remaining = n - s - c->radix;
        f.index = low_bits(f.remaining == 64 ? 0 : address >> f.remaining, c->radix);
    }
    return f;
}

/* CNode_Move from there to an occupied slot would be DeleteFirst: uses Move onto an empty one. */
static void check_source(word root, word address, word depth, const struct found *want)
{
    const word to = slot();
    const struct reply got = CNode_Copy(CNODE, to, DEPTH, root, address, depth, ALL_RIGHTS);
    if (depth < 1 || depth > 64) {
        ERR(got, RangeError, 1, 64);
    } else if (want->ok && want->remaining == 0) {
        OK(got);
        discard(to);
    } else if (want->ok) {
        ERR(got, FailedLookup, 1, seL4_DepthMismatch, want->remaining, 0);
    } else if (want->failure == seL4_GuardMismatch) {
        ERR(got, FailedLookup, 1, seL4_GuardMismatch, want->words[0], want->words[1],
            want->words[2]);
    } else {
        ERR(got, FailedLookup, 1, seL4_DepthMismatch, want->words[0], want->words[1]);
    }
}

/* A CNode, all slots of which hold a notification with the slot's number as badge. */
static struct node new_node(word radix, word guard, word guard_bits)
{
    struct node c = { CNODE_OF(radix), radix, low_bits(guard, guard_bits), guard_bits };
    const word n = NOTIFICATION();
    for (word i = 0; i < (word)1 << radix; i++)
        OK(CNode_Mint(c.cap, i, radix, CNODE, n, DEPTH, ALL_RIGHTS, i));
    return c;
}

static word guarded(const struct node *c)
{
    return mint(c->cap, ALL_RIGHTS, GUARD(c->guard, c->guard_bits));
}

/* --- one level: all guard sizes, all depths -------------------------------------------------- */

/* Depths around the right one; every depth for each eighth guard size. */
static void all_depths(const struct node *c, word cap, word address)
{
    static const word beyond[] = { 0, 65, 127, 128, 256 + 3, (word)1 << 32 | 3, ~(word)0 };
    const word right = c->guard_bits + c->radix;
    for (word depth = 1; depth <= 64; depth++) {
        const struct found want = walk_one(c, address, depth);
        if (c->guard_bits % 8 == 0 || depth == 64 || (depth + 3 > right && depth < right + 3))
            check_source(cap, address, depth, &want);
    }
    for (word i = 0; i < sizeof beyond / sizeof *beyond; i++)
        check_source(cap, address, beyond[i], NULL);
}

static void every_guard_size(void)
{
    const word pattern = low_bits(0xa5c3f00f5a3c9671UL, 58);     /* all that capdata can hold */
    struct node c = new_node(2, 0, 0);
    for (word s = 0; s <= 62; s++) {
        c.guard_bits = s;
        c.guard = low_bits(pattern, s);
        const word cap = slot();
        OK(CNode_Mint(CNODE, cap, DEPTH, CNODE, c.cap, DEPTH, ALL_RIGHTS, GUARD(pattern, s)));
        all_depths(&c, cap, c.guard << 2 | 1);
        /* Bits above the depth do not matter, each bit of the guard does. */
        struct found want = walk_one(&c, c.guard << 2 | 3, s + 2);
        check_source(cap, c.guard << 2 | 3 | (s + 2 < 64 ? ~(word)0 << (s + 2) : 0), s + 2, &want);
        for (word bit = 0; bit < s; bit++) {
            const word address = (c.guard ^ (word)1 << bit) << 2;
            want = walk_one(&c, address, s + 2);
            check_source(cap, address, s + 2, &want);
        }
        discard(cap);
    }
    ERR(CNode_Mint(CNODE, slot(), DEPTH, CNODE, c.cap, DEPTH, ALL_RIGHTS, GUARD(0, 63)),
        IllegalOperation);
}

/* Mint and Mutate with 0 take the guard away, and guard bits beyond its size are dropped. */
static void guards_are_cut_and_reset(void)
{
    const struct node c = new_node(2, 0, 0);
    const word wide = mint(c.cap, ALL_RIGHTS, GUARD(~(word)0, 3)), to = slot();
    ERR(CNode_Copy(CNODE, to, DEPTH, wide, 0, 5, ALL_RIGHTS), FailedLookup, 1, seL4_GuardMismatch,
        5, 7, 3);
    const word plain = mint(wide, ALL_RIGHTS, 0), moved = slot();
    OK(CNode_Copy(CNODE, to, DEPTH, plain, 1, 2, ALL_RIGHTS));
    discard(to);
    OK(CNode_Mutate(CNODE, moved, DEPTH, CNODE, wide, DEPTH, 0));
    OK(CNode_Copy(CNODE, to, DEPTH, moved, 1, 2, ALL_RIGHTS));
    discard(to);
    OK(CNode_Copy(CNODE, slot(), DEPTH, CNODE, c.cap, DEPTH, 0));   /* rights do not matter */
}

/* --- two levels, random ---------------------------------------------------------------------- */

static word seed;

static word some(word n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 7) % n;
}

/* `inner` in slot `at` of `outer`. */
static struct found walk_two(const struct node *outer, const struct node *inner, word at,
                             word address, word depth)
{
    const struct found f = walk_one(outer, address, depth);
    if (!f.ok || f.remaining == 0 || f.index != at)
        return f;
    return walk_one(inner, address, f.remaining);
}

static word random_address(const struct node *outer, const struct node *inner, word at, word depth)
{
    const word head = outer->guard << outer->radix | (some(4) ? at : some((word)1 << outer->radix));
    const word tail = inner->guard << inner->radix | some((word)1 << inner->radix);
    const word head_bits = outer->guard_bits + outer->radix;
    if (some(4) == 0 || depth < head_bits)
        return low_bits(seed * 0x9e3779b97f4a7c15UL, depth);
    const word rest = depth - head_bits, tail_bits = inner->guard_bits + inner->radix;
    word address = rest >= 64 ? 0 : head << rest;
    address |= rest >= tail_bits && some(8) ? tail << (rest - tail_bits) : tail;
    return address;
}

static void two_levels(void)
{
    seed = 0x2545f4914f6cdd1dUL;
    for (word round = 0; round < 24; round++) {
        const struct node outer = new_node(1 + some(3), seed, some(20));
        const struct node inner = new_node(1 + some(4), ~seed, some(30));
        const word at = some((word)1 << outer.radix), root = guarded(&outer);
        OK(CNode_Delete(outer.cap, at, outer.radix));
        OK(CNode_Mint(outer.cap, at, outer.radix, CNODE, inner.cap, DEPTH, ALL_RIGHTS,
                      GUARD(inner.guard, inner.guard_bits)));
        const word exact =
            outer.guard_bits + outer.radix + inner.guard_bits + inner.radix;
        for (word i = 0; i < 40; i++) {
            const word depth = some(3) ? exact : 1 + some(64);
            const word address = random_address(&outer, &inner, at, depth);
            const struct found want = walk_two(&outer, &inner, at, address, depth);
            check_source(root, address, depth, &want);
        }
    }
}

/* --- invocation: depth 64, what is left over is ignored -------------------------------------- */

static void invoked_address(void)
{
    struct thread *t = thread_new(HIGH);
    struct node c = new_node(3, 0, 0);
    const word n = NOTIFICATION();
    /* The helper finds its TCB, to park itself, in slot 0, or else faults. */
    OK(CNode_Delete(c.cap, 0, 3));
    OK(CNode_Copy(c.cap, 0, 3, CNODE, t->tcb, DEPTH, ALL_RIGHTS));
    OK(CNode_Delete(c.cap, 5, 3));
    OK(CNode_Mint(c.cap, 5, 3, CNODE, n, DEPTH, ALL_RIGHTS, 0x55));
    for (word s = 0; s <= 61; s++) {
        const word guard = low_bits(0x39, s), data = GUARD(guard, s);
        OK(TCB_SetSpace(t->tcb, 0, mint(c.cap, ALL_RIGHTS, data), 0, seL4_CapInitThreadVSpace, 0));
        const word rest = 64 - s - 3;
        const word address = (guard << 3 | 5) << rest;
        START(t, .number = seL4_SysNBSend, .cap = address);
        EQ(poll(n), 0x55);
        START(t, .number = seL4_SysNBSend, .cap = address | (rest ? ((word)1 << rest) - 1 : 0));
        EQ(poll(n), 0x55);
        START(t, .number = seL4_SysNBSend, .cap = address ^ (word)1 << rest);
        EQ(poll(n), 0);
        if (s)
            START(t, .number = seL4_SysNBSend, .cap = address ^ (word)1 << 63);
        EQ(poll(n), 0);
    }
}

SUITE(lookup,
    { "every-guard-size", every_guard_size },
    { "guards-are-cut-and-reset", guards_are_cut_and_reset },
    { "two-levels", two_levels },
    { "invoked-address", invoked_address },
);
