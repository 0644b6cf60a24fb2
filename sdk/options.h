/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/* The command line. It accepts what the Microkit's tool accepts, and more: see options_usage. */

#include "sdk/compile.h"

enum options_result {
    OPTIONS_RUN,
    OPTIONS_DONE, /* --help or --version was answered */
    OPTIONS_WRONG /* reported in diags */
};

enum options_result options_parse(struct arena *arena, struct diags *diags, int argc, char **argv,
                                  struct options *options);

extern const char options_usage[];
