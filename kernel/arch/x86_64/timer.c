/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The timer: the TSC, and one deadline in the local APIC.
 *
 * An APIC with TSC-deadline mode has a register for it (SDM 3, 10.5.4.1): the interrupt comes when
 * the TSC reaches it, at once if it has. Another one counts down from a number to 0, at a rate of
 * its own (10.5.4): the number is what is left until the deadline, rounded up, at least 1.
 */

#include "node.h"
#include <arch/apic.h>
#include <arch/timer.h>

#define TIMER_VECTOR (IRQ_VECTOR_BASE + IRQ_KERNEL_TIMER)

void timer_init(word_t tsc_mhz, word_t apic_rate)
{
    node.arch.tsc_mhz = tsc_mhz;
    node.arch.apic_rate = apic_rate;
    node.arch.apic_longest = apic_rate == 0 ? 0 : ~(word_t)0 / apic_rate;
    apic_write(APIC_LVT_TIMER, TIMER_VECTOR | (apic_rate == 0 ? LVT_TSC_DEADLINE : 0));
    machine_fence();        /* the mode before the first deadline */
    timer_set(~(ticks_t)0);
}

/* No overflow: what is left is at most apic_longest. */
static void count_down(ticks_t deadline)
{
    const ticks_t now = timer_now();
    const ticks_t left = deadline > now ? word_min(deadline - now, node.arch.apic_longest) : 0;
    apic_write(APIC_TIMER_INITIAL, word_min((left * node.arch.apic_rate >> 32) + 1, mask(32)));
}

void timer_set(ticks_t deadline)
{
    if (node.arch.apic_rate == 0)
        machine_write_msr(MSR_TSC_DEADLINE, deadline);
    else
        count_down(deadline);
}

ticks_t timer_us_to_ticks(word_t us)
{
    return us * node.arch.tsc_mhz;
}

word_t timer_ticks_to_us(ticks_t ticks)
{
    return ticks / node.arch.tsc_mhz;
}

word_t timer_max_us(void)
{
    return ~(ticks_t)0 / node.arch.tsc_mhz / 8;
}
