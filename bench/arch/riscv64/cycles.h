/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
#include <sel4/sel4.h>

#define ARCH_VM_DEFAULT       0
#define ARCH_LABEL_PAGE_MAP   RISCVPageMap
#define ARCH_LABEL_PAGE_UNMAP RISCVPageUnmap
#define ARCH_TIMED_OVERHEAD   1         /* instructions of timed_trap that are counted */
#define ARCH_COUNTER_MASK     (~0UL)
#define ARCH_INSTRUCTIONS(ticks) ((ticks) * 100)   /* of arch_ticks() */

/* The cycle counter, which counts instructions under -icount. */
static inline seL4_Word cycles(void)
{
    seL4_Word c;
    __asm__ volatile("rdcycle %0" : "=r"(c) : : "memory");
    return c;
}
