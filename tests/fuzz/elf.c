/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The compiler on ELF files: program, kernel, loader, initial task. First its readers alone, with
 * what their headers promise; then, if the readers accept it, a whole run with the file in its
 * place.
 *
 *     which file it is: 1 byte | the file
 */

#include "compiler.h"
#include "sdk/board.h"
#include "sdk/lines.h"
#include "target.h"
#include <stdlib.h>
#include <string.h>

static bool inside(const struct elf *e, const uint8_t *at, size_t n)
{
    return n == 0 || (at >= e->file.at && n <= e->file.n &&
                      (size_t)(at - e->file.at) <= e->file.n - n);
}

static bool is_code(const struct elf *image, uint64_t address)
{
    const struct segment *s = elf_segment_at(image, address, 1);
    return s != NULL && (s->flags & SEGMENT_EXECUTE) != 0;
}

static void check_elf(const struct elf *e, enum elf_use use)
{
    struct symbol found;
    MUST_BE(use != ELF_TO_LOAD || e->segments.n != 0, "nothing to load");
    for (size_t i = 0; i < e->segments.n; i++) {
        const struct segment *s = &e->segments.at[i];
        MUST_BE(inside(e, s->data, s->filesz), "segment %zu is outside of the file", i);
        MUST_BE(s->memsz != 0 && s->filesz <= s->memsz && s->vaddr + s->memsz >= s->vaddr &&
                    s->paddr + s->memsz >= s->paddr,
                "segment %zu makes no sense", i);
    }
    for (size_t i = 0; i < e->symbols.n; i++) {
        const char *name = e->symbols.at[i].name;
        MUST_BE(*name != 0 && inside(e, (const uint8_t *)name, strlen(name) + 1),
                "the name of symbol %zu is outside of the file", i);
        if (i < 100)
            MUST_BE(elf_find_symbol(e, name, &found) >= 1, "%s is not found", name);
    }
    struct bytes section = elf_find_section(e, ".debug_line");
    MUST_BE(inside(e, section.at, section.n), "a section is outside of the file");
}

static void check_lines(struct arena *arena, const struct elf *e)
{
    struct line_table lines = {0};
    struct function_table functions = {0};
    size_t bytes = 0;
    lines_read(arena, e, e, &lines);
    functions_read(arena, e, e, &functions);
    lines_to_callers(&lines, &functions);
    for (size_t i = 0; i < lines.n; i++) {
        MUST_BE(i == 0 || lines.at[i - 1].address < lines.at[i].address, "line %zu", i);
        MUST_BE(lines.at[i].line == 0 || is_code(e, lines.at[i].address), "line %zu is no code", i);
        bytes += lines.at[i].file != NULL ? strlen(lines.at[i].file) : 0;
    }
    for (size_t i = 0; i < functions.n; i++) {
        const struct function *f = &functions.at[i];
        MUST_BE(i == 0 || f[-1].start + f[-1].size <= f->start, "function %zu overlaps", i);
        MUST_BE(f->size != 0 && is_code(e, f->start), "function %zu is no code", i);
        bytes += strlen(f->name);
    }
    MUST_BE(lines.n == 0 || lines.at[lines.n - 1].line == 0, "lines without end");
    (void)bytes;
}

static bool read_alone(struct arena *arena, struct bytes file, enum elf_use use)
{
    struct elf elf;
    const char *why = NULL;
    if (!elf_read(arena, file, board_at(0)->elf_machine, use, &elf, &why)) {
        MUST_BE(why != NULL && strlen(why) > 5, "refused because '%s'", why);
        return false;
    }
    check_elf(&elf, use);
    check_lines(arena, &elf);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"pd.elf", "pd.elf", "kernel.elf", "loader.elf", "init.elf"};
    struct arena arena = {NULL};
    struct input in = {data, size};
    const char *name = names[take(&in, 1) % (sizeof names / sizeof *names)];
    uint8_t *exact = malloc(in.left != 0 ? in.left : 1);
    memcpy(exact, in.at, in.left);
    struct bytes file = {exact, in.left};
    bool good = read_alone(&arena, file, ELF_TO_LOAD);
    read_alone(&arena, file, ELF_FOR_SYMBOLS);
    arena_free(&arena);
    if (good)
        compiler_run(name, file);
    free(exact);
    return 0;
}
