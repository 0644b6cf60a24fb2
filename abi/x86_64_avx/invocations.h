/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once

/* The same as without AVX. */
#include "abi/x86_64/invocations.h"
