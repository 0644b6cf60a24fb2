/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See image.h: the raw image, and the ELF containers. */

#include "sdk/image.h"

#include <string.h>

#define IMAGE_MAGIC  0x5e14dead14de5eadull
#define HEADER_WORDS 8u
#define REGION_WORDS 4u
#define REGION_DATA  1u

static void put(uint8_t *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static void put_words(uint8_t *at, const uint64_t *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put(at + 8 * i, words[i], 8);
}

/* Init's memory as one piece: segments, tables and contents; and the tables' address, for init. */
static void put_init(uint8_t *at, const struct boot_files *files, const struct layout *layout,
                     const struct bytes *tables)
{
    struct symbol address = {.name = NULL};
    for (size_t i = 0; i < files->init.segments.n; i++) {
        const struct segment *s = &files->init.segments.at[i];
        memcpy(at + (s->vaddr - layout->init_vaddr), s->data, (size_t)s->filesz);
    }
    elf_find_symbol(&files->init_symbols, SPEC_ADDRESS_SYMBOL, &address);
    put(at + (address.value - layout->init_vaddr), layout->init_vaddr + layout->spec_offset, 8);
    memcpy(at + layout->spec_offset, tables->at, tables->n);
}

struct bytes image_init(struct arena *arena, const struct boot_files *files,
                        const struct layout *layout, const struct bytes *tables)
{
    struct bytes memory = {NULL, (size_t)(layout->init.end - layout->init.start)};
    memory.at = arena_alloc(arena, memory.n);
    put_init(memory.at, files, layout, tables);
    return memory;
}

struct bytes image_make(struct arena *arena, const struct boot_files *files,
                        const struct layout *layout, const struct bytes *tables)
{
    const struct segments *kernel = &files->kernel.segments;
    const struct segment *loader = &files->loader.segments.at[0];
    uint64_t n_regions = kernel->n + 1, data_size = layout->init.end - layout->init.start;
    uint64_t table_size = 8 * (HEADER_WORDS + REGION_WORDS * n_regions);
    for (size_t i = 0; i < kernel->n; i++)
        data_size += align_up(kernel->at[i].memsz, 8);

    struct bytes image = {NULL, (size_t)(loader->memsz + table_size + data_size)};
    image.at = arena_alloc(arena, image.n);
    memcpy(image.at, loader->data, (size_t)loader->filesz);
    uint8_t *header = image.at + loader->memsz, *data = header + table_size;
    const uint64_t words[HEADER_WORDS] = {
        IMAGE_MAGIC,         table_size + data_size,
        files->kernel.entry, layout->init.start,
        layout->init.end,    layout->init.start - layout->init_vaddr,
        files->init.entry,   n_regions,
    };
    put_words(header, words, HEADER_WORDS);

    uint64_t offset = 0;
    for (size_t i = 0; i <= kernel->n; i++) {
        bool is_init = i == kernel->n;
        const struct segment *s = is_init ? NULL : &kernel->at[i];
        uint64_t at = is_init ? layout->init.start : s->paddr;
        uint64_t size = is_init ? layout->init.end - layout->init.start : s->memsz;
        const uint64_t region[REGION_WORDS] = {at, size, offset, REGION_DATA};
        put_words(header + 8 * (HEADER_WORDS + REGION_WORDS * i), region, REGION_WORDS);
        if (is_init)
            put_init(data + offset, files, layout, tables);
        else
            memcpy(data + offset, s->data, (size_t)s->filesz);
        offset += align_up(size, 8);
    }
    return image;
}

/* --- ELF -------------------------------------------------------------------------------------- */

enum { EHDR = 64, PHDR = 56, SHDR = 64, DATA_OFFSET = 0x1000 };

struct bytes image_elf(struct arena *arena, const struct board *board, uint64_t base,
                       uint64_t entry, const struct bytes *raw)
{
    static const char names[] = "\0.image\0.shstrtab";
    uint64_t names_at = DATA_OFFSET + raw->n;
    uint64_t sections_at = align_up(names_at + sizeof(names), 8);
    struct bytes out = {NULL, (size_t)(sections_at + 3 * SHDR)};
    out.at = arena_alloc(arena, out.n);
    uint8_t *e = out.at, *p = e + EHDR, *image = e + sections_at + SHDR, *strings = image + SHDR;

    memcpy(e,
           "\x7f"
           "ELF\2\1\1",
           7);         /* 64-bit, little-endian, version 1 */
    put(e + 16, 2, 2); /* executable */
    put(e + 18, board->elf_machine, 2);
    put(e + 20, 1, 4);
    put(e + 24, entry, 8);
    put(e + 32, EHDR, 8);
    put(e + 40, sections_at, 8);
    put(e + 52, EHDR, 2);
    put(e + 54, PHDR, 2);
    put(e + 56, 1, 2);
    put(e + 58, SHDR, 2);
    put(e + 60, 3, 2);
    put(e + 62, 2, 2); /* section of names */

    put(p, 1, 4); /* PT_LOAD, read-write-execute */
    put(p + 4, 7, 4);
    put_words(p + 8, (const uint64_t[]){DATA_OFFSET, base, base, raw->n, raw->n, DATA_OFFSET}, 6);

    put(image, 1, 4); /* .image: PROGBITS; write, alloc, execute */
    put(image + 4, 1, 4);
    put_words(image + 8, (const uint64_t[]){7, base, DATA_OFFSET, raw->n, 0, 8, 0}, 7);
    put(strings, 8, 4); /* .shstrtab: STRTAB */
    put(strings + 4, 3, 4);
    put_words(strings + 8, (const uint64_t[]){0, 0, names_at, sizeof(names), 0, 1, 0}, 7);

    memcpy(e + DATA_OFFSET, raw->at, raw->n);
    memcpy(e + names_at, names, sizeof(names));
    return out;
}

/* Offsets of fields: ELF-32 object file format, figures 1-3 and 2-1. Addresses lose their upper
 * half; a loader goes by the physical ones. */
struct bytes image_kernel_32(struct arena *arena, const struct elf *kernel)
{
    enum { EHDR_32 = 52, PHDR_32 = 32, MACHINE_386 = 3 };
    const struct segments *segments = &kernel->segments;
    uint64_t at = DATA_OFFSET, size = at;
    for (size_t i = 0; i < segments->n; i++)
        size += align_up(segments->at[i].filesz, DATA_OFFSET);
    struct bytes out = {NULL, (size_t)size};
    out.at = arena_alloc(arena, out.n);
    uint8_t *e = out.at;

    memcpy(e,
           "\x7f"
           "ELF\1\1\1",
           7);         /* 32-bit, little-endian, version 1 */
    put(e + 16, 2, 2); /* executable */
    put(e + 18, MACHINE_386, 2);
    put(e + 20, 1, 4);
    put(e + 24, kernel->entry, 4);
    put(e + 28, EHDR_32, 4);
    put(e + 40, EHDR_32, 2);
    put(e + 42, PHDR_32, 2);
    put(e + 44, segments->n, 2);
    for (size_t i = 0; i < segments->n; i++) {
        const struct segment *s = &segments->at[i];
        uint8_t *p = e + EHDR_32 + i * PHDR_32;
        const uint64_t fields[] = {1,         at,       s->vaddr, s->paddr,
                                   s->filesz, s->memsz, s->flags, DATA_OFFSET};
        for (size_t j = 0; j < 8; j++)
            put(p + 4 * j, fields[j], 4);
        memcpy(e + at, s->data, (size_t)s->filesz);
        at += align_up(s->filesz, DATA_OFFSET);
    }
    return out;
}
