/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* What a fault handler received, as a value; and the answer to a timeout. */
#pragma once

#include <sel4/fault_types.h>
#include <sel4/sel4_arch/faults.h>

/* The fault a handler has just received: tag from the receiving call, words from the IPC buffer. */
LIBSEL4_INLINE_FUNC seL4_Fault_t seL4_getFault(seL4_MessageInfo_t tag)
{
    switch (seL4_MessageInfo_get_label(tag)) {
    case seL4_Fault_CapFault:
        return keel_read_CapFault();
    case seL4_Fault_Timeout:
        return keel_read_Timeout();
#ifdef CONFIG_HARDWARE_DEBUG_API
    case seL4_Fault_DebugException:
        return keel_read_DebugException();
#endif
    default:
        return seL4_getArchFault(tag);
    }
}

/* Answer to a timeout fault: go on with these registers (the first `length`), or stay stopped. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_TimeoutReply_new(seL4_Bool resume,
                                                             seL4_UserContext regs,
                                                             seL4_Word length)
{
    const seL4_Word *word = (const seL4_Word *)&regs;
    for (seL4_Word i = 0; i < length && i < sizeof(regs) / sizeof(*word); i++) {
        seL4_SetMR((int)i, word[i]);
    }
    return seL4_MessageInfo_new(resume ? 0 : 1, 0, 0, length);
}
