/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/* The compiler as a library: everything from options to files. */

#include "sdk/image.h"

struct options {
    const char *system; /* the description */
    const char *name;   /* what messages call it; null: system */
    const struct board *board;
    const char *config;   /* "debug", "release", "benchmark" */
    struct search search; /* the current directory last */
    const char *output;
    const char *report;      /* null: none */
    const char *report_json; /* null: none */
    enum image_type image_type;
    const char *kernel, *loader, *init; /* ELF files */
};

/* What a run found out; reports are written from it. */
struct compiled {
    const struct options *options;
    const struct system *system;
    const struct program *programs;
    const struct tables *tables;
    struct layout layout;
    struct memory_use memory;
    size_t image_size;
};

/* 0 when every output was written; 1 when none was, and diags says why. Prints nothing. */
int compile(struct arena *arena, struct diags *diags, const struct options *options,
            struct compiled *result);

void report_text(struct text *out, const struct compiled *compiled);
void report_json(struct text *out, const struct compiled *compiled);
