/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The firmware says where its device tree is; that is a claim, not a fact. Accepted is a tree
 * with the right magic number, a version that readers of version 17 understand, a size between
 * its own header and DEVICETREE_MAX, and blocks that lie inside that size. The kernel's reader
 * checks the rest, token by token.
 */
#include "loader/devicetree.h"

#define FDT_MAGIC      0xd00dfeedu
#define FDT_VERSION    17u
#define DEVICETREE_MAX (1u << 20)

enum fdt_word {
    MAGIC, TOTAL_SIZE, OFF_STRUCT, OFF_STRINGS, OFF_RESERVED, VERSION, COMPATIBLE_VERSION,
    BOOT_CPU, SIZE_STRINGS, SIZE_STRUCT, FDT_WORDS,
};

static uint32_t word(const uint8_t *tree, enum fdt_word i)
{
    const uint8_t *p = tree + 4u * (unsigned)i;
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int inside(uint32_t total, uint32_t offset, uint32_t size)
{
    return offset <= total && size <= total - offset;
}

uint64_t devicetree_size(uint64_t address)
{
    if (address == 0 || address % 8 != 0)
        return 0;

    const uint8_t *tree = (const uint8_t *)(uintptr_t)address;
    if (word(tree, MAGIC) != FDT_MAGIC)
        return 0;

    const uint32_t total = word(tree, TOTAL_SIZE);
    if (total < 4u * FDT_WORDS || total > DEVICETREE_MAX)
        return 0;
    if (word(tree, VERSION) < FDT_VERSION || word(tree, COMPATIBLE_VERSION) > FDT_VERSION)
        return 0;
    if (!inside(total, word(tree, OFF_STRUCT), word(tree, SIZE_STRUCT))
        || !inside(total, word(tree, OFF_STRINGS), word(tree, SIZE_STRINGS))
        || !inside(total, word(tree, OFF_RESERVED), 16))
        return 0;
    return total;
}
