/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See program.h. The search path, the pages, and the checks of an image against its domain's maps.
 */

#include "sdk/program.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_PAGES \
    ((uint64_t)1 << 17) /* more cannot be in one system: one slot of init's per page */

/* --- files ------------------------------------------------------------------------------------ */

static const char *find_file(struct arena *arena, const struct search *search, const char *path)
{
    if (*path == '/')
        return access(path, F_OK) ? NULL : path;
    for (size_t i = 0; i < search->n; i++) {
        const char *dir = search->at[i];
        const char *full = *dir ? arena_printf(arena, "%s/%s", dir, path) : path;
        if (!access(full, F_OK))
            return full;
    }
    return NULL;
}

static bool open_elf(struct arena *arena, struct diags *diags, const struct system *system,
                     const struct search *search, const struct pd *pd, const char *path,
                     enum elf_use use, struct elf *elf, const char **found)
{
    struct bytes file;
    const char *why;
    *found = find_file(arena, search, path);
    if (!*found) {
        struct text places = {.arena = arena};
        for (size_t i = 0; i < search->n; i++)
            text_add(&places, "%s'%s'", i ? ", " : "", *search->at[i] ? search->at[i] : ".");
        diag_error(diags, pd->image_at, "E-IMG-NOTFOUND",
                   "the image '%s' of protection domain '%s' does not exist; "
                   "it was looked for in %.*s; build it, or add its directory with --search-path",
                   path, pd->name, (int)places.n, places.n ? places.at : "");
        return false;
    }
    if (file_read(arena, *found, &file, &why) &&
        elf_read(arena, file, system->board->elf_machine, use, elf, &why))
        return true;
    diag_error(diags, pd->image_at, "E-IMG-ELF",
               "the image '%s' of protection domain '%s' cannot be used: %s; a "
               "domain's program is a statically linked ELF file for %s",
               *found, pd->name, why, system->board->arch);
    return false;
}

/* --- pages ------------------------------------------------------------------------------------ */

struct page *program_page(struct program *program, uint64_t address)
{
    size_t low = 0, high = program->pages.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (program->pages.at[middle].vaddr + PAGE <= address)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < program->pages.n && program->pages.at[low].vaddr <= address;
    return found ? &program->pages.at[low] : NULL;
}

static int by_vaddr(const void *a, const void *b)
{
    const struct segment *x = *(const struct segment *const *)a,
                         *y = *(const struct segment *const *)b;
    return ORDER(x->vaddr, y->vaddr);
}

static bool is_zero(const uint8_t *data, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (data[i])
            return false;
    return true;
}

static void fill(struct arena *arena, struct program *program, const struct segment *segment)
{
    for (uint64_t done = 0; done < segment->filesz;) {
        uint64_t address = segment->vaddr + done, room = PAGE - address % PAGE;
        uint64_t n = room < segment->filesz - done ? room : segment->filesz - done;
        struct page *page = program_page(program, address);
        if (!is_zero(segment->data + done, (size_t)n)) {
            if (!page->data)
                page->data = arena_alloc(arena, PAGE);
            memcpy(page->data + address % PAGE, segment->data + done, (size_t)n);
        }
        done += n;
    }
}

static bool check_segment(struct diags *diags, const struct system *system,
                          const struct program *program, const struct segment *segment)
{
    const struct pd *pd = program->pd;
    uint64_t end = segment->vaddr + segment->memsz, limit = pd_limit(system->board, pd);
    if (end > limit) {
        diag_error(diags, pd->image_at, "E-IMG-RANGE",
                   "a segment of '%s' at 0x%" PRIx64 "..0x%" PRIx64 " is outside "
                   "the range for '%s', which ends at its stack, 0x%" PRIx64 "; link the program "
                   "lower",
                   program->file, segment->vaddr, end, pd->name, limit);
        return false;
    }
    if (segment->memsz / PAGE >= MAX_PAGES) {
        diag_error(diags, pd->image_at, "E-IMG-RANGE",
                   "a segment of '%s' has 0x%" PRIx64 " bytes; an image has less "
                   "than 0x%" PRIx64 "; use a memory region for large buffers",
                   program->file, segment->memsz, MAX_PAGES * PAGE);
        return false;
    }
    if ((segment->flags & SEGMENT_WRITE) && (segment->flags & SEGMENT_EXECUTE))
        diag_warn(diags, pd->image_at, "W-IMG-RWX",
                  "a segment of '%s' is writable and executable; a fault in '%s' can "
                  "then change its program; link text and data into separate segments",
                  program->file, pd->name);
    return true;
}

