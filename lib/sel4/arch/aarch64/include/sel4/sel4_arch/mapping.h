/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The levels of the 4 KiB granule, by what one entry covers. */
#pragma once

#include <abi/objects.h>

enum {
    SEL4_MAPPING_LOOKUP_NO_PT = LARGE_PAGE_BITS,
    SEL4_MAPPING_LOOKUP_NO_PD = HUGE_PAGE_BITS,
    SEL4_MAPPING_LOOKUP_NO_PUD = HUGE_PAGE_BITS + PAGE_TABLE_INDEX_BITS
};
