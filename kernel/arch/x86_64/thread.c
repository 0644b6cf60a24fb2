/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What of the machine belongs to a thread beyond registers, address space and FPU.
 */

#include "hostile.h"
#include <arch/machine.h>
#include <arch/segments.h>
#include <arch/thread.h>

/* What the processor has learned from one domain does not steer the next one's speculation, and
 * what it has buffered of one is not there for the next to find. */
static void enter_domain(word_t domain)
{
    node.arch.domain = domain;
    if (node.arch.can_forget_branches != 0)
        machine_write_msr(MSR_PRED_CMD, PRED_CMD_BARRIER);
    if (node.arch.can_clear_buffers != 0)
        machine_clear_buffers(segments_addr(&segments) + offsetof(struct segments, data_selector));
}

void arch_thread_switch(struct tcb *t)
{
    if (t->domain != node.arch.domain)
        enter_domain(t->domain);
    thread_clear_selectors();
    if (KEEL_DEBUG)
        hw_debug_switch(t);
}

void arch_thread_finalise(struct tcb *t) { (void)t; }
