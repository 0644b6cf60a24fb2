/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The root task as an ELF file (System V ABI, chapters 4 and 5), the loader's first module.
 *
 *     virtual      pages.start ............................... pages.end     all segments
 *     physical     one range of the same size, wherever boot.c puts it
 *
 * What holds whatever the bytes are:
 *   1  Every read goes through arch/bytes.h: what is outside of the file reads as 0.
 *   2  A file that root_image_read accepts has each segment's bytes inside of the file, each
 *      segment inside of `pages`, and `pages` among the addresses a program can use; so
 *      root_image_load writes nothing else than the pages. Segments that overlap are loaded in the
 *      file's order.
 */

#include <arch/root_image.h>
#include <abi/arch/objects.h>
#include <abi/objects.h>

#define HEADER_BYTES        64
#define SEGMENT_BYTES       56
#define MAX_SEGMENTS        64

enum header_offset {
    ELF_CLASS = 4, ELF_DATA = 5, ELF_MACHINE = 18, ELF_ENTRY = 24, ELF_SEGMENTS = 32,
    ELF_SEGMENT_BYTES = 54, ELF_N_SEGMENTS = 56
};
enum segment_offset {
    SEGMENT_TYPE = 0, SEGMENT_OFFSET = 8, SEGMENT_VADDR = 16, SEGMENT_FILE_BYTES = 32,
    SEGMENT_MEMORY_BYTES = 40
};
#define ELF_CLASS_64        2
#define ELF_LITTLE_ENDIAN   1
#define ELF_X86_64          62
#define SEGMENT_LOAD        1

struct segment { word_t offset, vaddr, file_bytes, memory_bytes; };
_Static_assert(sizeof(struct segment) == 4 * sizeof(word_t), "segment size");

static word_t n_segments(struct bytes file) { return bytes_u16(file, ELF_N_SEGMENTS); }

/* Segment i, if it is to be loaded; else one without memory. */
static void read_segment(struct bytes file, word_t i, struct segment *s)
{
    const word_t at = bytes_u64(file, ELF_SEGMENTS) + i * SEGMENT_BYTES;
    const bool load = bytes_u32(file, at + SEGMENT_TYPE) == SEGMENT_LOAD;
    s->offset = bytes_u64(file, at + SEGMENT_OFFSET);
    s->vaddr = bytes_u64(file, at + SEGMENT_VADDR);
    s->file_bytes = bytes_u64(file, at + SEGMENT_FILE_BYTES);
    s->memory_bytes = load ? bytes_u64(file, at + SEGMENT_MEMORY_BYTES) : 0;
}

static const char *check_header(struct bytes file)
{
    const word_t at = bytes_u64(file, ELF_SEGMENTS);
    const word_t count = n_segments(file);
    if (file.count < HEADER_BYTES || !bytes_are(file, 0, "\177ELF"))
        return "the root task is no ELF file";
    if (bytes_u8(file, ELF_CLASS) != ELF_CLASS_64 ||
        bytes_u8(file, ELF_DATA) != ELF_LITTLE_ENDIAN ||
        bytes_u16(file, ELF_MACHINE) != ELF_X86_64)
        return "the root task is no 64-bit program for x86-64";
    if (count == 0 || count > MAX_SEGMENTS ||
        bytes_u16(file, ELF_SEGMENT_BYTES) != SEGMENT_BYTES || at > file.count ||
        count * SEGMENT_BYTES > file.count - at)
        return "the root task's list of segments is missing, too long or not inside its file";
    return 0;
}

static const char *check_segment(struct bytes file, const struct segment *s)
{
    if (s->file_bytes > s->memory_bytes)
        return "a segment of the root task has more bytes in its file than in memory";
    if (s->offset > file.count || s->file_bytes > file.count - s->offset)
        return "a segment of the root task is not inside its file";
    if (s->vaddr > USER_TOP || s->memory_bytes > USER_TOP - s->vaddr)
        return "the root task's image lies outside the addresses a program can use";
    return 0;
}

const char *root_image_read(struct bytes file, struct root_image *image)
{
    struct segment s;
    const char *why = check_header(file);
    image->pages = (struct range){USER_TOP, 0};
    image->entry = bytes_u64(file, ELF_ENTRY);
    for (word_t i = 0; !why && i < n_segments(file); i++) {
        LOOP(MAX_SEGMENTS, i);
        read_segment(file, i, &s);
        if (s.memory_bytes == 0)
            continue;
        why = check_segment(file, &s);
        image->pages.start = word_min(image->pages.start, s.vaddr);
        if (s.vaddr + s.memory_bytes > image->pages.end)
            image->pages.end = s.vaddr + s.memory_bytes;
    }
    if (why)
        return why;
    if (range_is_empty(image->pages))
        return "the root task has no segment to load";
    if (image->pages.start % bit(PAGE_BITS) != 0)
        return "the root task's lowest address is not a page's";
    if (image->entry < image->pages.start || image->entry >= image->pages.end)
        return "the root task's entry point is outside of its image";
    image->pages.end = align_up(image->pages.end, PAGE_BITS);
    return 0;
}

void root_image_load(struct bytes file, const struct root_image *image, word_t to)
{
    struct segment s;
    bytes_clear(to, range_bytes(image->pages));
    for (word_t i = 0; i < n_segments(file); i++) {
        LOOP(MAX_SEGMENTS, i);
        read_segment(file, i, &s);
        if (s.memory_bytes != 0)
            bytes_move(file.address + s.offset, to + (s.vaddr - image->pages.start), s.file_bytes);
    }
}
