/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Trees with random damage, always the same: reading one ends in a refusal or in data that boot can
 * use. The buffer is exactly as large as the tree, so the sanitizer sees any read beyond it.
 */

#include "expect.h"
#include <arch/boot.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 4096

static struct device_tree tree;
static struct range_list memory, reserved;
static struct boot_platform platform;
static unsigned long accepted, refused;

static const uint32_t tokens[] = {0, 1, 2, 3, 4, 9, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0};

static void put_word(uint8_t *at, uint32_t word)
{
    at[0] = (uint8_t)(word >> 24);
    at[1] = (uint8_t)(word >> 16);
    at[2] = (uint8_t)(word >> 8);
    at[3] = (uint8_t)word;
}

static void mutate(uint8_t *bytes, size_t count)
{
    const size_t word = random_below(count / 4) * 4;
    switch (random_below(6)) {
    case 0: bytes[random_below(count)] ^= (uint8_t)(1 << random_below(8)); break;
    case 1: bytes[random_below(count)] = (uint8_t)random_word(); break;
    case 2: put_word(bytes + word, tokens[random_below(sizeof(tokens) / sizeof(tokens[0]))]); break;
    case 3: put_word(bytes + word, (uint32_t)random_below(2 * count)); break;
    case 4: put_word(bytes + random_below(10) * 4, (uint32_t)random_below(count + 64)); break;
    default: {
        const size_t from = random_below(count / 4) * 4;
        const size_t n = word_min(random_below(64), count - (from > word ? from : word));
        memmove(bytes + word, bytes + from, n);
    }
    }
}

static bool page_ranges(const struct range_list *list)
{
    bool fine = list_is_sound(list);
    for (size_t i = 0; fine && i < list->count; i++)
        fine = list->range[i].start % PAGE == 0 && list->range[i].end % PAGE == 0 &&
               list->range[i].end <= bit(56);
    return fine;
}

static void read_once(const uint8_t *bytes, size_t count)
{
    range_list_clear(&memory);
    range_list_clear(&reserved);
    const char *why = device_tree_open(&tree, (word_t)bytes, count);
    if (!why)
        why = device_tree_memory(&tree, &memory, &reserved);
    expect(page_ranges(&memory) && page_ranges(&reserved), "a list of memory is not sound");
    if (why) {
        refused++;
        expect(strlen(why) > 10, "the refusal says nothing");
        return;
    }
    accepted++;
    boot_read_platform(&tree, &platform);
    expect(platform.uart < WINDOW_BYTES, "UART at 0x%lx", platform.uart);
    expect(platform.timebase_hz == 0 ||
               (platform.timebase_hz >= 1000000 && platform.timebase_hz <= 10000000000),
           "timebase %lu", platform.timebase_hz);
    expect(platform.sstc <= 1, "sstc %lu", platform.sstc);
}

static void torture(const char *test, const char *name, int rounds)
{
    size_t bytes;
    uint8_t *original = load_tree(name, &bytes);
    begin(test);
    accepted = refused = 0;
    for (int i = 0; i < rounds; i++) {
        const size_t count = random_below(16) == 0 ? 40 + random_below(bytes - 40) : bytes;
        uint8_t *copy = malloc(count);
        memcpy(copy, original, count);
        for (uint64_t n = 1 + random_below(4); n > 0; n--)
            mutate(copy, count);
        read_once(copy, count);
        free(copy);
    }
    expect(accepted > (unsigned long)rounds / 10 && refused > (unsigned long)rounds / 10,
           "the damage is one-sided: %lu accepted, %lu refused", accepted, refused);
    free(original);
}

int main(void)
{
    torture("100000 damaged versions of board.dts", "board.dtb", 100000);
    torture("10000 damaged versions of the emulator's tree", "virt.dtb", 10000);
    return finish();
}
