/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What of the machine belongs to a thread beyond registers, address space and FPU: breakpoints (in
 * debug kernels), the virtual CPU it may be (at EL2).
 */

#include "error.h"
#include "node.h"

/* t runs next. */
void arch_thread_switch(struct tcb *t);
/* A switch to or from t has nothing to do here. Who changes that calls fast_thread_changed. */
static inline bool arch_thread_is_plain(const struct tcb *t)
{
    return (EL_NUMBER == 1 || t->context.vcpu == 0) &&
           (!KEEL_DEBUG || t->context.debug.in_use == 0);
}
/* t is being destroyed. */
void arch_thread_finalise(struct tcb *t);
/* Operations on a thread that only some architectures have: hw_debug.c. */
enum err arch_thread_invoke(struct tcb *t, const struct message *m);
/* The answer to a DebugException: is the thread to go on? `steps`: its first word, else 1. */
bool arch_thread_debug_reply(struct tcb *t, word_t steps);
/* System calls on model-specific registers: there are none (HAS_MSR_CALLS). */
static inline void arch_thread_msr(struct tcb *t, bool read)
{
    (void)t;
    (void)read;
}

/* --- hw_debug.c: load t's breakpoints; a debug exception of the current thread. */
void hw_debug_init(void);
void hw_debug_switch(const struct tcb *t);
void hw_debug_exception(word_t esr);

/* --- elN: the virtual CPU that t is, if any. */
void el_thread_switch(struct tcb *t);
void el_thread_finalise(struct tcb *t);
