/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * The source line of each machine instruction, from DWARF line programs (versions 2 to 5), and the
 * function of each address, from the symbol table. Debugging information is a help, never needed:
 * what cannot be read is left out without an error.
 */

#include "sdk/elf.h"

struct line {
    uint64_t address; /* up to the next row's */
    const char *file;
    uint32_t line; /* 0: nothing is known from here on */
};

struct function {
    uint64_t start;
    uint32_t size;
    const char *name;
};

struct line_table {
    ARRAY_OF(struct line);
};
struct function_table {
    ARRAY_OF(struct function);
};

/* Both are sorted by address; only addresses in executable segments of `image` are kept. */
void lines_read(struct arena *arena, const struct elf *debug, const struct elf *image,
                struct line_table *out);
void functions_read(struct arena *arena, const struct elf *debug, const struct elf *image,
                    struct function_table *out);

/* Code that was inlined from another file, such as a system call from the library's header, gets
 * the line of its function's own file that stands before it: the place of the call. */
void lines_to_callers(struct line_table *lines, const struct function_table *functions);
