/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The core's local APIC (SDM 3, chapter 10): its registers, by the offsets of table 10-1. In x2APIC
 * mode they are MSRs (10.12.1), and node.arch.local_apic is 0.
 */

#include "node.h"
#include <arch/machine.h>

enum apic_register {
    APIC_ID = 0x20, APIC_VERSION = 0x30, APIC_TASK_PRIORITY = 0x80, APIC_EOI = 0xb0,
    APIC_SPURIOUS = 0xf0, APIC_IN_SERVICE = 0x100, APIC_REQUESTED = 0x200, APIC_LVT_TIMER = 0x320,
    APIC_LVT_LINT0 = 0x350, APIC_LVT_LINT1 = 0x360, APIC_LVT_ERROR = 0x370,
    APIC_TIMER_INITIAL = 0x380, APIC_TIMER_CURRENT = 0x390, APIC_TIMER_DIVIDE = 0x3e0
};
#define APIC_MSR            0x800UL
#define MSR_APIC_BASE       0x1bUL
#define MSR_TSC_DEADLINE    0x6e0UL

#define LVT_MASKED          bit(16)
#define LVT_NMI             bit(10)
#define LVT_TSC_DEADLINE    bit(18)
#define TIMER_DIVIDE_BY_1   0xbUL

static inline word_t apic_read(word_t r)
{
    return node.arch.local_apic == 0 ? machine_read_msr(APIC_MSR + r / 16)
                                     : machine_device_read32(node.arch.local_apic + r);
}
static inline void apic_write(word_t r, word_t v)
{
    if (node.arch.local_apic == 0)
        machine_write_msr(APIC_MSR + r / 16, v);
    else
        machine_device_write32(node.arch.local_apic + r, v);
}

/* Boot: registers can be reached, and the timer counts nothing. Null, or why it cannot be. */
const char *apic_open(void);
/* Physical address of the page of registers, whoever uses it. */
word_t apic_page(void);
/* What I/O APICs call this core. */
word_t apic_id(void);
