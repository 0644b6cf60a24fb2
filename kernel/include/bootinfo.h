/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The boot information frame, and how boot fills it: see bootinfo.c.
 */

#include "boot.h"
#include <abi/bootinfo.h>
#include <abi/layout.h>

/* Slots start .. end - 1 of the root task's CNode. */
struct slot_region { word_t start, end; };
_Static_assert(sizeof(struct slot_region) == 16, "slot_region size");

#define UNTYPED_DESC(F, T)      \
    F(T, paddr,     0, 63, 0)   \
    F(T, is_device, 1, 15, 8)   \
    F(T, size_bits, 1, 7,  0)
LAYOUT(untyped_desc, 2, UNTYPED_DESC);
_Static_assert(sizeof(struct untyped_desc) == 16, "untyped_desc size");

#define BOOTINFO_WORD_(offset, field)   word_t field;
#define BOOTINFO_REGION_(offset, field) struct slot_region field;
struct bootinfo {
    BOOTINFO_FIELDS(BOOTINFO_WORD_, BOOTINFO_REGION_)
    struct untyped_desc untyped_list[MAX_BOOTINFO_UNTYPED_CAPS];
};
ADDRESSABLE(bootinfo)

#define BOOTINFO_AT_(offset, field) \
    _Static_assert(offsetof(struct bootinfo, field) == (offset), #field ": offset");
BOOTINFO_FIELDS(BOOTINFO_AT_, BOOTINFO_AT_)
_Static_assert(offsetof(struct bootinfo, untyped_list) == BOOTINFO_UNTYPED_LIST, "untyped list");
_Static_assert(sizeof(struct bootinfo) == BOOTINFO_UNTYPED_LIST + 16 * MAX_BOOTINFO_UNTYPED_CAPS &&
               sizeof(struct bootinfo) <= 1 << BOOTINFO_FRAME_BITS, "bootinfo size");

/* A chunk of extra boot information: its identifier and its bytes, this header included, then its
 * body. Chunks follow each other without gaps, so that a header may be at any address. */
#define CHUNK_ENUM_(n, name) BOOTINFO_CHUNK_##name = n,
enum bootinfo_chunk_id { BOOTINFO_CHUNKS(CHUNK_ENUM_) };
#define CHUNK_HEADER_BYTES (2 * sizeof(word_t))

/* One more chunk, with this body. */
void bootinfo_add_chunk(struct boot_input *in, enum bootinfo_chunk_id id, word_t address,
                        word_t bytes);
/* Bytes that all chunks take, and log2 of their region; both 0 without chunks. */
word_t bootinfo_extra_bytes(const struct boot_input *in);
word_t bootinfo_extra_bits(const struct boot_input *in);
/* Write all chunks to kernel address `at`. */
void bootinfo_write_extra(const struct boot_input *in, word_t at);
/* Describe one more untyped. The caller counts, and stops at MAX_BOOTINFO_UNTYPED_CAPS. */
void bootinfo_add_untyped(struct bootinfo *bi, word_t index, word_t paddr, word_t bits,
                          bool is_device);
