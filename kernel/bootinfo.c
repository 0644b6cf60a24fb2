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

void bootinfo_add_chunk(struct boot_input *in, enum bootinfo_chunk_id id, word_t address,
                        word_t bytes)
{
    if (!NEVER(in->n_chunks == MAX_BOOT_CHUNKS))
        in->chunk[in->n_chunks++] = (struct boot_chunk){id, address, bytes};
}

word_t bootinfo_extra_bytes(const struct boot_input *in)
{
    word_t bytes = 0;
    for (word_t i = 0; i < in->n_chunks; i++) {
        LOOP(MAX_BOOT_CHUNKS, i);
        bytes += CHUNK_HEADER_BYTES + in->chunk[i].bytes;
    }
    return bytes;
}

word_t bootinfo_extra_bits(const struct boot_input *in)
{
    if (in->n_chunks == 0)
        return 0;
    word_t bits = PAGE_BITS;
    while (bit(bits) < bootinfo_extra_bytes(in)) {
        LOOP(WORD_BITS, bits);
        bits++;
    }
    return bits;
}

static void put_word(word_t at, word_t value)
{
    for (word_t i = 0; i < sizeof(word_t); i++) {
        LOOP(sizeof(word_t), i);
        octet_at(at + i)->value = (uint8_t)(value >> (8 * i));
    }
}

/* Words where both places are aligned, then bytes. */
static void copy(word_t from, word_t to, word_t count)
{
    const word_t words = (from | to) % sizeof(word_t) == 0 ? count - count % sizeof(word_t) : 0;
    for (word_t i = 0; i < words; i += sizeof(word_t)) {
        LOOP(DEVICE_TREE_MAX_BYTES / sizeof(word_t), i);
        cell_at(to + i)->value = cell_at(from + i)->value;
    }
    for (word_t i = words; i < count; i++) {
        LOOP(DEVICE_TREE_MAX_BYTES, i);
        octet_at(to + i)->value = octet_at(from + i)->value;
    }
}

static void write_chunk(const struct boot_chunk *c, word_t at)
{
    put_word(at, c->id);
    put_word(at + sizeof(word_t), CHUNK_HEADER_BYTES + c->bytes);
    copy(c->address, at + CHUNK_HEADER_BYTES, c->bytes);
}

void bootinfo_write_extra(const struct boot_input *in, word_t at)
{
    for (word_t i = 0; i < in->n_chunks; i++) {
        LOOP(MAX_BOOT_CHUNKS, i);
        write_chunk(&in->chunk[i], at);
        at += CHUNK_HEADER_BYTES + in->chunk[i].bytes;
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
