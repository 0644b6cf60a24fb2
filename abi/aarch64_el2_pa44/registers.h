/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/* The same for all sizes of physical addresses. */
#include "abi/aarch64_el2/registers.h"
