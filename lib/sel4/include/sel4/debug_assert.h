/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* seL4_DebugAssert: seL4_Assert, unless NDEBUG. */
#pragma once

#include <sel4/assert.h>

#ifdef NDEBUG
#define seL4_DebugAssert(expr) ((void)0)
#else
#define seL4_DebugAssert(expr) seL4_Assert(expr)
#endif
