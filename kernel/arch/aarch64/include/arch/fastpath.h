/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the fast path (kernel/fastpath.c) needs of the architecture.
 */

#include <arch/vspace.h>

/* Message registers 0 .. length - 1; length <= 4. */
static inline void arch_fast_copy(struct context *to, const struct context *from, word_t length)
{
    if (length == 0)
        return;
    to->reg[REGISTER_X2] = from->reg[REGISTER_X2];
    to->reg[REGISTER_X3] = length > 1 ? from->reg[REGISTER_X3] : to->reg[REGISTER_X3];
    to->reg[REGISTER_X4] = length > 2 ? from->reg[REGISTER_X4] : to->reg[REGISTER_X4];
    to->reg[REGISTER_X5] = length > 3 ? from->reg[REGISTER_X5] : to->reg[REGISTER_X5];
}

/* Switch to a peer with this address space. */
static inline void arch_fast_switch(word_t space) { space_load(space); }

/* Run the thread of this context with badge and message info. */
void trap_leave_fast(word_t badge, word_t info, struct context *c);
/* The current thread t makes the system call that is in its registers, the long way. The operands
 * are there only to be passed on without a move. */
void trap_slow(word_t cptr, word_t info, struct tcb *t);
