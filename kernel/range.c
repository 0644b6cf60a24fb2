/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Sorted lists of memory ranges: what boot uses to find out who gets which memory.
 *
 * Invariants of a list, kept by the two functions that change it:
 *   1  count <= MAX_BOOT_RANGES
 *   2  range[i].start < range[i].end
 *   3  range[i].end < range[i + 1].start     (so ascending, disjoint, and never touching)
 *
 * Both changes have one shape: the ranges [first, last) that r meets are replaced by at most two
 * pieces, and the ranges behind them move up or down.
 */

#include "range.h"

/* First range that ends at `address` or later; count if there is none. */
static word_t first_ending_from(const struct range_list *list, word_t address)
{
    word_t i = 0;
    while (i < list->count && list->range[i].end < address) {
        LOOP(MAX_BOOT_RANGES, i);
        i++;
    }
    return i;
}

/* First range that starts behind `address`; count if there is none. */
static word_t first_starting_after(const struct range_list *list, word_t address)
{
    word_t i = 0;
    while (i < list->count && list->range[i].start <= address) {
        LOOP(MAX_BOOT_RANGES, i);
        i++;
    }
    return i;
}

static void move_down(struct range_list *list, word_t from, word_t to)
{
    for (word_t i = from; i < list->count; i++) {
        LOOP(MAX_BOOT_RANGES, i);
        list->range[to + (i - from)] = list->range[i];
    }
}

static void move_up(struct range_list *list, word_t from, word_t to)
{
    for (word_t i = list->count; i > from; i--) {
        LOOP(MAX_BOOT_RANGES, i);
        list->range[to + (i - 1 - from)] = list->range[i - 1];
    }
}

/* Make room for `pieces` ranges where [first, last) are now. */
static bool replace(struct range_list *list, word_t first, word_t last, word_t pieces)
{
    const word_t count = list->count - (last - first) + pieces;
    if (count > MAX_BOOT_RANGES)
        return false;
    /* commit */
    if (first + pieces < last)
        move_down(list, last, first + pieces);
    else if (first + pieces > last)
        move_up(list, last, first + pieces);
    list->count = count;
    return true;
}

bool range_list_add(struct range_list *list, struct range r)
{
    if (range_is_empty(r))
        return true;
    const word_t first = first_ending_from(list, r.start);
    const word_t last = first_starting_after(list, r.end);
    if (first < last) {
        r.start = word_min(r.start, list->range[first].start);
        r.end = list->range[last - 1].end > r.end ? list->range[last - 1].end : r.end;
    }
    if (!replace(list, first, last, 1))
        return false;
    list->range[first] = r;
    return true;
}

bool range_list_remove(struct range_list *list, struct range r)
{
    if (range_is_empty(r))
        return true;
    const word_t first = first_ending_from(list, r.start + 1);
    const word_t last = first_starting_after(list, r.end - 1);
    if (first >= last)
        return true;
    const struct range left = {list->range[first].start, r.start};
    const struct range right = {r.end, list->range[last - 1].end};
    const word_t has_left = !range_is_empty(left);
    const word_t has_right = !range_is_empty(right);
    if (!replace(list, first, last, has_left + has_right))
        return false;
    if (has_left)
        list->range[first] = left;
    if (has_right)
        list->range[first + has_left] = right;
    return true;
}

void range_list_clear(struct range_list *list)
{
    list->count = 0;
}

bool range_list_covers(const struct range_list *list, struct range r)
{
    const word_t i = first_ending_from(list, r.end);
    return i < list->count && list->range[i].start <= r.start;
}
