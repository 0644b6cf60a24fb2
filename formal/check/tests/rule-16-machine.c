/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Special instructions and volatile outside machine.h. */
#include "types.h"
#include "formal/check/tests/arch/test/include/arch/machine.h"

void wait(void)
{
    __asm__ volatile("wfi");                                    /* refused: rule 16 */
    fence();
    both();
    twice();
}
word_t poll(const volatile word_t *device)                      /* refused: rule 16 */
{
    return *device;
}
word_t take(const volatile word_t *user_word) { return *user_word; }
