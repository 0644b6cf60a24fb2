/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Capability types of Arm. Those of a build without them exist too: they are words. */
#pragma once

#include <abi/objects.h>
#include <sel4/simple_types.h>
#include <sel4/sel4_arch/types.h>

typedef seL4_CPtr seL4_ARM_Page;
typedef seL4_CPtr seL4_ARM_PageTable;
typedef seL4_CPtr seL4_ARM_VSpace;
typedef seL4_CPtr seL4_ARM_ASIDControl;
typedef seL4_CPtr seL4_ARM_ASIDPool;
typedef seL4_CPtr seL4_ARM_VCPU;
typedef seL4_CPtr seL4_ARM_SMC;
typedef seL4_CPtr seL4_ARM_SGISignal;
typedef seL4_CPtr seL4_ARM_IOSpace;
typedef seL4_CPtr seL4_ARM_IOPageTable;

typedef enum {
    seL4_ARM_PageCacheable = VM_ATTR_CACHEABLE,
    seL4_ARM_ParityEnabled = VM_ATTR_PARITY,
    seL4_ARM_Default_VMAttributes = VM_ATTR_DEFAULT,
    seL4_ARM_ExecuteNever = VM_ATTR_EXECUTE_NEVER,
    SEL4_FORCE_LONG_ENUM(seL4_ARM_VMAttributes)
} seL4_ARM_VMAttributes;
