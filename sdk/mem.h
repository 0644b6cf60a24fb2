/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * Memory of one run of the compiler. Everything lives until arena_free: the tool reads one
 * description and ends, so that nothing is freed alone and no pointer dangles. Running out of
 * memory prints one line and exits with status 1. Memory from here is zeroed.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena {
    struct arena_block *blocks;
};

void *arena_alloc(struct arena *arena, size_t size);
char *arena_copy(struct arena *arena, const char *bytes, size_t length); /* adds a NUL */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args);
void arena_free(struct arena *arena);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/*
 * Growing arrays: put ARRAY_OF(struct x) into a struct as its only fields, or beside others; then
 * `struct x *new = array_add(arena, &list)` appends a zeroed element. Growing moves the elements.
 */
#define ARRAY_OF(type) \
    type *at;          \
    size_t n;          \
    size_t room

#define array_add(arena, list)                                                              \
    (((list)->n == (list)->room                                                             \
          ? (void)((list)->at =                                                             \
                       array_grow((arena), (list)->at, &(list)->room, sizeof(*(list)->at))) \
          : (void)0),                                                                       \
     &(list)->at[(list)->n++])

void *array_grow(struct arena *arena, void *old, size_t *room, size_t element_size);

struct bytes {
    uint8_t *at;
    size_t n;
};

/* Reads a whole file; a NUL follows its bytes. False and a reason when that fails. */
bool file_read(struct arena *arena, const char *path, struct bytes *out, const char **why);

struct text { /* a string that grows */
    struct arena *arena;
    ARRAY_OF(char);
};

void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Less, equal, greater as -1, 0, 1, for qsort. Chain several keys with ?: (GNU C). */
#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static inline uint64_t align_up(uint64_t value, uint64_t power_of_two)
{
    return (value + power_of_two - 1) & ~(power_of_two - 1);
}
