/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What of the machine belongs to a thread beyond registers, address space and FPU.
 */

#include <arch/machine.h>
#include <arch/thread.h>

/* User code may load segment registers, which mean nothing to it but their values; they are not
 * for the next thread to see. Here, before the exit loads fs_base and gs_base. */
static void clear_selectors(void)
{
    if ((machine_read_ds() | machine_read_es() | machine_read_fs() | machine_read_gs()) == 0)
        return;
    machine_write_ds(0);
    machine_write_es(0);
    machine_write_fs(0);
    machine_write_gs(0);
}

void arch_thread_switch(struct tcb *t)
{
    clear_selectors();
    if (KEEL_DEBUG)
        hw_debug_switch(t);
}

void arch_thread_finalise(struct tcb *t) { (void)t; }
