/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#include "expect.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *current;
static bool failed;
static int failures;

static void end(void)
{
    if (current && !failed)
        printf("ok %s\n", current);
}

void begin(const char *test)
{
    end();
    current = test;
    failed = false;
}

void expect(bool holds, const char *format, ...)
{
    if (holds || failed)
        return;
    va_list values;
    failed = true;
    failures++;
    printf("not ok %s: ", current);
    va_start(values, format);
    vprintf(format, values);
    va_end(values);
    printf("\n");
}

int finish(void)
{
    end();
    return failures != 0;
}

/* xorshift64 */
uint64_t random_word(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

uint64_t random_below(uint64_t n)
{
    return random_word() % n;
}

bool list_is_sound(const struct range_list *list)
{
    bool sound = list->count <= MAX_BOOT_RANGES;
    for (size_t i = 0; sound && i < list->count; i++)
        sound = list->range[i].start < list->range[i].end &&
                (i == 0 || list->range[i - 1].end < list->range[i].start);
    return sound;
}

bool list_is(const struct range_list *list, const struct range *ranges, size_t count)
{
    bool same = list->count == count;
    for (size_t i = 0; same && i < count; i++)
        same = list->range[i].start == ranges[i].start && list->range[i].end == ranges[i].end;
    return same;
}

uint8_t *load_tree(const char *name, size_t *bytes)
{
    char path[256];
    snprintf(path, sizeof(path), TREES "%s", name);
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0) {
        printf("not ok %s: cannot read it\n", path);
        exit(1);
    }
    *bytes = (size_t)ftell(f);
    rewind(f);
    uint8_t *tree = malloc(*bytes);
    if (!tree || fread(tree, 1, *bytes, f) != *bytes)
        exit(1);
    fclose(f);
    return tree;
}

/* The kernel's way to stop. */
_Noreturn void debug_unreachable(const char *file, int line)
{
    printf("not ok %s: %s:%d was believed unreachable\n", current, file, line);
    exit(1);
}

_Noreturn void debug_assert_failed(const char *text, const char *file, int line)
{
    printf("not ok %s: %s:%d: %s does not hold\n", current, file, line, text);
    exit(1);
}
