/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What a kernel at EL1 remembers.
 */

#include "types.h"

struct el_node {
    word_t space;               /* TTBR0_EL1 */
};
_Static_assert(sizeof(struct el_node) == 8, "el_node size");
