/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/*
 * x86-64 with room for AVX-512's registers in a thread. All else is as without.
 */

#include "abi/x86_64/objects.h"

#undef TCB_BITS
#define TCB_BITS                12
