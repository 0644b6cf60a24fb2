/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Ranges of physical memory and lists of them, see range.c. Used at boot only.
 */

#include "types.h"

/* Half open: `end` is the first address behind. Empty when start == end. */
struct range { word_t start, end; };
_Static_assert(sizeof(struct range) == 2 * sizeof(word_t), "range size");

#define MAX_BOOT_RANGES 64

/* Ascending, disjoint, none empty; neighbours that touch are one range. */
struct range_list {
    word_t count;
    struct range range[MAX_BOOT_RANGES];
};
_Static_assert(sizeof(struct range_list) == (1 + 2 * MAX_BOOT_RANGES) * sizeof(word_t),
               "range_list size");

static inline word_t range_bytes(struct range r) { return r.end - r.start; }
static inline bool range_is_empty(struct range r) { return r.start >= r.end; }

/* The list becomes its union with r, or what is left of it without r. False, and no change, if
 * that takes more ranges than a list can hold. */
bool range_list_add(struct range_list *list, struct range r);
bool range_list_remove(struct range_list *list, struct range r);
void range_list_clear(struct range_list *list);
/* All of r is in the list. */
bool range_list_covers(const struct range_list *list, struct range r);
