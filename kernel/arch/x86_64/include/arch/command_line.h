/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Words of the kernel's command line: see command_line.c. Used at boot only.
 */

#include <arch/bytes.h>

/* The word is there. */
bool command_line_has(struct bytes line, const char *word);
/* Value of the last word that starts with `name` and continues with a number, decimal or with 0x;
 * else `otherwise`. */
word_t command_line_number(struct bytes line, const char *name, word_t otherwise);
