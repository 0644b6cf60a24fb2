/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See layout.h: the files of the SDK and their places. */

#include "sdk/layout.h"

#include <inttypes.h>
#include <string.h>

#define KERNEL_ALIGN LARGE_PAGE /* loaders map the kernel by 2 MiB blocks */
#define TOP_PAGES    64u        /* IPC buffer, bootinfo and its extra pages follow init's image */

static bool open_elf(struct arena *arena, struct diags *diags, const struct board *board,
                     const char *id, const char *what, const char *path, struct elf *image,
                     struct elf *symbols)
{
    struct bytes file;
    const char *why;
    if (file_read(arena, path, &file, &why) &&
        elf_read(arena, file, board->elf_machine, ELF_TO_LOAD, image, &why) &&
        elf_read(arena, file, board->elf_machine, ELF_FOR_SYMBOLS, symbols, &why))
        return true;
    diag_error(diags, NOWHERE, id,
               "the %s '%s' cannot be used: %s; it must be the one that belongs to board %s; "
               "build it, or name it with --%s",
               what, path, why, board->name, what);
    return false;
}

static uint64_t kernel_end(const struct boot_files *files, struct symbol *end)
{
    const struct segment *first = &files->kernel.segments.at[0];
    return end->value - first->vaddr + first->paddr;
}

static void check_kernel(struct diags *diags, const struct board *board,
                         const struct boot_files *files)
{
    const struct segments *segments = &files->kernel.segments;
    const struct segment *first = &segments->at[0];
    struct symbol end = {.name = NULL};
    const char *why = NULL;
    for (size_t i = 0; i < segments->n; i++) {
        const struct segment *s = &segments->at[i];
        if (s->vaddr - s->paddr != first->vaddr - first->paddr)
            why = "its segments have different distances between physical and virtual addresses";
        else if (s->vaddr < first->vaddr)
            why = "its first segment is not the lowest one";
        else if (!range_holds(board->kernel_window, s->vaddr, s->vaddr + s->memsz))
            why = "it is not linked into the gigabyte that loaders map for it";
        else if (!range_holds(board->ram, s->paddr, s->paddr + s->memsz))
            why = "it is not in RAM";
    }
    if (first->paddr % KERNEL_ALIGN)
        why = "its physical address is not a multiple of 2 MiB";
    else if (!elf_segment_at(&files->kernel, files->kernel.entry, 1))
        why = "its entry point is outside its segments";
    else if (elf_find_symbol(&files->kernel_symbols, "ki_end", &end) != 1)
        why = "it does not have one symbol ki_end";
    for (size_t i = 0; i < segments->n && !why; i++)
        if (segments->at[i].vaddr + segments->at[i].memsz > end.value)
            why = "a segment reaches beyond its symbol ki_end";
    if (!why &&
        (end.value % PAGE || !range_holds(board->ram, first->paddr, kernel_end(files, &end))))
        why = "its symbol ki_end is not page aligned or outside RAM";
    if (why)
        diag_error(diags, NOWHERE, "E-KERNEL",
                   "the kernel '%s' cannot be used: %s; see the requirements on kernel "
                   "images; build it for board %s",
                   files->kernel_path, why, board->name);
}

static void check_loader(struct diags *diags, const struct board *board,
                         const struct boot_files *files)
{
    const struct segment *segment = &files->loader.segments.at[0];
    struct symbol symbol = {.name = NULL};
    const char *why = NULL;
    if (files->loader.segments.n != 1)
        why = "it has more than one segment to load";
    else if (segment->vaddr != board->loader_base || segment->paddr != board->loader_base)
        why = "it is not linked at the board's load address";
    else if (segment->vaddr + segment->memsz > board->ram.end)
        why = "it is larger than RAM";
    else if (files->loader.entry != segment->vaddr)
        why = "its entry point is not its first byte";
    else if ((segment->vaddr + segment->memsz) % 8)
        why = "its end, where the image's header goes, is not a multiple of 8";
    else if (elf_find_symbol(&files->loader_symbols, "_bss_end", &symbol) &&
             symbol.value != segment->vaddr + segment->memsz)
        why = "its symbol _bss_end is not the end of its segment";
    else if (elf_find_symbol(&files->loader_symbols, "boot_lvl1_pt", &symbol))
        why = "it expects page tables made by the tool, Keel's loader makes them when it runs";
    if (why)
        diag_error(diags, NOWHERE, "E-LOADER",
                   "the loader '%s' cannot be used: %s; build it for board %s", files->loader_path,
                   why, board->name);
}

