/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

#include "abi/x86_64/objects.h"
#include "sdk/boards/x86_64.h"

extern const struct board board_x86_64_generic;
const struct board board_x86_64_generic = {X86_64_BOARD("x86_64_generic")};
