/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Memory as a whole: clearing, and caches.
 *
 * A program may map its memory as device memory and so look past the caches. Therefore what is
 * cleared for programs is also written back: zero_chunk, zero_page.
 */

#include "types.h"
#include <abi/objects.h>

#define ZERO_CHUNK_BYTES 256

/* What is cleared at a time. */
struct zero_pair { word_t part[2]; };
_Static_assert(sizeof(struct zero_pair) == 16, "zero_pair size");
ADDRESSABLE(zero_pair)

/* Clear `bytes` <= 256 of memory, a multiple of 16 at an aligned address. */
void zero_chunk(word_t address, word_t bytes);
/* Clear a page. */
void zero_page(word_t address);
/* Make a page of memory empty slots. */
static inline void zero_slots(word_t address) { zero_page(address); }

/* Boot: what lines the caches have. */
void cache_init(void);
/* Benchmark call: all data caches, by set and way. */
void cache_flush_all(void);

/* The operations of frames and VSpaces, in the order of their labels. */
enum cache_operation { CACHE_CLEAN, CACHE_INVALIDATE, CACHE_CLEAN_INVALIDATE, CACHE_UNIFY };
/* On [start, last], kernel addresses within one frame. Nothing if the range is one byte. */
void cache_range(enum cache_operation operation, word_t start, word_t last);
