/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What of the machine belongs to a thread beyond registers, address space and FPU.
 */

#include <arch/thread.h>

void arch_thread_switch(struct tcb *t)
{
    el_thread_switch(t);
    if (KEEL_DEBUG)
        hw_debug_switch(t);
}

void arch_thread_finalise(struct tcb *t)
{
    el_thread_finalise(t);
}
