/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The invocations: one function for each row of abi/invocations.h.
 *
 * A capability argument goes to the next extra capability, every other argument to the next
 * message word; both number from 0 in the order of the prototype. Words 0–3 travel in registers.
 *
 * The functions on register sets pack flags and copy arrays; they are written out below, those of
 * the architecture in <interfaces/arch_client.h>.
 */
#pragma once

#include <interfaces/arch_client.h>
#include <interfaces/invoke.h>

#define KEEL_PARAM(type, name) , type name
#define KEEL_PARAM_RIGHTS(name) , seL4_CapRights_t name
#define KEEL_PUT_WORD(type, name) keel_put_word(&_inv, (seL4_Word)name);
#define KEEL_PUT_CAP(type, name) keel_put_cap(&_inv, name);
#define KEEL_PUT_RIGHTS(name) keel_put_word(&_inv, name.words[0]);

#define KEEL_PLAIN(label, If, Method, doc)                                                  \
    LIBSEL4_INLINE seL4_Error                                                               \
    seL4_##If##_##Method(seL4_##If _service                                                 \
                         ARGS_##label(KEEL_PARAM, KEEL_PARAM, KEEL_PARAM_RIGHTS))           \
    {                                                                                       \
        struct keel_invocation _inv = keel_invocation(_service);                            \
        ARGS_##label(KEEL_PUT_WORD, KEEL_PUT_CAP, KEEL_PUT_RIGHTS)                          \
        return keel_invoke(&_inv, label);                                                   \
    }

#define KEEL_RESULT(label, If, Method, type, name, doc)                                     \
    struct seL4_##If##_##Method { int error; type name; };                                  \
    typedef struct seL4_##If##_##Method seL4_##If##_##Method##_t;                           \
    LIBSEL4_INLINE seL4_##If##_##Method##_t                                                 \
    seL4_##If##_##Method(seL4_##If _service                                                 \
                         ARGS_##label(KEEL_PARAM, KEEL_PARAM, KEEL_PARAM_RIGHTS))           \
    {                                                                                       \
        seL4_##If##_##Method##_t _result;                                                   \
        struct keel_invocation _inv = keel_invocation(_service);                            \
        ARGS_##label(KEEL_PUT_WORD, KEEL_PUT_CAP, KEEL_PUT_RIGHTS)                          \
        _result.error = (int)keel_invoke(&_inv, label);                                     \
        _result.name = (type)_inv.r.mr[0];                                                  \
        return _result;                                                                     \
    }

#define KEEL_BY_HAND(label, If, Method, doc)

INVOCATIONS(KEEL_PLAIN, KEEL_RESULT, KEEL_BY_HAND)

/* --- register sets: bit 0 and up are the flags, bits 8–15 the architecture's ----------------- */

#define KEEL_N_USER_CONTEXT (sizeof(seL4_UserContext) / sizeof(seL4_Word))

/* Writes the first `count` members of regs, and at least those that come back in registers. */
LIBSEL4_INLINE seL4_Error seL4_TCB_ReadRegisters(seL4_TCB _service, seL4_Bool suspend_source,
                                                 seL4_Uint8 arch_flags, seL4_Word count,
                                                 seL4_UserContext *regs)
{
    struct keel_invocation inv = keel_invocation(_service);
    keel_put_word(&inv, ((seL4_Word)suspend_source & 1) | ((seL4_Word)arch_flags << 8));
    keel_put_word(&inv, count);
    seL4_Error error = keel_invoke(&inv, TCBReadRegisters);
    if (error == seL4_NoError) {
        seL4_Word *to = (seL4_Word *)regs;
        seL4_Word n = count < KEEL_N_USER_CONTEXT ? count : KEEL_N_USER_CONTEXT;
        for (seL4_Word i = 0; i < n || i < seL4_FastMessageRegisters; i++) {
            to[i] = keel_result(&inv, (int)i);
        }
    }
    return error;
}

LIBSEL4_INLINE seL4_Error seL4_TCB_WriteRegisters(seL4_TCB _service, seL4_Bool resume_target,
                                                  seL4_Uint8 arch_flags, seL4_Word count,
                                                  seL4_UserContext *regs)
{
    const seL4_Word *from = (const seL4_Word *)regs;
    struct keel_invocation inv = keel_invocation(_service);
    keel_put_word(&inv, ((seL4_Word)resume_target & 1) | ((seL4_Word)arch_flags << 8));
    keel_put_word(&inv, count);
    for (seL4_Word i = 0; i < count && i < KEEL_N_USER_CONTEXT; i++) {
        keel_put_word(&inv, from[i]);
    }
    return keel_invoke(&inv, TCBWriteRegisters);
}

LIBSEL4_INLINE seL4_Error seL4_TCB_CopyRegisters(seL4_TCB _service, seL4_TCB source,
                                                 seL4_Bool suspend_source, seL4_Bool resume_target,
                                                 seL4_Bool transfer_frame,
                                                 seL4_Bool transfer_integer, seL4_Uint8 arch_flags)
{
    struct keel_invocation inv = keel_invocation(_service);
    keel_put_cap(&inv, source);
    keel_put_word(&inv, ((seL4_Word)suspend_source & 1) | ((seL4_Word)resume_target & 1) << 1
                        | ((seL4_Word)transfer_frame & 1) << 2
                        | ((seL4_Word)transfer_integer & 1) << 3 | (seL4_Word)arch_flags << 8);
    return keel_invoke(&inv, TCBCopyRegisters);
}

#ifdef CONFIG_HARDWARE_DEBUG_API
struct seL4_TCB_GetBreakpoint {
    int error;
    seL4_Word vaddr;
    seL4_Word type;
    seL4_Word size;
    seL4_Word rw;
    seL4_Bool is_enabled;
};
typedef struct seL4_TCB_GetBreakpoint seL4_TCB_GetBreakpoint_t;

LIBSEL4_INLINE seL4_TCB_GetBreakpoint_t seL4_TCB_GetBreakpoint(seL4_TCB _service,
                                                               seL4_Uint16 bp_num)
{
    struct keel_invocation inv = keel_invocation(_service);
    keel_put_word(&inv, bp_num);
    seL4_TCB_GetBreakpoint_t result;
    result.error = (int)keel_invoke(&inv, TCBGetBreakpoint);
    result.vaddr = inv.r.mr[0];
    result.type = inv.r.mr[1];
    result.size = inv.r.mr[2];
    result.rw = inv.r.mr[3];
    result.is_enabled = (seL4_Bool)seL4_GetMR(seL4_FastMessageRegisters);
    return result;
}
#endif
