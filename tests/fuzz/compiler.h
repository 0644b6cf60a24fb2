/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A run of the compiler among the fixture's files (tests/unit/sdk/fake.h), one of them replaced.
 */

#include "sdk/mem.h"

extern const char compiler_description[];   /* of a system that compiles */

/* Writes the file, compiles s.system, takes the file back. What must hold: an image and no error,
 * or errors, each a sentence with an identifier and a place in the file, and no image. True if
 * there was an image. */
bool compiler_run(const char *name, struct bytes bytes);
