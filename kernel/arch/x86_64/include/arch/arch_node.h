/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What x86-64 adds to the state of a core, `node.arch`.
 */

#include "types.h"
#include <abi/arch/objects.h>
#include <arch/console_node.h>
#include <arch/iommu_node.h>

#define N_PORT_WORDS (0x10000 / WORD_BITS)

struct arch_node {
    word_t space;               /* what CR3 holds: see space.c */
    word_t isolated;            /* 0 or 1: the kernel runs by kernel_root, see boot_leaks.c */
    word_t pcids;               /* 0 or 1: CR4.PCIDE is on */
    word_t smap;                /* 0 or 1: CR4.SMAP is on */
    word_t vector;              /* of an interrupt that the core has accepted and irqchip_pending
                                 * has not returned, or 0: trap.c, entry.S */
    word_t dying;               /* 0 or 1: the kernel itself has trapped */
    word_t debug_loaded;        /* 0 or 1: breakpoint registers are not all off */
    word_t domain;              /* of the thread that ran last */
    word_t irq_pin[IRQ_MAX + 1];        /* of the I/O APIC, plus 1; 0: none. See ioapic.c */
    word_t port_issued[N_PORT_WORDS];   /* bit p % 64 of word p / 64: port p is in a capability */

    /* The machine as found at boot; constant from then on. */
    word_t lazy_fpu_leaks;      /* 0 or 1: programs can see registers of an FPU that is off */
    word_t x87_pointers_stay;   /* 0 or 1: XRSTOR may leave another thread's */
    word_t can_clear_buffers, can_forget_branches;      /* 0 or 1 */
    word_t local_apic;          /* kernel address of its registers */
    word_t io_apic;             /* kernel address of the registers of I/O APIC 0, or 0 */
    word_t io_apic_pins;
    word_t io_apics;            /* how many there are */
    word_t tsc_mhz;
    word_t apic_rate;           /* ticks of its timer in 2^32 of the TSC's; 0: TSC-deadline */
    word_t apic_longest;        /* ticks of the TSC that the APIC's timer can wait */
    word_t power_port, power_value;     /* what switches the machine off; port 0: nothing */
    struct console console;
    struct iommu iommu;         /* units that remap DMA: iommu.c */
};
_Static_assert(sizeof(struct arch_node) ==
               (5 + IRQ_MAX + 1 + N_PORT_WORDS + 16) * sizeof(word_t) +
               sizeof(struct console) + sizeof(struct iommu), "arch_node size");
