/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * The file that boots: loader, header, region table, data; and containers that firmware accepts.
 *
 *      loader's segment, zero filled to its end | header, 8 words | region table | data
 *
 * The header is where the loader's memory ends. Everything is little-endian but the uImage header.
 *
 * A multiboot loader boots two files: the kernel, and init with its tables as an ELF file.
 */

#include "sdk/layout.h"

/* The raw image, to be loaded at board->loader_base and entered at its first byte. */
struct bytes image_make(struct arena *arena, const struct boot_files *files,
                        const struct layout *layout, const struct bytes *tables);

/* Init's memory as one piece: segments, tables and contents. */
struct bytes image_init(struct arena *arena, const struct boot_files *files,
                        const struct layout *layout, const struct bytes *tables);

/* One segment, read-write-execute, that is the raw image and begins at `base`. */
struct bytes image_elf(struct arena *arena, const struct board *board, uint64_t base,
                       uint64_t entry, const struct bytes *raw);

/* The kernel's segments as a 32-bit ELF file, for loaders that take no other (QEMU's -kernel). */
struct bytes image_kernel_32(struct arena *arena, const struct elf *kernel);

/* A legacy U-Boot image around the Linux RISC-V header around the raw image. */
struct bytes image_uimage(struct arena *arena, const struct board *board, const struct bytes *raw);
