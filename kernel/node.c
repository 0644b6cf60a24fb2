/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The one instance of struct node: all state the kernel can change that is not an object. Zero
 * until boot fills it.
 */

#include "node.h"

struct node node;
