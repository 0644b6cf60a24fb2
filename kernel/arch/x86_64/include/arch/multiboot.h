/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What a multiboot loader says about the machine: see multiboot.c. Used at boot only.
 */

#include <arch/bytes.h>

#define MULTIBOOT1_MAGIC    0x2badb002UL
#define MULTIBOOT2_MAGIC    0x36d76289UL

/* Bodies of chunks of the extra boot information, byte for byte. */
#define VBE_BYTES           784         /* control and mode block, mode, interface */
#define RSDP_BYTES          36
#define FRAMEBUFFER_BYTES   22
#define MEMORY_MAP_ENTRIES  50
#define MEMORY_MAP_BYTES    (4 + 24 * MEMORY_MAP_ENTRIES)

/* A screen. type: 1 direct colour, 2 text. */
struct framebuffer { word_t address, pitch, width, height, bits, type; };
_Static_assert(sizeof(struct framebuffer) == 6 * sizeof(word_t), "framebuffer size");

struct multiboot {
    struct range command_line;          /* physical; the text ends with a NUL, or here */
    struct range module;                /* the first, physical */
    word_t n_modules;
    struct range_list memory;           /* RAM from 1 MiB on, whole pages */
    word_t n_regions;                   /* entries of the map that `memory` is made of */
    word_t in_pieces;                   /* 0 or 1: `memory` could not hold them all */
    struct framebuffer framebuffer;     /* address 0: none */
    word_t has_vbe, has_rsdp, has_framebuffer;      /* 0 or 1: the chunk exists */
    word_t map_bytes;                   /* of memory_map that are used */
    struct octet vbe[VBE_BYTES];
    struct octet rsdp[RSDP_BYTES];
    struct octet framebuffer_chunk[FRAMEBUFFER_BYTES];
    struct octet memory_map[MEMORY_MAP_BYTES];
    struct octet padding[2];
};
_Static_assert(sizeof(struct multiboot) == 11 * sizeof(word_t) + sizeof(struct range_list) +
               sizeof(struct framebuffer) + VBE_BYTES + RSDP_BYTES + FRAMEBUFFER_BYTES +
               MEMORY_MAP_BYTES + 2, "multiboot size");

/* Read what the loader left at physical address `info`, with `magic` in its register. Null, or
 * why it cannot be used. mb is zero before. */
const char *multiboot_read(const struct physical_memory *m, word_t magic, word_t info,
                           struct multiboot *mb);
