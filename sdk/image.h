/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * The file that boots: loader, header, region table, data; and containers that firmware accepts.
 *
 *      loader's segment, zero filled to its end | header, 8 words | region table | data
 *
 * The header is where the loader's memory ends. Everything is little-endian but the uImage header.
 */

#include "sdk/layout.h"

/* The raw image, to be loaded at board->loader_base and entered at its first byte. */
struct bytes image_make(struct arena *arena, const struct boot_files *files,
                        const struct layout *layout, const struct bytes *tables);

/* One segment, read-write-execute, that is the raw image. */
struct bytes image_elf(struct arena *arena, const struct board *board, const struct bytes *raw);

/* A legacy U-Boot image around the Linux RISC-V header around the raw image. */
struct bytes image_uimage(struct arena *arena, const struct board *board, const struct bytes *raw);
