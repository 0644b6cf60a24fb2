/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
#include <stdint.h>

/* What an exception means, as a verb phrase, and where it usually comes from. */
struct cause {
    const char *what, *likely;
};

/* The exception with this syndrome, if it is none of memory that is not there or not permitted. */
struct cause arch_exception(uint64_t syndrome);

/* Is a data abort with this syndrome about the access itself rather than the mapping? */
int arch_is_bad_access(uint64_t syndrome);

/* Did the data abort with this syndrome write? */
int arch_is_write(uint64_t syndrome);
