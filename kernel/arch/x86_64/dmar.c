/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Reader of the ACPI table DMAR: which units remap DMA, and which memory firmware wants devices to
 * go on reaching ("Intel Virtualization Technology for Directed I/O, Architecture Specification",
 * chapter 8; VT-d below).
 *
 *     header 48 bytes | structure | structure | ...
 *     structure       type, bytes | ... | device scope | device scope | ...
 *     device scope    type, bytes | ... | start bus | hop | hop | ...
 *
 * What holds whatever the bytes are:
 *   1  Every read goes through arch/bytes.h: what is outside of the table reads as 0.
 *   2  Every structure and every scope takes at least its own header and lies in what contains it,
 *      or there is a refusal; so the walks end.
 *   3  Registers and memory in the result are whole pages; nothing wraps around.
 *
 * Which unit a device belongs to is not read: all units of a segment use the same tables.
 */

#include <arch/dmar.h>
#include <abi/objects.h>

/* Offsets: VT-d 8.1, 8.3 (DRHD), 8.4 (RMRR), 8.3.1 (device scope). */
#define HEADER_BYTES        48
#define MAX_TABLE_BYTES     (1UL << 20)
enum structure_offset { STRUCTURE_TYPE = 0, STRUCTURE_BYTES = 2, STRUCTURE_HEADER = 4 };
enum structure_type { TYPE_UNIT = 0, TYPE_RESERVED = 1 };
enum unit_offset { UNIT_SEGMENT = 6, UNIT_REGISTERS = 8, UNIT_BYTES = 16 };
enum reserved_offset {
    RESERVED_SEGMENT = 6, RESERVED_BASE = 8, RESERVED_LAST = 16, RESERVED_SCOPES = 24
};
enum scope_offset { SCOPE_TYPE = 0, SCOPE_BYTES = 1, SCOPE_BUS = 5, SCOPE_HOPS = 6 };
#define SCOPE_ENDPOINT      1
#define HOP_BYTES           2
#define MAX_DEVICE          31
#define MAX_FUNCTION        7

static const char *read_unit(struct bytes s, struct dmar *dmar)
{
    const word_t registers = bytes_u64(s, UNIT_REGISTERS);
    if (s.count < UNIT_BYTES)
        return "a remapping unit is described in less than 16 bytes";
    if (dmar->n_units == DMAR_MAX_UNITS)
        return "there are more than 16 remapping units";
    if (registers == 0 || registers % bit(PAGE_BITS) != 0)
        return "the registers of a remapping unit are not at a page";
    dmar->unit[dmar->n_units++] =
        (struct dmar_unit){registers, bytes_u16(s, UNIT_SEGMENT)};
    return 0;
}

/* The hops of a device scope, which has n of them. */
static bool read_hops(struct bytes scope, word_t n, struct dmar_reserved *r)
{
    for (word_t i = 0; i < n; i++) {
        LOOP(DMAR_MAX_HOPS, i);
        const word_t device = bytes_u8(scope, SCOPE_HOPS + HOP_BYTES * i);
        const word_t function = bytes_u8(scope, SCOPE_HOPS + HOP_BYTES * i + 1);
        if (device > MAX_DEVICE || function > MAX_FUNCTION)
            return false;
        r->hop[i] = device << 3 | function;
    }
    return true;
}

/* A device that may reach the memory r, which the other devices of its structure may, too. */
static const char *read_scope(struct bytes scope, const struct dmar_reserved *r, struct dmar *dmar)
{
    const word_t n = (scope.count - SCOPE_HOPS) / HOP_BYTES;
    if (scope.count % HOP_BYTES != 0 || n == 0)
        return "a device is not described in whole hops";
    if (bytes_u8(scope, SCOPE_TYPE) != SCOPE_ENDPOINT)
        return 0;
    if (n > DMAR_MAX_HOPS)
        return "a device is behind more than three bridges";
    if (dmar->n_reserved == DMAR_MAX_RESERVED)
        return "there are more than 32 ranges of reserved memory";
    struct dmar_reserved *entry = &dmar->reserved[dmar->n_reserved];
    *entry = *r;
    entry->bus = bytes_u8(scope, SCOPE_BUS);
    entry->n_hops = n;
    if (!read_hops(scope, n, entry))
        return "a device or function number is too large";
    dmar->n_reserved++;
    return 0;
}

static const char *read_scopes(struct bytes s, const struct dmar_reserved *r, struct dmar *dmar)
{
    word_t at = RESERVED_SCOPES;
    while (at < s.count) {
        LOOP(MAX_TABLE_BYTES, at);
        const word_t bytes = bytes_u8(s, at + SCOPE_BYTES);
        if (bytes < SCOPE_HOPS || bytes > s.count - at)
            return "a device's description is not inside its structure";
        const char *why = read_scope((struct bytes){s.address + at, bytes}, r, dmar);
        if (why)
            return why;
        at += bytes;
    }
    return 0;
}

static const char *read_reserved(struct bytes s, struct dmar *dmar)
{
    const word_t base = bytes_u64(s, RESERVED_BASE);
    const word_t last = bytes_u64(s, RESERVED_LAST);
    if (s.count < RESERVED_SCOPES)
        return "reserved memory is described in less than 24 bytes";
    if (base > last || last - base >= DMAR_MAX_MEMORY)
        return "reserved memory ends before it begins, or is more than 4 GiB";
    if (base % bit(PAGE_BITS) != 0 || (last + 1) % bit(PAGE_BITS) != 0 || last + 1 == 0)
        return "reserved memory is not made of pages";
    const struct dmar_reserved r = {.memory = {base, last + 1},
                                    .segment = bytes_u16(s, RESERVED_SEGMENT)};
    return read_scopes(s, &r, dmar);
}

static const char *read_structure(struct bytes s, struct dmar *dmar)
{
    switch (bytes_u16(s, STRUCTURE_TYPE)) {
    case TYPE_UNIT:     return read_unit(s, dmar);
    case TYPE_RESERVED: return read_reserved(s, dmar);
    default:            return 0;
    }
}

const char *dmar_read(struct bytes table, struct dmar *dmar)
{
    dmar->n_units = 0;
    dmar->n_reserved = 0;
    if (table.count < HEADER_BYTES || table.count > MAX_TABLE_BYTES)
        return "its size is less than its header's or more than 1 MiB";
    word_t at = HEADER_BYTES;
    while (at < table.count) {
        LOOP(MAX_TABLE_BYTES, at);
        const word_t bytes = bytes_u16(table, at + STRUCTURE_BYTES);
        if (bytes < STRUCTURE_HEADER || bytes > table.count - at)
            return "a structure is not inside the table";
        const char *why = read_structure((struct bytes){table.address + at, bytes}, dmar);
        if (why)
            return why;
        at += bytes;
    }
    return 0;
}
