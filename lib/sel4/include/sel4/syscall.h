/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* System call numbers, from abi/syscalls.h. A number whose option is off raises a fault. */
#pragma once

#include <abi/syscalls.h>
#include <sel4/macros.h>

#define KEEL_ROW(number, name, present) seL4_Sys##name = number,
typedef enum {
    SYSCALLS(KEEL_ROW)
    SEL4_FORCE_LONG_ENUM(seL4_Syscall_ID)
} seL4_Syscall_ID;
#undef KEEL_ROW
