/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * The steps of a run, in order. The tables are built twice: once to learn their size, which decides
 * where init ends and so which memory is free for regions whose address the programs are told; then
 * with these addresses. Nothing is written before everything is known to be right.
 */

#include "sdk/compile.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- output ----------------------------------------------------------------------------------- */

struct output {
    const char *path; /* null: not wanted */
    const char *temporary;
    struct bytes bytes;
};

/* Devices and pipes are written to directly: they cannot be replaced, and must not be. */
static bool is_special(const char *path)
{
    struct stat status;
    return !stat(path, &status) && !S_ISREG(status.st_mode);
}

static bool write_temporary(struct arena *arena, struct diags *diags, struct output *output)
{
    const char *path = output->path;
    if (!is_special(path))
        path = output->temporary = arena_printf(arena, "%s.%ld.tmp", path, (long)getpid());
    FILE *file = fopen(path, "wb");
    bool written = file && fwrite(output->bytes.at, 1, output->bytes.n, file) == output->bytes.n;
    int error = errno;
    if (file && fclose(file)) {
        written = false;
        error = errno;
    }
    if (!written)
        diag_error(diags, NOWHERE, "E-OUTPUT",
                   "'%s' cannot be written: %s; check that the directory exists and has "
                   "room",
                   output->path, strerror(error));
    return written;
}

static void check_distinct(struct diags *diags, const struct output *outputs, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (outputs[i].path && outputs[j].path && !strcmp(outputs[i].path, outputs[j].path) &&
                !is_special(outputs[i].path))
                diag_error(diags, NOWHERE, "E-OUTPUT",
                           "'%s' is named for two outputs; image and reports are files of their "
                           "own; rename one (--output, --report, --report-json)",
                           outputs[i].path);
}

/* All or nothing, as far as a file system permits: renaming comes after everything is on disk. */
static void write_all(struct arena *arena, struct diags *diags, struct output *outputs, size_t n)
{
    size_t errors = diags->n_errors;
    check_distinct(diags, outputs, n);
    for (size_t i = 0; i < n && diags->n_errors == errors; i++)
        if (outputs[i].path && !write_temporary(arena, diags, &outputs[i]))
            break;
    for (size_t i = 0; i < n; i++) {
        if (!outputs[i].temporary)
            continue;
        if (diags->n_errors == errors && rename(outputs[i].temporary, outputs[i].path))
            diag_error(diags, NOWHERE, "E-OUTPUT",
                       "'%s' cannot be replaced: %s; remove what is there", outputs[i].path,
                       strerror(errno));
        if (diags->n_errors > errors)
            unlink(outputs[i].temporary);
    }
}

static struct bytes text_bytes(const struct text *text)
{
    return (struct bytes){(uint8_t *)text->at, text->n};
}

/* What the board has, but not in each configuration. */
static void check_configuration(struct diags *diags, const struct options *options,
                                const struct system *system)
{
    if (system->io_spaces.n && !strcmp(options->config, "release"))
        diag_error(diags, system->io_spaces.at[0]->at, "E-IOMMU-OFF",
                   "the release kernel of board %s has no IOMMU support, so that no device can be "
                   "given an address space; use the configuration debug or benchmark, or remove it",
                   options->board->name);
}

/* --- steps ------------------------------------------------------------------------------------ */

static struct tables *make_tables(struct arena *arena, const struct options *options,
                                  const struct system *system, const struct program *programs,
                                  const struct boot_files *files, struct bytes *out)
{
    struct tables *tables = arena_new(arena, struct tables);
    tables->arena = arena;
    tables_build(tables, system, programs, options->config);
    tables_sort(tables);
    *out = tables_write(tables, layout_first_page(files));
    return tables;
}

static void check_tables(struct diags *diags, const struct bytes *bytes)
{
    const char *problem = spec_check((const struct spec_header *)(const void *)bytes->at, bytes->n);
    if (problem)
        diag_error(diags, NOWHERE, "E-INTERNAL",
                   "the compiler made tables that the initial task would refuse: %s; "
                   "this is a defect of keelc; please report it with the description",
                   problem);
}

