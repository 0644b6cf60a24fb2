/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Memory that loader and firmware wrote, read with suspicion. Used at boot only.
 *
 * Every read of multiboot.c, acpi.c, command_line.c and root_image.c is one of these: outside of
 * what may be read all bytes are 0. Numbers are little-endian and need no alignment.
 */

#include "range.h"

/* `count` bytes at kernel address `address`. */
struct bytes { word_t address, count; };
_Static_assert(sizeof(struct bytes) == 2 * sizeof(word_t), "bytes size");

static inline word_t bytes_u8(struct bytes b, word_t offset)
{
    return offset < b.count ? octet_at(b.address + offset)->value : 0;
}
static inline word_t bytes_u16(struct bytes b, word_t offset)
{
    return bytes_u8(b, offset) | bytes_u8(b, offset + 1) << 8;
}
static inline word_t bytes_u32(struct bytes b, word_t offset)
{
    return bytes_u16(b, offset) | bytes_u16(b, offset + 2) << 16;
}
static inline word_t bytes_u64(struct bytes b, word_t offset)
{
    return bytes_u32(b, offset) | bytes_u32(b, offset + 4) << 32;
}

/* Physical memory that can be read: where, and at which kernel address physical 0 would be. */
struct physical_memory {
    struct range range;
    word_t window;
};
_Static_assert(sizeof(struct physical_memory) == 3 * sizeof(word_t), "physical_memory size");

/* All of r can be read. */
static inline bool physical_has(const struct physical_memory *m, struct range r)
{
    return r.start <= r.end && r.start >= m->range.start && r.end <= m->range.end;
}
/* `count` bytes at physical address `at`; none if not all of them can be read. */
static inline struct bytes physical_bytes(const struct physical_memory *m, word_t at, word_t count)
{
    const struct range r = {at, at + count};
    return physical_has(m, r) ? (struct bytes){m->window + at, count} : (struct bytes){0, 0};
}
/* What can be read from `at` on, up to `count` bytes. */
static inline struct bytes physical_up_to(const struct physical_memory *m, word_t at, word_t count)
{
    if (at < m->range.start || at >= m->range.end)
        return (struct bytes){0, 0};
    return (struct bytes){m->window + at, word_min(count, m->range.end - at)};
}
/* Copy to the `count` octets at `to`; what cannot be read becomes 0. */
void bytes_copy(struct bytes from, word_t offset, word_t to, word_t count);
/* Sum of the first `count` bytes, modulo 256. */
word_t bytes_sum(struct bytes b, word_t count);
/* The bytes at `offset` are those of this text, without its NUL. */
bool bytes_are(struct bytes b, word_t offset, const char *text);

/* Memory that the caller has checked: copy, also where both overlap; clear whole words. */
void bytes_move(word_t from, word_t to, word_t count);
void bytes_clear(word_t at, word_t count);
