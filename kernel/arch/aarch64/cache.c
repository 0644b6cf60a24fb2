/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Clearing memory, and cache maintenance (DDI 0487, D4.4 and D7.5.9).
 *
 * Lines: CTR_EL0 says the smallest data and instruction line in the system. An instruction cache
 * that is not physically indexed may hold a line under another alias of its address; then
 * invalidating by address is not enough, and all instructions are forgotten.
 *
 * DCZID_EL0 says whether and in what blocks memory can be zeroed by one instruction (D13.2.34).
 */

#include "hostile.h"
#include "node.h"
#include <arch/cache.h>
#include <arch/machine.h>

#define CTR_INSTRUCTION_LINE(v) ((v) & mask(4))             /* log2 of words */
#define CTR_DATA_LINE(v)        ((v) >> 16 & mask(4))
#define CTR_POLICY(v)           ((v) >> 14 & mask(2))
#define CTR_POLICY_PIPT         3
#define DCZID_PROHIBITED(v)     ((v) >> 4 & 1)
#define DCZID_BLOCK(v)          ((v) & mask(4))             /* log2 of words */
#define WORD_OF_THESE_BYTES     4UL
#define MIN_LINE                16
#define MIN_BLOCK               4
#define ZERO_MOST_BYTES         bit(PAGE_BITS)

void cache_init(void)
{
    const word_t ctr = machine_read_ctr();
    node.arch.line_bytes = WORD_OF_THESE_BYTES << CTR_DATA_LINE(ctr);
    node.arch.instruction_line_bytes = WORD_OF_THESE_BYTES << CTR_INSTRUCTION_LINE(ctr);
    const word_t zeroing = machine_read_dczid();
    node.arch.zero_bytes =
        DCZID_PROHIBITED(zeroing) != 0 ? 0 : WORD_OF_THESE_BYTES << DCZID_BLOCK(zeroing);
    node.arch.instructions_by_address = CTR_POLICY(ctr) == CTR_POLICY_PIPT ? 1 : 0;
}

/* ------------------------------------------------------------------------------ by address */

static void line_operation(enum cache_operation operation, word_t line)
{
    switch (operation) {
    case CACHE_CLEAN:            machine_clean_line(line); return;
    case CACHE_INVALIDATE:       machine_invalidate_line(line); return;
    case CACHE_CLEAN_INVALIDATE: machine_clean_invalidate_line(line); return;
    case CACHE_UNIFY:            machine_clean_line_to_unification(line); return;
    }
}

static void forget_instructions(word_t start, word_t last)
{
    if (KEEL_HOSTILE_SLOW || node.arch.instructions_by_address == 0) {
        machine_invalidate_instructions();
        return;
    }
    const word_t bytes = node.arch.instruction_line_bytes;
    for (word_t line = start & ~(bytes - 1); line <= last; line += bytes) {
        LOOP(1UL << HUGE_PAGE_BITS, line);
        machine_invalidate_instruction_line(line);
    }
}

/* What lies beside the range in its first and last line must not be lost. */
static void save_partial_lines(word_t start, word_t last)
{
    const word_t in_line = node.arch.line_bytes - 1;
    if ((start & in_line) != 0)
        machine_clean_line(start & ~in_line);
    if (((last + 1) & in_line) != 0)
        machine_clean_line(last & ~in_line);
    machine_dsb_system();
}

void cache_range(enum cache_operation operation, word_t start, word_t last)
{
    const word_t bytes = node.arch.line_bytes;
    if (operation == CACHE_INVALIDATE)
        save_partial_lines(start, last);
    for (word_t line = start & ~(bytes - 1); line <= last; line += bytes) {
        LOOP(1UL << HUGE_PAGE_BITS, line);
        line_operation(operation, line);
    }
    machine_dsb_system();
    if (operation == CACHE_UNIFY) {
        forget_instructions(start, last);
        machine_dsb_system();
        machine_isb();
    }
}

/* -------------------------------------------------------------------------------- clearing */

static void store_zeros(word_t address, word_t bytes)
{
    for (word_t i = 0; i < bytes; i += sizeof(struct zero_pair)) {
        LOOP(ZERO_MOST_BYTES / sizeof(struct zero_pair), i);
        struct zero_pair *p = zero_pair_at(address + i);
        p->part[0] = 0;
        p->part[1] = 0;
    }
}

static void zero_blocks(word_t address, word_t bytes, word_t block)
{
    for (word_t i = 0; i < bytes; i += block) {
        LOOP(ZERO_MOST_BYTES / MIN_BLOCK, i);
        machine_zero_block(address + i);
    }
}

/* At most a page. */
static void zero(word_t address, word_t bytes)
{
    const word_t block = node.arch.zero_bytes, line = node.arch.line_bytes;
    const bool whole = block != 0 && ((address | bytes) & (block - 1)) == 0;
    if (whole && !KEEL_HOSTILE_SLOW)
        zero_blocks(address, bytes, block);
    else
        store_zeros(address, bytes);
    for (word_t i = 0; i < bytes; i += line) {
        LOOP(ZERO_MOST_BYTES / MIN_LINE, i);
        machine_clean_line(address + i);
    }
    machine_dsb_system();
}

void zero_chunk(word_t address, word_t bytes) { zero(address, bytes); }
void zero_page(word_t address) { zero(address, bit(PAGE_BITS)); }

/* ------------------------------------------------------------------------- by set and way */

#define MAX_CACHE_LEVELS 7

/* All sets of one way of the cache selected: DDI 0487, D7.5.9 (DC CISW). */
static void flush_way(word_t level, word_t way, word_t way_shift, word_t sets, word_t set_shift)
{
    for (word_t set = 0; set < sets; set++) {       /* the number of sets */
        LOOP(1UL << 24, set);
        machine_clean_invalidate_way(way << way_shift | set << set_shift | level << 1);
    }
}

static void flush_level(word_t level)
{
    machine_write_csselr(level << 1);
    machine_isb();
    const word_t size = machine_read_ccsidr();
    const word_t ways = (size >> 3 & mask(10)) + 1;
    const word_t sets = (size >> 13 & mask(15)) + 1;
    const word_t way_shift = ways == 1 ? 0 : (word_t)__builtin_clz((unsigned)(ways - 1));
    for (word_t way = 0; way < ways; way++) {       /* the number of ways */
        LOOP(1UL << 10, way);
        flush_way(level, way, way_shift, sets, (size & mask(3)) + 4);
    }
}

void cache_flush_all(void)
{
    const word_t levels = machine_read_clidr();
    for (word_t level = 0; level < MAX_CACHE_LEVELS; level++) {
        LOOP(MAX_CACHE_LEVELS, level);
        if ((levels >> (3 * level) & mask(3)) >= 2)     /* it has a data cache */
            flush_level(level);
    }
    machine_dsb_system();
    machine_invalidate_instructions();
    machine_dsb_system();
    machine_isb();
}
