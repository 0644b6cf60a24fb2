/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Text under construction: appended to a buffer of fixed size, always terminated, cut silently at
 * its end. A message is built whole and printed at once, so that it stays in one piece.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *buffer;
    size_t size;            /* of buffer, at least 1 */
    size_t used;            /* without the terminator */
};

struct text text_on(char *buffer, size_t size);

void text_add(struct text *t, const char *s);
void text_hex(struct text *t, uint64_t value);          /* 0x2a */
void text_decimal(struct text *t, uint64_t value);

/*
 * Append `format`, in which %s is a string, %x a hexadecimal and %u a decimal uint64_t.
 * Anything else after % is copied as it stands.
 */
void text_format(struct text *t, const char *format, ...);
void text_format_list(struct text *t, const char *format, va_list args);
