/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* Source lines from DWARF line programs written by hand, versions 3 and 5. */

#include <stdio.h>
#include <string.h>

#include "tests/unit/sdk/fake.h"

struct line_program {
    uint8_t at[512];
    size_t n;
};

static void byte(struct line_program *p, unsigned value)
{
    p->at[p->n++] = (uint8_t)value;
}

static void number(struct line_program *p, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        byte(p, (unsigned)(value >> (8 * i)) & 255);
}

static void string(struct line_program *p, const char *text)
{
    do
        byte(p, (uint8_t)*text);
    while (*text++);
}

static void set_length(struct line_program *p, size_t at, size_t from)
{
    uint32_t length = (uint32_t)(p->n - from);
    memcpy(p->at + at, &length, 4);
}

/* minimum length 1, line base -3, range 12, opcode base 13 */
static void common_header(struct line_program *p, bool has_max_ops)
{
    byte(p, 1);
    if (has_max_ops)
        byte(p, 1);
    byte(p, 1);
    byte(p, 256 - 3);
    byte(p, 12);
    byte(p, 13);
    const uint8_t counts[12] = {0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1};
    for (size_t i = 0; i < sizeof(counts); i++)
        byte(p, counts[i]);
}

static void set_address(struct line_program *p, uint64_t address)
{
    byte(p, 0);
    byte(p, 9);
    byte(p, 2);
    number(p, address, 8);
}

/* Advances and emits a row. */
static void special(struct line_program *p, unsigned address, int line)
{
    byte(p, (unsigned)(13 + (line + 3)) + 12 * address);
}

static void end_sequence(struct line_program *p, unsigned advance)
{
    byte(p, 2);
    byte(p, advance);
    byte(p, 0);
    byte(p, 1);
    byte(p, 1);
}

/* Lines 10 and 12 of a.c, line 5 of inc/b.h, in [start, start + 24). */
static void code(struct line_program *p, uint64_t start, unsigned header_file)
{
    set_address(p, start);
    byte(p, 3);
    byte(p, 9);       /* advance line by 9, to 10 */
    byte(p, 1);       /* copy */
    special(p, 8, 2); /* start + 8: line 12 */
    byte(p, 4);
    byte(p, header_file);
    byte(p, 3);
    byte(p, 0x80 - 7); /* back by 7 */
    special(p, 4, 0);  /* start + 12: line 5 */
    end_sequence(p, 12);
}

static struct line_program version_5(uint64_t start)
{
    struct line_program p = {.n = 4};
    number(&p, 5, 2);
    number(&p, 8 | 0 << 8, 2);
    size_t header = p.n;
    number(&p, 0, 4);
    common_header(&p, true);
    byte(&p, 1); /* directories: path, line_strp */
    number(&p, 1 | 0x1f << 8, 2);
    byte(&p, 2);
    number(&p, 0, 4);
    number(&p, 2, 4);
    byte(&p, 2); /* files: path as string, directory as udata */
    number(&p, 1 | 8 << 8, 2);
    number(&p, 2 | 15 << 8, 2);
    byte(&p, 3);
    string(&p, "a.c");
    byte(&p, 0);
    string(&p, "a.c");
    byte(&p, 0);
    string(&p, "b.h");
    byte(&p, 1);
    set_length(&p, header, header + 4);
    code(&p, 0, 2); /* dropped by the linker: address 0 */
    code(&p, start, 2);
    set_length(&p, 0, 4);
    return p;
}

static struct line_program version_3(uint64_t start)
{
    struct line_program p = {.n = 4};
    number(&p, 3, 2);
    size_t header = p.n;
    number(&p, 0, 4);
    common_header(&p, false);
    string(&p, "inc");
    byte(&p, 0);
    string(&p, "a.c");
    number(&p, 0, 3);
    string(&p, "b.h");
    byte(&p, 1);
    number(&p, 0, 2);
    byte(&p, 0);
    set_length(&p, header, header + 4);
    code(&p, start, 2);
    set_length(&p, 0, 4);
    return p;
}

static const char *lookup(struct arena *arena, const struct line_table *table, uint64_t address)
{
    size_t n = 0;
    while (n < table->n && table->at[n].address <= address)
        n++;
    if (!n || !table->at[n - 1].line)
        return "nothing";
    return arena_printf(arena, "%s:%u", table->at[n - 1].file, table->at[n - 1].line);
}

