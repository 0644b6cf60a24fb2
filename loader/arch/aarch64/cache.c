/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The loader works with data caches off: what it writes goes to memory, past the caches. Whoever
 * loaded us may have left lines there, so they are written back and dropped before memory is
 * written, and dropped again before the kernel looks at it through the cache (Arm ARM, B2.8
 * "Mismatched memory attributes"; D7.5.9 "Data cache maintenance"). By address and to the point of
 * coherency: operations by set and way reach no cache behind this core's own.
 */
#include "arch/machine.h"

/* CTR_EL0.DminLine: log2 of the words in the smallest line of any data cache. */
static uint64_t line_size(void)
{
    return 4ull << (READ_REGISTER(ctr_el0) >> 16 & 15);
}

void arch_forget_cached(struct range memory)
{
    const uint64_t line = line_size();
    for (uint64_t at = memory.start & ~(line - 1); at < memory.end; at += line)
        __asm__ volatile("dc civac, %0" : : "r"(at) : "memory");
    __asm__ volatile("dsb sy" : : : "memory");
}

void forget_instructions(void)
{
    __asm__ volatile("dsb sy\n\tic iallu\n\tdsb sy\n\tisb" : : : "memory");
}
