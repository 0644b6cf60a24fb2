/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What compilers call for structures, and the library for broken assertions. The empty asm keeps
 * compilers from seeing these very functions in the loops.
 */
#include "harness.h"

void *memset(void *to, int value, size_t n);
void *memset(void *to, int value, size_t n)
{
    for (char *p = to, *end = p + n; p != end; p++) {
        __asm__ volatile("" : "+r"(p));
        *p = (char)value;
    }
    return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
    const char *q = from;
    for (char *p = to, *end = p + n; p != end; p++, q++) {
        __asm__ volatile("" : "+r"(p));
        *p = *q;
    }
    return to;
}

void *memmove(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n)
{
    if (to <= from)
        return memcpy(to, from, n);
    const char *q = from;
    for (char *p = to; n > 0; n--) {
        __asm__ volatile("" : "+r"(p));
        p[n - 1] = q[n - 1];
    }
    return to;
}

void __assert_fail(const char *text, const char *file, int line, const char *function);
void __assert_fail(const char *text, const char *file, int line, const char *function)
{
    (void)function;
    check_failed(file, line, text);
}
