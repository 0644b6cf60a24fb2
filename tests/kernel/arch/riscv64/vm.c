/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Sv39: mapping for the harness.
 */
#include "internal.h"
#include "operations.h"

void arch_map(seL4_Word untyped, seL4_Word frame, seL4_Word address, bool writable)
{
    const word rights = writable ? R_READ | R_WRITE : R_READ;
    word to;
    for (word level = 0; level < 3; level++) {
        const struct reply r =
            RISCV_Page_Map(frame, seL4_CapInitThreadVSpace, address, rights, 0);
        if (r.label != seL4_FailedLookup)
            return;
        to = untyped == arena ? slot() : harness_slot();
        Untyped_Retype(untyped, ARCH_TABLE_TYPE, 0, CNODE, 0, 0, to, 1);
        RISCV_PageTable_Map(to, seL4_CapInitThreadVSpace, address, 0);
    }
}

void arch_map_device(seL4_Word untyped, seL4_Word frame, seL4_Word address)
{
    arch_map(untyped, frame, address, true);
}

seL4_Word arch_frame_address(seL4_Word frame)
{
    return RISCV_Page_GetAddress(frame).mr[0];
}

bool arch_page_is_mapped(seL4_Word vspace, seL4_Word address)
{
    return Page_Map(make(ARCH_FRAME_TYPE, 0), vspace, address, R_READ, 0).label == seL4_DeleteFirst;
}
