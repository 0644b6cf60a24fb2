/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Cache maintenance on behalf of programs: what frame.c and vspace.c share, see maintenance.c.
 */

#include "error.h"
#include "node.h"
#include <arch/cache.h>

/* May the operation reach a page: `entry` is the leaf that maps it. */
enum err maintenance_check(word_t entry, word_t level, enum cache_operation operation);
/* Operate on [start, end), offset from the kernel address `base`. Stops at preemption points: then
 * message register 0 of the caller says where to go on, and the call is repeated. */
enum err maintenance_run(enum cache_operation operation, word_t base, word_t start, word_t end);
