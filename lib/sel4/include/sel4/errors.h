/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Error codes of invocations, and why a capability lookup failed. From abi/errors.h. */
#pragma once

#include <abi/errors.h>
#include <sel4/macros.h>

#define KEEL_ROW(number, name, ...) seL4_##name = number,
typedef enum {
    ERRORS(KEEL_ROW)
    seL4_NumErrors,
    SEL4_FORCE_LONG_ENUM(seL4_Error)
} seL4_Error;

typedef enum {
    LOOKUP_FAILURES(KEEL_ROW)
    SEL4_FORCE_LONG_ENUM(seL4_LookupFailureType)
} seL4_LookupFailureType;
#undef KEEL_ROW
