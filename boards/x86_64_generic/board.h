/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/* A PC whose threads have the registers of the interface's reference configuration. */

#include "boards/x86_64_generic/pc.h"

/* FPU state: which components of XSAVE a thread has (x87, SSE), and how many bytes they take. */
#define BOARD_XCR0_MASK         3
#define BOARD_XSAVE_BYTES       576
