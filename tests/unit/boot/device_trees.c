/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What is read from trees that are right: the emulator's, and board.dts.
 */

#define _GNU_SOURCE     /* memmem */
#include "expect.h"
#include <arch/boot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct device_tree tree;
static struct device_tree_cursor cursor;
static struct range_list memory, reserved;
static struct boot_platform platform;

static const char *read_all(const uint8_t *bytes, size_t count)
{
    range_list_clear(&memory);
    range_list_clear(&reserved);
    const char *why = device_tree_open(&tree, (word_t)bytes, count);
    if (!why)
        why = device_tree_memory(&tree, &memory, &reserved);
    if (!why)
        boot_read_platform(&tree, &platform);
    return why;
}

static void emulators_tree(void)
{
    size_t bytes;
    uint8_t *virt = load_tree("virt.dtb", &bytes);
    const struct range ram = {0x80000000, 0x100000000};
    begin("the emulator's tree is accepted");
    const char *why = read_all(virt, bytes);
    expect(!why, "%s", why);
    begin("the emulator's RAM is found");
    expect(list_is(&memory, &ram, 1) && reserved.count == 0, "%lu ranges, %lu reserved",
           memory.count, reserved.count);
    begin("the emulator's timebase, UART and Sstc are found");
    expect(platform.timebase_hz == 10000000, "timebase %lu", platform.timebase_hz);
    expect(platform.uart == 0x10000000, "UART at 0x%lx", platform.uart);
    expect(platform.sstc == 1, "no Sstc");
    free(virt);
}

static void boards_tree(void)
{
    size_t bytes;
    uint8_t *board = load_tree("board.dtb", &bytes);
    const struct range ram[] = {{0x80000000, 0x90000000}, {0xa0001000, 0xa1000000},
                                {0x100000000, 0x140000000}};
    const struct range kept[] = {{0x80000000, 0x80040000}, {0x80100000, 0x80102000},
                                 {0xa0200000, 0xa0201000}};
    begin("RAM in several nodes and banks, in whole pages");
    const char *why = read_all(board, bytes);
    expect(!why, "%s", why);
    expect(list_is(&memory, ram, 3), "%lu ranges", memory.count);
    begin("reservations of both kinds, in whole pages");
    expect(list_is(&reserved, kept, 3), "%lu ranges", reserved.count);
    begin("stdout by alias, in front of others");
    expect(platform.uart == 0x20001000, "UART at 0x%lx", platform.uart);
    begin("Sstc as a list and as a string; a disabled hart does not count");
    expect(platform.sstc == 1 && platform.timebase_hz == 24000000, "sstc %lu, timebase %lu",
           platform.sstc, platform.timebase_hz);
    free(board);
}

/* Replace text in a copy of board.dtb by text that is not longer, and read it. */
static const char *read_changed(const char *from, const char *to)
{
    size_t bytes;
    uint8_t *board = load_tree("board.dtb", &bytes);
    uint8_t *at = memmem(board, bytes, from, strlen(from));
    if (!at) {
        expect(false, "there is no %s in board.dts", from);
        free(board);
        return 0;
    }
    memset(at, 0, strlen(from));
    memcpy(at, to, strlen(to));
    const char *why = read_all(board, bytes);
    free(board);
    return why;
}

static void variations(void)
{
    begin("stdout that names no node: the first usable UART");
    read_changed("serial0:115200n8", "serial9:115200n8");
    expect(platform.uart == 0x10000000, "UART at 0x%lx", platform.uart);
    begin("an alias that differs in its first letter only is another");
    read_changed("serial0:115200n8", "aerial0:115200n8");
    expect(platform.uart == 0x10000000, "UART at 0x%lx", platform.uart);
    begin("stdout behind a bus that translates addresses: the first usable UART");
    read_changed("/soc/bus@20000000/serial@20001000", "/soc/far@30000000/serial@0");
    expect(platform.uart == 0x10000000, "UART at 0x%lx", platform.uart);
    begin("a path whose first part names another bus: the first usable UART");
    read_changed("/soc/bus@20000000/serial@20001000", "/bus/bus@20000000/serial@20001000");
    expect(platform.uart == 0x10000000, "UART at 0x%lx", platform.uart);
    begin("one hart without Sstc: the timer of the firmware");
    read_changed("_sstc_svinval", "_sstx_svinval");
    expect(platform.sstc == 0, "Sstc");
    begin("an extension whose name only begins with sstc is not Sstc");
    read_changed("_sstc_svinval", "_sstcx_vinval");
    expect(platform.sstc == 0, "Sstc");
}

