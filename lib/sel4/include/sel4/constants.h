/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Limits, sizes and flags that are the same on every architecture, under their public names.
 * The numbers come from abi/; see <sel4/sel4.h> for why they become enumerators.
 */
#pragma once

#include <abi/message.h>
#include <abi/objects.h>
#include <sel4/config.h>
#include <sel4/macros.h>
#include <sel4/objecttype.h>
#include <sel4/types.h>
#include <sel4/sel4_arch/constants.h>
#include <sel4/arch/constants.h>
#include <sel4/plat/api/constants.h>

#define KEEL_WIDTH(T, field, word, hi, lo) T##_##field##_width = (hi) - (lo) + 1,
#define KEEL_ADD_WIDTH(T, field, word, hi, lo) + (hi) - (lo) + 1
enum {
    MESSAGE_INFO(KEEL_WIDTH, keel_info)
    CNODE_CAP_DATA(KEEL_WIDTH, keel_data)

    seL4_MsgLengthBits = keel_info_length_width,
    seL4_MsgExtraCapBits = keel_info_extraCaps_width,
    seL4_MsgMaxLength = MSG_MAX_LENGTH,
    seL4_MsgMaxExtraCaps = MSG_MAX_EXTRA_CAPS,
    seL4_CapRightsBits = 0 CAP_RIGHTS(KEEL_ADD_WIDTH, ),
    seL4_GuardSizeBits = keel_data_guardSize_width,
    seL4_GuardBits = keel_data_guard_width,
    seL4_BadgeBits = seL4_WordBits
};
#undef KEEL_WIDTH
#undef KEEL_ADD_WIDTH

enum priorityConstants {
    seL4_InvalidPrio = -1,
    seL4_MinPrio = MIN_PRIORITY,
    seL4_MaxPrio = CONFIG_NUM_PRIORITIES - 1
};
SEL4_STATIC_ASSERT(seL4_MaxPrio == MAX_PRIORITY && CONFIG_NUM_PRIORITIES == N_PRIORITIES,
                   "priorities");

enum {
    seL4_SlotBits = SLOT_BITS,
    seL4_EndpointBits = ENDPOINT_BITS,
    seL4_NotificationBits = NOTIFICATION_BITS,
    seL4_ReplyBits = REPLY_BITS,
    seL4_IPCBufferSizeBits = IPC_BUFFER_BITS,
    seL4_MinUntypedBits = MIN_UNTYPED_BITS,
    seL4_MinSchedContextBits = MIN_SCHED_CONTEXT_BITS,
    seL4_CoreSchedContextBytes = CORE_SCHED_CONTEXT_BYTES,
    seL4_RefillSizeBytes = REFILL_BYTES,
#ifdef CONFIG_RETYPE_FAN_OUT_LIMIT
    seL4_UntypedRetypeMaxObjects = CONFIG_RETYPE_FAN_OUT_LIMIT
#else
    seL4_UntypedRetypeMaxObjects = RETYPE_FAN_OUT_LIMIT
#endif
};

/* How many refills fit a scheduling context of 2^size bytes beyond the two it always has. */
LIBSEL4_INLINE_FUNC CONST seL4_Word seL4_MaxExtraRefills(seL4_Word size)
{
    return (LIBSEL4_BIT(size) - seL4_CoreSchedContextBytes) / seL4_RefillSizeBytes;
}

typedef enum {
    seL4_SchedContext_NoFlag = 0,
    seL4_SchedContext_Sporadic = SCHED_CONTEXT_SPORADIC,
    SEL4_FORCE_LONG_ENUM(seL4_SchedContextFlag)
} seL4_SchedContextFlag;

typedef enum {
    seL4_TCBFlag_NoFlag = 0,
    seL4_TCBFlag_fpuDisabled = TCB_FLAG_FPU_DISABLED,
    seL4_TCBFlag_MASK = TCB_FLAG_MASK,
    SEL4_FORCE_LONG_ENUM(seL4_TCBFlag)
} seL4_TCBFlag;

#define KEEL_ROW(number, name) seL4_Cap##name = number,
enum {
    INITIAL_SLOTS(KEEL_ROW)
    seL4_NumInitialCaps
};
#undef KEEL_ROW
SEL4_STATIC_ASSERT(seL4_NumInitialCaps == N_INITIAL_SLOTS, "initial slots");

#ifdef CONFIG_HARDWARE_DEBUG_API
typedef enum {
    seL4_DataBreakpoint,
    seL4_InstructionBreakpoint,
    seL4_SingleStep,
    seL4_SoftwareBreakRequest,
    SEL4_FORCE_LONG_ENUM(seL4_BreakpointType)
} seL4_BreakpointType;

typedef enum {
    seL4_BreakOnRead,
    seL4_BreakOnWrite,
    seL4_BreakOnReadWrite,
    seL4_MaxBreakpointAccess,
    SEL4_FORCE_LONG_ENUM(seL4_BreakpointAccess)
} seL4_BreakpointAccess;
#endif

#ifdef CONFIG_KERNEL_INVOCATION_REPORT_ERROR_IPC
#define DEBUG_MESSAGE_START 6
#define DEBUG_MESSAGE_MAXLEN 50
#endif
