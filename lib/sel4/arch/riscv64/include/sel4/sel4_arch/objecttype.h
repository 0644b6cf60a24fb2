/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Object types of RISC-V 64, numbered behind the generic ones. */
#pragma once

#include <abi/objects.h>
#include <sel4/macros.h>

#define KEEL_ROW(number, name) seL4_##name = number,
typedef enum {
    ARCH_OBJECT_TYPES(KEEL_ROW)
    seL4_ObjectTypeCount,
    seL4_ModeObjectTypeCount = seL4_RISCV_Giga_Page + 1,
    seL4_RISCV_Tera_Page = ABSENT_OBJECT_TYPE           /* does not exist with Sv39 */
} seL4_ArchObjectType;
#undef KEEL_ROW

SEL4_STATIC_ASSERT(seL4_ObjectTypeCount == N_OBJECT_TYPES, "object types");
