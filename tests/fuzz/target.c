/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#include "target.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fuzz_wrong(const char *format, ...)
{
    va_list arguments;
    fflush(stdout);
    fprintf(stderr, "wrong: ");
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n");
    abort();
}

bool fuzz_tracing(void)
{
    static int wanted = -1;
    if (wanted < 0)
        wanted = getenv("KEEL_FUZZ_TRACE") != NULL;
    return wanted != 0;
}

bool fuzz_keeping(void)
{
    static int wanted = -1;
    if (wanted < 0)
        wanted = getenv("KEEL_FUZZ_KEEP") != NULL;
    return wanted != 0;
}

/* The compiler's counters, if it made any. */
extern uint8_t __start___sancov_cntrs[] __attribute__((weak));
extern uint8_t __stop___sancov_cntrs[] __attribute__((weak));

void fuzz_forget_coverage(void)
{
    if (__start___sancov_cntrs != NULL)
        memset(__start___sancov_cntrs, 0,
               (size_t)(__stop___sancov_cntrs - __start___sancov_cntrs));
}

uint64_t take(struct input *in, size_t bytes)
{
    uint64_t value = 0;
    size_t n = bytes < in->left ? bytes : in->left;
    memcpy(&value, in->at, n);
    in->at += n;
    in->left -= n;
    return value;
}
