/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Everything the subset allows, in one file: nothing here may be refused. */
#include "types.h"
#include <abi/layout.h>

#define THING(F, T) F(T, kind, 0, 63, 59) F(T, rest, 0, 58, 0)
LAYOUT(thing, 1, THING);

enum state { EMPTY, FULL };

struct object {
    word_t next;                /* address, or 0 */
    word_t queue[4];
    struct thing thing;
    uint32_t count, unused;
};
_Static_assert(sizeof(struct thing) == 8, "thing size");
_Static_assert(sizeof(struct object) == 56, "object size");
ADDRESSABLE(object)

struct node { word_t head; } node;
_Static_assert(sizeof(struct node) == 8, "node size");

static const word_t weights[4] = {1, 2, 4, 8};

static void pair_make(word_t *low, word_t *high, word_t value)
{
    *low = value & 0xffffffff;
    *high = value >> 32;
}

enum state object_sum(word_t address, word_t *result)
{
    const struct object *o = object_at(address);
    word_t sum = 0, low, high;
    for (word_t i = 0; i < 4; i++) {
        LOOP(4, i);
        sum += o->queue[i] * weights[i];
    }
    pair_make(&low, &high, sum);
    *result = low + high + thing_kind(o->thing);
    switch (o->count) {
    case 0: return EMPTY;
    default: return FULL;
    }
}

void object_push(struct object *o)
{
    /* commit */
    o->next = node.head;
    node.head = object_addr(o);
}
