/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Hardware breakpoints and single steps of threads, in debug kernels (SDM 3, 17.2 and 17.3).
 *
 *  1. DR0..DR3 and DR7 are those of the current thread, or all is off if it has none
 *     (node.arch.debug_loaded says which).
 *  2. Breakpoints are at user addresses only, which the kernel never uses: it never stops itself.
 *  3. A thread that steps has RFLAGS.TF set while it runs.
 */

#include "fastpath.h"
#include "fault.h"
#include "hostile.h"
#include "invocation.h"
#include "ipc.h"
#include <abi/invocations.h>
#include <arch/caps.h>
#include <arch/machine.h>
#include <arch/thread.h>
#include <arch/trap.h>

#define DR6_STEP            bit(14)
#define DR7_FIXED           bit(10)
#define DR7_EXACT           (3UL << 8)      /* LE, GE */
#define DR7_ENABLE(n)       bit(2 * (n))    /* L0..L3 */
#define DR7_SHIFT(n)        (16 + 4 * (n))  /* of kind and size */
#define KIND_EXECUTE        0UL
#define KIND_WRITE          1UL
#define KIND_READ_WRITE     3UL
#define KIND_BITS           2

#define ACCESS_READ         0
#define ACCESS_WRITE        1
#define ACCESS_READ_WRITE   2
#define BP_NUMBER_BITS      16

/* ---------------------------------------------------------------------------- the machine */

void hw_debug_init(void)
{
    machine_write_dr7(DR7_FIXED);
    machine_write_dr6(0);
}

void hw_debug_switch(const struct tcb *t)
{
    const struct debug_registers *d = &t->context.debug;
    if (!KEEL_HOSTILE_SLOW && d->in_use == 0 && node.arch.debug_loaded == 0)
        return;
    node.arch.debug_loaded = d->in_use;
    machine_write_dr7(DR7_FIXED);
    machine_write_dr0(d->address[0]);
    machine_write_dr1(d->address[1]);
    machine_write_dr2(d->address[2]);
    machine_write_dr3(d->address[3]);
    machine_write_dr7(d->control | DR7_FIXED | DR7_EXACT);
}

static bool is_on(const struct debug_registers *d, word_t n)
{
    return (d->control & DR7_ENABLE(n)) != 0;
}

/* After a change of t's breakpoints. */
static void changed(struct tcb *t)
{
    struct debug_registers *d = &t->context.debug;
    d->in_use = is_on(d, 0) || is_on(d, 1) || is_on(d, 2) || is_on(d, 3) ? 1 : 0;
    fast_thread_changed(t);
    if (t == current_thread())
        hw_debug_switch(t);
}

/* ---------------------------------------------------------------------------- exceptions */

/* The first breakpoint that DR6 names and that is on, or N_BREAKPOINTS: DR6 also names such as
 * would have matched if they were. */
static word_t breakpoint_of(const struct debug_registers *d, word_t dr6)
{
    for (word_t i = 0; i < N_BREAKPOINTS; i++) {
        LOOP(N_BREAKPOINTS, i);
        if ((dr6 & bit(i)) != 0 && is_on(d, i))
            return i;
    }
    return N_BREAKPOINTS;
}

static word_t kind_of(const struct debug_registers *d, word_t n)
{
    return d->control >> DR7_SHIFT(n) & mask(KIND_BITS);
}

static void step_set(struct context *c, word_t steps)
{
    c->debug.steps = steps;
    c->debug.stepping = steps != 0 ? 1 : 0;
    c->reg[REGISTER_RFLAGS] &= ~RFLAGS_TF;
    if (steps != 0)
        c->reg[REGISTER_RFLAGS] |= RFLAGS_TF;
}

static void single_step(struct tcb *t)
{
    struct debug_registers *d = &t->context.debug;
    if (d->stepping != 0 && d->steps > 1)
        step_set(&t->context, d->steps - 1);
    else
        entry_fault(FAULT_DebugException, DEBUG_SINGLE_STEP, 0, 0);
}

/* An instruction breakpoint comes before its instruction: RF lets the thread pass it when it goes
 * on (17.3.1.1). */
static void breakpoint(struct tcb *t, word_t n)
{
    const struct debug_registers *d = &t->context.debug;
    const bool execute = kind_of(d, n) == KIND_EXECUTE;
    if (execute)
        t->context.reg[REGISTER_RFLAGS] |= RFLAGS_RF;
    entry_fault(FAULT_DebugException,
                execute ? DEBUG_INSTRUCTION_BREAKPOINT : DEBUG_DATA_BREAKPOINT, d->address[n], n);
}

/* An INT1 leaves DR6 as it was; it asks for a stop like INT3. */
void hw_debug_exception(word_t vector)
{
    struct tcb *t = current_thread();
    const word_t dr6 = vector == VECTOR_DEBUG ? machine_read_dr6() : 0;
    const word_t n = breakpoint_of(&t->context.debug, dr6);
    machine_write_dr6(0);
    if (n < N_BREAKPOINTS)
        breakpoint(t, n);
    else if ((dr6 & DR6_STEP) != 0)
        single_step(t);
    else
        entry_fault(FAULT_DebugException, DEBUG_SOFTWARE_BREAK, 0, 0);
}

