/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the root task is told: the parts of boot information that are more than an assignment.
 *
 * The frame and the extra region are zero before (boot.c clears all root objects), so that unused
 * bytes are 0 as the interface demands.
 */

#include "bootinfo.h"
#include "device_tree.h"
#include <abi/objects.h>

#define CHUNK_ENUM_(n, name) BOOTINFO_CHUNK_##name = n,
enum bootinfo_chunk_id { BOOTINFO_CHUNKS(CHUNK_ENUM_) };

word_t bootinfo_extra_bytes(word_t tree_bytes)
{
    return tree_bytes == 0 ? 0 : sizeof(struct bootinfo_chunk) + tree_bytes;
}

word_t bootinfo_extra_bits(word_t tree_bytes)
{
    if (tree_bytes == 0)
        return 0;
    word_t bits = PAGE_BITS;
    while (bit(bits) < bootinfo_extra_bytes(tree_bytes)) {
        LOOP(WORD_BITS, bits);
        bits++;
    }
    return bits;
}

void bootinfo_write_extra(word_t at, word_t tree, word_t tree_bytes)
{
    bootinfo_chunk_at(at)->id = BOOTINFO_CHUNK_FDT;
    bootinfo_chunk_at(at)->bytes = bootinfo_extra_bytes(tree_bytes);
    at += sizeof(struct bootinfo_chunk);
    for (word_t i = 0; i < tree_bytes; i++) {
        LOOP(DEVICE_TREE_MAX_BYTES, i);
        octet_at(at + i)->value = octet_at(tree + i)->value;
    }
}

void bootinfo_add_untyped(struct bootinfo *bi, word_t index, word_t paddr, word_t bits,
                          bool is_device)
{
    struct untyped_desc *d = &bi->untyped_list[index];
    untyped_desc_set_paddr(d, paddr);
    untyped_desc_set_size_bits(d, bits);
    untyped_desc_set_is_device(d, is_device);
}
