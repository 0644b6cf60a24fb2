/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

/* See diag.h. */

#include "sdk/diag.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_COMPARED 64u

static void add(struct diags *diags, struct position at, const char *id, bool warning,
                const char *format, va_list args)
{
    char *text = arena_vprintf(diags->arena, format, args);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?'; /* names may hold anything; a message is one line */
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *other = &diags->at[i];
        if (other->at.line == at.line && other->at.column == at.column &&
            !strcmp(other->text, text))
            return;
    }
    size_t order = diags->n;
    *array_add(diags->arena, diags) = (struct diag){at, id, text, warning, order};
    if (!warning)
        diags->n_errors++;
}

void diag_error(struct diags *diags, struct position at, const char *id, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, at, id, false, format, args);
    va_end(args);
}

void diag_warn(struct diags *diags, struct position at, const char *id, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(diags, at, id, true, format, args);
    va_end(args);
}

static int by_position(const void *a, const void *b)
{
    const struct diag *x = a, *y = b;
    return position_order(x->at, y->at) ?: ORDER(x->order, y->order);
}

void diag_print(struct diags *diags, FILE *out)
{
    if (diags->n)
        qsort(diags->at, diags->n, sizeof(*diags->at), by_position);
    for (size_t i = 0; i < diags->n; i++) {
        const struct diag *diag = &diags->at[i];
        if (diag->at.line)
            fprintf(out, "%s:%u:%u: ", diags->file, diag->at.line, diag->at.column);
        else
            fprintf(out, "keelc: ");
        fprintf(out, "%s[%s]: %s\n", diag->warning ? "warning" : "error", diag->id, diag->text);
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edit distance, one row of the table at a time. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LONGEST_COMPARED + 1];
    size_t n = strlen(b);
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t replace = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(replace, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[n];
}

void suggest_offer(struct suggestion *suggestion, const char *name)
{
    size_t length = strlen(suggestion->wanted);
    if (!length || length > LONGEST_COMPARED || strlen(name) > LONGEST_COMPARED)
        return;
    size_t d = distance(suggestion->wanted, name);
    if (d > length / 3 + 1 || d >= length || (suggestion->best && d >= suggestion->distance))
        return;
    suggestion->best = name;
    suggestion->distance = d;
}

const char *suggest_text(struct arena *arena, const struct suggestion *suggestion)
{
    return suggestion->best ? arena_printf(arena, "; did you mean '%s'?", suggestion->best) : "";
}
