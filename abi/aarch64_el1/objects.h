/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * AArch64, kernel at EL1: user mappings are stage 1, four levels, 48 bits.
 */

#define EL_OBJECT_TYPES(X)
#define EL_CAP_TYPES(X)
#define N_OBJECT_TYPES          12

#define PHYSICAL_BITS           40
#define PAGE_LEVEL_ROOT         3
#define VSPACE_INDEX_BITS       9
#define USER_TOP                0x800000000000UL    /* first address that cannot be mapped */

#define IRQ_KERNEL_TIMER        27

#include "abi/aarch64/objects.h"