bool arch_thread_debug_reply(struct tcb *t, word_t steps)
{
    if (t->context.debug.stepping == 0)
        return false;
    step_set(&t->context, steps);
    return true;
}

/* --------------------------------------------------------------------------- invocations */

/* Word i of the message, whatever its length says: these operations do not check it. */
static word_t word(word_t i)
{
    return message_get_word(current_thread(), invocation_buffer(), i);
}

static enum err check_instruction(word_t size, word_t access)
{
    if (size != 0)
        return fail_argument(3, "an instruction breakpoint has size 0, not %lu", size, 0);
    if (access != ACCESS_READ)
        return fail_argument(4, "an instruction breakpoint has access 0, not %lu", access, 0);
    return ERR_OK;
}

static enum err check_data(word_t vaddr, word_t size, word_t access)
{
    if (size == 0)
        return fail_argument(3, "a watchpoint has a size", 0, 0);
    if (access > ACCESS_READ_WRITE)
        return fail_argument(3, "there is no access %lu", access, 0);
    if (size != 1 && size != 2 && size != 4 && size != 8)
        return fail_argument(3, "size %lu is none of 1, 2, 4, 8", size, 0);
    if ((vaddr & (size - 1)) != 0)
        return fail_alignment("address 0x%lx is not a multiple of the size %lu", vaddr, size);
    return ERR_OK;
}

static enum err check_number(word_t number)
{
    return number < N_BREAKPOINTS
               ? ERR_OK
               : fail_range(0, N_BREAKPOINTS - 1, "there is no breakpoint %lu (the last is %lu)",
                            number);
}

/* The four bits of DR7 for a watchpoint: kind, and size as 0, 1, 3, 2 for 1, 2, 4, 8 bytes. The
 * machine cannot watch reads alone. */
static word_t watch_control(word_t size, word_t access)
{
    const word_t kind = access == ACCESS_WRITE ? KIND_WRITE : KIND_READ_WRITE;
    return kind | (size == 8 ? 2 : size - 1) << KIND_BITS;
}

static enum err set_breakpoint(struct tcb *t)
{
    const word_t number = word(0) & mask(BP_NUMBER_BITS);
    const word_t vaddr = word(1);
    const word_t type = word(2);
    const word_t size = word(3);
    const word_t access = word(4);
    if (vaddr >= USER_LAST)
        return fail_argument(1, "address 0x%lx is not the user's", vaddr, 0);
    if (type != DEBUG_DATA_BREAKPOINT && type != DEBUG_INSTRUCTION_BREAKPOINT)
        return fail_argument(2, "type %lu is neither data (0) nor instruction (1)", type, 0);
    const bool data = type == DEBUG_DATA_BREAKPOINT;
    enum err error = data ? check_data(vaddr, size, access) : check_instruction(size, access);
    if (error != ERR_OK || (error = check_number(number)) != ERR_OK)
        return error;

    /* commit */
    struct debug_registers *d = &t->context.debug;
    d->address[number] = vaddr;
    d->control &= ~(mask(4) << DR7_SHIFT(number));
    d->control |= DR7_ENABLE(number) |
                  (data ? watch_control(size, access) : KIND_EXECUTE) << DR7_SHIFT(number);
    changed(t);
    return ERR_OK;
}

/* A breakpoint that was never set is one for instructions at 0, and off. */
static enum err get_breakpoint(const struct tcb *t)
{
    const word_t number = word(0) & mask(BP_NUMBER_BITS);
    enum err error = check_number(number);
    if (error != ERR_OK)
        return error;
    const struct debug_registers *d = &t->context.debug;
    const word_t kind = kind_of(d, number);
    const word_t size = d->control >> (DR7_SHIFT(number) + KIND_BITS) & mask(2);
    node.result.word[0] = d->address[number];
    node.result.word[1] = kind == KIND_EXECUTE ? DEBUG_INSTRUCTION_BREAKPOINT
                                               : DEBUG_DATA_BREAKPOINT;
    node.result.word[2] = kind == KIND_EXECUTE ? 0 : size == 2 ? 8 : size + 1;
    node.result.word[3] = kind == KIND_EXECUTE ? ACCESS_READ
                          : kind == KIND_WRITE ? ACCESS_WRITE : ACCESS_READ_WRITE;
    node.result.word[4] = is_on(d, number) ? 1 : 0;
    node.result.count = 5;
    return ERR_OK;
}

static enum err unset_breakpoint(struct tcb *t)
{
    const word_t number = word(0) & mask(BP_NUMBER_BITS);
    enum err error = check_number(number);
    if (error != ERR_OK)
        return error;

    /* commit */
    t->context.debug.control &= ~DR7_ENABLE(number);
    changed(t);
    return ERR_OK;
}

/* The result: was a breakpoint used up for it? RFLAGS.TF is enough. */
static enum err configure_stepping(struct tcb *t)
{
    /* commit */
    step_set(&t->context, word(1));
    return result_word(0);
}

enum err arch_thread_invoke(struct tcb *t, const struct message *m)
{
    switch (m->label) {
    case TCBSetBreakpoint:           return set_breakpoint(t);
    case TCBGetBreakpoint:           return get_breakpoint(t);
    case TCBUnsetBreakpoint:         return unset_breakpoint(t);
    case TCBConfigureSingleStepping: return configure_stepping(t);
    default:                         return fail_illegal("a TCB has no such operation");
    }
}
