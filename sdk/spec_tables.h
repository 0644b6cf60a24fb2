/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * The resolved system in memory: the tables of spec.h as growing arrays, and the pages of contents.
 *
 * tables_build makes objects in the order in which it meets them, with references to them by that
 * order; tables_sort then puts them into the order that spec.h demands and rewrites all references.
 */

#include "sdk/program.h"
#include "sdk/spec.h"

struct tables {
    struct arena *arena;
#define TABLE_FIELD(name, type, doc) \
    struct {                         \
        ARRAY_OF(type);              \
    } name;
    SPEC_TABLES(TABLE_FIELD)
#undef TABLE_FIELD
    struct {
        ARRAY_OF(const uint8_t *);
    } contents; /* one page per embedded frame, in object order */
    struct {
        ARRAY_OF(uint32_t);
    } interned; /* hash table of string offsets; 0 is free */
    uint32_t n_fixed, n_created, n_embedded, n_slots;
    uint32_t monitor, system_name;
};

/* Everything but addresses of regions that memory_place chooses later, which may still be 0. */
void tables_build(struct tables *tables, const struct system *system,
                  const struct program *programs, const char *config);
void tables_sort(struct tables *tables);

/* Offset of a string, the same for equal strings. */
uint32_t tables_string(struct tables *tables, const char *text);

/*
 * The file form. `first_page` is the image page at which it will stand. The result is header,
 * tables, strings, padding to a page, contents.
 */
struct bytes tables_write(struct tables *tables, uint32_t first_page);

/* log2 of the memory an object takes; 0 for none. */
uint32_t object_memory_bits(const struct spec_object *object);

/* "endpoint", "frame", ...; the same names in reports and messages. */
const char *object_type_name(uint32_t type);
