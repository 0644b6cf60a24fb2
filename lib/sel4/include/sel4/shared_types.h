/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The IPC buffer of a thread, and the words of a capability fault. */
#pragma once

#include <abi/faults.h>
#include <abi/message.h>
#include <sel4/constants.h>
#include <sel4/types.h>

typedef struct seL4_IPCBuffer_ {
    seL4_MessageInfo_t tag;         /* for programs; the kernel neither reads nor writes it */
    seL4_Word msg[seL4_MsgMaxLength];
    seL4_Word userData;
    seL4_Word caps_or_badges[seL4_MsgMaxExtraCaps];
    seL4_CPtr receiveCNode;
    seL4_CPtr receiveIndex;
    seL4_Word receiveDepth;
} seL4_IPCBuffer __attribute__((aligned(1 << IPC_BUFFER_BITS)));

#define KEEL_AT(member, index) \
    SEL4_STATIC_ASSERT(__builtin_offsetof(seL4_IPCBuffer, member) == (index) * sizeof(seL4_Word), \
                       "IPC buffer: " #member)
KEEL_AT(msg, IPC_BUFFER_MSG);
KEEL_AT(userData, IPC_BUFFER_USER_DATA);
KEEL_AT(caps_or_badges, IPC_BUFFER_CAPS);
KEEL_AT(receiveCNode, IPC_BUFFER_RECEIVE_CNODE);
KEEL_AT(receiveIndex, IPC_BUFFER_RECEIVE_INDEX);
KEEL_AT(receiveDepth, IPC_BUFFER_RECEIVE_DEPTH);
#undef KEEL_AT

#define KEEL_ROW(number, name) seL4_CapFault_##name = number,
typedef enum {
    CAP_FAULT_WORDS(KEEL_ROW)
    seL4_CapFault_GuardMismatch_GuardFound = CAP_FAULT_GUARD_FOUND,
    SEL4_FORCE_LONG_ENUM(seL4_CapFault_Msg)
} seL4_CapFault_Msg;
#undef KEEL_ROW

#ifdef CONFIG_HARDWARE_DEBUG_API
typedef enum {
    seL4_DebugException_FaultIP,
    seL4_DebugException_ExceptionReason,
    seL4_DebugException_TriggerAddress,
    seL4_DebugException_BreakpointNumber,
    seL4_DebugException_Length,
    SEL4_FORCE_LONG_ENUM(seL4_DebugException_Msg)
} seL4_DebugException_Msg;
#endif
