/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/*
 * See lines.h. Section numbers are those of the DWARF 5 standard, chapter 6.2.
 *
 * A unit of .debug_line is a header with tables of directories and files, then a program for a
 * small state machine that emits rows (address, file, line). Rows between two ends of sequence are
 * one sequence; the linker leaves sequences of code it dropped at address 0, which are recognised
 * by lying outside the image's executable segments.
 */

#include "sdk/lines.h"

#include <stdlib.h>
#include <string.h>

/* --- reading ---------------------------------------------------------------------------------- */

/* Reads within [at, end). After an attempt to leave it, `bad` is set and everything reads as 0. */
struct cursor {
    const uint8_t *at, *end;
    bool bad;
};

static size_t left(const struct cursor *c)
{
    return c->bad ? 0 : (size_t)(c->end - c->at);
}

static const uint8_t *take(struct cursor *c, uint64_t n)
{
    if (n > left(c)) {
        c->bad = true;
        return NULL;
    }
    c->at += n;
    return c->at - n;
}

static uint64_t number(struct cursor *c, size_t size)
{
    const uint8_t *at = take(c, size);
    uint64_t value = 0;
    for (size_t i = size; at && i-- > 0;)
        value = value << 8 | at[i];
    return value;
}

static uint64_t leb(struct cursor *c, bool is_signed)
{
    uint64_t value = 0;
    unsigned shift = 0;
    uint8_t byte;
    do {
        byte = (uint8_t)number(c, 1);
        if (shift < 64)
            value |= (uint64_t)(byte & 0x7f) << shift;
        shift += 7;
    } while (byte & 0x80);
    if (is_signed && shift < 64 && (byte & 0x40))
        value |= ~0ull << shift;
    return value;
}

static const char *string(struct cursor *c)
{
    const uint8_t *start = c->at, *nul = left(c) ? memchr(start, 0, left(c)) : NULL;
    if (!nul) {
        c->bad = true;
        return "";
    }
    c->at = nul + 1;
    return (const char *)start;
}

static const char *string_in(struct bytes section, uint64_t offset)
{
    if (offset >= section.n)
        return "";
    struct cursor c = {section.at + offset, section.at + section.n, false};
    return string(&c);
}

/* --- directories and files (6.2.4) ------------------------------------------------------------ */

struct names {
    ARRAY_OF(const char *);
};

struct unit {
    struct arena *arena;
    struct bytes line_strings, strings;
    bool is_64; /* offsets have 8 bytes */
    uint16_t version;
    struct names dirs, files;
};

enum {
    FORM_DATA2 = 5,
    FORM_DATA4 = 6,
    FORM_DATA8 = 7,
    FORM_STRING = 8,
    FORM_BLOCK = 9,
    FORM_DATA1 = 11,
    FORM_STRP = 14,
    FORM_UDATA = 15,
    FORM_DATA16 = 30,
    FORM_LINE_STRP = 31
};
enum { CONTENT_PATH = 1, CONTENT_DIRECTORY = 2 };

/* One value of an entry: a number or a string, whichever the form has. */
static void read_form(struct unit *unit, struct cursor *c, uint64_t form, uint64_t *value,
                      const char **text)
{
    switch (form) {
    case FORM_DATA1: *value = number(c, 1); break;
    case FORM_DATA2: *value = number(c, 2); break;
    case FORM_DATA4: *value = number(c, 4); break;
    case FORM_DATA8: *value = number(c, 8); break;
    case FORM_UDATA: *value = leb(c, false); break;
    case FORM_DATA16: take(c, 16); break;
    case FORM_BLOCK: take(c, leb(c, false)); break;
    case FORM_STRING: *text = string(c); break;
    case FORM_LINE_STRP:
        *text = string_in(unit->line_strings, number(c, unit->is_64 ? 8 : 4));
        break;
    case FORM_STRP: *text = string_in(unit->strings, number(c, unit->is_64 ? 8 : 4)); break;
    default: c->bad = true;
    }
}

/* Directory 0 (version 5) is where the compiler ran: names relative to it stay as they are. */
static const char *join(struct unit *unit, uint64_t dir, const char *name)
{
    const char *prefix = dir && dir < unit->dirs.n ? unit->dirs.at[dir] : "";
    if (*name == '/' || !*prefix || !strcmp(prefix, "."))
        return name;
    return arena_printf(unit->arena, "%.512s/%.512s", prefix, name);
}

