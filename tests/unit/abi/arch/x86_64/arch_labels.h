/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* How many labels of debug invocations stand in front of TCBSetTLSBase. */
#pragma once
#define DEBUG_LABELS (KEEL_DEBUG ? 4 : 0)
