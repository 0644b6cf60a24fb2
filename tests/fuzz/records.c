/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Mutation of inputs that are a head and a row of steps, 8 bytes each (kernel.c): whole steps are
 * inserted, left out, repeated, moved, or changed in one byte, so that the others keep their place.
 */

#include "target.h"
#include <string.h>

#define RECORD 8

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max, unsigned seed);

static uint64_t state;

static uint64_t next(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 33;
}

static size_t below(size_t n) { return n == 0 ? 0 : next() % n; }

static void randomize(uint8_t *record)
{
    for (size_t i = 0; i < RECORD; i++)
        record[i] = (uint8_t)next();
}

/* Make room for n records before record `at`; returns how many records there are then. */
static size_t open_gap(uint8_t *data, size_t records, size_t at, size_t n)
{
    memmove(data + (at + n) * RECORD, data + at * RECORD, (records - at) * RECORD);
    return records + n;
}

static size_t remove_some(uint8_t *data, size_t records, size_t at, size_t n)
{
    if (n > records - at)
        n = records - at;
    memmove(data + at * RECORD, data + (at + n) * RECORD, (records - at - n) * RECORD);
    return records - n;
}

/* Another seed, or one byte of a step: which decides one thing. */
static void change(uint8_t *record)
{
    size_t i = below(RECORD);
    switch (below(4)) {
    case 0:  record[i] ^= (uint8_t)(1u << below(8)); break;
    case 1:  record[i] = (uint8_t)(record[i] + 1 + below(3)); break;
    case 2:  randomize(record); break;
    default: record[i] = (uint8_t)next(); break;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
    size_t records = size / RECORD, most = max / RECORD;
    uint8_t copy[RECORD * 8];
    state = seed;
    if (records < 2 || most < 3) {
        for (records = 0; records < 2 && records < most; records++)
            randomize(data + records * RECORD);
        return records * RECORD;
    }
    size_t at = 1 + below(records - 1), from = 1 + below(records - 1), n = 1 + below(8);
    if (n > records - from)
        n = records - from;
    bool grows = records + n <= most;
    switch (below(10)) {
    case 0:
        change(data);
        break;
    case 1: case 2:
        if (records + 1 <= most) {
            records = open_gap(data, records, at, 1);
            randomize(data + at * RECORD);
        }
        break;
    case 3:
        if (records > 2)
            records = remove_some(data, records, at, 1 + below(4));
        break;
    case 4: case 5:
        memcpy(copy, data + from * RECORD, n * RECORD);
        if (grows) {
            records = open_gap(data, records, at, n);
            memcpy(data + at * RECORD, copy, n * RECORD);
        }
        break;
    case 6:
        for (; records < most && n != 0; n--)
            randomize(data + records++ * RECORD);
        break;
    default:
        change(data + at * RECORD);
    }
    return records * RECORD;
}

/* The beginning of one and the end of the other. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max, unsigned seed)
{
    state = seed;
    size_t first = below(a_size / RECORD + 1) * RECORD;
    size_t from = (1 + below(b_size / RECORD)) * RECORD;
    if (first > max)
        first = max / RECORD * RECORD;
    memcpy(out, a, first);
    size_t rest = from < b_size ? (b_size - from) / RECORD * RECORD : 0;
    if (rest > max - first)
        rest = (max - first) / RECORD * RECORD;
    memcpy(out + first, b + from, rest);
    return first + rest;
}
