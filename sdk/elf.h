/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * A small reader of linked 64-bit little-endian ELF files. It trusts nothing: elf_read checks every
 * offset and count that anything below uses, so that no later access leaves the file's bytes. What
 * is not needed (relocations, dynamic linking, versioning) is not read.
 */

#include "sdk/mem.h"

#define SEGMENT_EXECUTE 1u
#define SEGMENT_WRITE   2u
#define SEGMENT_READ    4u

struct segment { /* a PT_LOAD with memsz > 0; neither vaddr nor paddr + memsz wraps */
    uint64_t vaddr;
    uint64_t paddr;
    uint64_t filesz; /* <= memsz */
    uint64_t memsz;
    uint32_t flags;
    const uint8_t *data; /* filesz bytes */
};

enum symbol_kind { SYMBOL_OTHER, SYMBOL_OBJECT, SYMBOL_FUNCTION };

struct symbol { /* defined symbols with a name only */
    const char *name;
    uint64_t value;
    uint64_t size;
    enum symbol_kind kind;
    bool global;
};

struct elf {
    struct bytes file;
    uint64_t entry;
    struct segments {
        ARRAY_OF(struct segment);
    } segments;
    struct symbols {
        ARRAY_OF(struct symbol);
    } symbols;
    uint64_t section_headers; /* file offset; 0 when there are none */
    uint32_t n_sections;
    uint32_t names; /* section that holds the sections' names */
};

enum elf_use {
    ELF_TO_LOAD,    /* needs segments */
    ELF_FOR_SYMBOLS /* needs a symbol table only */
};

/* False and a reason, a clause in the user's words, when the file cannot be used. */
bool elf_read(struct arena *arena, struct bytes file, uint16_t machine, enum elf_use use,
              struct elf *elf, const char **why);

/* Number of symbols of that name; *out is the first one. */
size_t elf_find_symbol(const struct elf *elf, const char *name, struct symbol *out);

/* The bytes of a section that is in the file uncompressed; empty when there is none. */
struct bytes elf_find_section(const struct elf *elf, const char *name);

/* The segment that holds [address, address + size) entirely; null when none does. */
const struct segment *elf_segment_at(const struct elf *elf, uint64_t address, uint64_t size);
