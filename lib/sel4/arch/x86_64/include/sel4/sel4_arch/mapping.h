/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The levels of paging structures, by what one entry covers; those of a virtual machine's (EPT) and
 * of a device's address space have the same shape.
 */
#pragma once

#include <abi/objects.h>

enum {
    SEL4_MAPPING_LOOKUP_NO_PT = LARGE_PAGE_BITS,
    SEL4_MAPPING_LOOKUP_NO_PD = HUGE_PAGE_BITS,
    SEL4_MAPPING_LOOKUP_NO_PDPT = HUGE_PAGE_BITS + PAGE_TABLE_INDEX_BITS,
    SEL4_MAPPING_LOOKUP_NO_EPTPT = LARGE_PAGE_BITS,
    SEL4_MAPPING_LOOKUP_NO_EPTPD = HUGE_PAGE_BITS,
    SEL4_MAPPING_LOOKUP_NO_EPTPDPT = HUGE_PAGE_BITS + PAGE_TABLE_INDEX_BITS
};
