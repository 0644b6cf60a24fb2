/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/* Nothing beyond the common part. */
#define EL_INVOCATIONS(P, R, S)
#include "abi/aarch64/invocations.h"
