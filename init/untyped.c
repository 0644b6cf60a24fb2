/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Placing objects in untyped memory.
 *
 * The kernel carves an untyped from its start upward and aligns each object to its own size:
 *
 *      | object | object |///| object      |  ...            |
 *      ^ paddr           ^ lost to alignment   ^ used         ^ paddr + 2^size_bits
 *
 * so where an object goes follows from the order of the requests. Objects at fixed addresses come
 * first, ascending. The gap in front of one is carved into untypeds, each as large as alignment
 * and distance allow; in RAM these join the pool, so that a fixed address costs no memory. All
 * others come largest first: after a power of two nothing larger follows, so nothing is lost.
 *
 * Best fit matters for time, not only for space: the kernel clears an untyped when it is first
 * used, and the smallest that is big enough is the quickest to clear.
 *
 * Invariants of a piece: used <= 2^size_bits; [paddr, paddr + used) is what objects or untypeds
 * made from it occupy; paddr is a multiple of 2^size_bits (the kernel's rule at boot).
 *
 * Bounds: every function is linear in the pieces, of which there are at most POOL_PIECES.
 */
#include "init/untyped.h"

static uint64_t bytes(unsigned bits)
{
    return 1ull << bits;
}

static uint64_t align_up(uint64_t value, unsigned bits)
{
    return (value + bytes(bits) - 1) & ~(bytes(bits) - 1);
}

static bool fits(const struct piece *p, unsigned bits)
{
    return bits <= p->size_bits
        && align_up(p->used, bits) <= bytes(p->size_bits) - bytes(bits);
}

static uint64_t left(const struct piece *p)
{
    return bytes(p->size_bits) - p->used;
}

bool pool_add(struct pool *pool, uint64_t paddr, unsigned size_bits, bool device, uint64_t cap)
{
    if (pool->n == POOL_PIECES)
        return false;
    pool->piece[pool->n++] = (struct piece){
        .paddr = paddr, .size_bits = (uint8_t)size_bits, .device = device, .cap = cap,
    };
    return true;
}

struct piece *pool_fit(struct pool *pool, unsigned bits)
{
    struct piece *best = 0;
    for (uint32_t i = 0; i < pool->n; i++) {
        struct piece *p = &pool->piece[i];
        if (!p->device && fits(p, bits) && (!best || left(p) < left(best)))
            best = p;
    }
    return best;
}

struct piece *pool_holding(struct pool *pool, uint64_t paddr, unsigned bits)
{
    for (uint32_t i = 0; i < pool->n; i++) {
        struct piece *p = &pool->piece[i];
        if (bits <= p->size_bits && paddr >= p->paddr + p->used
            && paddr - p->paddr <= bytes(p->size_bits) - bytes(bits))
            return p;
    }
    return 0;
}

unsigned piece_gap_bits(const struct piece *piece, uint64_t paddr)
{
    const uint64_t next = piece->paddr + piece->used;
    if (next == paddr)
        return 0;

    unsigned bits = MIN_PIECE_BITS;
    while (bits < 63 && (piece->used & bytes(bits)) == 0 && bytes(bits + 1) <= paddr - next)
        bits++;
    return bits;
}

uint64_t piece_carve(struct piece *piece, unsigned bits)
{
    const uint64_t offset = align_up(piece->used, bits);
    piece->used = offset + bytes(bits);
    return piece->paddr + offset;
}

uint64_t pool_free_bytes(const struct pool *pool)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < pool->n; i++)
        sum += pool->piece[i].device ? 0 : left(&pool->piece[i]);
    return sum;
}
