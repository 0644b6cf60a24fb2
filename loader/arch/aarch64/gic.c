/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The GICv2 as a kernel at EL2 finds it: every interrupt in group 1, priorities below 0xf0 let
 * through (Arm Generic Interrupt Controller, IHI 0048B: 4.3.4 GICD_IGROUPR, 4.4.2 GICC_PMR).
 * Nothing is enabled.
 */
#include <board.h>
#include "arch/machine.h"

#define DISTRIBUTOR_TYPE      0x004
#define DISTRIBUTOR_GROUP     0x080
#define CPU_PRIORITY_MASK     0x004
#define LINES_OF(type)        (((type) & 31) + 1)   /* times 32 interrupts */

static volatile uint32_t *gic(uint64_t base, uint64_t offset)
{
    return (volatile uint32_t *)(uintptr_t)(base + offset);
}

void prepare_interrupts(void)
{
    if (GIC != 2 || KERNEL_EL != 2)
        return;
    const uint32_t n = LINES_OF(*gic(BOARD_GIC_DISTRIBUTOR, DISTRIBUTOR_TYPE));
    for (uint32_t i = 0; i < n; i++)
        *gic(BOARD_GIC_DISTRIBUTOR, DISTRIBUTOR_GROUP + 4 * i) = ~0u;
    *gic(BOARD_GIC_CPU, CPU_PRIORITY_MASK) = 0xf0;
}
