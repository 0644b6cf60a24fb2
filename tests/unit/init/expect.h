/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/* One line per test on standard output: `ok name` or `not ok name: why`. */
#include <stdbool.h>
#include <stdio.h>

static inline void expect(bool good, const char *name, const char *why)
{
    if (good)
        printf("ok %s\n", name);
    else
        printf("not ok %s: %s\n", name, why);
}
