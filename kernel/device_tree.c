/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A reader of flattened device trees (Devicetree Specification 0.4, chapter 5) that trusts nothing.
 *
 * A tree is a header, a list of memory reservations, a structure block and a strings block. The
 * structure block is a sequence of 32-bit big-endian tokens:
 *
 *     BEGIN_NODE name...  { PROP bytes, name offset, value... }  children  END_NODE   ...   END
 *
 * What holds whatever the bytes are:
 *   1  device_tree_byte, device_tree_cell and string_end alone read memory, and not outside
 *      [0, tree->bytes), where they find 0; tree->bytes is at most what the loader said and
 *      DEVICE_TREE_MAX_BYTES.
 *   2  Every step of a walk consumes at least one token of 4 bytes, so a walk ends.
 *   3  Nodes are at most DEVICE_TREE_MAX_DEPTH deep; the walk is a cursor with an array, not a
 *      recursion. What a node means for its children (cells, address translation, status) is in
 *      level[depth] while the node is open.
 *   4  device_tree_open has walked the tree to its END. Later walks meet the same bytes.
 *   5  A name that recent_name holds was compared since the last device_tree_open; so one tree is
 *      walked at a time.
 *
 * Properties come before children, as the specification demands; the other order is refused. So
 * when the cursor shows a node, all its properties are known.
 */

#include "device_tree.h"

#define FDT_MAGIC       0xd00dfeedUL
#define FDT_HEADER      40              /* bytes */
#define FDT_VERSION     17
enum header_offset {
    FDT_MAGIC_AT = 0, FDT_TOTAL_SIZE_AT = 4, FDT_STRUCTURE_AT = 8, FDT_STRINGS_AT = 12,
    FDT_RESERVATIONS_AT = 16, FDT_VERSION_AT = 20, FDT_COMPATIBLE_AT = 24,
    FDT_STRINGS_SIZE_AT = 32, FDT_STRUCTURE_SIZE_AT = 36
};

enum token { BEGIN_NODE = 1, END_NODE = 2, PROP = 3, NOP = 4, END = 9 };
#define TOKEN_BYTES     4
#define PROP_BYTES      12              /* token, bytes of the value, name offset */
#define MAX_TOKENS      (DEVICE_TREE_MAX_BYTES / TOKEN_BYTES)
#define MAX_TEXT        64              /* longest string constant compared with */

/* What the names met last are, by their offset; 0: none, for a header is there. */
#define RECENT_NAMES    128
struct recent_name { word_t offset, property; };
_Static_assert(sizeof(struct recent_name) == 2 * sizeof(word_t), "recent_name size");
static struct recent_name recent_name[RECENT_NAMES];

#define PROPERTY_NAME_(NAME, text) text,
static const char *const property_name[DT_PROPERTIES] = {DEVICE_TREE_PROPERTIES(PROPERTY_NAME_)};

word_t device_tree_byte(const struct device_tree *tree, word_t offset)
{
    return offset < tree->bytes ? octet_at(tree->address + offset)->value : 0;
}

