/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Memory as a whole: clearing, and caches (which the base ISA cannot control).
 */

#include "types.h"
#include <abi/objects.h>

static inline void cache_flush_all(void) { }

struct zero_block { word_t part[8]; };
_Static_assert(sizeof(struct zero_block) == 64, "zero_block size");
ADDRESSABLE(zero_block)
struct zero_pair { word_t part[2]; };
_Static_assert(sizeof(struct zero_pair) == 16, "zero_pair size");
ADDRESSABLE(zero_pair)

#define ZERO_CHUNK_BYTES 256

static inline void zero_block_clear(struct zero_block *b)
{
    b->part[0] = 0;
    b->part[1] = 0;
    b->part[2] = 0;
    b->part[3] = 0;
    b->part[4] = 0;
    b->part[5] = 0;
    b->part[6] = 0;
    b->part[7] = 0;
}

/* Clear `bytes` <= 256 of memory, a multiple of 16 at an aligned address. */
static inline void zero_chunk(word_t address, word_t bytes)
{
    word_t end = address + bytes;

    while (end - address >= sizeof(struct zero_block)) {    /* <= 256 / 64 */
        LOOP(4, address);
        zero_block_clear(zero_block_at(address));
        address += sizeof(struct zero_block);
    }
    while (address != end) {                                /* <= 3 */
        LOOP(3, address);
        struct zero_pair *p = zero_pair_at(address);
        p->part[0] = 0;
        p->part[1] = 0;
        address += sizeof(struct zero_pair);
    }
}
/* Make 256 bytes of memory empty slots, of 32 bytes each. */
static inline void zero_slots_part(word_t address)
{
    struct zero_block *b = zero_block_at(address);
    b[0].part[0] = b[0].part[4] = 0;
    b[1].part[0] = b[1].part[4] = 0;
    b[2].part[0] = b[2].part[4] = 0;
    b[3].part[0] = b[3].part[4] = 0;
}
static inline void zero_slots_quarter(word_t address)
{
    zero_slots_part(address);
    zero_slots_part(address + ZERO_CHUNK_BYTES);
    zero_slots_part(address + 2 * ZERO_CHUNK_BYTES);
    zero_slots_part(address + 3 * ZERO_CHUNK_BYTES);
}
/* Make a page of memory empty slots: stores and little else. */
static inline void zero_slots(word_t address)
{
    zero_slots_quarter(address);
    zero_slots_quarter(address + bit(PAGE_BITS - 2));
    zero_slots_quarter(address + 2 * bit(PAGE_BITS - 2));
    zero_slots_quarter(address + 3 * bit(PAGE_BITS - 2));
}
/* Clear a page. */
static inline void zero_page(word_t address)
{
    for (word_t i = 0; i < bit(PAGE_BITS); i += 4 * sizeof(struct zero_block)) {    /* 16 */
        LOOP(16, i);
        zero_block_clear(zero_block_at(address + i));
        zero_block_clear(zero_block_at(address + i + sizeof(struct zero_block)));
        zero_block_clear(zero_block_at(address + i + 2 * sizeof(struct zero_block)));
        zero_block_clear(zero_block_at(address + i + 3 * sizeof(struct zero_block)));
    }
}
