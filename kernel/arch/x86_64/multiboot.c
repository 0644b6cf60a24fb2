/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A reader of what multiboot loaders hand over, in both versions of the protocol ("Multiboot
 * Specification" 0.6.96, section 3.3; "Multiboot2 Specification" 2.0, section 3.6).
 *
 *     version 1   a table with fixed places; bits in its first word say which of them are filled
 *     version 2   a list of tags { type, bytes, ... }, each at a multiple of 8
 *
 * What holds whatever the bytes are:
 *   1  Every read goes through arch/bytes.h: what is outside of memory reads as 0.
 *   2  Every step of a walk (map entries, tags) consumes at least its header, within a size that
 *      was checked, so a walk ends.
 *   3  RAM is what the map calls RAM, less what another entry of the map calls something else:
 *      whole pages from 1 MiB on. Entries that wrap around or end above 2^52 are ignored. The first
 *      MAX_REGIONS count.
 *   4  The first module is in memory, or there is a refusal.
 *
 * All that the root task or a later step of boot wants is copied or is a range: nothing here refers
 * to the loader's tables once they have been read, as they may lie where the root task will.
 */

#include <arch/multiboot.h>
#include <abi/objects.h>

#define MEGABYTE            bit(20)
#define KILOBYTE_BITS       10
#define MAX_REGIONS         16
#define MAX_MAP_BYTES       (1UL << 16)
#define MAX_INFO_BYTES      (1UL << 20)
#define MAX_COMMAND_LINE    4096
#define MAX_PHYSICAL        bit(52)     /* no address of memory is higher */
#define REGION_RAM          1

/* --- version 1: offsets in its table, and the bits that fill them. */
#define INFO1_BYTES         116
enum info1_offset {
    INFO1_FLAGS = 0, INFO1_MEM_UPPER = 8, INFO1_COMMAND_LINE = 16, INFO1_N_MODULES = 20,
    INFO1_MODULES = 24, INFO1_MAP_BYTES = 44, INFO1_MAP = 48, INFO1_VBE_CONTROL = 72,
    INFO1_VBE_MODE = 76, INFO1_VBE_MODE_NUMBER = 80, INFO1_VBE_SEGMENT = 82, INFO1_VBE_OFFSET = 84,
    INFO1_VBE_LENGTH = 86, INFO1_FRAMEBUFFER = 88
};
enum info1_flag {
    INFO1_HAS_MEMORY = 1 << 0, INFO1_HAS_COMMAND_LINE = 1 << 2, INFO1_HAS_MODULES = 1 << 3,
    INFO1_HAS_MAP = 1 << 6, INFO1_HAS_VBE = 1 << 11, INFO1_HAS_FRAMEBUFFER = 1 << 12
};
#define MODULE1_BYTES       16
#define ENTRY1_HEADER       4           /* the size, which does not count itself */
#define ENTRY1_BYTES        20
#define VBE_CONTROL_BYTES   512
#define VBE_MODE_BYTES      256

/* --- version 2. */
enum tag_type {
    TAG_END = 0, TAG_COMMAND_LINE = 1, TAG_MODULE = 3, TAG_MEMORY_MAP = 6, TAG_FRAMEBUFFER = 8,
    TAG_OLD_RSDP = 14, TAG_NEW_RSDP = 15
};
#define INFO2_HEADER        8
#define TAG_HEADER          8
#define TAG_ALIGN_BITS      3
#define MODULE2_BYTES       16
#define MAP2_HEADER         16
#define ENTRY2_BYTES        24
#define FRAMEBUFFER2_BYTES  30
#define OLD_RSDP_BYTES      20

/* -------------------------------------------------------------------------------- memory */

/* What an entry describes, in whole pages; empty if it wraps around or has none. */
static struct range region(word_t base, word_t length)
{
    if (base + length < base || base + length > MAX_PHYSICAL)
        return (struct range){0, 0};
    return (struct range){align_up(base, PAGE_BITS), align_down(base + length, PAGE_BITS)};
}

static void add_ram(struct multiboot *mb, word_t base, word_t length)
{
    const struct range r = region(base, length);
    if (base < MEGABYTE || range_is_empty(r) || r.start < base || mb->n_regions == MAX_REGIONS)
        return;
    if (range_list_add(&mb->memory, r))
        mb->n_regions++;
}

/* Not RAM: with all the pages it touches. */
static void remove_other(struct multiboot *mb, word_t base, word_t length)
{
    const word_t end = base + length;
    if (end < base || end > MAX_PHYSICAL)
        return;
    if (!range_list_remove(&mb->memory, (struct range){align_down(base, PAGE_BITS),
                                                       align_up(end, PAGE_BITS)}))
        mb->in_pieces = 1;
}

/* One entry of a map, in the first pass (RAM) or the second (everything else). */
static void take_entry(struct multiboot *mb, struct bytes entry, bool ram)
{
    const word_t base = bytes_u64(entry, 0);
    const word_t length = bytes_u64(entry, 8);
    const bool is_ram = bytes_u32(entry, 16) == REGION_RAM;
    if (ram && is_ram)
        add_ram(mb, base, length);
    if (!ram && !is_ram)
        remove_other(mb, base, length);
}

static struct bytes rest(struct bytes b, word_t offset)
{
    return offset < b.count ? (struct bytes){b.address + offset, b.count - offset}
                            : (struct bytes){0, 0};
}

/* ----------------------------------------------------------------------------- version 1 */

static void put_u32(word_t at, word_t value)
{
    for (word_t i = 0; i < 4; i++) {
        LOOP(4, i);
        octet_at(at + i)->value = (uint8_t)(value >> (8 * i));
    }
}

/* The entry as the root task is told of it. */
static void keep_entry(struct multiboot *mb, struct bytes entry)
{
    if (mb->map_bytes == MEMORY_MAP_BYTES - 4)
        return;
    const word_t at = octet_addr(mb->memory_map) + 4 + mb->map_bytes;
    put_u32(at, ENTRY1_BYTES);
    bytes_copy(entry, 0, at + ENTRY1_HEADER, ENTRY1_BYTES);
    mb->map_bytes += ENTRY1_HEADER + ENTRY1_BYTES;
}

static void walk_map1(struct multiboot *mb, struct bytes map, bool ram)
{
    word_t at = 0;
    while (at + ENTRY1_HEADER + ENTRY1_BYTES <= map.count) {
        LOOP(MAX_MAP_BYTES, at);
        const word_t bytes = bytes_u32(map, at);
        const struct bytes entry = rest(map, at + ENTRY1_HEADER);
        if (bytes < ENTRY1_BYTES)
            return;
        take_entry(mb, entry, ram);
        if (ram)
            keep_entry(mb, entry);
        at += ENTRY1_HEADER + bytes;
    }
}

static const char *read_memory1(const struct physical_memory *m, struct bytes info,
                                struct multiboot *mb)
{
    const word_t flags = bytes_u32(info, INFO1_FLAGS);
    if ((flags & INFO1_HAS_MEMORY) == 0)
        return "the loader does not say how much memory there is";
    if ((flags & INFO1_HAS_MAP) == 0) {
        add_ram(mb, MEGABYTE, bytes_u32(info, INFO1_MEM_UPPER) << KILOBYTE_BITS);
        return 0;
    }
    const word_t count = bytes_u32(info, INFO1_MAP_BYTES);
    const struct bytes map = physical_bytes(m, bytes_u32(info, INFO1_MAP), count);
    if (map.count == 0 || count > MAX_MAP_BYTES)
        return "the loader's memory map is not in memory, or too large";
    walk_map1(mb, map, true);
    walk_map1(mb, map, false);
    put_u32(octet_addr(mb->memory_map), mb->map_bytes);
    return 0;
}

static void read_vbe1(const struct physical_memory *m, struct bytes info, struct multiboot *mb)
{
    const struct bytes control =
        physical_bytes(m, bytes_u32(info, INFO1_VBE_CONTROL), VBE_CONTROL_BYTES);
    const struct bytes mode = physical_bytes(m, bytes_u32(info, INFO1_VBE_MODE), VBE_MODE_BYTES);
    if ((bytes_u32(info, INFO1_FLAGS) & INFO1_HAS_VBE) == 0 || control.count == 0 ||
        mode.count == 0)
        return;
    const word_t at = octet_addr(mb->vbe);
    const word_t numbers = at + VBE_CONTROL_BYTES + VBE_MODE_BYTES;
    bytes_copy(control, 0, at, VBE_CONTROL_BYTES);
    bytes_copy(mode, 0, at + VBE_CONTROL_BYTES, VBE_MODE_BYTES);
    put_u32(numbers, bytes_u16(info, INFO1_VBE_MODE_NUMBER));
    put_u32(numbers + 4, bytes_u16(info, INFO1_VBE_SEGMENT));
    put_u32(numbers + 8, bytes_u16(info, INFO1_VBE_OFFSET));
    put_u32(numbers + 12, bytes_u16(info, INFO1_VBE_LENGTH));
    mb->has_vbe = 1;
}

/* The same fields in both versions. */
static void read_framebuffer(struct bytes b, word_t at, struct framebuffer *f)
{
    f->address = bytes_u64(b, at);
    f->pitch = bytes_u32(b, at + 8);
    f->width = bytes_u32(b, at + 12);
    f->height = bytes_u32(b, at + 16);
    f->bits = bytes_u8(b, at + 20);
    f->type = bytes_u8(b, at + 21);
}

static const char *read1(const struct physical_memory *m, word_t at, struct multiboot *mb)
{
    const struct bytes info = physical_bytes(m, at, INFO1_BYTES);
    const word_t flags = bytes_u32(info, INFO1_FLAGS);
    if (info.count == 0)
        return "the loader's information is not in memory";
    if ((flags & INFO1_HAS_COMMAND_LINE) != 0) {
        const word_t text = bytes_u32(info, INFO1_COMMAND_LINE);
        mb->command_line = (struct range){text, text + MAX_COMMAND_LINE};
    }
    if ((flags & INFO1_HAS_MODULES) != 0) {
        const struct bytes module =
            physical_bytes(m, bytes_u32(info, INFO1_MODULES), MODULE1_BYTES);
        mb->n_modules = bytes_u32(info, INFO1_N_MODULES);
        mb->module = (struct range){bytes_u32(module, 0), bytes_u32(module, 4)};
    }
    read_vbe1(m, info, mb);
    if ((flags & INFO1_HAS_FRAMEBUFFER) != 0)
        read_framebuffer(info, INFO1_FRAMEBUFFER, &mb->framebuffer);
    return read_memory1(m, info, mb);
}

/* ----------------------------------------------------------------------------- version 2 */

static void walk_map2(struct multiboot *mb, struct bytes tag, bool ram)
{
    const word_t entry_bytes = bytes_u32(tag, TAG_HEADER);
    word_t at = MAP2_HEADER;
    while (entry_bytes >= ENTRY2_BYTES && at + ENTRY2_BYTES <= tag.count) {
        LOOP(MAX_INFO_BYTES, at);
        take_entry(mb, rest(tag, at), ram);
        at += entry_bytes;
    }
}

static void keep_rsdp(struct multiboot *mb, struct bytes tag, word_t count)
{
    bytes_copy(tag, TAG_HEADER, octet_addr(mb->rsdp), word_min(count, tag.count - TAG_HEADER));
    mb->has_rsdp = 1;
}

static void take_framebuffer2(struct multiboot *mb, struct bytes tag)
{
    if (tag.count < FRAMEBUFFER2_BYTES || bytes_u64(tag, TAG_HEADER) == 0)
        return;
    read_framebuffer(tag, TAG_HEADER, &mb->framebuffer);
    bytes_copy(tag, TAG_HEADER, octet_addr(mb->framebuffer_chunk), FRAMEBUFFER_BYTES);
    mb->has_framebuffer = 1;
}

/* `at`: physical address of the tag, for what is kept as a range. */
static void take_tag(struct multiboot *mb, word_t at, struct bytes tag)
{
    switch (bytes_u32(tag, 0)) {
    case TAG_COMMAND_LINE:
        mb->command_line = (struct range){at + TAG_HEADER, at + tag.count};
        break;
    case TAG_MODULE:
        if (mb->n_modules == 0 && tag.count >= MODULE2_BYTES)
            mb->module = (struct range){bytes_u32(tag, 8), bytes_u32(tag, 12)};
        mb->n_modules++;
        break;
    case TAG_MEMORY_MAP:
        if (mb->n_regions == 0) {
            walk_map2(mb, tag, true);
            walk_map2(mb, tag, false);
        }
        break;
    case TAG_FRAMEBUFFER:
        take_framebuffer2(mb, tag);
        break;
    case TAG_OLD_RSDP:
        if (mb->has_rsdp == 0)
            keep_rsdp(mb, tag, OLD_RSDP_BYTES);
        break;
    case TAG_NEW_RSDP:
        keep_rsdp(mb, tag, RSDP_BYTES);
        break;
    default:
        break;
    }
}

static const char *read2(const struct physical_memory *m, word_t info, struct multiboot *mb)
{
    const word_t count = bytes_u32(physical_bytes(m, info, INFO2_HEADER), 0);
    const struct bytes all = physical_bytes(m, info, count);
    word_t at = INFO2_HEADER;
    if (all.count < INFO2_HEADER || count > MAX_INFO_BYTES)
        return "the loader's information is not in memory, or too large";
    while (at + TAG_HEADER <= count) {
        LOOP(MAX_INFO_BYTES, at);
        const word_t tag_bytes = bytes_u32(all, at + 4);
        if (bytes_u32(all, at) == TAG_END)
            return 0;
        if (tag_bytes < TAG_HEADER || tag_bytes > count - at)
            return "a part of the loader's information has a size that cannot be";
        take_tag(mb, info + at, (struct bytes){all.address + at, tag_bytes});
        at += align_up(tag_bytes, TAG_ALIGN_BITS);
    }
    return "the loader's information has no end";
}

/* ---------------------------------------------------------------------------------- both */

const char *multiboot_read(const struct physical_memory *m, word_t magic, word_t info,
                           struct multiboot *mb)
{
    const char *why = "it was not started by a multiboot loader";
    if (magic == MULTIBOOT1_MAGIC)
        why = read1(m, info, mb);
    else if (magic == MULTIBOOT2_MAGIC)
        why = read2(m, info, mb);
    if (why)
        return why;
    if (mb->in_pieces != 0)
        return "memory is in too many pieces";
    if (mb->memory.count == 0)
        return "the loader knows no RAM above 1 MiB";
    if (mb->n_modules == 0)
        return "the loader has brought no module, which would be the root task";
    if (range_is_empty(mb->module) || !physical_has(m, mb->module))
        return "the first module is empty or not in memory";
    return 0;
}
