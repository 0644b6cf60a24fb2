/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Between the two forms of a message and the registers of a system call: keel_load and keel_store
 * for msg[0..3] of the IPC buffer, keel_load_from and keel_store_to for variables.
 */
#pragma once

#include <sel4/arch/trap.h>
#include <sel4/functions.h>
#include <sel4/types.h>

LIBSEL4_INLINE_FUNC struct keel_registers keel_load(seL4_CPtr cap, seL4_MessageInfo_t info)
{
    struct keel_registers r;
    r.cap = cap;
    r.info = info.words[0];
    for (int i = 0; i < seL4_FastMessageRegisters; i++) {
        r.mr[i] = seL4_GetMR(i);
    }
    return r;
}

/* For receiving: an empty message, so that an empty poll reports length 0. */
LIBSEL4_INLINE_FUNC struct keel_registers keel_empty(seL4_CPtr cap)
{
    struct keel_registers r = {cap, 0, {0, 0, 0, 0}};
    return r;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t keel_info(const struct keel_registers *r)
{
    seL4_MessageInfo_t info = {{r->info}};
    return info;
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t keel_store(const struct keel_registers *r, seL4_Word *sender)
{
    seL4_IPCBuffer *buffer = seL4_GetIPCBuffer();
    buffer->msg[0] = r->mr[0];
    KEEL_WORD_STORED;
    buffer->msg[1] = r->mr[1];
    KEEL_WORD_STORED;
    buffer->msg[2] = r->mr[2];
    KEEL_WORD_STORED;
    buffer->msg[3] = r->mr[3];
    if (sender != seL4_Null) {
        *sender = r->cap;
    }
    return keel_info(r);
}

LIBSEL4_INLINE_FUNC seL4_Word keel_variable(seL4_MessageInfo_t info, seL4_Word i,
                                            const seL4_Word *mr)
{
    return mr != seL4_Null && i < seL4_MessageInfo_get_length(info) ? *mr : 0;
}

/* A null pointer, or an index the message does not reach, sends 0. */
LIBSEL4_INLINE_FUNC struct keel_registers
keel_load_from(seL4_CPtr cap, seL4_MessageInfo_t info, const seL4_Word *mr0, const seL4_Word *mr1,
               const seL4_Word *mr2, const seL4_Word *mr3)
{
    struct keel_registers r;
    r.cap = cap;
    r.info = info.words[0];
    r.mr[0] = keel_variable(info, 0, mr0);
    r.mr[1] = keel_variable(info, 1, mr1);
    r.mr[2] = keel_variable(info, 2, mr2);
    r.mr[3] = keel_variable(info, 3, mr3);
    return r;
}

LIBSEL4_INLINE_FUNC void keel_store_word(seL4_Word *to, seL4_Word value)
{
    if (to != seL4_Null) {
        *to = value;
    }
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t
keel_store_to(const struct keel_registers *r, seL4_Word *sender, seL4_Word *mr0, seL4_Word *mr1,
              seL4_Word *mr2, seL4_Word *mr3)
{
    keel_store_word(sender, r->cap);
    keel_store_word(mr0, r->mr[0]);
    keel_store_word(mr1, r->mr[1]);
    keel_store_word(mr2, r->mr[2]);
    keel_store_word(mr3, r->mr[3]);
    return keel_info(r);
}
