/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Control flow that a call graph cannot show. */
#include "types.h"
#include <stdarg.h>

typedef word_t (*handler)(word_t);

word_t one(word_t x) { return x + 1; }
word_t apply(handler f, word_t x)                               /* refused: rule 6 */
{
    return f(x) + 1;                                            /* refused: rule 6 */
}
word_t pick(word_t x) { return apply(one, x); }                 /* refused: rule 6 */

word_t jump(word_t x)
{
    void *to = x ? &&yes : &&no;                                /* refused: rule 6 */
    goto *to;                                                   /* refused: rule 6 */
yes:
    return 1;
no:
    return 0;
}

word_t many(word_t n, ...);                                     /* refused: rule 6 */
