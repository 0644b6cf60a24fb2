/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See elf.h. All field offsets are those of the ELF-64 object file format, figures 2 to 5. */

#include "sdk/elf.h"

#include <string.h>

#define HEADER_SIZE    64u
#define PHDR_SIZE      56u
#define SHDR_SIZE      64u
#define SYMBOL_SIZE    24u

#define ET_EXEC        2u
#define ET_DYN         3u
#define PT_LOAD        1u
#define SHT_SYMTAB     2u
#define SHT_STRTAB     3u
#define SHT_NOBITS     8u
#define SHF_COMPRESSED 0x800u
#define SHN_UNDEF      0u
#define SHN_XINDEX     0xffffu
#define STT_OBJECT     1u
#define STT_FUNC       2u
#define STT_SECTION    3u
#define STT_FILE       4u
#define STB_LOCAL      0u

/* Little-endian field of `size` bytes. The caller has checked that it lies in the file. */
static uint64_t field(const uint8_t *at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = size; i-- > 0;)
        value = value << 8 | at[i];
    return value;
}

static bool inside(const struct elf *elf, uint64_t offset, uint64_t size)
{
    return offset <= elf->file.n && size <= elf->file.n - offset;
}

/* --- header and segments ---------------------------------------------------------------------- */

static const char *check_header(const struct elf *elf, uint16_t machine)
{
    const uint8_t *h = elf->file.at;
    if (elf->file.n < 4 || memcmp(h,
                                  "\x7f"
                                  "ELF",
                                  4))
        return "it is not an ELF file";
    if (elf->file.n < HEADER_SIZE)
        return "it ends within the ELF header";
    if (h[4] != 2)
        return "it is a 32-bit ELF file, a 64-bit one is needed";
    if (h[5] != 1)
        return "it is big-endian, a little-endian file is needed";
    if (field(h + 18, 2) != machine)
        return "it is for another processor than the board's";
    if (field(h + 16, 2) == ET_DYN)
        return "it is position independent; link it with -static and without -pie";
    if (field(h + 16, 2) != ET_EXEC)
        return "it is not linked to an executable";
    return NULL;
}

static const char *read_segments(struct arena *arena, struct elf *elf)
{
    const uint8_t *h = elf->file.at;
    uint64_t offset = field(h + 32, 8), size = field(h + 54, 2), n = field(h + 56, 2);
    if (!n)
        return "it has no program headers";
    if (size != PHDR_SIZE || !inside(elf, offset, n * size))
        return "its program headers lie outside the file";
    for (uint64_t i = 0; i < n; i++) {
        const uint8_t *p = h + offset + i * size;
        struct segment segment = {
            .vaddr = field(p + 16, 8),
            .paddr = field(p + 24, 8),
            .filesz = field(p + 32, 8),
            .memsz = field(p + 40, 8),
            .flags = (uint32_t)field(p + 4, 4),
        };
        uint64_t data = field(p + 8, 8);
        if (field(p, 4) != PT_LOAD || !segment.memsz)
            continue;
        if (!inside(elf, data, segment.filesz))
            return "a segment lies outside the file; it may be cut off";
        if (segment.filesz > segment.memsz)
            return "a segment is larger in the file than in memory";
        if (segment.vaddr + segment.memsz < segment.vaddr ||
            segment.paddr + segment.memsz < segment.paddr)
            return "a segment wraps around the end of the address space";
        segment.data = h + data;
        *array_add(arena, &elf->segments) = segment;
    }
    return elf->segments.n ? NULL : "it has no segment to load";
}

/* --- sections and symbols --------------------------------------------------------------------- */

struct section {
    uint32_t name, type, link;
    uint64_t flags, offset, size;
};

static struct section section_at(const struct elf *elf, uint32_t index)
{
    const uint8_t *s = elf->file.at + elf->section_headers + (uint64_t)index * SHDR_SIZE;
    return (struct section){
        .name = (uint32_t)field(s, 4),
        .type = (uint32_t)field(s + 4, 4),
        .flags = field(s + 8, 8),
        .offset = field(s + 24, 8),
        .size = field(s + 32, 8),
        .link = (uint32_t)field(s + 40, 4),
    };
}

