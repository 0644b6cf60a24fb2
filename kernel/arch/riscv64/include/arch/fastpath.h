/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the fast path (kernel/fastpath.c) needs of the architecture.
 */

#include <arch/machine.h>
#include <arch/vspace.h>

/* The FPU is off and stays off when t runs. */
static inline bool fast_fpu_unused(const struct tcb *t)
{
    return (node.arch.fpu_on | t->fpu.used) == 0;
}

/* What satp must hold for t, or 0 if its address space is not alive. */
static inline word_t fast_space(const struct tcb *t)
{
    const struct cap c = t->slot[TCB_VSPACE].cap;
    const word_t asid = page_table_cap_asid(c), root = cap_object(c);
    const word_t pool = node.arch.asid_pool[asid >> ASID_POOL_INDEX_BITS];
    if (!cap_is(c, CAP_page_table) || pool == 0 ||
        asid_pool_at(pool)->root[asid & mask(ASID_POOL_INDEX_BITS)] != root)
        return 0;
    return satp_raw(satp_make(window_physical(root), asid));
}

static inline void fast_space_use(word_t satp) { machine_write_satp(satp); }

/* Message registers 0 .. length - 1; length <= 4. */
static inline void fast_copy_registers(struct context *to, const struct context *from, word_t length)
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

/* Run the thread of this context with badge and message info. entry.S */
_Noreturn void trap_leave_fast(word_t badge, word_t info, struct context *c);

/* From entry.S; a return means that the long way must be taken. */
void fast_call(word_t cptr, word_t info, struct tcb *t);
void fast_reply_recv(word_t cptr, word_t info, struct tcb *t, word_t reply_cptr);
