/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See layout.h: the files of the SDK and their places. */

#include "sdk/layout.h"

#include <inttypes.h>
#include <string.h>

#define KERNEL_ALIGN LARGE_PAGE /* loaders map the kernel by 2 MiB blocks */
#define TOP_PAGES    64u        /* IPC buffer, bootinfo and its extra pages follow init's image */

#define MULTIBOOT_MAGIC 0x1badb002u
#define MULTIBOOT_REACH 8192u /* bytes at the start of the kernel that loaders search */
#define MODULE_MAX      ((uint64_t)1 << 30)

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

/* The last segment's distance, for the first one of a multiboot kernel is where it is loaded. */
static uint64_t kernel_end(const struct boot_files *files, const struct symbol *end)
{
    const struct segment *last = &files->kernel.segments.at[files->kernel.segments.n - 1];
    return end->value - last->vaddr + last->paddr;
}

static void kernel_error(struct diags *diags, const struct board *board,
                         const struct boot_files *files, const char *why)
{
    diag_error(diags, NOWHERE, "E-KERNEL",
               "the kernel '%s' cannot be used: %s; see the requirements on kernel images; build "
               "it for board %s",
               files->kernel_path, why, board->name);
}

/* The header that multiboot loaders search for (Multiboot specification 0.6.96, 3.1). */
static bool has_multiboot_header(const struct segment *first)
{
    uint32_t words[3];
    for (uint64_t at = 0; at + sizeof(words) <= MULTIBOOT_REACH; at += 4) {
        if (at + sizeof(words) > first->filesz)
            return false;
        memcpy(words, first->data + at, sizeof(words));
        if (words[0] == MULTIBOOT_MAGIC && words[0] + words[1] + words[2] == 0)
            return true;
    }
    return false;
}

/* One segment in which it starts, at its physical address; the others in the kernel's gigabyte. */
static void check_multiboot_kernel(struct diags *diags, const struct board *board,
                                   const struct boot_files *files)
{
    const struct segments *segments = &files->kernel.segments;
    const struct segment *first = &segments->at[0];
    struct symbol end = {.name = NULL};
    const char *why = NULL;
    for (size_t i = 0; i < segments->n && !why; i++) {
        const struct segment *s = &segments->at[i];
        if (s->paddr > UINT32_MAX || s->memsz > UINT32_MAX - s->paddr)
            why = "it does not lie below 4 GiB";
        else if (i && s->vaddr - s->paddr != board->kernel_window.start)
            why = "a segment is not at its place in the kernel's gigabyte";
        else if (s->paddr < first->paddr)
            why = "its first segment is not the lowest one";
    }
    if (!why && (segments->n < 2 || first->vaddr != first->paddr))
        why = "it does not begin with a segment at its physical address, and then others";
    else if (!why && (files->kernel.entry < first->vaddr ||
                      files->kernel.entry - first->vaddr >= first->memsz))
        why = "its entry point is outside its first segment";
    else if (!why && !has_multiboot_header(first))
        why = "its first segment has no multiboot header";
    else if (!why && elf_find_symbol(&files->kernel_symbols, "ki_end", &end) != 1)
        why = "it does not have one symbol ki_end";
    for (size_t i = 1; i < segments->n && !why; i++)
        if (segments->at[i].vaddr + segments->at[i].memsz > end.value)
            why = "a segment reaches beyond its symbol ki_end";
    if (!why && (end.value % PAGE || kernel_end(files, &end) > UINT32_MAX))
        why = "its symbol ki_end is not page aligned or too high";
    if (why)
        kernel_error(diags, board, files, why);
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
        kernel_error(diags, board, files, why);
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
    uint64_t room = board->multiboot ? MODULE_MAX : board->loader_base - board->ram.start;
    if (span.end > board->user_top || span.end - span.start > room)
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
                 &files->kernel_symbols)) {
        if (board->multiboot)
            check_multiboot_kernel(diags, board, files);
        else
            check_kernel(diags, board, files);
    }
    if (!board->multiboot &&
        open_elf(arena, diags, board, "E-LOADER", "loader", files->loader_path, &files->loader,
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

/* The kernel puts init right behind itself. */
static void plan_multiboot(struct diags *diags, const struct board *board,
                           const struct boot_files *files, struct layout *layout)
{
    layout->free = (struct range){layout->init.end, board->devices[0].end};
    if (layout->init.end - layout->init.start > MODULE_MAX)
        diag_error(diags, NOWHERE, "E-IMAGE-OVERLAP",
                   "the initial task '%s' with the programs of all domains would have 0x%" PRIx64
                   " bytes; a boot module has at most 0x%" PRIx64 "; make the program images "
                   "smaller, for example with memory regions in place of large initialised arrays",
                   files->init_path, layout->init.end - layout->init.start, MODULE_MAX);
}

static void plan_loader(struct diags *diags, const struct board *board,
                        const struct boot_files *files, struct layout *layout)
{
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
    layout->init.start = layout->kernel.end + (board->multiboot ? 0 : DTB_GAP);
    layout->init.end = layout->init.start + layout->spec_offset + align_up(tables_size, PAGE);
    if (board->multiboot)
        plan_multiboot(diags, board, files, layout);
    else
        plan_loader(diags, board, files, layout);
    if (layout->init_vaddr + (layout->init.end - layout->init.start) + TOP_PAGES * PAGE >
        board->user_top)
        diag_error(diags, NOWHERE, "E-INIT",
                   "the initial task '%s' with the programs of all domains does not fit into "
                   "its address space; link it lower",
                   files->init_path);
}