static void check(const char *name, const struct line_program *p)
{
    static const struct {
        uint64_t address;
        const char *line;
    } expected[] = {
        {0x20000f, "nothing"}, {0x200010, "a.c:10"},    {0x200017, "a.c:10"},
        {0x200018, "a.c:12"},  {0x20001c, "inc/b.h:5"}, {0x200027, "inc/b.h:5"},
        {0x200028, "nothing"}, {0, "nothing"},
    };
    struct arena arena = {NULL};
    struct fake_elf fake = fake_program();
    struct elf elf, image;
    struct line_table lines = {.n = 0};
    const char *why = NULL;
    fake.sections[0] = (struct fake_section){".debug_line", p->at, p->n};
    fake.sections[1] = (struct fake_section){".debug_line_str", ".\0inc", 6};
    fake.n_sections = 2;
    struct bytes file = fake_elf(&arena, &fake);
    if (elf_read(&arena, file, 243, ELF_FOR_SYMBOLS, &elf, &why) &&
        elf_read(&arena, file, 243, ELF_TO_LOAD, &image, &why))
        lines_read(&arena, &elf, &image, &lines);
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]) && !why; i++) {
        const char *got = lookup(&arena, &lines, expected[i].address);
        if (strcmp(got, expected[i].line))
            why = arena_printf(&arena, "%llx is %s, not %s",
                               (unsigned long long)expected[i].address, got, expected[i].line);
    }
    expect(!why, name, why);
    arena_free(&arena);
}

/* A function of a.c with a piece from inc/b.h, and one of inc/b.h itself. */
static void check_callers(void)
{
    struct line rows[] = {{0x10, "a.c", 10},     {0x18, "a.c", 12}, {0x1c, "inc/b.h", 5},
                          {0x20, "a.c", 13},     {0x24, NULL, 0},   {0x30, "inc/b.h", 5},
                          {0x34, "inc/b.h", 6}};
    struct function names[] = {{0x8, 4, "asm"}, {0x10, 0x14, "f"}, {0x30, 8, "g"}};
    struct line_table lines = {.at = rows, .n = 7};
    struct function_table functions = {.at = names, .n = 3};
    lines_to_callers(&lines, &functions);
    expect(!strcmp(rows[2].file, "a.c") && rows[2].line == 12 && rows[3].line == 13 &&
               !rows[4].line && !strcmp(rows[6].file, "inc/b.h") && rows[6].line == 6,
           "inlined code has the line of the call", "it has another");
}

/* Each byte with each of some values: no crash, and whatever comes out is sorted and ends. */
static void check_damaged(const struct line_program *p)
{
    static const uint8_t values[] = {0, 1, 2, 0x7f, 0x80, 0xff};
    struct arena arena = {NULL};
    bool good = true;
    for (size_t i = 0; i < p->n; i++)
        for (size_t v = 0; v < sizeof(values); v++) {
            struct line_program damaged = *p;
            struct fake_elf fake = fake_program();
            struct elf elf, image;
            struct line_table lines = {.n = 0};
            const char *why;
            damaged.at[i] = values[v];
            fake.sections[0] = (struct fake_section){".debug_line", damaged.at, damaged.n};
            fake.n_sections = 1;
            struct bytes file = fake_elf(&arena, &fake);
            elf_read(&arena, file, 243, ELF_FOR_SYMBOLS, &elf, &why);
            elf_read(&arena, file, 243, ELF_TO_LOAD, &image, &why);
            lines_read(&arena, &elf, &image, &lines);
            for (size_t j = 1; j < lines.n; j++)
                good = good && lines.at[j - 1].address < lines.at[j].address;
            good = good && (!lines.n || !lines.at[lines.n - 1].line);
            arena_free(&arena);
        }
    expect(good, "damaged line programs", "the table is not sorted or has no end");
}

int main(void)
{
    struct line_program five = version_5(0x200010), three = version_3(0x200010);
    check("lines of DWARF 5", &five);
    check("lines of DWARF 3", &three);
    check_callers();
    check_damaged(&five);
    check_damaged(&three);
    return failures != 0;
}