static void make_pages(struct arena *arena, struct diags *diags, const struct system *system,
                       struct program *program)
{
    const struct segments *segments = &program->image.segments;
    const struct segment **order = arena_alloc(arena, segments->n * sizeof(*order));
    for (size_t i = 0; i < segments->n; i++) {
        order[i] = &segments->at[i];
        if (!check_segment(diags, system, program, order[i]))
            return;
    }
    qsort(order, segments->n, sizeof(*order), by_vaddr);
    for (size_t i = 0; i < segments->n; i++) {
        const struct segment *segment = order[i];
        if (i && segment->vaddr < order[i - 1]->vaddr + order[i - 1]->memsz) {
            diag_error(diags, program->pd->image_at, "E-IMG-ELF",
                       "the image '%s' of protection domain '%s' cannot be "
                       "used: two segments overlap at 0x%" PRIx64 "; link it again",
                       program->file, program->pd->name, segment->vaddr);
            return;
        }
        uint32_t flags = segment->flags | SEGMENT_READ;
        for (uint64_t at = segment->vaddr & ~(PAGE - 1); at < segment->vaddr + segment->memsz;
             at += PAGE) {
            struct page *last = program->pages.n ? &program->pages.at[program->pages.n - 1] : NULL;
            if (!last || last->vaddr < at) {
                *array_add(arena, &program->pages) = (struct page){.vaddr = at, .flags = flags};
                continue;
            }
            uint32_t both = last->flags | flags, danger = SEGMENT_WRITE | SEGMENT_EXECUTE;
            if ((both & danger) == danger && (last->flags & danger) != danger &&
                (flags & danger) != danger)
                diag_error(diags, program->pd->image_at, "E-IMG-PAGE",
                           "segments of '%s' share the page at 0x%" PRIx64 ", one writable, one "
                           "executable; a page has "
                           "one set of rights and "
                           "none is both; link "
                           "'%s' "
                           "with -z max-page-size=0x1000 or align its segments",
                           program->file, at, program->pd->name);
            last->flags = both;
        }
    }
    for (size_t i = 0; i < segments->n; i++)
        fill(arena, program, order[i]);
}

/* --- checks ----------------------------------------------------------------------------------- */

static void check_maps(struct diags *diags, const struct program *program)
{
    const struct pd *pd = program->pd;
    for (size_t i = 0; i < pd->maps.n; i++) {
        const struct map *map = &pd->maps.at[i];
        struct range mapped = {map->vaddr, map->vaddr + map->region->size};
        for (size_t j = 0; j < program->image.segments.n; j++) {
            const struct segment *segment = &program->image.segments.at[j];
            struct range pages = {segment->vaddr & ~(PAGE - 1),
                                  align_up(segment->vaddr + segment->memsz, PAGE)};
            if (ranges_meet(mapped, pages))
                diag_error(diags, map->at, "E-MAP-ELF",
                           "memory region '%s' at 0x%" PRIx64 "..0x%" PRIx64 " overlaps a "
                           "segment of the image '%s' at 0x%" PRIx64 "..0x%" PRIx64 " in '%s'; an "
                           "address maps "
                           "to "
                           "one page; map the region elsewhere",
                           map->region->name, mapped.start, mapped.end, program->file, pages.start,
                           pages.end, pd->name);
        }
    }
}

static void check_entry(struct diags *diags, const struct program *program)
{
    const struct segment *segment = elf_segment_at(&program->image, program->image.entry, 1);
    if (!segment || !(segment->flags & SEGMENT_EXECUTE))
        diag_error(diags, program->pd->image_at, "E-IMG-ELF",
                   "the image '%s' of protection domain '%s' cannot be used: "
                   "its entry point 0x%" PRIx64 " is not in an executable segment; link it with "
                   "the SDK's linker "
                   "script",
                   program->file, program->pd->name, program->image.entry);
}

static void drop_zero_pages(struct program *program)
{
    for (size_t i = 0; i < program->pages.n; i++) {
        struct page *page = &program->pages.at[i];
        if (page->data && !page->keep && is_zero(page->data, PAGE))
            page->data = NULL;
    }
}

static void load(struct arena *arena, struct diags *diags, const struct system *system,
                 const struct search *search, struct program *program)
{
    const struct pd *pd = program->pd;
    const char *symbols_path = pd->symbols_path ? pd->symbols_path : pd->image_path, *symbols_file;
    size_t errors = diags->n_errors;
    if (!open_elf(arena, diags, system, search, pd, pd->image_path, ELF_TO_LOAD, &program->image,
                  &program->file) ||
        !open_elf(arena, diags, system, search, pd, symbols_path, ELF_FOR_SYMBOLS,
                  &program->symbols, &symbols_file))
        return;
    make_pages(arena, diags, system, program);
    if (diags->n_errors > errors)
        return;
    check_entry(diags, program);
    check_maps(diags, program);
    program_set_symbols(diags, program);
    drop_zero_pages(program);
    lines_read(arena, &program->symbols, &program->image, &program->lines);
    functions_read(arena, &program->symbols, &program->image, &program->functions);
    lines_to_callers(&program->lines, &program->functions);
}

struct program *programs_load(struct arena *arena, struct diags *diags, const struct system *system,
                              const struct search *search)
{
    struct program *programs = arena_alloc(arena, system->pds.n * sizeof(*programs));
    for (size_t i = 0; i < system->pds.n; i++) {
        programs[i].pd = system->pds.at[i];
        if (programs[i].pd->image_path)
            load(arena, diags, system, search, &programs[i]);
    }
    return programs;
}

void programs_set_paddrs(const struct system *system, struct program *programs)
{
    for (size_t i = 0; i < system->pds.n; i++)
        program_set_paddrs(&programs[i]);
}
