/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Too many arguments, too large values. */
#include "types.h"

struct two { word_t a, b; };
struct three { word_t a, b, c; };

word_t nine(word_t a, word_t b, word_t c, word_t d, word_t e,   /* refused: rule 11 */
            word_t f, word_t g, word_t h, word_t i)
{
    return a + b + c + d + e + f + g + h + i;
}
word_t by_value(struct three t) { return t.a + t.b + t.c; }     /* refused: rule 11 */
struct three returned(word_t a)                                 /* refused: rule 11 */
{
    return (struct three){a, a, a};
}
word_t fine(struct two t, word_t c) { return t.a + t.b + c; }
