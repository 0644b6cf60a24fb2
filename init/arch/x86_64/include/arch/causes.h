/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
#include "init/explain.h"
#include <stdint.h>

/* What an exception means, as a verb phrase, and where it usually comes from. */
struct cause {
    const char *what, *likely;
};

/* The exception with this vector and error code, if it is no page fault. */
struct cause arch_exception(uint64_t vector, uint64_t code);

/* What an instruction at `pc` did that met a page fault at `address`. */
enum fault_access arch_access(uint64_t pc, uint64_t address, uint64_t fetch, uint64_t code);
