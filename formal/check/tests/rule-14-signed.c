/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Signed arithmetic. */
#include "types.h"

struct node { int64_t left; } node;                             /* refused: rule 14 */
_Static_assert(sizeof(struct node) == 8, "node size");
enum { SIZE = 1 << 4 };

int add(int a, int b) { return a + b; }                         /* refused: rule 14 */
word_t spend(word_t n)
{
    node.left -= (int64_t)n;                                    /* refused: rule 14 */
    return SIZE + 3 * 5;
}
