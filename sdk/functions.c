/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * The function of each address, and lines with respect to functions (see lines.h), from the symbol
 * table. Compilers give functions a size; assembly often does not: such a function reaches to the
 * next symbol or the end of its segment.
 */

#include <stdlib.h>
#include <string.h>

#include "sdk/lines.h"

struct candidate {
    const struct symbol *symbol;
    const struct segment *segment;
};

/* Of several symbols at one address the first is kept: sized ones, then global ones, then by name.
 */
static int by_address(const void *a, const void *b)
{
    const struct symbol *x = ((const struct candidate *)a)->symbol,
                        *y = ((const struct candidate *)b)->symbol;
    return ORDER(x->value, y->value) ?: ORDER(!x->size, !y->size)
           ?: ORDER(y->global, x->global) ?: strcmp(x->name, y->name);
}

void functions_read(struct arena *arena, const struct elf *debug, const struct elf *image,
                    struct function_table *out)
{
    struct {
        ARRAY_OF(struct candidate);
    } found = {.n = 0};
    for (size_t i = 0; i < debug->symbols.n; i++) {
        const struct symbol *symbol = &debug->symbols.at[i];
        const struct segment *segment = elf_segment_at(image, symbol->value, 1);
        bool label = symbol->kind == SYMBOL_OTHER && symbol->global && *symbol->name != '$';
        if ((symbol->kind == SYMBOL_FUNCTION || label) && segment &&
            (segment->flags & SEGMENT_EXECUTE))
            *array_add(arena, &found) = (struct candidate){symbol, segment};
    }
    if (found.n)
        qsort(found.at, found.n, sizeof(*found.at), by_address);
    for (size_t i = 0; i < found.n; i++) {
        const struct symbol *symbol = found.at[i].symbol;
        const struct segment *segment = found.at[i].segment;
        uint64_t end = segment->vaddr + segment->memsz, reach = symbol->value + symbol->size;
        if (i && found.at[i - 1].symbol->value == symbol->value)
            continue;
        for (size_t j = i + 1; j < found.n; j++)
            if (found.at[j].symbol->value != symbol->value) {
                end = found.at[j].symbol->value < end ? found.at[j].symbol->value : end;
                break;
            }
        if (symbol->size && reach > symbol->value && reach < end)
            end = reach;
        if (end - symbol->value > UINT32_MAX)
            end = symbol->value + UINT32_MAX;
        *array_add(arena, out) =
            (struct function){symbol->value, (uint32_t)(end - symbol->value), symbol->name};
    }
}

void lines_to_callers(struct line_table *lines, const struct function_table *functions)
{
    size_t next = 0;
    for (size_t i = 0; i < functions->n; i++) {
        const struct function *f = &functions->at[i];
        while (next < lines->n && lines->at[next].address < f->start)
            next++;
        if (next == lines->n || lines->at[next].address != f->start)
            continue; /* no row of its own begins it: nothing says which file it is from */
        struct line own = lines->at[next];
        for (; next < lines->n && lines->at[next].address - f->start < f->size; next++) {
            struct line *row = &lines->at[next];
            if (!row->line)
                continue;
            if (!strcmp(row->file, own.file))
                own.line = row->line;
            row->file = own.file;
            row->line = own.line;
        }
    }
}
