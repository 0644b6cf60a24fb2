/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a failed Map call says: after seL4_FailedLookup, which level of paging structure is missing.
 * The level is given as log2 of the bytes that the missing entry covers.
 */
#pragma once

#include <sel4/functions.h>
#include <sel4/sel4_arch/mapping.h>

enum { SEL4_MAPPING_LOOKUP_LEVEL = 2 };

LIBSEL4_INLINE_FUNC seL4_Word seL4_MappingFailedLookupLevel(void)
{
    return seL4_GetMR(SEL4_MAPPING_LOOKUP_LEVEL);
}
