/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/* The same for both exception levels. */
#include "abi/aarch64/registers.h"
