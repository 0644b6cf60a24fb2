/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The root task's ELF file: well formed, and each rule broken alone. Copying, also onto itself.
 */

#include "firmware.h"
#include <abi/arch/objects.h>
#include <stdlib.h>
#include <string.h>

#define PAGES 5UL       /* of the image that firmware.c makes */

static struct root_image image;

static void fresh(void)
{
    memory_new(MEMORY_BYTES);
    make_image();
}

static const char *read_it(void) { return root_image_read(module_file(), &image); }

static void well_formed(void)
{
    uint8_t *pages = malloc(PAGES * 4096);
    begin("an image is its segments, zero where the file has nothing");
    fresh();
    const char *why = read_it();
    expect(!why, "%s", why);
    expect(image.pages.start == IMAGE_BASE_VADDR &&
               image.pages.end == IMAGE_BASE_VADDR + PAGES * 4096 &&
               image.entry == IMAGE_BASE_VADDR + 0x123, "0x%lx", image.pages.end);
    memset(pages, 0xee, PAGES * 4096);
    root_image_load(module_file(), &image, (word_t)pages);
    for (size_t i = 0; i < PAGES * 4096; i++) {
        const uint8_t data = i < 0x3010 || i >= 0x3800 ? 0 : 0x22;
        const uint8_t wanted = i < 0x1f00 ? memory_at(MODULE)[i] : data;
        expect(pages[i] == wanted, "byte 0x%zx is 0x%x", i, pages[i]);
    }
    begin("segments that are not to be loaded do not count");
    put(segment_field(1, 0), 4, 2);
    why = read_it();
    expect(!why && image.pages.end == IMAGE_BASE_VADDR + 0x2000, "%s", why);
    free(pages);
}

/* Each with the field of the header or a segment, its bytes and its value. */
static const struct { const char *what; uint64_t at; size_t bytes; uint64_t value; } broken[] = {
    {"magic", MODULE, 1, 0x7e},
    {"class", MODULE + 4, 1, 1},
    {"byte order", MODULE + 5, 1, 2},
    {"machine", MODULE + 18, 2, 183},
    {"entry below", MODULE + 24, 8, IMAGE_BASE_VADDR - 1},
    {"entry behind", MODULE + 24, 8, IMAGE_BASE_VADDR + 0x5000},
    {"segments outside", MODULE + 32, 8, MODULE_BYTES - 111},
    {"segments wrapping", MODULE + 32, 8, 0xffffffffffffff00},
    {"size of a segment", MODULE + 54, 2, 32},
    {"no segments", MODULE + 56, 2, 0},
    {"65 segments", MODULE + 56, 2, 65},
    {"file bytes", MODULE + 64 + 32, 8, 0x1f01},
    {"offset", MODULE + 64 + 56 + 8, 8, MODULE_BYTES - 0x7ef},
    {"offset wrapping", MODULE + 64 + 56 + 8, 8, 0xfffffffffffffff0},
    {"base", MODULE + 64 + 16, 8, IMAGE_BASE_VADDR + 1},
    {"vaddr", MODULE + 64 + 56 + 16, 8, USER_TOP},
    {"vaddr wrapping", MODULE + 64 + 56 + 16, 8, 0xfffffffffffff000},
    {"memory", MODULE + 64 + 56 + 40, 8, 0xfffffffffffff000},
    {"memory beyond", MODULE + 64 + 56 + 40, 8, USER_TOP - IMAGE_BASE_VADDR - 0x3010 + 1},
};

static void refusals(void)
{
    begin("each rule broken alone is refused");
    for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
        fresh();
        put(broken[i].at, broken[i].bytes, broken[i].value);
        expect(read_it() != 0, "%s", broken[i].what);
    }
    fresh();
    put(segment_field(0, 0), 4, 0);
    put(segment_field(1, 0), 4, 0);
    expect(read_it() != 0, "nothing to load");
    expect(root_image_read((struct bytes){memory.window + MODULE, 63}, &image) != 0, "63 bytes");
    expect(root_image_read((struct bytes){0, 0}, &image) != 0, "nothing");
}

static void moving(void)
{
    uint8_t *from = malloc(256), *wanted = malloc(256);
    begin("bytes move, aligned or not, up and down, onto themselves");
    for (int round = 0; round < 20000; round++) {
        for (int i = 0; i < 256; i++)
            from[i] = wanted[i] = (uint8_t)random_word();
        const uint64_t step = round % 2 ? 8 : 1;
        const uint64_t a = random_below(128 / step) * step, b = random_below(128 / step) * step;
        const uint64_t n = random_below(129);
        memmove(wanted + b, wanted + a, n);
        bytes_move((word_t)from + a, (word_t)from + b, n);
        expect(memcmp(from, wanted, 256) == 0, "%lu bytes from %lu to %lu", n, a, b);
    }
    free(from);
    free(wanted);
}

int main(void)
{
    well_formed();
    refusals();
    moving();
    return finish();
}