static void every_node_is_visited(void)
{
    static const char *const names[] = {
        "", "aliases", "chosen", "cpus", "cpu@0", "cpu@1", "cpu@2", "memory@80000000",
        "memory@100000000", "memory@200000000", "reserved-memory", "firmware@80000000", "pool",
        "framebuffer@a0200400", "gone@b0000000", "soc", "serial@10010000", "serial@10000000",
        "bus@20000000", "serial@20000000", "serial@20001000", "far@30000000", "serial@0"};
    const size_t count = sizeof(names) / sizeof(names[0]);
    size_t bytes, n = 0;
    uint8_t *board = load_tree("board.dtb", &bytes);
    begin("a walk visits every node once, in order");
    expect(!device_tree_open(&tree, (word_t)board, bytes), "it is refused");
    device_tree_start(&cursor);
    for (; device_tree_next(&tree, &cursor); n++)
        expect(n < count && device_tree_is(&tree, cursor.name, names[n]), "node %zu is another", n);
    expect(n == count, "%zu nodes", n);
    free(board);
}

static uint32_t cell_of(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* One lie in each header: two more or less, the size of all for a part's, or inside the header. */
static void lying_headers(void)
{
    enum { LESS, MORE, ALL, TINY };
    static const struct {
        unsigned at;
        int lie;
        const char *why;
    } lies[] = {
        {8, TINY, "structure block"}, {8, MORE, "structure block"}, {8, ALL, "structure block"},
        {36, ALL, "structure block"}, {12, TINY, "strings block"},  {12, ALL, "strings block"},
        {32, ALL, "strings block"},   {16, TINY, "reservations"},   {16, ALL, "reservations"},
        {20, LESS, "version"},        {24, MORE, "version"},
    };
    size_t bytes;
    uint8_t *board = load_tree("board.dtb", &bytes);
    begin("each lie of a header is refused with its own sentence");
    for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
        uint8_t *cell = board + lies[i].at;
        const uint32_t right = cell_of(cell);
        const uint32_t wrong[] = {right - 2, right + 2, (uint32_t)bytes, 36};
        for (int j = 0; j < 4; j++)
            cell[j] = (uint8_t)(wrong[lies[i].lie] >> (24 - 8 * j));
        const char *why = device_tree_open(&tree, (word_t)board, bytes);
        expect(why && strstr(why, lies[i].why), "lie %zu: %s", i, why ? why : "accepted");
        for (int j = 0; j < 4; j++)
            cell[j] = (uint8_t)(right >> (24 - 8 * j));
    }
    expect(!device_tree_open(&tree, (word_t)board, bytes), "the truth is refused");
    board[27] = 17;             /* compatible with no version before its own */
    expect(!device_tree_open(&tree, (word_t)board, bytes), "version 17 is refused");
    free(board);
}

/* Each prefix of a tree is refused, whatever its header claims. */
static void truncated(void)
{
    size_t bytes;
    uint8_t *board = load_tree("board.dtb", &bytes);
    begin("every truncation of a tree is refused");
    for (size_t n = 0; n < bytes; n++) {
        uint8_t *part = malloc(n ? n : 1);
        memcpy(part, board, n);
        expect(device_tree_open(&tree, (word_t)part, n) != 0, "%zu bytes are accepted", n);
        if (n >= 8) {
            part[4] = 0, part[5] = 0, part[6] = (uint8_t)(n >> 8), part[7] = (uint8_t)n;
            const char *why = read_all(part, n);
            expect(why || n > bytes - 300, "%zu bytes that claim to be all are accepted", n);
        }
        free(part);
    }
    free(board);
}

/* A cell of which the tree has only the first bytes, or none; the sanitizer sees what is read. */
static void cells_at_the_end(void)
{
    size_t bytes;
    uint8_t *board = load_tree("board.dtb", &bytes);
    begin("what of a cell lies behind the tree is 0");
    expect(!device_tree_open(&tree, (word_t)board, bytes), "it is refused");
    for (word_t n = 0; n <= 8; n++) {
        uint8_t last[4] = {0};
        for (word_t i = 0; i < 4 && i < n; i++)
            last[i] = board[bytes - n + i];
        expect(device_tree_cell(&tree, bytes - n) == cell_of(last), "%lu bytes before the end", n);
    }
    free(board);
}

/* Where another tree was, with another name where the first has one that the reader knows. */
static void renamed(void)
{
    size_t bytes;
    uint8_t *board = load_tree("board.dtb", &bytes);
    uint8_t *name = memmem(board, bytes, "device_type", sizeof("device_type"));
    begin("what names meant in an earlier tree is forgotten");
    expect(!read_all(board, bytes) && memory.count != 0, "the tree has no RAM");
    name[0] = 'D';
    expect(!read_all(board, bytes) && memory.count == 0, "RAM without device_type");
    name[0] = 'd';
    expect(!read_all(board, bytes) && memory.count != 0, "device_type is not found again");
    free(board);
}

int main(void)
{
    emulators_tree();
    boards_tree();
    variations();
    every_node_is_visited();
    lying_headers();
    truncated();
    cells_at_the_end();
    renamed();
    return finish();
}