static void read_entries_5(struct unit *unit, struct cursor *c, struct names *out, bool files)
{
    uint64_t content[16], form[16];
    uint64_t n_formats = number(c, 1);
    if (n_formats > 16)
        c->bad = true;
    for (uint64_t i = 0; i < n_formats && !c->bad; i++) {
        content[i] = leb(c, false);
        form[i] = leb(c, false);
    }
    uint64_t n = leb(c, false);
    if (n && !n_formats)
        c->bad = true;
    while (n-- && !c->bad) {
        uint64_t dir = 0;
        const char *path = "";
        for (uint64_t i = 0; i < n_formats && !c->bad; i++) {
            uint64_t value = 0;
            const char *text = "";
            read_form(unit, c, form[i], &value, &text);
            if (content[i] == CONTENT_PATH)
                path = text;
            else if (content[i] == CONTENT_DIRECTORY)
                dir = value;
        }
        *array_add(unit->arena, out) = files ? join(unit, dir, path) : path;
    }
}

static void read_entries_2(struct unit *unit, struct cursor *c)
{
    const char *name;
    *array_add(unit->arena, &unit->dirs) = "";
    while (*(name = string(c)))
        *array_add(unit->arena, &unit->dirs) = name;
    *array_add(unit->arena, &unit->files) = "";
    while (*(name = string(c))) {
        uint64_t dir = leb(c, false);
        leb(c, false);
        leb(c, false);
        *array_add(unit->arena, &unit->files) = join(unit, dir, name);
    }
}

/* --- the line program (6.2.5) ----------------------------------------------------------------- */

struct sequence {
    uint64_t start, end;
    size_t first, n; /* rows, the end of sequence included */
    size_t order;
};

struct sequences {
    ARRAY_OF(struct sequence);
};

struct machine {
    uint64_t address, file, line, op_index;
};

struct program_header {
    uint64_t min_length, max_ops, line_range, opcode_base;
    int64_t line_base;
    const uint8_t *operands; /* operand counts of standard opcodes 1 ... opcode_base - 1 */
};

enum {
    OP_COPY = 1,
    OP_ADVANCE_PC,
    OP_ADVANCE_LINE,
    OP_SET_FILE,
    OP_SET_COLUMN,
    OP_NEGATE_STMT,
    OP_BASIC_BLOCK,
    OP_CONST_ADD_PC,
    OP_FIXED_ADVANCE_PC
};
enum { EXT_END_SEQUENCE = 1, EXT_SET_ADDRESS = 2 };

static void advance(struct machine *m, const struct program_header *h, uint64_t operations)
{
    uint64_t index = m->op_index + operations;
    m->address += h->min_length * (index / h->max_ops);
    m->op_index = index % h->max_ops;
}

static void emit(struct unit *unit, const struct machine *m, bool end, struct line_table *rows)
{
    const char *file = m->file < unit->files.n ? unit->files.at[m->file] : "";
    bool known = !end && *file && m->line <= UINT32_MAX;
    *array_add(unit->arena, rows) =
        (struct line){m->address, known ? file : "", known ? (uint32_t)m->line : 0};
}

static void standard(struct machine *m, const struct program_header *h, struct cursor *c,
                     uint64_t opcode)
{
    switch (opcode) {
    case OP_ADVANCE_PC: advance(m, h, leb(c, false)); break;
    case OP_ADVANCE_LINE: m->line += leb(c, true); break;
    case OP_SET_FILE: m->file = leb(c, false); break;
    case OP_CONST_ADD_PC: advance(m, h, (255 - h->opcode_base) / h->line_range); break;
    case OP_FIXED_ADVANCE_PC:
        m->address += number(c, 2);
        m->op_index = 0;
        break;
    default:
        for (unsigned i = h->operands[opcode - 1]; i > 0; i--)
            leb(c, false);
    }
}

