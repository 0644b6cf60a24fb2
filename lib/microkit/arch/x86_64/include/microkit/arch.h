/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The part of <microkit.h> that differs between architectures: x86-64. I/O ports are named by the
 * id of their <ioport> and by their own number, which must be one of its range.
 */
#pragma once

#include <microkit.h>

/* The first register of the context says where a thread runs. */
static inline void microkit_internal_set_pc(seL4_UserContext *context, seL4_Word entry_point)
{
    context->rip = entry_point;
}

static inline seL4_Bool microkit_internal_has_ioport(microkit_ioport id, const char *function)
{
    if (id > MICROKIT_MAX_IOPORT_ID || (microkit_ioports >> id & 1) == 0) {
        microkit_internal_report(function, id, "this PD has no <ioport> with that id");
        return seL4_False;
    }
    return seL4_True;
}

static inline void microkit_x86_ioport_write_8(microkit_ioport id, seL4_Word port_addr,
                                               seL4_Word data)
{
    if (microkit_internal_has_ioport(id, "microkit_x86_ioport_write_8")) {
        microkit_internal_check(seL4_X86_IOPort_Out8(BASE_IOPORT_CAP + id, port_addr, data),
                                "microkit_x86_ioport_write_8", id);
    }
}

static inline void microkit_x86_ioport_write_16(microkit_ioport id, seL4_Word port_addr,
                                                seL4_Word data)
{
    if (microkit_internal_has_ioport(id, "microkit_x86_ioport_write_16")) {
        microkit_internal_check(seL4_X86_IOPort_Out16(BASE_IOPORT_CAP + id, port_addr, data),
                                "microkit_x86_ioport_write_16", id);
    }
}

static inline void microkit_x86_ioport_write_32(microkit_ioport id, seL4_Word port_addr,
                                                seL4_Word data)
{
    if (microkit_internal_has_ioport(id, "microkit_x86_ioport_write_32")) {
        microkit_internal_check(seL4_X86_IOPort_Out32(BASE_IOPORT_CAP + id, port_addr, data),
                                "microkit_x86_ioport_write_32", id);
    }
}

/* A read with a wrong id is 0. */
static inline seL4_Uint8 microkit_x86_ioport_read_8(microkit_ioport id, seL4_Word port_addr)
{
    if (!microkit_internal_has_ioport(id, "microkit_x86_ioport_read_8")) {
        return 0;
    }
    seL4_X86_IOPort_In8_t in = seL4_X86_IOPort_In8(BASE_IOPORT_CAP + id, (seL4_Uint16)port_addr);
    microkit_internal_check((seL4_Error)in.error, "microkit_x86_ioport_read_8", id);
    return in.result;
}

static inline seL4_Uint16 microkit_x86_ioport_read_16(microkit_ioport id, seL4_Word port_addr)
{
    if (!microkit_internal_has_ioport(id, "microkit_x86_ioport_read_16")) {
        return 0;
    }
    seL4_X86_IOPort_In16_t in = seL4_X86_IOPort_In16(BASE_IOPORT_CAP + id, (seL4_Uint16)port_addr);
    microkit_internal_check((seL4_Error)in.error, "microkit_x86_ioport_read_16", id);
    return in.result;
}

static inline seL4_Uint32 microkit_x86_ioport_read_32(microkit_ioport id, seL4_Word port_addr)
{
    if (!microkit_internal_has_ioport(id, "microkit_x86_ioport_read_32")) {
        return 0;
    }
    seL4_X86_IOPort_In32_t in = seL4_X86_IOPort_In32(BASE_IOPORT_CAP + id, (seL4_Uint16)port_addr);
    microkit_internal_check((seL4_Error)in.error, "microkit_x86_ioport_read_32", id);
    return in.result;
}
