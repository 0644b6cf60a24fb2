/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The memory functions of lib/util, renamed util_…, against what a loop over bytes would say. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

void *util_memcpy(void *to, const void *from, size_t size);
void *util_memmove(void *to, const void *from, size_t size);
void *util_memset(void *to, int byte, size_t size);
int util_memcmp(const void *a, const void *b, size_t size);

static int failed;

static void report(const char *name, bool holds)
{
    printf(holds ? "ok memory %s\n" : "not ok memory %s: wrong result\n", name);
    failed |= !holds;
}

/* bytes[i] = i, but [at, at + size) = first, first + step, … */
static bool bytes_are(const unsigned char *bytes, size_t at, size_t size, int first, int step)
{
    for (size_t i = 0; i < 32; i++) {
        bool inside = i >= at && i < at + size;
        if (bytes[i] != (inside ? first + step * (int)(i - at) : (int)i)) {
            return false;
        }
    }
    return true;
}

static void count_up(unsigned char *bytes)
{
    for (int i = 0; i < 32; i++) {
        bytes[i] = (unsigned char)i;
    }
}

int main(void)
{
    unsigned char b[32];
    count_up(b);
    report("copy", util_memcpy(b + 20, b + 2, 7) == b + 20 && bytes_are(b, 20, 7, 2, 1));
    count_up(b);
    report("move up", util_memmove(b + 5, b + 2, 9) == b + 5 && bytes_are(b, 5, 9, 2, 1));
    count_up(b);
    report("move down", util_memmove(b + 2, b + 5, 9) == b + 2 && bytes_are(b, 2, 9, 5, 1));
    count_up(b);
    report("set", util_memset(b + 3, 0x1aa, 4) == b + 3 && bytes_are(b, 3, 4, 0xaa, 0));
    count_up(b);
    util_memmove(b + 3, b, 0);
    report("nothing", bytes_are(b, 0, 0, 0, 0) && util_memcmp(b, b + 1, 0) == 0);
    report("compare", util_memcmp("a\xff", "a\x01", 2) > 0 && util_memcmp("a", "b", 1) < 0
                          && util_memcmp("abc", "abd", 2) == 0);
    return failed;
}
