/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * The program image of a protection domain as pages, with the variables set that the SDK promises.
 *
 * Pages are 4 KiB. A page that several segments share has the contents of all and the union of
 * their rights; if that would make it writable and executable although no segment is, the image is
 * refused. Every page is readable: the architecture has no other pages with W, and constants sit in
 * text. A page whose bytes are all zero has no `data`: a fresh frame is the same and takes no room
 * in the image. The variables of setvar region_paddr keep their page's data in any case, since
 * their value comes later and may not change the image's size.
 */

#include "sdk/lines.h"
#include "sdk/model.h"

struct page {
    uint64_t vaddr;
    uint32_t flags; /* SEGMENT_READ | SEGMENT_WRITE | SEGMENT_EXECUTE */
    uint8_t *data;  /* PAGE bytes, or null: zero */
    bool keep;      /* data stays even when zero */
};

struct program {
    const struct pd *pd;
    const char *file; /* as found on the search path */
    struct elf image;
    struct elf symbols; /* symbol table and debugging information; may be another file */
    struct pages {
        ARRAY_OF(struct page);
    } pages; /* ascending */
    struct line_table lines;
    struct function_table functions;
};

struct search { /* directories in order; "" is the current one */
    ARRAY_OF(const char *);
};

/* Loads all domains' programs, or reports what is wrong with them. Element i is domain i's. */
struct program *programs_load(struct arena *arena, struct diags *diags, const struct system *system,
                              const struct search *search);

/* Writes the physical addresses that are known by now. Every symbol was checked by programs_load.
 */
void programs_set_paddrs(const struct system *system, struct program *programs);

/* symbols.c: sets the variables of one program, reports missing and misshapen ones. */
void program_set_symbols(struct diags *diags, struct program *program);
void program_set_paddrs(struct program *program);

/* The page that holds an address, by binary search; null when none does. */
struct page *program_page(struct program *program, uint64_t address);
