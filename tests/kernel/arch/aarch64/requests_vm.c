/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * One good request for the invocations on page tables, frames and ASID pools. Those on virtual
 * CPUs, caches, SMC and hardware debugging have suites of their own.
 */
#include "requests.h"

#define MEGA 0x200000UL

struct request arch_request_good(word label)
{
    const word pool = seL4_CapInitThreadASIDPool, root = make(ARCH_VSPACE_TYPE, 0);
    const word unmapped = make(ARCH_TABLE_TYPE, 0), frame = make(ARCH_FRAME_TYPE, 0);
    OK(ASIDPool_Assign(pool, root));
    while (PageTable_Map(make(ARCH_TABLE_TYPE, 0), root, ARCH_SCRATCH, 0).label == 0)
        ;
    switch (label) {
    case ARMPageTableMap: return REQUEST(unmapped, label, LIST(ARCH_SCRATCH + MEGA, 0), LIST(root));
    case ARMPageTableUnmap: return REQUEST(unmapped, label, LIST(), LIST());
    case ARMPageMap: return REQUEST(frame, label, LIST(ARCH_SCRATCH, 3, 0), LIST(root));
    case ARMPageUnmap:
    case ARMPageGetAddress: return REQUEST(frame, label, LIST(), LIST());
    case ARCH_LABEL_MAKE_POOL:
        return REQUEST(seL4_CapASIDControl, label, LIST(slot(), DEPTH), LIST(UNTYPED(12), CNODE));
    case ARCH_LABEL_ASSIGN:
        return REQUEST(pool, label, LIST(), LIST(make(ARCH_VSPACE_TYPE, 0)));
    default: return (struct request){ 0 };
    }
}
