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

/* --------------------------------------------------------------------------- fingerprints */

word_t survey_mix(word_t x, word_t a, word_t b)
{
    x = (x ^ a) * 0x9e3779b97f4a7c15;
    x = (x ^ x >> 29 ^ b) * 0xbf58476d1ce4e5b9;
    return x ^ x >> 32;
}

static word_t mix_indices(word_t x, const uint32_t *index, word_t n)
{
    for (word_t i = 0; i < n; i++)
        x = survey_mix(x, index[i], i);
    return x;
}

word_t survey_fingerprint(void)
{
    word_t x = survey_mix(survey.spaces, survey.n_objects, survey.n_caps);
    for (word_t i = 0; i < survey.n_objects; i++) {
        const struct object *o = &survey.object[i];
        x = survey_mix(x, o->address ^ o->bits, o->extra);
        x = survey_mix(x, (word_t)o->type << 1 | o->is_zombie, o->caps);
    }
    for (word_t i = 0; i < survey.n_caps; i++)
        x = survey_mix(x, survey.cap[i], survey.object_of[i]);
    x = mix_indices(x, survey.irq_handlers, IRQ_MAX + 1);
    x = mix_indices(x, survey.of_type, survey.n_objects);
    x = mix_indices(x, survey.first_of, N_CAP_TYPES + 1);
    x = mix_indices(x, survey.n_boots, N_CAP_TYPES);
    for (word_t i = 0; i < N_CAP_TYPES; i++)
        x = mix_indices(x, survey.with[i], survey.n_with[i]);
    return x;
}
