/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Memory as a whole: clearing, and caches. Caches are coherent with all that looks at memory, also
 * through mappings that are not cached (SDM 3, 11.3 and 11.12.4, self-snooping), so what is cleared
 * need not be written back.
 */

#include <abi/objects.h>
#include <arch/machine.h>

#define ZERO_CHUNK_BYTES 256

/* Clear `bytes` <= 256 of memory, a multiple of 16 at an aligned address. */
static inline void zero_chunk(word_t address, word_t bytes)
{
    machine_clear(address, bytes / sizeof(word_t));
}
/* Clear a page. */
static inline void zero_page(word_t address)
{
    machine_clear(address, bit(PAGE_BITS) / sizeof(word_t));
}
/* Make a page of memory empty slots. */
static inline void zero_slots(word_t address) { zero_page(address); }

/* Benchmark call. */
static inline void cache_flush_all(void) { machine_write_back_caches(); }
