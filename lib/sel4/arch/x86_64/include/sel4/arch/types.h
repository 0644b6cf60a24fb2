/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Capability types of x86. Those of a build without them exist too: they are words. A capability of
 * a device's address space is made from the master by CNode_Mint with the data word below.
 */
#pragma once

#include <abi/objects.h>
#include <sel4/config.h>
#include <sel4/packed.h>
#include <sel4/simple_types.h>
#include <sel4/sel4_arch/types.h>

typedef seL4_CPtr seL4_X64_PML4;
typedef seL4_CPtr seL4_X86_PDPT;
typedef seL4_CPtr seL4_X86_PageDirectory;
typedef seL4_CPtr seL4_X86_PageTable;
typedef seL4_CPtr seL4_X86_Page;
typedef seL4_CPtr seL4_X86_ASIDControl;
typedef seL4_CPtr seL4_X86_ASIDPool;
typedef seL4_CPtr seL4_X86_IOPortControl;
typedef seL4_CPtr seL4_X86_IOPort;
typedef seL4_CPtr seL4_X86_IOSpace;
typedef seL4_CPtr seL4_X86_IOPageTable;
typedef seL4_CPtr seL4_X86_VCPU;
typedef seL4_CPtr seL4_X86_EPTPML4;
typedef seL4_CPtr seL4_X86_EPTPDPT;
typedef seL4_CPtr seL4_X86_EPTPD;
typedef seL4_CPtr seL4_X86_EPTPT;

typedef enum {
    seL4_X86_Default_VMAttributes = VM_ATTR_WRITE_BACK,
    seL4_X86_WriteBack = VM_ATTR_WRITE_BACK,
    seL4_X86_WriteThrough = VM_ATTR_WRITE_THROUGH,
    seL4_X86_CacheDisabled = VM_ATTR_CACHE_DISABLED,
    seL4_X86_Uncacheable = VM_ATTR_UNCACHEABLE,
    seL4_X86_WriteCombining = VM_ATTR_WRITE_COMBINING,
    SEL4_FORCE_LONG_ENUM(seL4_X86_VMAttributes)
} seL4_X86_VMAttributes;

#ifdef CONFIG_IOMMU
KEEL_PACKED_TYPE(seL4_X86_IOSpace_CapData, 1, IO_SPACE_CAP_DATA)
#endif
