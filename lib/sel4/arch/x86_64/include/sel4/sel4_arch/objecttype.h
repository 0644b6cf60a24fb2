/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Object types of x86-64, numbered behind the generic ones. */
#pragma once

#include <abi/objects.h>
#include <sel4/config.h>
#include <sel4/macros.h>

#define KEEL_ROW(number, name) seL4_##name = number,
typedef enum {
    ARCH_OBJECT_TYPES(KEEL_ROW)
    seL4_ObjectTypeCount,
    seL4_ModeObjectTypeCount = seL4_X64_HugePageObject + 1,
#ifndef CONFIG_IOMMU
    seL4_X86_IOPageTableObject = ABSENT_OBJECT_TYPE,
#endif
    /* Those of virtual machines need a kernel with VT-x. */
    seL4_X86_VCPUObject = ABSENT_OBJECT_TYPE - 1,
    seL4_X86_EPTPML4Object = ABSENT_OBJECT_TYPE - 2,
    seL4_X86_EPTPDPTObject = ABSENT_OBJECT_TYPE - 3,
    seL4_X86_EPTPDObject = ABSENT_OBJECT_TYPE - 4,
    seL4_X86_EPTPTObject = ABSENT_OBJECT_TYPE - 5
} seL4_ArchObjectType;
#undef KEEL_ROW

SEL4_STATIC_ASSERT(seL4_ObjectTypeCount == N_OBJECT_TYPES, "object types");
