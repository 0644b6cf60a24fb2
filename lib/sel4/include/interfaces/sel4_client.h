/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The invocations: one function for each row of abi/invocations.h.
 *
 * A capability argument goes to the next extra capability, every other argument to the next
 * message word; both number from 0 in the order of the prototype. Words 0–3 travel in registers.
 * The kernel's error is the label of its reply. On an error the words that explain it are left
 * in msg[0..3]; on success msg is not touched.
 *
 * The three functions on register sets pack flags and copy arrays; they are written out below.
 */
#pragma once

#include <abi/invocations.h>
#include <sel4/constants.h>
#include <sel4/errors.h>
#include <sel4/invocation.h>
#include <sel4/syscalls.h>
#include <sel4/types.h>

/* An invocation being put together. */
struct keel_invocation {
    seL4_Word n_words;
    seL4_Word n_caps;
    struct keel_registers r;
};

LIBSEL4_INLINE_FUNC struct keel_invocation keel_invocation(seL4_CPtr service)
{
    struct keel_invocation inv = {0, 0, {service, 0, {0, 0, 0, 0}}};
    return inv;
}

LIBSEL4_INLINE_FUNC void keel_put_word(struct keel_invocation *inv, seL4_Word word)
{
    if (inv->n_words < seL4_FastMessageRegisters) {
        inv->r.mr[inv->n_words] = word;
    } else {
        seL4_SetMR((int)inv->n_words, word);
    }
    inv->n_words++;
}

LIBSEL4_INLINE_FUNC void keel_put_cap(struct keel_invocation *inv, seL4_CPtr cap)
{
    seL4_SetCap((int)inv->n_caps, cap);
    inv->n_caps++;
}

LIBSEL4_INLINE_FUNC seL4_Error keel_invoke(struct keel_invocation *inv, seL4_Word label)
{
    seL4_MessageInfo_t info = seL4_MessageInfo_new(label, 0, inv->n_caps, inv->n_words);
    inv->r.info = info.words[0];
#ifdef CONFIG_LIB_SEL4_STUBS_USE_IPC_BUFFER_ONLY
    for (int i = 0; i < seL4_FastMessageRegisters; i++) {
        seL4_SetMR(i, inv->r.mr[i]);
    }
    info = seL4_Call(inv->r.cap, info);
    for (int i = 0; i < seL4_FastMessageRegisters; i++) {
        inv->r.mr[i] = seL4_GetMR(i);
    }
    seL4_Error error = (seL4_Error)seL4_MessageInfo_get_label(info);
#else
    keel_trap_call(seL4_SysCall, &inv->r);
    seL4_Error error = (seL4_Error)seL4_MessageInfo_get_label(keel_info(&inv->r));
    if (error != seL4_NoError) {
        keel_store(&inv->r, (seL4_Word *)seL4_Null);
    }
#endif
#ifdef CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC
    if (error != seL4_NoError && seL4_CanPrintError()) {
        seL4_DebugPutString(seL4_GetDebugError());
    }
#endif
    return error;
}

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
        for (int i = 0; i < seL4_FastMessageRegisters; i++) {
            to[i] = inv.r.mr[i];
        }
        for (seL4_Word i = seL4_FastMessageRegisters; i < count && i < KEEL_N_USER_CONTEXT; i++) {
            to[i] = seL4_GetMR((int)i);
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
