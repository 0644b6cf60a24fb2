/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The registers of a thread, in the order in which invocations and timeout replies carry them. */
#pragma once

#include <abi/arch/registers.h>
#include <sel4/simple_types.h>
#include <sel4/mode/types.h>

#define KEEL_ROW(number, name, ...) seL4_Word name;
typedef struct seL4_UserContext_ {
    USER_CONTEXT(KEEL_ROW)
} seL4_UserContext;
#undef KEEL_ROW

SEL4_STATIC_ASSERT(sizeof(seL4_UserContext) == N_USER_CONTEXT * sizeof(seL4_Word), "user context");
