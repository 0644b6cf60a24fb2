/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Mapping for the harness.
 */
#include "internal.h"
#include "operations.h"

#define CACHEABLE 1

static void map(word untyped, word frame, word address, word rights, word attributes)
{
    for (word level = 0; level < 4; level++) {
        const struct reply r =
            Page_Map(frame, seL4_CapInitThreadVSpace, address, rights, attributes);
        if (r.label != seL4_FailedLookup)
            return;
        const word to = untyped == arena ? slot() : harness_slot();
        Untyped_Retype(untyped, ARCH_TABLE_TYPE, 0, CNODE, 0, 0, to, 1);
        PageTable_Map(to, seL4_CapInitThreadVSpace, address, 0);
    }
}

void arch_map(seL4_Word untyped, seL4_Word frame, seL4_Word address, bool writable)
{
    map(untyped, frame, address, writable ? R_READ | R_WRITE : R_READ, CACHEABLE);
}

void arch_map_device(seL4_Word untyped, seL4_Word frame, seL4_Word address)
{
    map(untyped, frame, address, R_READ | R_WRITE, 0);
}

seL4_Word arch_frame_address(seL4_Word frame)
{
    return ARM_Page_GetAddress(frame).mr[0];
}

/* A range that leaves the page is an error only if there is a page. */
bool arch_page_is_mapped(seL4_Word vspace, seL4_Word address)
{
    return ARM_VSpace_Clean_Data(vspace, address, address + 0x1001).label == seL4_RangeError;
}
