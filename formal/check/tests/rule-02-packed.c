/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Masks and shifts on packed words outside their table's accessors. */
#include "types.h"
#include <abi/layout.h>

#define THING(F, T) F(T, kind, 0, 63, 59) F(T, rest, 0, 58, 0)
LAYOUT(thing, 1, THING);

word_t by_hand(struct thing t) { return t.word[0] >> 59; }      /* refused: rule 2 */
word_t by_table(struct thing t) { return thing_kind(t); }
word_t whole(struct thing t) { return t.word[0]; }
