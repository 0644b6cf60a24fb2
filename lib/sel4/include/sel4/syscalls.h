/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The system calls, as functions.
 *
 * A message has two forms. The plain calls take words 0–3 from the IPC buffer's msg[] ("load")
 * and put them back there after a receive ("store"), so that all words can be treated alike. The
 * …WithMRs calls take them from variables and leave msg[0..3] alone. Words 4 and up are in the
 * buffer in both. The trap itself, and which register has which role, is <sel4/arch/trap.h>.
 *
 * What a store writes after a notification or an empty poll is whatever the registers held.
 */
#pragma once

#include <sel4/arch/syscalls.h>
#include <sel4/arch/trap.h>
#include <sel4/debug_syscalls.h>
#include <sel4/functions.h>
#include <sel4/message_registers.h>
#include <sel4/syscall.h>
#include <sel4/types.h>

/* --- send ----------------------------------------------------------------------------------- */

LIBSEL4_INLINE_FUNC void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    struct keel_registers r = keel_load(dest, msgInfo);
    keel_trap_send(seL4_SysSend, &r);
}

LIBSEL4_INLINE_FUNC void seL4_NBSend(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    struct keel_registers r = keel_load(dest, msgInfo);
    keel_trap_send(seL4_SysNBSend, &r);
}

LIBSEL4_INLINE_FUNC void seL4_Signal(seL4_CPtr dest)
{
    keel_trap_short(seL4_SysSend, dest, 0);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t msgInfo)
{
    struct keel_registers r = keel_load(dest, msgInfo);
    keel_trap_call(seL4_SysCall, &r);
    return keel_store(&r, (seL4_Word *)seL4_Null);
}

/* --- receive -------------------------------------------------------------------------------- */

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply)
{
    struct keel_registers r = keel_empty(src);
    keel_trap_recv(seL4_SysRecv, &r, reply);
    return keel_store(&r, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBRecv(seL4_CPtr src, seL4_Word *sender,
                                                   seL4_CPtr reply)
{
    struct keel_registers r = keel_empty(src);
    keel_trap_recv(seL4_SysNBRecv, &r, reply);
    return keel_store(&r, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Wait(seL4_CPtr src, seL4_Word *sender)
{
    struct keel_registers r = keel_empty(src);
    keel_trap_wait(seL4_SysWait, &r);
    return keel_store(&r, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBWait(seL4_CPtr src, seL4_Word *sender)
{
    struct keel_registers r = keel_empty(src);
    keel_trap_wait(seL4_SysNBWait, &r);
    return keel_store(&r, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_Poll(seL4_CPtr src, seL4_Word *sender)
{
    return seL4_NBWait(src, sender);
}

/* --- send, then receive --------------------------------------------------------------------- */

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t msgInfo,
                                                      seL4_Word *sender, seL4_CPtr reply)
{
    struct keel_registers r = keel_load(src, msgInfo);
    keel_trap_send_recv(seL4_SysReplyRecv, &r, reply);
    return keel_store(&r, sender);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBSendRecv(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                       seL4_CPtr src, seL4_Word *sender,
                                                       seL4_CPtr reply)
{
    struct keel_registers r = keel_load(src, msgInfo);
    keel_trap_send_to_recv(seL4_SysNBSendRecv, &r, reply, dest);
    return keel_store(&r, sender);
}

/* The target travels where the reply capability does in the other calls. */
LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_NBSendWait(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                       seL4_CPtr src, seL4_Word *sender)
{
    struct keel_registers r = keel_load(src, msgInfo);
    keel_trap_send_recv(seL4_SysNBSendWait, &r, dest);
    return keel_store(&r, sender);
}

LIBSEL4_INLINE_FUNC void seL4_Yield(void)
{
    keel_trap_short(seL4_SysYield, 0, 0);
}

/* --- words 0–3 in variables ----------------------------------------------------------------- */

LIBSEL4_INLINE_FUNC void seL4_SendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                          seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                          seL4_Word *mr3)
{
    struct keel_registers r = keel_load_from(dest, msgInfo, mr0, mr1, mr2, mr3);
    keel_trap_send(seL4_SysSend, &r);
}

LIBSEL4_INLINE_FUNC void seL4_NBSendWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                            seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                                            seL4_Word *mr3)
{
    struct keel_registers r = keel_load_from(dest, msgInfo, mr0, mr1, mr2, mr3);
    keel_trap_send(seL4_SysNBSend, &r);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_CallWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3)
{
    struct keel_registers r = keel_load_from(dest, msgInfo, mr0, mr1, mr2, mr3);
    keel_trap_call(seL4_SysCall, &r);
    return keel_store_to(&r, (seL4_Word *)seL4_Null, mr0, mr1, mr2, mr3);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t seL4_WaitWithMRs(seL4_CPtr src, seL4_Word *sender,
                                                        seL4_Word *mr0, seL4_Word *mr1,
                                                        seL4_Word *mr2, seL4_Word *mr3)
{
    struct keel_registers r = keel_empty(src);
    keel_trap_wait(seL4_SysWait, &r);
    return keel_store_to(&r, sender, mr0, mr1, mr2, mr3);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t
seL4_ReplyRecvWithMRs(seL4_CPtr src, seL4_MessageInfo_t msgInfo, seL4_Word *sender, seL4_Word *mr0,
                      seL4_Word *mr1, seL4_Word *mr2, seL4_Word *mr3, seL4_CPtr reply)
{
    struct keel_registers r = keel_load_from(src, msgInfo, mr0, mr1, mr2, mr3);
    keel_trap_send_recv(seL4_SysReplyRecv, &r, reply);
    return keel_store_to(&r, sender, mr0, mr1, mr2, mr3);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t
seL4_NBSendRecvWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo, seL4_CPtr src,
                       seL4_Word *sender, seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                       seL4_Word *mr3, seL4_CPtr reply)
{
    struct keel_registers r = keel_load_from(src, msgInfo, mr0, mr1, mr2, mr3);
    keel_trap_send_to_recv(seL4_SysNBSendRecv, &r, reply, dest);
    return keel_store_to(&r, sender, mr0, mr1, mr2, mr3);
}

LIBSEL4_INLINE_FUNC seL4_MessageInfo_t
seL4_NBSendWaitWithMRs(seL4_CPtr dest, seL4_MessageInfo_t msgInfo, seL4_CPtr src,
                       seL4_Word *sender, seL4_Word *mr0, seL4_Word *mr1, seL4_Word *mr2,
                       seL4_Word *mr3)
{
    struct keel_registers r = keel_load_from(src, msgInfo, mr0, mr1, mr2, mr3);
    keel_trap_send_recv(seL4_SysNBSendWait, &r, dest);
    return keel_store_to(&r, sender, mr0, mr1, mr2, mr3);
}
