/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Hardware breakpoints in kernels without debugging: see hw_debug.c. Nothing of it exists.
 */

#include <arch/thread.h>

enum err arch_thread_invoke(struct tcb *t, const struct message *m)
{
    (void)t;
    (void)m;
    return fail_illegal("a TCB has no such operation");
}

bool arch_thread_debug_reply(struct tcb *t, word_t steps)
{
    (void)t;
    (void)steps;
    return false;
}

void hw_debug_init(void) { }
void hw_debug_switch(const struct tcb *t) { (void)t; }
void hw_debug_exception(word_t vector) { (void)vector; }
