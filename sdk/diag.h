/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * What the compiler tells its user: all that is wrong, at once, in the order of the file.
 *
 *     file:line:column: error[E-ID]: what; rule; likely fix
 *
 * The position is that of the `<` of the element that the message is about, 1-based. Problems that
 * are in no element (command line, kernel file, output) have position 0:0 and are printed with the
 * tool's name. A message that repeats an earlier one, same place and words, is dropped.
 */

#include <stdio.h>

#include "sdk/mem.h"

struct position {
    uint32_t line;
    uint32_t column;
};

struct diag {
    struct position at;
    const char *id;
    const char *text;
    bool warning;
    size_t order;
};

struct diags {
    struct arena *arena;
    const char *file; /* as given on the command line */
    size_t n_errors;
    ARRAY_OF(struct diag);
};

static inline int position_order(struct position a, struct position b)
{
    return ORDER(a.line, b.line) ?: ORDER(a.column, b.column);
}

#define NOWHERE ((struct position){0, 0})

void diag_error(struct diags *diags, struct position at, const char *id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_warn(struct diags *diags, struct position at, const char *id, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Sorts by position and prints. */
void diag_print(struct diags *diags, FILE *out);

/*
 * Near matches for unknown names: offer each known name, then ask. The answer is
 * `; did you mean 'x'?`, or an empty string when nothing is near.
 */
struct suggestion {
    const char *wanted;
    const char *best;
    size_t distance;
};

void suggest_offer(struct suggestion *suggestion, const char *name);
const char *suggest_text(struct arena *arena, const struct suggestion *suggestion);
