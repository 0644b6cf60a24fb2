/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The fast path on the pretended machine: where registers and satp stand.
 */

#include <arch/machine.h>

extern bool host_has_fast_path;
static inline bool arch_has_fast_path(void) { return host_has_fast_path; }
static inline void arch_fast_switch(word_t satp) { machine_write_satp(satp); }

void trap_leave_fast(word_t badge, word_t info, struct tcb *t);
/* Likewise, the FPU being on: its registers go to `owner`, then it gets those of t. */
void trap_leave_fast_fpu(word_t badge, word_t info, struct tcb *t, struct tcb *owner);
COLD void trap_slow(word_t cptr, word_t info, word_t unused, struct tcb *t);
COLD void trap_slow_call(word_t cptr, word_t info, word_t unused, struct tcb *t);  /* a Call */
void trap_invoked(struct tcb *t, enum err error);

/* A system call of the current thread's context: by the fast path if it is on and does it, else the
 * long way. */
void host_system_call(word_t number);
/* And is interrupted. */
void host_interrupt(void);
extern word_t host_fast_calls;      /* how many the fast path has done */
