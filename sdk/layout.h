/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * Where kernel, init and regions are in physical memory, and whether everything fits.
 *
 *      RAM start                                                                   RAM end
 *      | kernel .. ki_end | gap | init: segments, tables, contents | free ... | reserved |
 *
 * The loader copies the device tree into the gap; the kernel takes its root objects from what is
 * reserved. The loader itself, and the image behind it, stand in free memory at board->loader_base
 * while they work; init must end below.
 *
 * A board with a multiboot loader has no loader of ours and no gap, and where RAM ends is not
 * known: `free` is then all addresses behind init, and only some of them are RAM.
 */

#include "sdk/spec_tables.h"

#define DTB_GAP 0x10000u

struct boot_files {
    const char *kernel_path, *loader_path, *init_path;
    struct elf kernel, loader, init;
    struct elf kernel_symbols, loader_symbols, init_symbols;
};

struct layout {
    struct range kernel;  /* physical, to ki_end */
    struct range init;    /* physical, page aligned */
    uint64_t init_vaddr;  /* of its first page */
    uint64_t spec_offset; /* of the tables from the start of init */
    struct range free;
};

/* Reads and checks the ELF files. Problems go to diags as E-KERNEL, E-LOADER, E-INIT. */
void boot_files_read(struct arena *arena, struct diags *diags, const struct board *board,
                     struct boot_files *files);

/* The image page on which the tables stand. */
uint32_t layout_first_page(const struct boot_files *files);

/* Places kernel and init with `tables_size` bytes of tables and contents. */
void layout_plan(struct diags *diags, const struct board *board, const struct boot_files *files,
                 uint64_t tables_size, struct layout *layout);

/* memory.c: refuses sizes that no system could have, before they are turned into objects. */
void memory_check_sizes(struct diags *diags, const struct system *system,
                        const struct program *programs);

/* memory.c: gives an address to each region that wants one; checks those that have one in RAM. */
void memory_place(struct arena *arena, struct diags *diags, const struct system *system,
                  const struct layout *layout);

/* memory.c: does what init will do with untyped memory; reports what would be missing. */
struct memory_use {
    uint64_t free; /* bytes of RAM for objects; 0: found at boot */
    uint64_t used;
};

void memory_simulate(struct diags *diags, const struct tables *tables, const struct system *system,
                     const struct layout *layout, struct memory_use *use);
