/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
#include <stdint.h>

/* What the exception of this number means, as a verb phrase, and where it usually comes from. */
struct cause {
    const char *what, *likely;
};

struct cause arch_exception(uint64_t number);
