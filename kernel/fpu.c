/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The floating-point unit, switched lazily.
 *
 *  1. node.fpu_owner is the thread whose registers the FPU holds; every other thread's are in its
 *     TCB.
 *  2. While user code runs, the FPU is on (node.fpu_on) exactly if the current thread owns
 *     it.
 *  3. Who has the flag "FPU disabled" is no user (`used`), so neither is the owner.
 *
 * A thread starts as a stranger to the FPU: its first instruction for it traps, is repeated, and
 * marks the thread as a user. From then on its registers are loaded whenever it runs, without a
 * trap; threads that never touch the FPU never cause a switch, and one user among them keeps it.
 * TCBs are zero when created, hence so are the first thread's registers.
 */

#include "fastpath.h"
#include "fpu.h"
#include "hostile.h"
#include <arch/fpu.h>

static void fpu_turn(bool on)
{
    if (!KEEL_HOSTILE_SLOW && node.fpu_on == on)
        return;
    node.fpu_on = on;
    arch_fpu_turn(on);
}

static void fpu_give(struct tcb *t)
{
    fpu_turn(true);
    if (node.fpu_owner != 0)
        fpu_registers_store(&tcb_at(node.fpu_owner)->fpu);
    fpu_registers_load(&t->fpu);
    node.fpu_owner = tcb_addr(t);
}

static bool fpu_is_disabled(const struct tcb *t)
{
    return (t->flags & TCB_FLAG_FPU_DISABLED) != 0;
}

/* Nobody's registers stay in the FPU. */
static void fpu_evict(void)
{
    if (node.fpu_owner == 0)
        return;
    fpu_turn(true);
    fpu_registers_store(&tcb_at(node.fpu_owner)->fpu);
    node.fpu_owner = 0;
}

void fpu_switch(struct tcb *t)
{
    if (KEEL_HOSTILE_SLOW || (arch_fpu_leaks() && node.fpu_owner != tcb_addr(t)))
        fpu_evict();
    if (node.fpu_owner == tcb_addr(t))
        fpu_turn(true);
    else if (t->fpu.used != 0)
        fpu_give(t);
    else
        fpu_turn(false);
}

bool fpu_first_use(void)
{
    struct tcb *t = current_thread();
    if (node.fpu_on != 0 || fpu_is_disabled(t))
        return false;
    t->fpu.used = 1;
    fast_thread_changed(t);
    fpu_give(t);
    return true;
}

void fpu_save(struct tcb *t)
{
    if (node.fpu_owner != tcb_addr(t))
        return;
    bool was_on = node.fpu_on != 0;
    fpu_turn(true);
    fpu_registers_store(&t->fpu);
    fpu_turn(was_on);
}

void fpu_forget(struct tcb *t)
{
    if (node.fpu_owner == tcb_addr(t)) {
        node.fpu_owner = 0;
        fpu_turn(false);
    }
}

void fpu_flags_changed(struct tcb *t)
{
    if (fpu_is_disabled(t)) {
        fpu_save(t);
        fpu_forget(t);
        t->fpu.used = 0;
        fast_thread_changed(t);
    }
}
