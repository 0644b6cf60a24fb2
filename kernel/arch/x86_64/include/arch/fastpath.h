/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the fast path (kernel/fastpath.c) needs of the architecture.
 */

#include <arch/thread.h>
#include <arch/vspace.h>

/* Switch to a peer with this address space. */
static inline void arch_fast_switch(word_t space)
{
    thread_clear_selectors();
    space_load(space);
}

/* Only a pretended machine can be without. */
static inline bool arch_has_fast_path(void) { return true; }
/* Run this thread, with badge and message info. */
void trap_leave_fast(word_t badge, word_t info, struct tcb *t);
/* Likewise, the FPU being on: its registers go to `owner`, then it gets those of t. */
void trap_leave_fast_fpu(word_t badge, word_t info, struct tcb *t, struct tcb *owner);
/* The current thread t makes the system call that is in its registers, the long way. The operands
 * that it does not need are there so that none need be moved. */
COLD void trap_slow(word_t cptr, word_t info, word_t unused, struct tcb *t);
COLD void trap_slow_call(word_t cptr, word_t info, word_t unused, struct tcb *t);  /* a Call */
/* fast_invoke has done what t called for. */
void trap_invoked(struct tcb *t, enum err error);
