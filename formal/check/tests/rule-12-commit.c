/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* An error after the first write. */
#include "types.h"

struct node { word_t now; } node;
_Static_assert(sizeof(struct node) == 8, "node size");
word_t fail_range(word_t value);

word_t set(word_t value)
{
    if (value > 100)
        return fail_range(value);
    /* commit */
    node.now = value;
    if (value == 50)
        return fail_range(value);                               /* refused: rule 12 */
    return 0;
}
