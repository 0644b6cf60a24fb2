/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Reading a flattened device tree that somebody else wrote, see device_tree.c. Used at boot only.
 *
 *     why = device_tree_open(&tree, address, bytes)        null, or why the tree is refused
 *     device_tree_start(&cursor)
 *     while (device_tree_next(&tree, &cursor)) ...         every node, parents before children
 */

#include "range.h"
#include <arch/device_tree.h>

#define DEVICE_TREE_MAX_BYTES (1UL << 20)
#define DEVICE_TREE_MAX_DEPTH 16
#define DEVICE_TREE_MAX_NAME  256       /* bytes of a node's name, the final NUL included */

/* The properties a cursor looks for in each node. X(NAME, "name") */
#define DEVICE_TREE_PROPERTIES(X)           \
    X(ADDRESS_CELLS, "#address-cells")      \
    X(SIZE_CELLS,    "#size-cells")         \
    X(RANGES,        "ranges")              \
    X(STATUS,        "status")              \
    X(REG,           "reg")                 \
    X(COMPATIBLE,    "compatible")          \
    X(DEVICE_TYPE,   "device_type")         \
    X(STDOUT_PATH,   "stdout-path")         \
    ARCH_DEVICE_TREE_PROPERTIES(X)
#define DEVICE_TREE_ENUM_(NAME, text) DT_##NAME,
enum device_tree_property { DEVICE_TREE_PROPERTIES(DEVICE_TREE_ENUM_) DT_PROPERTIES };

/* Where the blocks of an accepted tree are. Offsets count from its first byte. */
struct device_tree {
    word_t address;                 /* kernel address of the first byte */
    word_t bytes;                   /* nothing outside [0, bytes) is ever read */
    word_t reservations;
    word_t structure, structure_end;
    word_t strings;
};
_Static_assert(sizeof(struct device_tree) == 6 * sizeof(word_t), "device_tree size");

/* A property's value; present may be 1 with 0 bytes. If it is 0, so is bytes, and there is no
 * offset. */
struct device_tree_value { word_t present, offset, bytes; };
_Static_assert(sizeof(struct device_tree_value) == 3 * sizeof(word_t), "device_tree_value size");

/* What an open node means for its children. */
struct device_tree_level {
    word_t address_cells, size_cells;
    word_t identity;                /* 1: addresses in children's reg are physical */
    word_t enabled;                 /* 1: neither this node nor one above it is disabled */
};
_Static_assert(sizeof(struct device_tree_level) == 4 * sizeof(word_t), "device_tree_level size");

/* A place in the tree: the node whose name and properties were read last. */
struct device_tree_cursor {
    word_t depth;                   /* of the node; the root has 0 */
    word_t name;                    /* offset of its NUL-terminated name */
    word_t properties;              /* offset of its first property token */
    struct device_tree_value value[DT_PROPERTIES];
    word_t next;                    /* offset of the first token not yet looked at */
    word_t open;                    /* nodes begun and not ended there */
    struct device_tree_level level[DEVICE_TREE_MAX_DEPTH];
    const char *refusal;            /* why the tree cannot be read on, or null */
};
_Static_assert(sizeof(struct device_tree_cursor) ==
               (6 + 3 * DT_PROPERTIES + 4 * DEVICE_TREE_MAX_DEPTH) * sizeof(word_t),
               "device_tree_cursor size");

/* Check the header and walk the whole tree once. Afterwards walks do not fail. */
const char *device_tree_open(struct device_tree *tree, word_t address, word_t bytes);
void device_tree_start(struct device_tree_cursor *c);
bool device_tree_next(const struct device_tree *tree, struct device_tree_cursor *c);

/* --- what is at an offset. All are safe for every offset: outside the tree there are zeros. */
word_t device_tree_byte(const struct device_tree *tree, word_t offset);
word_t device_tree_cell(const struct device_tree *tree, word_t offset);     /* 32 bits */
/* The NUL-terminated string there is `text`. */
bool device_tree_is(const struct device_tree *tree, word_t offset, const char *text);

/* --- about the node of a cursor. */
/* The property's value, a list of NUL-terminated strings, has `text` among them. */
bool device_tree_lists(const struct device_tree *tree, const struct device_tree_value *list,
                       const char *text);
/* Entry i of reg, as a range. False when there is none or it makes no sense. */
bool device_tree_reg(const struct device_tree *tree, const struct device_tree_cursor *c, word_t i,
                     struct range *r);
/* Where the node's properties are; the answer can be kept while the cursor goes on. */
static inline struct range device_tree_properties(const struct device_tree_cursor *c)
{
    return (struct range){c->properties, c->next};
}
/* Find, in the properties of a node, the one whose name is the `bytes` bytes at offset `name`. */
bool device_tree_find(const struct device_tree *tree, struct range properties, word_t name,
                      word_t bytes, struct device_tree_value *found);

/* --- memory_nodes.c: add all RAM to a list, and all memory that must be left alone to another.
 * Whole pages: RAM is rounded inwards, reserved memory outwards. Null, or why not. */
const char *device_tree_memory(const struct device_tree *tree, struct range_list *ram,
                               struct range_list *reserved);
