/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * How an invocation is put together: words and capabilities one after the other, then the call.
 *
 * The kernel's error is the label of its reply. On an error the words that explain it are left
 * in msg[0..3]; on success msg is not touched.
 */
#pragma once

#include <sel4/config.h>
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

/* Word i of the answer. */
LIBSEL4_INLINE_FUNC seL4_Word keel_result(const struct keel_invocation *inv, int i)
{
    return i < seL4_FastMessageRegisters ? inv->r.mr[i] : seL4_GetMR(i);
}