static struct range init_span(const struct elf *init)
{
    struct range span = {UINT64_MAX, 0};
    for (size_t i = 0; i < init->segments.n; i++) {
        const struct segment *s = &init->segments.at[i];
        span.start = s->vaddr < span.start ? s->vaddr : span.start;
        span.end = s->vaddr + s->memsz > span.end ? s->vaddr + s->memsz : span.end;
    }
    return (struct range){span.start & ~(PAGE - 1), align_up(span.end, PAGE)};
}

static void check_init(struct diags *diags, const struct board *board,
                       const struct boot_files *files)
{
    struct range span = init_span(&files->init);
    struct symbol symbol = {.name = NULL};
    const char *why = NULL;
    if (span.end > board->user_top || span.end - span.start > board->loader_base - board->ram.start)
        why = "it is too large or linked too high";
    else if (!elf_segment_at(&files->init, files->init.entry, 1))
        why = "its entry point is outside its segments";
    else if (elf_find_symbol(&files->init_symbols, SPEC_ADDRESS_SYMBOL, &symbol) != 1 ||
             symbol.size != 8 || !elf_segment_at(&files->init, symbol.value, 8))
        why = "it does not have one 8-byte variable " SPEC_ADDRESS_SYMBOL;
    if (why)
        diag_error(diags, NOWHERE, "E-INIT",
                   "the initial task '%s' cannot be used: %s; build it for board %s",
                   files->init_path, why, board->name);
}

void boot_files_read(struct arena *arena, struct diags *diags, const struct board *board,
                     struct boot_files *files)
{
    if (open_elf(arena, diags, board, "E-KERNEL", "kernel", files->kernel_path, &files->kernel,
                 &files->kernel_symbols))
        check_kernel(diags, board, files);
    if (open_elf(arena, diags, board, "E-LOADER", "loader", files->loader_path, &files->loader,
                 &files->loader_symbols))
        check_loader(diags, board, files);
    if (open_elf(arena, diags, board, "E-INIT", "init", files->init_path, &files->init,
                 &files->init_symbols))
        check_init(diags, board, files);
}

uint32_t layout_first_page(const struct boot_files *files)
{
    struct range span = init_span(&files->init);
    return (uint32_t)((span.end - span.start) / PAGE);
}

/* The loader, with everything behind it, below what the kernel may use for its objects. */
static void check_image_fits(struct diags *diags, const struct board *board,
                             const struct boot_files *files, const struct layout *layout)
{
    uint64_t size = files->loader.segments.at[0].memsz +
                    (layout->kernel.end - layout->kernel.start) +
                    (layout->init.end - layout->init.start) + PAGE;
    if (size > layout->free.end - board->loader_base)
        diag_error(diags, NOWHERE, "E-IMAGE-OVERLAP",
                   "the image would have 0x%" PRIx64 " bytes and reach from the loader's address "
                                                     "0x%" PRIx64 " beyond RAM; make the program "
                                                                  "images smaller",
                   size, board->loader_base);
}

void layout_plan(struct diags *diags, const struct board *board, const struct boot_files *files,
                 uint64_t tables_size, struct layout *layout)
{
    struct range span = init_span(&files->init);
    struct symbol end = {.name = NULL};
    elf_find_symbol(&files->kernel_symbols, "ki_end", &end);
    layout->kernel = (struct range){files->kernel.segments.at[0].paddr, kernel_end(files, &end)};
    layout->init_vaddr = span.start;
    layout->spec_offset = span.end - span.start;
    layout->init.start = layout->kernel.end + DTB_GAP;
    layout->init.end = layout->init.start + layout->spec_offset + align_up(tables_size, PAGE);
    layout->free = (struct range){layout->init.end, board->ram.end - board->ram_top_reserved};
    check_image_fits(diags, board, files, layout);
    if (layout->init.end > board->loader_base)
        diag_error(diags, NOWHERE, "E-IMAGE-OVERLAP",
                   "the initial task with the programs of all domains would take "
                   "0x%" PRIx64 "..0x%" PRIx64 " and overlap the loader at 0x%" PRIx64 "; both are "
                   "in memory "
                   "at the "
                   "same time; make the program images smaller by 0x%" PRIx64 " bytes, for example "
                   "with memory "
                   "regions in place of large initialised arrays",
                   layout->init.start, layout->init.end, board->loader_base,
                   layout->init.end - board->loader_base);
    if (layout->init_vaddr + (layout->init.end - layout->init.start) + TOP_PAGES * PAGE >
        board->user_top)
        diag_error(diags, NOWHERE, "E-INIT",
                   "the initial task '%s' with the programs of all domains does not fit into "
                   "its address space; link it lower",
                   files->init_path);
}
