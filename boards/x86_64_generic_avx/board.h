/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/* A PC on which threads have AVX and AVX-512 registers as well, where the processor has them. */

#include "boards/x86_64_generic/pc.h"

/*
 * FPU state: which components of XSAVE a thread may have (x87, SSE, AVX, the three of AVX-512), and
 * how many bytes they take at most: with AVX-512 on processors that have room for MPX before it.
 */
#define BOARD_XCR0_MASK         0xe7
#define BOARD_XSAVE_BYTES       2688
