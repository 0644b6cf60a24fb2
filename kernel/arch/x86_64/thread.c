/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What of the machine belongs to a thread beyond registers, address space and FPU.
 */

#include "hostile.h"
#include <arch/machine.h>
#include <arch/segments.h>
#include <arch/thread.h>

/* User code may load segment registers, which mean nothing to it but their values; they are not
 * for the next thread to see. Here, before the exit loads fs_base and gs_base. */
static void clear_selectors(void)
{
    if (!KEEL_HOSTILE_SLOW &&
        (machine_read_ds() | machine_read_es() | machine_read_fs() | machine_read_gs()) == 0)
        return;
    machine_write_ds(0);
    machine_write_es(0);
    machine_write_fs(0);
    machine_write_gs(0);
}

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
    clear_selectors();
    if (KEEL_DEBUG)
        hw_debug_switch(t);
}

void arch_thread_finalise(struct tcb *t) { (void)t; }
