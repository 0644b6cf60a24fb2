/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/* Where special instructions belong: here only more than one at a time is refused. */

static inline void fence(void) { __asm__ volatile("fence" ::: "memory"); }
static inline void both(void)
{
    __asm__ volatile("fence\n\tfence.i" ::: "memory");         /* refused: rule 16 */
}
static inline void twice(void)
{
    __asm__ volatile("fence" ::: "memory");
    __asm__ volatile("fence.i" ::: "memory");                   /* refused: rule 16 */
}
