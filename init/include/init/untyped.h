/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Which untyped memory to carve each object from. Only arithmetic: the caller performs the
 * retypes, in the order in which it asks. See untyped.c.
 */
#include <stdbool.h>
#include <stdint.h>

#define POOL_PIECES     1024
#define MIN_PIECE_BITS  4u      /* smallest untyped that the kernel makes */

/* One untyped capability. `used` follows the kernel's watermark: bytes from its start. */
struct piece {
    uint64_t paddr;
    uint64_t used;
    uint64_t cap;
    uint8_t size_bits;
    bool device;
};

struct pool {
    uint32_t n;
    struct piece piece[POOL_PIECES];
};

/* Add an untyped of which nothing is used. False when the table is full: it is then not used. */
bool pool_add(struct pool *pool, uint64_t paddr, unsigned size_bits, bool device, uint64_t cap);

/* Best fit: the RAM with the least space left in which an object of 2^bits bytes fits, or null. */
struct piece *pool_fit(struct pool *pool, unsigned bits);

/* The piece that contains the 2^bits bytes at paddr, all of them unused; null when none does. */
struct piece *pool_holding(struct pool *pool, uint64_t paddr, unsigned bits);

/*
 * Log2 of the block to carve first so that the next object carved from `piece` lands on paddr;
 * 0 when it will. paddr is not below what is used and has the alignment of its object.
 */
unsigned piece_gap_bits(const struct piece *piece, uint64_t paddr);

/* Account for one object of 2^bits bytes, as the kernel does, and return where it lies. */
uint64_t piece_carve(struct piece *piece, unsigned bits);

/* Bytes of RAM not used yet, alignment losses not counted: for messages. */
uint64_t pool_free_bytes(const struct pool *pool);
