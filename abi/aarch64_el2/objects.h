/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * AArch64, kernel at EL2: user mappings are stage 2, as many bits as physical addresses have;
 * virtual CPUs. abi/aarch64_el2_pa44 includes this file for processors with larger addresses.
 */

#ifndef PHYSICAL_BITS
#define PHYSICAL_BITS           40
#endif

#define EL_OBJECT_TYPES(X)              \
    X(12, ARM_VCPUObject)
#define EL_CAP_TYPES(X)                 \
    X(15, vcpu)
#define N_OBJECT_TYPES          13

/* Up to 16 tables side by side can be the root of stage 2 (DDI 0487, D5.2): 40 bits need two, of
 * 1 GiB entries. 44 bits would need 32, so the root is one of 512 GiB entries, mostly unused. */
#define PAGE_LEVEL_ROOT         (PHYSICAL_BITS <= 43 ? 2 : 3)
#define VSPACE_INDEX_BITS       (PAGE_LEVEL_ROOT == 2 ? PHYSICAL_BITS - HUGE_PAGE_BITS : 9)
#define VCPU_BITS               12
#define USER_TOP                (1UL << PHYSICAL_BITS)  /* first address that cannot be mapped */

#define IRQ_VGIC_MAINTENANCE    25
#define IRQ_KERNEL_TIMER        26

#include "abi/aarch64/objects.h"
