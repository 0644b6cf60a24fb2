/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Faults as values: what a handler received, decoded.
 *
 * seL4_Fault_t is private: word 0 is the fault's label, the words behind it are the message. A row
 * F(Fault, Field, word) makes seL4_Fault_<Fault>_get_<Field>, _set_<Field> and their _ptr_ forms;
 * the architecture's rows are in <sel4/sel4_arch/faults.h>. Programs include <sel4/faults.h>.
 */
#pragma once

#include <abi/faults.h>
#include <sel4/constants.h>
#include <sel4/functions.h>
#include <sel4/shared_types.h>
#include <sel4/types.h>
#include <sel4/arch/constants.h>

#define KEEL_ROW(number, name) seL4_Fault_##name = number,
typedef enum seL4_Fault_tag {
    FAULTS(KEEL_ROW)
    SEL4_FORCE_LONG_ENUM(seL4_Fault_tag)
} seL4_Fault_tag_t;
#undef KEEL_ROW

#define KEEL_ROW(number, name) seL4_Timeout_##name = number,
typedef enum {
    TIMEOUT_WORDS(KEEL_ROW)
    seL4_Timeout_Length,
    SEL4_FORCE_LONG_ENUM(seL4_Timeout_Msg)
} seL4_Timeout_Msg;
#undef KEEL_ROW

typedef struct seL4_Fault {
    seL4_Uint64 words[1 + seL4_UnknownSyscall_Length];      /* the longest message */
} seL4_Fault_t;

LIBSEL4_INLINE_FUNC PURE seL4_Uint64 seL4_Fault_ptr_get_seL4_FaultType(seL4_Fault_t *fault)
{
    return fault->words[0];
}

LIBSEL4_INLINE_FUNC CONST seL4_Uint64 seL4_Fault_get_seL4_FaultType(seL4_Fault_t fault)
{
    return fault.words[0];
}

#define KEEL_FAULT_FIELD(X, field, word)                                                    \
    LIBSEL4_INLINE_FUNC PURE seL4_Uint64 seL4_Fault_##X##_ptr_get_##field(seL4_Fault_t *f)  \
    {                                                                                       \
        seL4_DebugAssert(f->words[0] == seL4_Fault_##X);                                    \
        return f->words[1 + (word)];                                                        \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC void seL4_Fault_##X##_ptr_set_##field(seL4_Fault_t *f,              \
                                                              seL4_Uint64 value)            \
    {                                                                                       \
        seL4_DebugAssert(f->words[0] == seL4_Fault_##X);                                    \
        f->words[1 + (word)] = value;                                                       \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC CONST seL4_Uint64 seL4_Fault_##X##_get_##field(seL4_Fault_t f)      \
    {                                                                                       \
        return seL4_Fault_##X##_ptr_get_##field(&f);                                        \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC seL4_Fault_t seL4_Fault_##X##_set_##field(seL4_Fault_t f,           \
                                                                  seL4_Uint64 value)        \
    {                                                                                       \
        seL4_Fault_##X##_ptr_set_##field(&f, value);                                        \
        return f;                                                                           \
    }
#define KEEL_FAULT_PLACE(X, field, word) f->words[1 + (word)] = field;
#define KEEL_FAULT_READ(X, field, word) , seL4_GetMR((int)(word))

/* All functions of one fault, and keel_read_<X>, which takes it from the message received. */
#define KEEL_FAULT(X, ROWS)                                                                 \
    ROWS(KEEL_FAULT_FIELD, X)                                                               \
    LIBSEL4_INLINE_FUNC void seL4_Fault_##X##_ptr_new(seL4_Fault_t *f                       \
                                                      ROWS(KEEL_PARAMETER, X))              \
    {                                                                                       \
        for (int i = 0; i < 1 + seL4_UnknownSyscall_Length; i++) {                          \
            f->words[i] = 0;                                                                \
        }                                                                                   \
        f->words[0] = seL4_Fault_##X;                                                       \
        ROWS(KEEL_FAULT_PLACE, X)                                                           \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC seL4_Fault_t seL4_Fault_##X##_new(KEEL_REST(ROWS(KEEL_PARAMETER, X))) \
    {                                                                                       \
        seL4_Fault_t f;                                                                     \
        seL4_Fault_##X##_ptr_new(&f ROWS(KEEL_ARGUMENT, X));                                \
        return f;                                                                           \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC seL4_Fault_t keel_read_##X(void)                                    \
    {                                                                                       \
        return seL4_Fault_##X##_new(KEEL_REST(ROWS(KEEL_FAULT_READ, X)));                   \
    }                                                                                       \
    LIBSEL4_INLINE_FUNC CONST seL4_Bool seL4_is##X##_tag(seL4_MessageInfo_t tag)            \
    {                                                                                       \
        return seL4_MessageInfo_get_label(tag) == seL4_Fault_##X;                           \
    }

#define KEEL_CAP_FAULT(F, X)                                        \
    F(X, IP, seL4_CapFault_IP)                                      \
    F(X, Addr, seL4_CapFault_Addr)                                  \
    F(X, InRecvPhase, seL4_CapFault_InRecvPhase)                    \
    F(X, LookupFailureType, seL4_CapFault_LookupFailureType)        \
    F(X, MR4, seL4_CapFault_BitsLeft)                               \
    F(X, MR5, seL4_CapFault_DepthMismatch_BitsFound)                \
    F(X, MR6, seL4_CapFault_GuardMismatch_BitsFound)
KEEL_FAULT(CapFault, KEEL_CAP_FAULT)

#define KEEL_TIMEOUT_FAULT(F, X)        \
    F(X, data, seL4_Timeout_Data)       \
    F(X, consumed, seL4_Timeout_Consumed)
KEEL_FAULT(Timeout, KEEL_TIMEOUT_FAULT)

#ifdef CONFIG_HARDWARE_DEBUG_API
#define KEEL_DEBUG_EXCEPTION(F, X)                                      \
    F(X, FaultIP, seL4_DebugException_FaultIP)                          \
    F(X, ExceptionReason, seL4_DebugException_ExceptionReason)          \
    F(X, TriggerAddress, seL4_DebugException_TriggerAddress)            \
    F(X, BreakpointNumber, seL4_DebugException_BreakpointNumber)
KEEL_FAULT(DebugException, KEEL_DEBUG_EXCEPTION)
#endif

LIBSEL4_INLINE_FUNC CONST seL4_Bool seL4_isTimeoutFault_tag(seL4_MessageInfo_t tag)
{
    return seL4_isTimeout_tag(tag);
}

LIBSEL4_INLINE_FUNC CONST seL4_Bool seL4_isNullFault_tag(seL4_MessageInfo_t tag)
{
    return seL4_MessageInfo_get_label(tag) == seL4_Fault_NullFault;
}

LIBSEL4_INLINE_FUNC void seL4_Fault_NullFault_ptr_new(seL4_Fault_t *f)
{
    for (int i = 0; i < 1 + seL4_UnknownSyscall_Length; i++) {
        f->words[i] = 0;
    }
}

LIBSEL4_INLINE_FUNC seL4_Fault_t seL4_Fault_NullFault_new(void)
{
    seL4_Fault_t f;
    seL4_Fault_NullFault_ptr_new(&f);
    return f;
}
