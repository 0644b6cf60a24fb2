/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Memory as a whole. Clearing is also the moment at which memory may be used again: the checker
 * makes freed memory unreadable until then.
 */

#include <arch/machine.h>

static inline void cache_flush_all(void) { }

/* Clear `bytes` <= 256 of memory, a multiple of 16 at an aligned address. */
static inline void zero_chunk(word_t address, word_t bytes)
{
    host_memory_opens(address, bytes);
    __builtin_memset((void *)address, 0, bytes);
}
static inline void zero_page(word_t address)
{
    host_memory_opens(address, bit(PAGE_BITS));
    __builtin_memset((void *)address, 0, bit(PAGE_BITS));
}
static inline void zero_slots(word_t address) { zero_page(address); }
