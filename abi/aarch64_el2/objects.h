/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * AArch64, kernel at EL2: user mappings are stage 2, three levels, 40 bits; virtual CPUs.
 */

#define EL_OBJECT_TYPES(X)              \
    X(12, ARM_VCPUObject)
#define EL_CAP_TYPES(X)                 \
    X(15, vcpu)
#define N_OBJECT_TYPES          13

#define VSPACE_BITS             13
#define VSPACE_INDEX_BITS       10
#define VCPU_BITS               12
#define USER_TOP                0x10000000000UL     /* first address that cannot be mapped */

#define IRQ_VGIC_MAINTENANCE    25
#define IRQ_KERNEL_TIMER        26

#include "abi/aarch64/objects.h"
