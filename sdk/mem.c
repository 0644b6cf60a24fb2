/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See mem.h. Each allocation is one block in a list; the count of them is small. */

#include "sdk/mem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct arena_block {
    struct arena_block *next;
    max_align_t data[];
};

void *arena_alloc(struct arena *arena, size_t size)
{
    struct arena_block *block = NULL;
    if (size < SIZE_MAX - sizeof(*block))
        block = calloc(1, sizeof(*block) + (size ? size : 1));
    if (!block) {
        fprintf(stderr, "keelc: error: out of memory (wanted %zu bytes)\n", size);
        exit(1);
    }
    block->next = arena->blocks;
    arena->blocks = block;
    return block->data;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        length = 0;
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void arena_free(struct arena *arena)
{
    while (arena->blocks) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
}

void *array_grow(struct arena *arena, void *old, size_t *room, size_t element_size)
{
    size_t n = *room;
    size_t more = n ? n * 2 : 8;
    void *new = arena_alloc(arena, more > SIZE_MAX / element_size ? SIZE_MAX : more * element_size);
    if (n)
        memcpy(new, old, n * element_size);
    *room = more;
    return new;
}

void text_add(struct text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *add = arena_vprintf(text->arena, format, args);
    va_end(args);
    for (; *add; add++)
        *array_add(text->arena, text) = *add;
}

bool file_read(struct arena *arena, const char *path, struct bytes *out, const char **why)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        *why = strerror(errno);
        return false;
    }
    struct stat status;
    if (fstat(fileno(file), &status) || !S_ISREG(status.st_mode)) {
        *why = "it is not a regular file";
        fclose(file);
        return false;
    }
    size_t size = (size_t)status.st_size;
    out->at = arena_alloc(arena, size + 1); /* a NUL follows, for text */
    out->n = fread(out->at, 1, size, file);
    bool whole = out->n == size && !ferror(file);
    fclose(file);
    *why = "it changed while it was read";
    return whole;
}
