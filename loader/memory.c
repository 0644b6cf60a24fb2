/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Copying and filling, by words where both sides are aligned alike, for an image is megabytes
 * and the emulator's time is the user's. Compiled without loop-pattern recognition, which would
 * turn these loops into calls of themselves.
 */
#include "loader/memory.h"
#include <stdint.h>

#define WORD sizeof(uint64_t)

typedef uint64_t __attribute__((may_alias)) word_t;

static int aligned_alike(const void *a, const void *b)
{
    return (((uintptr_t)a ^ (uintptr_t)b) & (WORD - 1)) == 0;
}

static void copy_up(uint8_t *to, const uint8_t *from, size_t size)
{
    if (aligned_alike(to, from)) {
        for (; size > 0 && (uintptr_t)to % WORD != 0; size--)
            *to++ = *from++;
        for (; size >= WORD; size -= WORD, to += WORD, from += WORD)
            *(word_t *)to = *(const word_t *)from;
    }
    for (; size > 0; size--)
        *to++ = *from++;
}

static void copy_down(uint8_t *to, const uint8_t *from, size_t size)
{
    if (aligned_alike(to, from)) {
        for (; size > 0 && (uintptr_t)(to + size) % WORD != 0; size--)
            to[size - 1] = from[size - 1];
        for (; size >= WORD; size -= WORD)
            *(word_t *)(to + size - WORD) = *(const word_t *)(from + size - WORD);
    }
    for (; size > 0; size--)
        to[size - 1] = from[size - 1];
}

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    copy_up(to, from, size);
    return to;
}

void *memmove(void *to, const void *from, size_t size)
{
    if ((uintptr_t)to <= (uintptr_t)from)
        copy_up(to, from, size);
    else
        copy_down(to, from, size);
    return to;
}

void *memset(void *to, int byte, size_t size)
{
    uint8_t *p = to;
    for (; size > 0; size--)
        *p++ = (uint8_t)byte;
    return to;
}
