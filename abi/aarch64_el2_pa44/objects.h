/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * AArch64, kernel at EL2, for processors with 44-bit physical addresses (Cortex-A57, A72).
 */

#define PHYSICAL_BITS           44

#include "abi/aarch64_el2/objects.h"
