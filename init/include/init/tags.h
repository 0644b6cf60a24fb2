/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The capability types that DebugCapIdentify reports. To be included before <sel4/sel4.h>, which
 * hides the tables of the ABI from programs.
 */
#include "abi/objects.h"

#define TAG(number, name) TAG_##name = number,
enum tag { CAP_TYPES(TAG) ARCH_CAP_TYPES(TAG) };
#undef TAG
