/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Functions too long, and with too many paths. */
#include "types.h"

word_t long_one(word_t x)                                       /* refused: rule 10 */
{
    x ^= x + 1UL;
    x ^= x + 2UL;
    x ^= x + 3UL;
    x ^= x + 4UL;
    x ^= x + 5UL;
    x ^= x + 6UL;
    x ^= x + 7UL;
    x ^= x + 8UL;
    x ^= x + 9UL;
    x ^= x + 10UL;
    x ^= x + 11UL;
    x ^= x + 12UL;
    x ^= x + 13UL;
    x ^= x + 14UL;
    x ^= x + 15UL;
    x ^= x + 16UL;
    x ^= x + 17UL;
    x ^= x + 18UL;
    x ^= x + 19UL;
    x ^= x + 20UL;
    x ^= x + 21UL;
    x ^= x + 22UL;
    x ^= x + 23UL;
    x ^= x + 24UL;
    x ^= x + 25UL;
    x ^= x + 26UL;
    x ^= x + 27UL;
    x ^= x + 28UL;
    x ^= x + 29UL;
    x ^= x + 30UL;
    x ^= x + 31UL;
    x ^= x + 32UL;
    x ^= x + 33UL;
    x ^= x + 34UL;
    x ^= x + 35UL;
    x ^= x + 36UL;
    x ^= x + 37UL;
    x ^= x + 38UL;
    x ^= x + 39UL;
    x ^= x + 40UL;
    x ^= x + 41UL;
    x ^= x + 42UL;
    x ^= x + 43UL;
    x ^= x + 44UL;
    x ^= x + 45UL;
    x ^= x + 46UL;
    x ^= x + 47UL;
    x ^= x + 48UL;
    x ^= x + 49UL;
    x ^= x + 50UL;
    x ^= x + 51UL;
    x ^= x + 52UL;
    x ^= x + 53UL;
    x ^= x + 54UL;
    x ^= x + 55UL;
    x ^= x + 56UL;
    x ^= x + 57UL;
    x ^= x + 58UL;
    x ^= x + 59UL;
    x ^= x + 60UL;
    x ^= x + 61UL;
    x ^= x + 62UL;
    return x;
}

word_t branchy(word_t x)                                        /* refused: rule 10 */
{
    word_t sum = 0;
    if (x & 1) sum += 3;
    if (x & 2) sum += 5;
    if (x & 4) sum += 7;
    if (x & 8) sum += 9;
    if (x & 16) sum += 11;
    if (x & 32) sum += 13;
    return sum;
}

/* One path for each check: any number of checks in a row is fine up to the limit. */
word_t checks(word_t x)
{
    if (x == 1) return 1;
    if (x == 2) return 1;
    if (x == 3) return 1;
    if (x == 4) return 1;
    if (x == 5) return 1;
    if (x == 6) return 1;
    if (x == 7) return 1;
    return 0;
}
