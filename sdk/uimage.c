/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * The legacy U-Boot container (include/image.h of U-Boot), with the RISC-V Linux header in front of
 * the payload: only then does U-Boot pass the hart number in a0 and the device tree in a1.
 */

#include "sdk/image.h"

#include <string.h>

#define UIMAGE_MAGIC  0x27051956u
#define UIMAGE_SIZE   64u
#define LINUX_SIZE    64u
#define LINUX_MAGIC   0x5643534952ull /* "RISCV" */
#define LINUX_MAGIC2  0x05435352u     /* "RSC\x05" */
#define LINUX_VERSION 2u

enum { OS_LINUX = 5, ARCH_RISCV = 26, TYPE_KERNEL = 2, COMPRESSION_NONE = 0 };

static uint32_t crc32(const uint8_t *at, size_t n)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < n; i++) {
        crc ^= at[i];
        for (unsigned bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (0xedb88320u & -(crc & 1));
    }
    return ~crc;
}

static void put_big(uint8_t *at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void put_little(uint8_t *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

struct bytes image_uimage(struct arena *arena, const struct board *board, const struct bytes *raw)
{
    struct bytes out = {NULL, UIMAGE_SIZE + LINUX_SIZE + raw->n};
    out.at = arena_alloc(arena, out.n);
    uint8_t *header = out.at, *payload = header + UIMAGE_SIZE;
    size_t size = LINUX_SIZE + raw->n;

    put_little(payload + 16, size, 8);
    put_little(payload + 32, LINUX_VERSION, 4);
    put_little(payload + 48, LINUX_MAGIC, 8);
    put_little(payload + 56, LINUX_MAGIC2, 4);
    memcpy(payload + LINUX_SIZE, raw->at, raw->n);

    put_big(header, UIMAGE_MAGIC);
    put_big(header + 12, (uint32_t)size);
    put_big(header + 16, (uint32_t)(board->loader_base - LINUX_SIZE));
    put_big(header + 20, (uint32_t)board->loader_base);
    put_big(header + 24, crc32(payload, size));
    header[28] = OS_LINUX;
    header[29] = ARCH_RISCV;
    header[30] = TYPE_KERNEL;
    header[31] = COMPRESSION_NONE;
    memcpy(header + 32, "Keel", 4);
    put_big(header + 4, crc32(header, UIMAGE_SIZE));
    return out;
}
