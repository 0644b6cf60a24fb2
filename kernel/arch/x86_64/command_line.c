/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Words of the kernel's command line, between blanks. The line ends at a NUL or where it cannot be
 * read any more. Words that nobody asks for have no effect.
 */

#include <arch/command_line.h>

#define MAX_LINE    4096
#define MAX_DIGITS  18

static bool is_blank(word_t c) { return c == ' ' || c == '\t'; }
static bool is_end(word_t c) { return c == 0 || is_blank(c); }

/* Offset of the word behind the one at `at`; line.count if there is none. */
static word_t next_word(struct bytes line, word_t at)
{
    while (!is_end(bytes_u8(line, at))) {
        LOOP(MAX_LINE, at);
        at++;
    }
    while (is_blank(bytes_u8(line, at))) {
        LOOP(MAX_LINE, at);
        at++;
    }
    return bytes_u8(line, at) == 0 ? line.count : at;
}

static word_t text_bytes(const char *text)
{
    word_t n = 0;
    while (text[n] != 0) {
        LOOP(MAX_LINE, n);
        n++;
    }
    return n;
}

bool command_line_has(struct bytes line, const char *word)
{
    for (word_t at = 0; at < line.count; at = next_word(line, at)) {
        LOOP(MAX_LINE, at);
        if (bytes_are(line, at, word) && is_end(bytes_u8(line, at + text_bytes(word))))
            return true;
    }
    return false;
}

static word_t digit(word_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const word_t lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : ~(word_t)0;
}

/* The number that is all of the word from `at` on, or `otherwise`. */
static word_t number(struct bytes line, word_t at, word_t otherwise)
{
    const word_t base = bytes_are(line, at, "0x") || bytes_are(line, at, "0X") ? 16 : 10;
    const word_t first = base == 16 ? at + 2 : at;
    word_t value = 0;
    word_t n = 0;
    while (n < MAX_DIGITS && digit(bytes_u8(line, first + n)) < base) {
        LOOP(MAX_DIGITS, n);
        value = value * base + digit(bytes_u8(line, first + n));
        n++;
    }
    return n != 0 && is_end(bytes_u8(line, first + n)) ? value : otherwise;
}

word_t command_line_number(struct bytes line, const char *name, word_t otherwise)
{
    word_t value = otherwise;
    for (word_t at = 0; at < line.count; at = next_word(line, at)) {
        LOOP(MAX_LINE, at);
        if (bytes_are(line, at, name))
            value = number(line, at + text_bytes(name), value);
    }
    return value;
}
