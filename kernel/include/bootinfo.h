/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The boot information frame, and how boot fills it: see bootinfo.c.
 */

#include "range.h"
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

/* A chunk of extra boot information; its body follows. bytes counts header and body. */
struct bootinfo_chunk { word_t id, bytes; };
_Static_assert(sizeof(struct bootinfo_chunk) == 16, "bootinfo_chunk size");
ADDRESSABLE(bootinfo_chunk)

/* Bytes that the extra boot information takes for a device tree of this size, and log2 of its
 * region; both 0 without a tree. */
word_t bootinfo_extra_bytes(word_t tree_bytes);
word_t bootinfo_extra_bits(word_t tree_bytes);
/* Write the extra boot information: one chunk with a copy of the tree. Kernel addresses. */
void bootinfo_write_extra(word_t at, word_t tree, word_t tree_bytes);
/* Describe one more untyped. The caller counts, and stops at MAX_BOOTINFO_UNTYPED_CAPS. */
void bootinfo_add_untyped(struct bootinfo *bi, word_t index, word_t paddr, word_t bits,
                          bool is_device);
