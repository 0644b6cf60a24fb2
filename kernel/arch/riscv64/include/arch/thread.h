/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What of the machine belongs to a thread beyond registers, address space and FPU: nothing.
 */

#include "error.h"
#include "node.h"

/* t runs next. */
static inline void arch_thread_switch(struct tcb *t) { (void)t; }
/* A switch to or from t has nothing to do here. */
static inline bool arch_thread_is_plain(const struct tcb *t)
{
    (void)t;
    return true;
}
/* t is being destroyed. */
static inline void arch_thread_finalise(struct tcb *t) { (void)t; }
/* Operations on a thread that only some architectures have. */
static inline enum err arch_thread_invoke(struct tcb *t, const struct message *m)
{
    (void)t;
    (void)m;
    return fail_illegal("a TCB has no such operation");
}
/* The answer to a DebugException: is the thread to go on? `steps`: its first word, else 1. */
static inline bool arch_thread_debug_reply(struct tcb *t, word_t steps)
{
    (void)t;
    (void)steps;
    return true;
}
/* System calls on model-specific registers: there are none (HAS_MSR_CALLS). */
static inline void arch_thread_msr(struct tcb *t, bool read)
{
    (void)t;
    (void)read;
}