static const char *read_sections(struct elf *elf)
{
    const uint8_t *h = elf->file.at;
    uint64_t offset = field(h + 40, 8), n = field(h + 60, 2), names = field(h + 62, 2);
    if (!offset)
        return NULL;
    if (field(h + 58, 2) != SHDR_SIZE || !inside(elf, offset, SHDR_SIZE))
        return "its section headers lie outside the file";
    elf->section_headers = offset;
    struct section zero = section_at(elf, 0);
    if (!n)
        n = zero.size;
    if (names == SHN_XINDEX)
        names = zero.link;
    if (n > UINT32_MAX || !inside(elf, offset, n * SHDR_SIZE))
        return "its section headers lie outside the file";
    elf->n_sections = (uint32_t)n;
    elf->names = names < n ? (uint32_t)names : 0;
    return NULL;
}

/* The string at `offset` of a string section, or null when it does not end within it. */
static const char *string_at(const struct elf *elf, const struct section *strings, uint64_t offset)
{
    if (strings->type != SHT_STRTAB || !inside(elf, strings->offset, strings->size) ||
        offset >= strings->size)
        return NULL;
    const uint8_t *start = elf->file.at + strings->offset + offset;
    return memchr(start, 0, (size_t)(strings->size - offset)) ? (const char *)start : NULL;
}

static const char *read_symbols(struct arena *arena, struct elf *elf)
{
    for (uint32_t i = 0; i < elf->n_sections; i++) {
        struct section table = section_at(elf, i);
        if (table.type != SHT_SYMTAB)
            continue;
        if (!inside(elf, table.offset, table.size) || table.link >= elf->n_sections)
            return "its symbol table lies outside the file";
        struct section strings = section_at(elf, table.link);
        for (uint64_t at = 0; at + SYMBOL_SIZE <= table.size; at += SYMBOL_SIZE) {
            const uint8_t *s = elf->file.at + table.offset + at;
            uint32_t type = s[4] & 15u;
            const char *name = string_at(elf, &strings, field(s, 4));
            if (!name)
                return "a symbol's name lies outside the file";
            if (!*name || field(s + 6, 2) == SHN_UNDEF || type == STT_SECTION || type == STT_FILE)
                continue;
            *array_add(arena, &elf->symbols) = (struct symbol){
                .name = name,
                .value = field(s + 8, 8),
                .size = field(s + 16, 8),
                .kind = type == STT_FUNC     ? SYMBOL_FUNCTION
                        : type == STT_OBJECT ? SYMBOL_OBJECT
                                             : SYMBOL_OTHER,
                .global = s[4] >> 4 != STB_LOCAL,
            };
        }
        return NULL;
    }
    return "it has no symbol table; link it without -s, or name an unstripped copy with "
           "path_for_symbols";
}

bool elf_read(struct arena *arena, struct bytes file, uint16_t machine, enum elf_use use,
              struct elf *elf, const char **why)
{
    *elf = (struct elf){.file = file};
    *why = check_header(elf, machine);
    if (!*why && use == ELF_TO_LOAD) {
        elf->entry = field(file.at + 24, 8);
        *why = read_segments(arena, elf);
    }
    if (!*why)
        *why = read_sections(elf);
    if (!*why && use == ELF_FOR_SYMBOLS)
        *why = read_symbols(arena, elf);
    return !*why;
}

size_t elf_find_symbol(const struct elf *elf, const char *name, struct symbol *out)
{
    size_t n = 0;
    for (size_t i = 0; i < elf->symbols.n; i++)
        if (!strcmp(elf->symbols.at[i].name, name) && !n++)
            *out = elf->symbols.at[i];
    return n;
}

struct bytes elf_find_section(const struct elf *elf, const char *name)
{
    struct bytes none = {NULL, 0};
    if (!elf->n_sections)
        return none;
    struct section names = section_at(elf, elf->names);
    for (uint32_t i = 0; i < elf->n_sections; i++) {
        struct section section = section_at(elf, i);
        const char *found = string_at(elf, &names, section.name);
        if (!found || strcmp(found, name) || section.type == SHT_NOBITS ||
            (section.flags & SHF_COMPRESSED))
            continue;
        if (inside(elf, section.offset, section.size))
            return (struct bytes){elf->file.at + section.offset, (size_t)section.size};
    }
    return none;
}

const struct segment *elf_segment_at(const struct elf *elf, uint64_t address, uint64_t size)
{
    for (size_t i = 0; i < elf->segments.n; i++) {
        const struct segment *segment = &elf->segments.at[i];
        if (address >= segment->vaddr && size <= segment->memsz &&
            address - segment->vaddr <= segment->memsz - size)
            return segment;
    }
    return NULL;
}
