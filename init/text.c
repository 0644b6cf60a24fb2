/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#include "init/text.h"

struct text text_on(char *buffer, size_t size)
{
    buffer[0] = '\0';
    return (struct text){ .buffer = buffer, .size = size };
}

static void add_char(struct text *t, char c)
{
    if (t->used + 1 < t->size) {
        t->buffer[t->used++] = c;
        t->buffer[t->used] = '\0';
    }
}

void text_add(struct text *t, const char *s)
{
    while (*s)
        add_char(t, *s++);
}

void text_hex(struct text *t, uint64_t value)
{
    int shift = 60;
    while (shift > 0 && value >> shift == 0)
        shift -= 4;

    text_add(t, "0x");
    for (; shift >= 0; shift -= 4)
        add_char(t, "0123456789abcdef"[value >> shift & 15]);
}

void text_decimal(struct text *t, uint64_t value)
{
    uint64_t unit = 1;
    while (value / unit >= 10)
        unit *= 10;
    for (; unit > 0; unit /= 10)
        add_char(t, (char)('0' + value / unit % 10));
}

void text_format_list(struct text *t, const char *format, va_list args)
{
    for (const char *p = format; *p; p++) {
        const char kind = p[0] == '%' ? p[1] : '\0';
        if (kind == 's')
            text_add(t, va_arg(args, const char *));
        else if (kind == 'x')
            text_hex(t, va_arg(args, uint64_t));
        else if (kind == 'u')
            text_decimal(t, va_arg(args, uint64_t));
        else
            add_char(t, *p);
        if (kind == 's' || kind == 'x' || kind == 'u')
            p++;
    }
}

void text_format(struct text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_format_list(t, format, args);
    va_end(args);
}
