/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the boot tests share: results, random numbers that are always the same, trees from files.
 */

#include "device_tree.h"
#include <stddef.h>

/* One test's result; the first failure's reason is printed. */
void begin(const char *test);
void expect(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));
int finish(void);       /* exit status of the program */

/* Deterministic: the same sequence in each run. */
uint64_t random_word(void);
uint64_t random_below(uint64_t n);

/* The list is what range.c promises. */
bool list_is_sound(const struct range_list *list);
bool list_is(const struct range_list *list, const struct range *ranges, size_t count);

/* A file of the trees made for these tests, in a buffer of exactly its size. */
uint8_t *load_tree(const char *name, size_t *bytes);
