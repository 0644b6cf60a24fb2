/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a device tree says about a RISC-V machine: the rate of `time`, whether harts have stimecmp,
 * and where a 16550 UART is.
 *
 * The UART is the one that /chosen's stdout-path names, by path or by alias, else the first one in
 * the tree. It must be enabled, and its bus must not translate addresses. A tree that says nothing
 * about something leaves it 0.
 */

#include "device_tree.h"
#include <arch/boot.h>

#define MIN_TIMEBASE_HZ 1000000UL           /* below, microseconds could not be told apart */
#define MAX_TIMEBASE_HZ 10000000000UL
#define MAX_ISA         1024

static struct device_tree_cursor cursor;
static struct range registers;              /* of the node being looked at */
static const char sstc_word[] = "_sstc";

/* A path being followed: its text, and how much of it the nodes above the cursor have matched. */
static struct {
    word_t offset, end;                     /* of the text; empty: no path */
    word_t matched;                         /* bytes, up to a slash or the end */
    word_t depth;                           /* of the node matched last */
} path;

/* ------------------------------------------------------------------------ harts, timebase */

/* The ISA string has "_sstc" as a word. */
static bool isa_has_sstc(const struct device_tree *tree, word_t offset)
{
    const word_t wanted = sizeof(sstc_word) - 1;
    word_t matched = 0;
    for (word_t i = 0; i < MAX_ISA; i++) {
        LOOP(MAX_ISA, i);
        const word_t c = device_tree_byte(tree, offset + i);
        if (matched == wanted && (c == 0 || c == '_'))
            return true;
        if (c == 0)
            return false;
        matched = matched < wanted && c == (uint8_t)sstc_word[matched] ? matched + 1 : c == '_';
    }
    return false;
}

static void read_hart(const struct device_tree *tree, struct boot_platform *p)
{
    const struct device_tree_value *isa = &cursor.value[DT_ISA];
    const struct device_tree_value *extensions = &cursor.value[DT_ISA_EXTENSIONS];
    const struct device_tree_value *type = &cursor.value[DT_DEVICE_TYPE];
    if (!cursor.level[cursor.depth].enabled || !type->present ||
        !device_tree_is(tree, type->offset, "cpu"))
        return;
    if (!(isa->present && isa_has_sstc(tree, isa->offset)) &&
        !device_tree_lists(tree, extensions, "sstc"))
        p->sstc = 0;
}

static void read_timebase(const struct device_tree *tree, struct boot_platform *p)
{
    const struct device_tree_value *v = &cursor.value[DT_TIMEBASE];
    if (!v->present || (v->bytes != 4 && v->bytes != 8))
        return;
    const word_t hz = device_tree_cell(tree, v->offset + v->bytes - 4);
    if (hz >= MIN_TIMEBASE_HZ && hz <= MAX_TIMEBASE_HZ)
        p->timebase_hz = hz;
}

/* ----------------------------------------------------------------------------- the console */

/* Bytes of the path's component at `at`, up to a slash or the end. */
static word_t component_bytes(const struct device_tree *tree, word_t at)
{
    word_t n = 0;
    while (at + n < path.end && device_tree_byte(tree, at + n) != '/') {
        LOOP(DEVICE_TREE_MAX_BYTES, n);
        n++;
    }
    return n;
}

/* The node's name is the `bytes` bytes at `at`, or those and a unit address. */
static bool name_matches(const struct device_tree *tree, word_t at, word_t bytes)
{
    for (word_t i = 0; i < bytes; i++) {
        LOOP(DEVICE_TREE_MAX_NAME, i);
        if (i >= DEVICE_TREE_MAX_NAME ||
            device_tree_byte(tree, cursor.name + i) != device_tree_byte(tree, at + i))
            return false;
    }
    const word_t behind = device_tree_byte(tree, cursor.name + bytes);
    return behind == 0 || behind == '@';
}

/* Follow the path to the cursor's node. True if the node is the one it names. */
static bool follow_path(const struct device_tree *tree)
{
    if (cursor.depth != 0 && cursor.depth <= path.depth)
        path.end = path.offset;         /* the walk has left what the path led to */
    if (path.offset == path.end || cursor.depth != path.depth + 1)
        return false;
    const word_t at = path.offset + path.matched + 1;       /* behind the slash */
    const word_t bytes = component_bytes(tree, at);
    if (bytes == 0 || !name_matches(tree, at, bytes))
        return false;
    path.depth = cursor.depth;
    path.matched += 1 + bytes;
    return path.offset + path.matched == path.end;
}

/* Use the string value v as path, up to its NUL or an option behind a colon. */
static void set_path(const struct device_tree *tree, const struct device_tree_value *v)
{
    const word_t end = v->offset + v->bytes;
    word_t at = v->offset;
    while (at < end && device_tree_byte(tree, at) != 0 && device_tree_byte(tree, at) != ':') {
        LOOP(DEVICE_TREE_MAX_BYTES, at);
        at++;
    }
    path.offset = v->offset;
    path.end = at;
    path.matched = 0;
    path.depth = 0;
}

/* What /chosen calls stdout, and the properties of the first /aliases. */
static struct device_tree_value stdout_path, aliased;
static struct range aliases;

static void note_stdout(const struct device_tree *tree)
{
    if (cursor.depth != 1)
        return;
    if (!stdout_path.present && device_tree_is(tree, cursor.name, "chosen"))
        stdout_path = cursor.value[DT_STDOUT_PATH];
    if (aliases.start == 0 && device_tree_is(tree, cursor.name, "aliases"))
        aliases = device_tree_properties(&cursor);
}

/* Find the path of stdout: the text in /chosen or, if that is no path, what it is an alias of. */
static void find_stdout(const struct device_tree *tree)
{
    path.offset = 0;
    path.end = 0;
    path.depth = 0;
    if (!stdout_path.present)
        return;
    set_path(tree, &stdout_path);
    if (device_tree_byte(tree, path.offset) == '/')
        return;
    if (device_tree_find(tree, aliases, path.offset, path.end - path.offset, &aliased))
        set_path(tree, &aliased);
    else
        path.end = path.offset;
}

/* The cursor's node is a UART we can use: `registers`. */
static bool is_uart(const struct device_tree *tree)
{
    return cursor.depth != 0 && cursor.level[cursor.depth].enabled &&
           cursor.level[cursor.depth - 1].identity &&
           device_tree_lists(tree, &cursor.value[DT_COMPATIBLE], "ns16550a") &&
           device_tree_reg(tree, &cursor, 0, &registers) && !range_is_empty(registers) &&
           registers.end <= WINDOW_BYTES;
}

static void find_uart(const struct device_tree *tree, struct boot_platform *p)
{
    bool found = false;
    find_stdout(tree);
    device_tree_start(&cursor);
    while (!found && device_tree_next(tree, &cursor)) {
        LOOP(DEVICE_TREE_MAX_BYTES, cursor.next);
        const bool is_stdout = follow_path(tree);
        const bool usable = is_uart(tree);
        found = is_stdout && usable;
        if (found || (usable && p->uart == 0))
            p->uart = registers.start;
    }
}

void boot_read_platform(const struct device_tree *tree, struct boot_platform *p)
{
    p->uart = 0;
    p->timebase_hz = 0;
    p->sstc = 1;
    stdout_path.present = 0;
    aliases = (struct range){0, 0};
    device_tree_start(&cursor);
    while (device_tree_next(tree, &cursor)) {
        LOOP(DEVICE_TREE_MAX_BYTES, cursor.next);
        read_timebase(tree, p);
        read_hart(tree, p);
        note_stdout(tree);
    }
    find_uart(tree, p);
}
