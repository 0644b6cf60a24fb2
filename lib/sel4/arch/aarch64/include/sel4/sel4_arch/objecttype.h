/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Object types of AArch64, numbered behind the generic ones. */
#pragma once

#include <abi/objects.h>
#include <sel4/config.h>
#include <sel4/macros.h>

#define KEEL_ROW(number, name) seL4_##name = number,
typedef enum {
    ARCH_OBJECT_TYPES(KEEL_ROW)
    seL4_ObjectTypeCount,
    seL4_ModeObjectTypeCount = seL4_ARM_VSpaceObject + 1,
#ifndef CONFIG_ARM_HYPERVISOR_SUPPORT
    seL4_ARM_VCPUObject = ABSENT_OBJECT_TYPE,               /* needs a kernel at EL2 */
#endif
    seL4_ARM_IOPageTableObject = ABSENT_OBJECT_TYPE + 1     /* needs an SMMU */
} seL4_ArchObjectType;
#undef KEEL_ROW

SEL4_STATIC_ASSERT(seL4_ObjectTypeCount == N_OBJECT_TYPES, "object types");
