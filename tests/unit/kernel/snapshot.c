/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * All slots, as they were at the last survey. What a survey finds out follows from the slots
 * alone, so as long as no byte of them has changed it need not be taken again; most operations
 * change none.
 *
 *  1. What has been added since snapshot_begin is all that the survey has read, or the snapshot
 *     is partial and never true.
 */

#include "survey.h"
#include <string.h>

#define MAX_PARTS 0x10000
#define MAX_SLOTS 0x80000

static struct part { const struct slot *first; word_t bytes; } part[MAX_PARTS];
static word_t n_parts;
static struct slot shadow[MAX_SLOTS];
static word_t n_slots;
static bool partial = true;

void snapshot_begin(void)
{
    n_parts = n_slots = 0;
    partial = false;
}

void snapshot_is_partial(void) { partial = true; }

void snapshot_add(const struct slot *first, word_t n)
{
    MUST(n_parts < MAX_PARTS && n_slots + n <= MAX_SLOTS, "too many slots for the checker");
    part[n_parts++] = (struct part){first, n * sizeof *first};
    memcpy(&shadow[n_slots], first, n * sizeof *first);
    n_slots += n;
}

bool snapshot_is_true(void)
{
    const struct slot *s = shadow;
    for (word_t i = 0; i < n_parts && !partial; i++) {
        if (memcmp(part[i].first, s, part[i].bytes) != 0)
            return false;
        s += part[i].bytes / sizeof *s;
    }
    return !partial;
}
