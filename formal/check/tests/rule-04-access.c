/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Narrow fields, and raw memory written outside retype.c and clear.c. */
#include "types.h"

struct object {
    uint16_t narrow;                                            /* refused: rule 4 */
    uint32_t fine;
};
_Static_assert(sizeof(struct object) == 8, "object size");
ADDRESSABLE(object)

struct big { word_t word[1024]; };
_Static_assert(sizeof(struct big) == 8192, "big size");
ADDRESSABLE(big)

word_t load(word_t a) { return object_at(a)->narrow; }          /* refused: rule 4 */
void wipe(word_t a) { __builtin_memset(big_at(a), 0, 8192); }    /* refused: rule 4 */
void clear(word_t a)                                            /* refused: rule 4 */
{
    *big_at(a) = (struct big){{0}};
}
