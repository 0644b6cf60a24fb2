/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Pointers and integers turned into each other, pointers in kernel state. */
#include "types.h"

struct object {
    word_t number;
    struct object *next;                                        /* refused: rule 3 */
};
_Static_assert(sizeof(struct object) == 16, "object size");
ADDRESSABLE(object)

word_t read(word_t a) { return *(word_t *)a; }                  /* refused: rule 3 */
word_t where(struct object *o) { return (word_t)o; }            /* refused: rule 3 */
word_t fine(word_t a) { return object_at(a)->number; }
