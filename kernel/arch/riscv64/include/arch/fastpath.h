/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the fast path (kernel/fastpath.c) needs of the architecture.
 */

#include <arch/machine.h>
#include <arch/vspace.h>

static inline void arch_fast_switch(word_t satp) { machine_write_satp(satp); }

/* Message registers 0 .. length - 1; length <= 4. */
static inline void arch_fast_copy(struct context *to, const struct context *from, word_t length)
{
    if (length == 0)
        return;
    to->reg[REGISTER_A2] = from->reg[REGISTER_A2];
    if (length > 1)
        to->reg[REGISTER_A3] = from->reg[REGISTER_A3];
    if (length > 2)
        to->reg[REGISTER_A4] = from->reg[REGISTER_A4];
    if (length > 3)
        to->reg[REGISTER_A5] = from->reg[REGISTER_A5];
}

/* Run the thread of this context with badge and message info. */
void trap_leave_fast(word_t badge, word_t info, struct context *c);
/* The current thread t makes the system call that is in its registers, the long way. The operands
 * are there only to be passed on without a move. */
void trap_slow(word_t cptr, word_t info, struct tcb *t);
