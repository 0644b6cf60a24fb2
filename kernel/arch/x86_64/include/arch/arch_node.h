/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What x86-64 adds to the state of a core, `node.arch`.
 */

#include "types.h"
#include <abi/arch/objects.h>
#include <arch/iommu_node.h>

#define N_PORT_WORDS (0x10000 / WORD_BITS)

struct arch_node {
    word_t space;               /* what CR3 holds: see space.c */
    word_t vector;              /* of an interrupt that the core has accepted and irqchip_pending
                                 * has not returned, or 0: trap.c, entry.S */
    word_t dying;               /* 0 or 1: the kernel itself has trapped */
    word_t debug_loaded;        /* 0 or 1: breakpoint registers are not all off */
    word_t port_issued[N_PORT_WORDS];   /* bit p % 64 of word p / 64: port p is in a capability */

    /* The machine as found at boot; constant from then on. */
    word_t smap;                /* 0 or 1: CR4.SMAP is on */
    word_t pcids;               /* 0 or 1: CR4.PCIDE is on */
    word_t local_apic;          /* kernel address of its registers */
    word_t io_apic;             /* kernel address of the registers of I/O APIC 0, or 0 */
    word_t io_apic_pins;
    word_t io_apics;            /* how many there are */
    word_t tsc_mhz;
    word_t apic_ratio;          /* TSC ticks per tick of the APIC timer; 0: TSC-deadline mode */
    struct iommu iommu;         /* units that remap DMA: iommu.c */
};
_Static_assert(sizeof(struct arch_node) ==
               (4 + N_PORT_WORDS + 8) * sizeof(word_t) + sizeof(struct iommu), "arch_node size");
