/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a device tree says about memory: where RAM is (nodes with device_type "memory"), and which
 * part of it the firmware keeps (the header's reservations, and the children of /reserved-memory
 * that have an address).
 *
 * Everything here is a claim. A range that wraps around or lies beyond every physical address is
 * a reason to refuse the tree, not to guess.
 */

#include "device_tree.h"
#include <abi/objects.h>

#define PHYSICAL_ADDRESS_BITS 56        /* no architecture has more */
#define RESERVATION_BYTES     16        /* address and size */
#define MAX_RESERVATIONS      (DEVICE_TREE_MAX_BYTES / RESERVATION_BYTES)
#define MAX_REG_ENTRIES       (DEVICE_TREE_MAX_BYTES / 8)

static struct device_tree_cursor cursor;
static struct range entry;

static const char *check(struct range r)
{
    return r.end < r.start || r.end > bit(PHYSICAL_ADDRESS_BITS)
               ? "a memory range is beyond all physical addresses"
               : 0;
}

static const char *add_ram(struct range_list *ram, struct range r)
{
    const char *why = check(r);
    if (why)
        return why;
    r.start = align_up(r.start, PAGE_BITS);
    r.end = align_down(r.end, PAGE_BITS);
    return range_list_add(ram, r) ? 0 : "there are too many memory ranges";
}

static const char *add_reserved(struct range_list *reserved, struct range r)
{
    const char *why = check(r);
    if (why || range_is_empty(r))
        return why;
    r.start = align_down(r.start, PAGE_BITS);
    r.end = align_up(r.end, PAGE_BITS);
    return range_list_add(reserved, r) ? 0 : "there are too many reserved memory ranges";
}

/* All entries of the current node's reg. */
static const char *add_node(const struct device_tree *tree, struct range_list *list, bool ram)
{
    const char *why = 0;
    for (word_t i = 0; !why && device_tree_reg(tree, &cursor, i, &entry); i++) {
        LOOP(MAX_REG_ENTRIES, i);
        why = ram ? add_ram(list, entry) : add_reserved(list, entry);
    }
    return why;
}

static word_t double_cell(const struct device_tree *tree, word_t offset)
{
    return device_tree_cell(tree, offset) << 32 | device_tree_cell(tree, offset + 4);
}

/* The header's list, which a pair of zeros ends. */
static const char *add_reservations(const struct device_tree *tree, struct range_list *reserved)
{
    const char *why = 0;
    word_t at = tree->reservations;
    while (!why) {
        LOOP(MAX_RESERVATIONS, at);
        if (at + RESERVATION_BYTES > tree->bytes)
            return "the memory reservations have no end";
        const word_t start = double_cell(tree, at);
        const word_t bytes = double_cell(tree, at + 8);
        if (start == 0 && bytes == 0)
            return 0;
        why = add_reserved(reserved, (struct range){start, start + bytes});
        at += RESERVATION_BYTES;
    }
    return why;
}

/* The cursor is at a child of the root. */
static bool is_ram(const struct device_tree *tree)
{
    const struct device_tree_value *type = &cursor.value[DT_DEVICE_TYPE];
    return cursor.level[1].enabled && type->present &&
           device_tree_is(tree, type->offset, "memory");
}

const char *device_tree_memory(const struct device_tree *tree, struct range_list *ram,
                               struct range_list *reserved)
{
    const char *why = add_reservations(tree, reserved);
    bool inside = false;            /* /reserved-memory */
    device_tree_start(&cursor);
    while (!why && device_tree_next(tree, &cursor)) {
        LOOP(DEVICE_TREE_MAX_BYTES, cursor.next);
        if (cursor.depth == 1)
            inside = device_tree_is(tree, cursor.name, "reserved-memory");
        if (cursor.depth == 1 && is_ram(tree))
            why = add_node(tree, ram, true);
        if (inside && cursor.depth == 2 && cursor.level[2].enabled)
            why = add_node(tree, reserved, false);
    }
    return why;
}
