/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Mapping for the harness.
 */
#include "internal.h"
#include "operations.h"
#include "probes.h"

#define UNCACHEABLE 3

/* What a failed lookup says is missing is log2 of what the missing table covers. */
static word level_missing(struct reply r)
{
    return r.mr[2] == 39 ? 0 : r.mr[2] == 30 ? 1 : 2;
}

static void map(word untyped, word frame, word address, word rights, word attributes)
{
    for (word tries = 0; tries < 4; tries++) {
        const struct reply r =
            X86_Page_Map(frame, seL4_CapInitThreadVSpace, address, rights, attributes);
        if (r.label != seL4_FailedLookup)
            return;
        const word to = untyped == arena ? slot() : harness_slot(), level = level_missing(r);
        Untyped_Retype(untyped, arch_table_type(level), 0, CNODE, 0, 0, to, 1);
        INVOKE(to, arch_table_map_label(level), LIST(address, 0), LIST(seL4_CapInitThreadVSpace));
    }
}

void arch_map(seL4_Word untyped, seL4_Word frame, seL4_Word address, bool writable)
{
    map(untyped, frame, address, writable ? R_READ | R_WRITE : R_READ, 0);
}

void arch_map_device(seL4_Word untyped, seL4_Word frame, seL4_Word address)
{
    map(untyped, frame, address, R_READ | R_WRITE, UNCACHEABLE);
}

seL4_Word arch_frame_address(seL4_Word frame)
{
    return X86_Page_GetAddress(frame).mr[0];
}

/* Zeros are `add %al, (%rax)`: a thread that runs there faults at rax, or at the page itself. */
bool arch_page_is_mapped(seL4_Word vspace, seL4_Word address)
{
    word values[ARCH_N_REGISTERS];
    probe_vspace(vspace);
    probe_registers(values, address, 0);
    values[ARCH_REG_RAX] = 0x8000;
    FALSE(probe_run_registers(values));
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    const word at = faulted->sys.mr[1];
    probe_vspace(seL4_CapInitThreadVSpace);
    return at == 0x8000;
}