static struct bytes make_image(struct arena *arena, const struct options *options,
                               const struct boot_files *files, const struct layout *layout,
                               const struct bytes *tables)
{
    const struct board *board = options->board;
    struct bytes raw = board->multiboot ? image_init(arena, files, layout, tables)
                                        : image_make(arena, files, layout, tables);
    if (board->multiboot)
        return image_elf(arena, board, layout->init_vaddr, files->init.entry, &raw);
    switch (options->image_type) {
    case IMAGE_ELF: return image_elf(arena, board, board->loader_base, board->loader_base, &raw);
    case IMAGE_UIMAGE: return image_uimage(arena, board, &raw);
    case IMAGE_BINARY:
    case IMAGE_TYPES: break;
    }
    return raw;
}

/* The path of `name` in the image's directory. Null: nothing is put beside a device or pipe. */
static const char *beside(struct arena *arena, const char *image, const char *name)
{
    const char *slash = strrchr(image, '/');
    return is_special(image) ? NULL
           : slash           ? arena_printf(arena, "%.*s%s", (int)(slash + 1 - image), image, name)
                             : name;
}

static void write_outputs(struct arena *arena, struct diags *diags, const struct options *options,
                          const struct boot_files *files, const struct bytes *image,
                          const struct compiled *result)
{
    bool multiboot = options->board->multiboot;
    struct text text = {.arena = arena}, json = {.arena = arena};
    if (options->report)
        report_text(&text, result);
    if (options->report_json)
        report_json(&json, result);
    struct output outputs[] = {
        {.path = options->output, .bytes = *image},
        {.path = options->report, .bytes = text_bytes(&text)},
        {.path = options->report_json, .bytes = text_bytes(&json)},
        {.path = multiboot ? beside(arena, options->output, "sel4.elf") : NULL,
         .bytes = files->kernel.file},
        {.path = multiboot ? beside(arena, options->output, "sel4_32.elf") : NULL},
    };
    if (multiboot)
        outputs[4].bytes = image_kernel_32(arena, &files->kernel);
    write_all(arena, diags, outputs, sizeof(outputs) / sizeof(outputs[0]));
}

int compile(struct arena *arena, struct diags *diags, const struct options *options,
            struct compiled *result)
{
    struct boot_files files = {
        .kernel_path = options->kernel, .loader_path = options->loader, .init_path = options->init};
    struct bytes input, tables_bytes, image;
    const char *why;
    diags->file = options->name ? options->name : options->system;
    if (!file_read(arena, options->system, &input, &why)) {
        diag_error(diags, NOWHERE, "E-FILE",
                   "the system description '%s' cannot be read: %s; give the path of a "
                   "readable XML file",
                   options->system, why);
        return 1;
    }
    *result = (struct compiled){.options = options};
    struct system *system = system_parse(arena, diags, options->board, &input);
    check_configuration(diags, options, system);
    boot_files_read(arena, diags, options->board, &files);
    if (diags->n_errors)
        return 1;
    struct program *programs = programs_load(arena, diags, system, &options->search);
    if (!diags->n_errors)
        memory_check_sizes(diags, system, programs);
    if (diags->n_errors)
        return 1;

    make_tables(arena, options, system, programs, &files, &tables_bytes);
    layout_plan(diags, options->board, &files, tables_bytes.n, &result->layout);
    if (!diags->n_errors)
        memory_place(arena, diags, system, &result->layout);
    if (diags->n_errors)
        return 1;

    programs_set_paddrs(system, programs);
    result->system = system;
    result->programs = programs;
    result->tables = make_tables(arena, options, system, programs, &files, &tables_bytes);
    check_tables(diags, &tables_bytes);
    memory_simulate(diags, result->tables, system, &result->layout, &result->memory);
    if (diags->n_errors)
        return 1;

    image = make_image(arena, options, &files, &result->layout, &tables_bytes);
    result->image_size = image.n;
    write_outputs(arena, diags, options, &files, &image, result);
    return diags->n_errors != 0;
}
