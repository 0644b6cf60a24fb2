/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
#include <sel4/sel4.h>

#define ARCH_VM_DEFAULT       seL4_ARM_Default_VMAttributes
#define ARCH_LABEL_PAGE_MAP   ARMPageMap
#define ARCH_LABEL_PAGE_UNMAP ARMPageUnmap
#define ARCH_TIMED_OVERHEAD   1         /* instructions of timed_trap that are counted */
#define ARCH_COUNTER_MASK     (~0UL)
#define ARCH_INSTRUCTIONS(ticks) ((ticks) / 2)   /* of arch_ticks() */

/* The physical count. The emulator lets it run at 1 GHz (bench/run), once for each instruction. */
static inline seL4_Word cycles(void)
{
    seL4_Word c;
    __asm__ volatile("mrs %0, cntpct_el0" : "=r"(c) : : "memory");
    return c;
}
