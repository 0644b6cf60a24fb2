/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The printer of debug kernels. Everything the kernel says goes through here to the console.
 *
 * A conversion is  % [-] [0] [width] (s | lu | ld | lx | p | c).  Unknown ones are printed as they
 * stand. In kernels without printing nothing is said and nothing below is reached.
 */

#include "debug.h"
#include <arch/console.h>
#include <stdarg.h>

#define MAX_TEXT    4096
#define MAX_WIDTH   80
#define MAX_DIGITS  20                  /* of a 64-bit number in decimal */

/* How to print one value. */
struct conversion { word_t width; bool left, zeros; };

static void put_padding(word_t length, word_t width, char c)
{
    for (word_t i = length; i < word_min(width, MAX_WIDTH); i++) {
        LOOP(MAX_WIDTH, i);
        console_putchar(c);
    }
}

static word_t text_length(const char *text)
{
    word_t n = 0;
    while (n < MAX_TEXT && text[n] != 0) {
        LOOP(MAX_TEXT, n);
        n++;
    }
    return n;
}

static void put_characters(const char *text, word_t length)
{
    for (word_t i = 0; i < length; i++) {
        LOOP(MAX_TEXT, i);
        if (text[i] == '\n')
            console_putchar('\r');
        console_putchar(text[i]);
    }
}

static void put_text(const char *text, const struct conversion *how)
{
    const word_t length = text_length(text);
    put_padding(length, how->left ? 0 : how->width, ' ');
    put_characters(text, length);
    put_padding(length, how->left ? how->width : 0, ' ');
}

static void put_digits(word_t x, word_t base, word_t n)
{
    word_t unit = 1;
    for (word_t i = 1; i < n; i++) {
        LOOP(MAX_DIGITS, i);
        unit *= base;
    }
    for (; unit > 0; unit /= base) {
        LOOP(MAX_DIGITS, unit);
        console_putchar("0123456789abcdef"[x / unit % base]);
    }
}

static void put_number(word_t x, word_t base, const struct conversion *how)
{
    word_t digits = 1;
    for (word_t rest = x / base; rest > 0; rest /= base) {
        LOOP(MAX_DIGITS, rest);
        digits++;
    }
    put_padding(digits, how->left ? 0 : how->width, how->zeros ? '0' : ' ');
    put_digits(x, base, digits);
    put_padding(digits, how->left ? how->width : 0, ' ');
}

static void put_signed(word_t x, const struct conversion *how)
{
    const bool negative = x >> (WORD_BITS - 1) != 0;
    if (negative)
        console_putchar('-');
    put_number(negative ? 0 - x : x, 10, how);
}

/* Read "[-][0][width][l]"; returns what stands behind. */
static const char *read_conversion(const char *f, struct conversion *how)
{
    how->width = 0;
    how->left = *f == '-';
    f += how->left;
    how->zeros = *f == '0';
    while (*f >= '0' && *f <= '9') {
        LOOP(MAX_WIDTH, how->width);
        how->width = how->width * 10 + (word_t)*f++ - '0';
    }
    return *f == 'l' ? f + 1 : f;
}

void debug_print(const char *format, ...)
{
    if (!KEEL_DEBUG)
        return;
    struct conversion how;
    va_list values;
    va_start(values, format);
    for (const char *f = format; *f != 0; f++) {
        LOOP(MAX_TEXT, *f);
        if (*f != '%') {
            put_characters(f, 1);
            continue;
        }
        f = read_conversion(f + 1, &how);
        switch (*f) {
        case 's': put_text(va_arg(values, const char *), &how); break;
        case 'u': put_number(va_arg(values, word_t), 10, &how); break;
        case 'x': put_number(va_arg(values, word_t), 16, &how); break;
        case 'd': put_signed(va_arg(values, word_t), &how); break;
        case 'p': put_number(va_arg(values, word_t), 16, &how); break;
        case 'c': console_putchar((char)va_arg(values, int)); break;
        case 0:   f--; break;
        default:  put_characters(f, 1); break;
        }
    }
    va_end(values);
}
