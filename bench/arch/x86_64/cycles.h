/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
#include <sel4/sel4.h>

#define ARCH_VM_DEFAULT       seL4_X86_Default_VMAttributes
#define ARCH_LABEL_PAGE_MAP   X86PageMap
#define ARCH_LABEL_PAGE_UNMAP X86PageUnmap
#define ARCH_TIMED_OVERHEAD   3         /* instructions of timed_trap that are counted */
#define ARCH_COUNTER_MASK     0xffffffffUL
#define ARCH_INSTRUCTIONS(ticks) (ticks)   /* of arch_ticks() */

/* The low half of the time stamp counter, which the emulator lets run once for each instruction. */
static inline seL4_Word cycles(void)
{
    seL4_Uint32 low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return low;
}
