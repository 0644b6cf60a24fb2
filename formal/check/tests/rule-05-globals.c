/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* State outside struct node, and pointers to locals that leave their function. */
#include "types.h"

static word_t counter;                                          /* refused: rule 5 */
static const word_t table[2] = {1, 2};
struct node { word_t now; } node;
_Static_assert(sizeof(struct node) == 8, "node size");

void outside(word_t *result);
static void helper(word_t *result) { *result = table[node.now & 1]; }

word_t next(void)
{
    static word_t last;                                         /* refused: rule 5 */
    word_t a, b, c[2];
    outside(&a);                                                /* refused: rule 5 */
    helper(&b);
    outside(c);                                                 /* refused: rule 5 */
    return ++last + ++counter + a + b + c[0];
}
