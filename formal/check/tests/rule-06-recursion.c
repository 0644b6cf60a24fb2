/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Recursion over two functions; rule 7 finds the same cycle in the object code. */
#include "types.h"

word_t odd(word_t n);
__attribute__((noinline)) word_t even(word_t n)                 /* refused: rule 7 */
{
    return n == 0 ? 1 : odd(n - 1) + 1;
}
__attribute__((noinline)) word_t odd(word_t n)
{
    return n == 0 ? 0 : even(n - 1) * 3;                        /* refused: rule 6 */
}