static word_t cell_of(word_t a, word_t b, word_t c, word_t d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

word_t device_tree_cell(const struct device_tree *tree, word_t offset)
{
    const word_t at = tree->address + offset;
    if (offset < tree->bytes && tree->bytes - offset >= 4)
        return cell_of(octet_at(at)->value, octet_at(at + 1)->value, octet_at(at + 2)->value,
                       octet_at(at + 3)->value);
    return cell_of(device_tree_byte(tree, offset), device_tree_byte(tree, offset + 1),
                   device_tree_byte(tree, offset + 2), device_tree_byte(tree, offset + 3));
}

bool device_tree_is(const struct device_tree *tree, word_t offset, const char *text)
{
    for (word_t i = 0; i < MAX_TEXT; i++) {
        LOOP(MAX_TEXT, i);
        if (device_tree_byte(tree, offset + i) != (uint8_t)text[i])
            return false;
        if (text[i] == 0)
            return true;
    }
    return false;
}

/* Offset of the first NUL in [offset, end), or end, which is in the structure block or its end. */
static word_t string_end(const struct device_tree *tree, word_t offset, word_t end)
{
    while (offset < end && octet_at(tree->address + offset)->value != 0) {
        LOOP(DEVICE_TREE_MAX_BYTES, offset);
        offset++;
    }
    return offset;
}

static bool refuse(struct device_tree_cursor *c, const char *why)
{
    c->refusal = why;
    return false;
}

/* ------------------------------------------------------------------------------ one node */

static void set_value(struct device_tree_value *v, word_t offset, word_t bytes)
{
    v->present = 1;
    v->offset = offset;
    v->bytes = bytes;
}

/* Which property has the name at this offset; DT_PROPERTIES: none that the table knows. */
static word_t property_named(const struct device_tree *tree, word_t name)
{
    word_t i = 0;
    while (i < DT_PROPERTIES && !device_tree_is(tree, name, property_name[i])) {
        LOOP(DT_PROPERTIES, i);
        i++;
    }
    return i;
}

/* Remember the value of a property the table knows. */
static void note_property(const struct device_tree *tree, struct device_tree_cursor *c,
                          word_t name, word_t offset, word_t bytes)
{
    struct recent_name *r = &recent_name[name % RECENT_NAMES];
    if (r->offset != name) {
        r->offset = name;
        r->property = property_named(tree, name);
    }
    if (r->property < DT_PROPERTIES)
        set_value(&c->value[r->property], offset, bytes);
}

/* Take the property token at c->next, or a NOP. False: neither is there, or it is broken. */
static bool take_property(const struct device_tree *tree, struct device_tree_cursor *c)
{
    if (c->next + TOKEN_BYTES > tree->structure_end)
        return refuse(c, "the structure block ends within a node");
    const word_t token = device_tree_cell(tree, c->next);
    if (token == NOP) {
        c->next += TOKEN_BYTES;
        return true;
    }
    if (token != PROP)
        return false;
    const word_t bytes = device_tree_cell(tree, c->next + 4);
    const word_t name = device_tree_cell(tree, c->next + 8);
    const word_t offset = c->next + PROP_BYTES;
    if (offset + bytes > tree->structure_end)
        return refuse(c, "a property's value reaches beyond the structure block");
    if (tree->strings + name >= tree->bytes)
        return refuse(c, "a property's name lies outside the tree");
    note_property(tree, c, tree->strings + name, offset, bytes);
    c->next = align_up(offset + bytes, 2);
    return true;
}

static void read_properties(const struct device_tree *tree, struct device_tree_cursor *c)
{
    for (word_t i = 0; i < DT_PROPERTIES; i++) {
        LOOP(DT_PROPERTIES, i);
        c->value[i].present = 0;
        c->value[i].bytes = 0;
    }
    while (take_property(tree, c)) {
        LOOP(MAX_TOKENS, c->next);
    }
}

static word_t cells_or(const struct device_tree *tree, const struct device_tree_value *v,
                       word_t otherwise)
{
    return v->bytes == 4 ? device_tree_cell(tree, v->offset) : otherwise;
}

/* Defaults for cells: Devicetree Specification 2.3.5. An absent `ranges` means no translation. */
static void set_level(const struct device_tree *tree, struct device_tree_cursor *c)
{
    struct device_tree_level *l = &c->level[c->depth];
    const struct device_tree_value *ranges = &c->value[DT_RANGES];
    const struct device_tree_value *status = &c->value[DT_STATUS];
    const bool root = c->depth == 0;
    l->address_cells = cells_or(tree, &c->value[DT_ADDRESS_CELLS], 2);
    l->size_cells = cells_or(tree, &c->value[DT_SIZE_CELLS], 1);
    l->identity = root || (c->level[c->depth - 1].identity && ranges->present &&
                           ranges->bytes == 0);
    l->enabled = (root || c->level[c->depth - 1].enabled) &&
                 (!status->present || device_tree_is(tree, status->offset, "okay") ||
                  device_tree_is(tree, status->offset, "ok"));
}

/* c->next is at a BEGIN_NODE token: make its node the cursor's. */
static bool enter_node(const struct device_tree *tree, struct device_tree_cursor *c)
{
    if (c->open == 0 && c->name != 0)
        return refuse(c, "there is more than one root node");
    if (c->open == DEVICE_TREE_MAX_DEPTH)
        return refuse(c, "nodes are nested too deeply");
    c->name = c->next + TOKEN_BYTES;
    const word_t limit = word_min(c->name + DEVICE_TREE_MAX_NAME, tree->structure_end);
    const word_t end = string_end(tree, c->name, limit);
    if (end >= limit)
        return refuse(c, "a node's name has no end");
    c->depth = c->open++;
    c->properties = align_up(end + 1, 2);
    c->next = c->properties;
    read_properties(tree, c);
    if (c->refusal)
        return false;
    set_level(tree, c);
    return true;
}

/* --------------------------------------------------------------------------------- walks */

/* Take one token between nodes. False at a BEGIN_NODE, at the END, or when something is wrong. */
static bool take_token(const struct device_tree *tree, struct device_tree_cursor *c)
{
    if (c->next + TOKEN_BYTES > tree->structure_end)
        return refuse(c, "the structure block has no end token");
    const word_t token = device_tree_cell(tree, c->next);
    if (token == BEGIN_NODE)
        return false;
    if (token == END)
        return c->open == 0 && c->name != 0 ? false
                                            : refuse(c, "the structure block ends too early");
    if (token == PROP)
        return refuse(c, "a property stands behind a child node");
    if (token != NOP && token != END_NODE)
        return refuse(c, "there is an unknown token");
    if (token == END_NODE && c->open == 0)
        return refuse(c, "more nodes end than begin");
    c->open -= token == END_NODE;
    c->next += TOKEN_BYTES;
    return true;
}

void device_tree_start(struct device_tree_cursor *c)
{
    c->depth = 0;
    c->name = 0;
    c->next = 0;
    c->open = 0;
    c->refusal = 0;
}

bool device_tree_next(const struct device_tree *tree, struct device_tree_cursor *c)
{
    if (c->refusal)
        return false;
    if (c->next == 0)
        c->next = tree->structure;
    while (take_token(tree, c)) {
        LOOP(MAX_TOKENS, c->next);
    }
    if (c->refusal || device_tree_cell(tree, c->next) == END)
        return false;
    return enter_node(tree, c);
}

/* The header's own claims, see figure 5.1 of the specification. */
static const char *check_header(const struct device_tree *tree)
{
    const word_t structure_bytes = device_tree_cell(tree, FDT_STRUCTURE_SIZE_AT);
    const word_t strings_bytes = device_tree_cell(tree, FDT_STRINGS_SIZE_AT);
    if (device_tree_cell(tree, FDT_VERSION_AT) < FDT_VERSION ||
        device_tree_cell(tree, FDT_COMPATIBLE_AT) > FDT_VERSION)
        return "its version is not 17";
    if (tree->structure < FDT_HEADER || tree->structure % TOKEN_BYTES != 0 ||
        tree->structure + structure_bytes > tree->bytes)
        return "the structure block is not inside the tree";
    if (tree->strings < FDT_HEADER || tree->strings + strings_bytes > tree->bytes)
        return "the strings block is not inside the tree";
    if (tree->reservations < FDT_HEADER || tree->reservations >= tree->bytes)
        return "the memory reservations are not inside the tree";
    return 0;
}

static void forget_names(void)
{
    for (word_t i = 0; i < RECENT_NAMES; i++) {
        LOOP(RECENT_NAMES, i);
        recent_name[i].offset = 0;
    }
}

static struct device_tree_cursor checker;

const char *device_tree_open(struct device_tree *tree, word_t address, word_t bytes)
{
    tree->address = address;
    tree->bytes = word_min(bytes, DEVICE_TREE_MAX_BYTES);
    if (tree->bytes < FDT_HEADER || device_tree_cell(tree, FDT_MAGIC_AT) != FDT_MAGIC)
        return "there is no device tree";
    const word_t total = device_tree_cell(tree, FDT_TOTAL_SIZE_AT);
    if (total < FDT_HEADER || total > tree->bytes)
        return "its size is not what its header says, or more than 1 MiB";
    tree->bytes = total;
    tree->structure = device_tree_cell(tree, FDT_STRUCTURE_AT);
    tree->structure_end = tree->structure + device_tree_cell(tree, FDT_STRUCTURE_SIZE_AT);
    tree->strings = device_tree_cell(tree, FDT_STRINGS_AT);
    tree->reservations = device_tree_cell(tree, FDT_RESERVATIONS_AT);
    const char *why = check_header(tree);
    if (why)
        return why;
    forget_names();
    device_tree_start(&checker);
    while (device_tree_next(tree, &checker)) {
        LOOP(MAX_TOKENS, checker.next);
    }
    return checker.refusal;
}

/* ----------------------------------------------------------------------------- questions */

bool device_tree_lists(const struct device_tree *tree, const struct device_tree_value *list,
                       const char *text)
{
    const word_t end = list->offset + list->bytes;
    word_t at = list->offset;
    while (at < end) {
        LOOP(DEVICE_TREE_MAX_BYTES, at);
        if (device_tree_is(tree, at, text))
            return true;
        at = string_end(tree, at, end) + 1;
    }
    return false;
}

/* A number of 0, 1 or 2 cells. */
static word_t number(const struct device_tree *tree, word_t offset, word_t cells)
{
    if (cells == 0)
        return 0;
    const word_t first = device_tree_cell(tree, offset);
    return cells == 1 ? first : first << 32 | device_tree_cell(tree, offset + 4);
}

bool device_tree_reg(const struct device_tree *tree, const struct device_tree_cursor *c, word_t i,
                     struct range *r)
{
    if (c->depth == 0)
        return false;
    const word_t address_cells = c->level[c->depth - 1].address_cells;
    const word_t size_cells = c->level[c->depth - 1].size_cells;
    if (address_cells == 0 || address_cells > 2 || size_cells == 0 || size_cells > 2)
        return false;
    const word_t entry = 4 * (address_cells + size_cells);
    if (i >= c->value[DT_REG].bytes / entry)
        return false;
    const word_t at = c->value[DT_REG].offset + i * entry;
    r->start = number(tree, at, address_cells);
    r->end = r->start + number(tree, at + 4 * address_cells, size_cells);
    return true;
}

/* The `bytes` bytes at offset a are the string at offset b. */
static bool same_text(const struct device_tree *tree, word_t a, word_t bytes, word_t b)
{
    for (word_t i = 0; i < bytes; i++) {
        LOOP(DEVICE_TREE_MAX_BYTES, i);
        if (device_tree_byte(tree, a + i) != device_tree_byte(tree, b + i))
            return false;
    }
    return device_tree_byte(tree, b + bytes) == 0;
}

bool device_tree_find(const struct device_tree *tree, struct range properties, word_t name,
                      word_t bytes, struct device_tree_value *found)
{
    word_t at = properties.start;
    while (at < properties.end) {
        LOOP(MAX_TOKENS, at);
        const bool is_property = device_tree_cell(tree, at) == PROP;
        const word_t value_bytes = is_property ? device_tree_cell(tree, at + 4) : 0;
        if (is_property &&
            same_text(tree, name, bytes, tree->strings + device_tree_cell(tree, at + 8))) {
            set_value(found, at + PROP_BYTES, value_bytes);
            return true;
        }
        at += is_property ? PROP_BYTES + align_up(value_bytes, 2) : TOKEN_BYTES;
    }
    return false;
}
