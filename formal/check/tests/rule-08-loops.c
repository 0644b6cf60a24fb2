/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Loops without a bound, and one within another. */
#include "types.h"

word_t count(word_t n)
{
    word_t sum = 0;
    while (n != 0) {                                            /* refused: rule 8 */
        sum += n;
        n >>= 1;
    }
    for (word_t i = 0; i < 4; i++) {                            /* refused: rule 8 */
        LOOP(4, i);
        for (word_t j = 0; j < 4; j++) {
            LOOP(4, j);
            sum ^= i * j;
        }
    }
    do {
        sum++;
    } while (0);
    return sum;
}
