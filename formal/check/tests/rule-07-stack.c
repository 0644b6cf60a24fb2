/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* A chain of calls deeper than the kernel's stack, one frame of unknown size. */
#include "types.h"

void use(word_t *words);                                        /* its frame is not known here */
__attribute__((noinline)) static void inner(word_t n)
{
    word_t words[300];
    words[n] = n;
    use(words);                                                 /* refused: rule 5 */
}
void outer(word_t n)                                            /* refused: rule 7 */
{
    word_t words[300];
    words[n] = n;
    inner(n);
    use(words);                                                 /* refused: rule 5 */
}
