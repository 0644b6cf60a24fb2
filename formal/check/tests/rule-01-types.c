/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Types that a proof cannot follow. */
#include "types.h"

double half(void);                                  /* refused: rule 1 */
struct bits { word_t low : 3; };                    /* refused: rule 1 */
struct tail { word_t n; word_t more[]; };           /* refused: rule 1 */
union both { word_t a; word_t b; };                 /* refused: rule 1 */

word_t sum(word_t n)                                /* refused: rule 7 */
{
    word_t all[n];                                  /* refused: rule 1 */
    word_t *more = __builtin_alloca(n);             /* refused: rule 1 */
    more[0] = 1;
    all[n - 1] = more[0];
    return all[0] + all[n - 1];
}

struct object { word_t a; };                        /* refused: rule 1 */
ADDRESSABLE(object)
