/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What of the machine belongs to a thread beyond registers, address space and FPU: breakpoints, in
 * debug kernels.
 */

#include "error.h"
#include "hostile.h"
#include "node.h"
#include <arch/machine.h>

/* t runs next. */
void arch_thread_switch(struct tcb *t);
/* A switch between such threads, of one domain, has only selectors to clear. Who changes that calls
 * fast_thread_changed. */
static inline bool arch_thread_is_plain(const struct tcb *t)
{
    return !KEEL_DEBUG || t->context.debug.in_use == 0;
}
/* User code may load segment registers, which mean nothing to it but their values; they are not
 * for the next thread to see. Here, before the exit loads fs_base and gs_base. */
static inline void thread_clear_selectors(void)
{
    if (!KEEL_HOSTILE_SLOW &&
        (machine_read_ds() | machine_read_es() | machine_read_fs() | machine_read_gs()) == 0)
        return;
    machine_write_ds(0);
    machine_write_es(0);
    machine_write_fs(0);
    machine_write_gs(0);
}

/* t is being destroyed. */
void arch_thread_finalise(struct tcb *t);
/* Operations on a thread that only some architectures have: hw_debug.c. */
enum err arch_thread_invoke(struct tcb *t, const struct message *m);
/* The answer to a DebugException: is the thread to go on? `steps`: its first word, else 1. */
bool arch_thread_debug_reply(struct tcb *t, word_t steps);
/* System calls on model-specific registers, those of HAS_MSR_CALLS. */
static inline void arch_thread_msr(struct tcb *t, bool read)
{
    const word_t number = context_cap(&t->context);
    if (!read) {
        machine_write_msr(number, context_mr(&t->context, 0));
        return;
    }
    context_set_mr(&t->context, 0, machine_read_msr(number));
    context_set_info(&t->context, 1);   /* one word, no label */
}

/* --- hw_debug.c: load t's breakpoints; exception 1 or 3 of the current thread. */
void hw_debug_init(void);
void hw_debug_switch(const struct tcb *t);
void hw_debug_exception(word_t vector);