static void run(struct unit *unit, struct cursor *c, const struct program_header *h,
                struct line_table *rows, struct sequences *sequences)
{
    const struct machine reset = {.file = 1, .line = 1};
    struct machine m = reset;
    size_t first = rows->n;
    while (left(c)) {
        uint64_t opcode = number(c, 1);
        if (opcode >= h->opcode_base) {
            uint64_t adjusted = opcode - h->opcode_base;
            advance(&m, h, adjusted / h->line_range);
            m.line += (uint64_t)(h->line_base + (int64_t)(adjusted % h->line_range));
            emit(unit, &m, false, rows);
        } else if (opcode == OP_COPY) {
            emit(unit, &m, false, rows);
        } else if (opcode) {
            standard(&m, h, c, opcode);
        } else {
            uint64_t length = leb(c, false);
            struct cursor operands = {c->at, c->at, false};
            if (take(c, length))
                operands.end = c->at;
            uint64_t extended = number(&operands, 1);
            if (extended == EXT_SET_ADDRESS) {
                m.address = number(&operands, 8);
                m.op_index = 0;
            } else if (extended == EXT_END_SEQUENCE) {
                emit(unit, &m, true, rows);
                *array_add(unit->arena, sequences) = (struct sequence){
                    rows->at[first].address, m.address, first, rows->n - first, sequences->n};
                first = rows->n;
                m = reset;
            }
        }
    }
}

static void read_unit(struct unit *unit, struct cursor *c, struct line_table *rows,
                      struct sequences *sequences)
{
    struct program_header h;
    unit->version = (uint16_t)number(c, 2);
    if (unit->version < 2 || unit->version > 5)
        return;
    if (unit->version == 5)
        take(c, 2);
    uint64_t header_length = number(c, unit->is_64 ? 8 : 4);
    if (header_length > left(c))
        return;
    struct cursor program = {c->at + header_length, c->end, false};
    h.min_length = number(c, 1);
    h.max_ops = unit->version >= 4 ? number(c, 1) : 1;
    number(c, 1);
    h.line_base = (int8_t)number(c, 1);
    h.line_range = number(c, 1);
    h.opcode_base = number(c, 1);
    if (!h.max_ops || !h.line_range || !h.opcode_base)
        return;
    h.operands = take(c, h.opcode_base - 1);
    if (c->bad)
        return;
    if (unit->version == 5) {
        read_entries_5(unit, c, &unit->dirs, false);
        read_entries_5(unit, c, &unit->files, true);
    } else {
        read_entries_2(unit, c);
    }
    if (!c->bad)
        run(unit, &program, &h, rows, sequences);
}

/* --- tables ----------------------------------------------------------------------------------- */

static bool is_code(const struct elf *image, uint64_t start, uint64_t end)
{
    const struct segment *segment = start < end ? elf_segment_at(image, start, end - start) : NULL;
    return segment && (segment->flags & SEGMENT_EXECUTE);
}

static int by_start(const void *a, const void *b)
{
    const struct sequence *x = a, *y = b;
    return ORDER(x->start, y->start) ?: ORDER(x->order, y->order);
}

/* Appends a row; a row at the same address replaces the last one, equal neighbours become one. */
static void add_row(struct arena *arena, struct line_table *out, struct line row)
{
    struct line *last = out->n ? &out->at[out->n - 1] : NULL;
    if (last && row.address < last->address)
        return;
    if (last && row.address == last->address)
        *last = row;
    else if (!last || last->line != row.line || strcmp(last->file, row.file))
        *array_add(arena, out) = row;
}

void lines_read(struct arena *arena, const struct elf *debug, const struct elf *image,
                struct line_table *out)
{
    struct bytes section = elf_find_section(debug, ".debug_line");
    struct bytes line_strings = elf_find_section(debug, ".debug_line_str");
    struct bytes strings = elf_find_section(debug, ".debug_str");
    struct line_table rows = {.n = 0};
    struct sequences sequences = {.n = 0};
    if (!section.n)
        return;
    struct cursor c = {section.at, section.at + section.n, false};
    while (left(&c)) {
        struct unit unit = {.arena = arena, .line_strings = line_strings, .strings = strings};
        uint64_t length = number(&c, 4);
        unit.is_64 = length == 0xffffffff;
        if (unit.is_64)
            length = number(&c, 8);
        const uint8_t *start = take(&c, length);
        if (!start)
            break;
        struct cursor inside = {start, start + length, false};
        read_unit(&unit, &inside, &rows, &sequences);
    }
    if (sequences.n)
        qsort(sequences.at, sequences.n, sizeof(*sequences.at), by_start);
    for (size_t i = 0; i < sequences.n; i++) {
        const struct sequence *s = &sequences.at[i];
        bool overlaps = out->n && s->start < out->at[out->n - 1].address;
        for (size_t j = 0; j < s->n && !overlaps && is_code(image, s->start, s->end); j++)
            if (rows.at[s->first + j].address <= s->end)
                add_row(arena, out, rows.at[s->first + j]);
    }
}
