/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Hardware breakpoints, watchpoints and single steps of threads, in debug kernels (DDI 0487, D2).
 *
 *  1. The machine's breakpoint registers are those of the current thread, or all off if it has none
 *     (node.arch.debug_loaded says which).
 *  2. They match at EL0 only, so the kernel never stops itself.
 *  3. A thread that steps has SPSR.SS set whenever it is to execute one instruction.
 */

#include "fastpath.h"
#include "fault.h"
#include "hostile.h"
#include "invocation.h"
#include "ipc.h"
#include <abi/invocations.h>
#include <arch/breakpoint_registers.h>
#include <arch/caps.h>
#include <arch/machine.h>
#include <arch/thread.h>

#define MDSCR_STEP          bit(0)
#define MDSCR_MONITOR       bit(15)     /* breakpoints and watchpoints cause exceptions */

/* DBGBCR, DBGWCR: D13.3.2, D13.3.11. */
#define CONTROL_ENABLE      1UL
#define CONTROL_EL0         (2UL << 1)
#define BREAK_ALL_BYTES     (15UL << 5)
#define WATCH_ACCESS_SHIFT  3
#define WATCH_BYTES_SHIFT   5
#define WATCH_BYTES         mask(8)

#define ACCESS_READ         0
#define ACCESS_WRITE        1
#define ACCESS_READ_WRITE   2
#define BP_NUMBER_BITS      16
#define LAST_NUMBER         (N_BREAKPOINTS + N_WATCHPOINTS - 1)

/* ---------------------------------------------------------------------------- the machine */

void hw_debug_init(void)
{
    machine_write_oslar(0);
    breakpoints_off();
    machine_write_mdscr(0);
}

void hw_debug_switch(const struct tcb *t)
{
    const struct debug_registers *d = &t->context.debug;
    if (!KEEL_HOSTILE_SLOW && d->in_use == 0 && node.arch.debug_loaded == 0)
        return;
    node.arch.debug_loaded = d->in_use;
    breakpoints_load(d);
    machine_write_mdscr(d->in_use == 0 ? 0
                                       : MDSCR_MONITOR | (d->stepping != 0 ? MDSCR_STEP : 0));
    machine_isb();
}

/* After a change of t's registers. */
static void changed(struct tcb *t)
{
    struct debug_registers *d = &t->context.debug;
    word_t any = d->stepping;
    for (word_t i = 0; i <= LAST_NUMBER; i++) {
        LOOP(LAST_NUMBER + 1, i);
        any |= d->control[i] & CONTROL_ENABLE;
    }
    d->in_use = any;
    fast_thread_changed(t);
    if (t == current_thread())
        hw_debug_switch(t);
}

/* ---------------------------------------------------------------------------- exceptions */

/* The watchpoint that covers the address, or the first one that is on. */
static word_t watchpoint_at(const struct debug_registers *d, word_t address)
{
    word_t found = N_BREAKPOINTS;
    for (word_t i = LAST_NUMBER; i >= N_BREAKPOINTS; i--) {
        LOOP(N_WATCHPOINTS, i);
        const word_t bytes = d->control[i] >> WATCH_BYTES_SHIFT & WATCH_BYTES;
        const bool on = (d->control[i] & CONTROL_ENABLE) != 0;
        if (on && address - d->value[i] < 8 && (bytes >> (address - d->value[i]) & 1) != 0)
            return i;
        if (on)
            found = i;
    }
    return found;
}

static word_t breakpoint_at(const struct debug_registers *d, word_t address)
{
    for (word_t i = 0; i < N_BREAKPOINTS; i++) {
        LOOP(N_BREAKPOINTS, i);
        if ((d->control[i] & CONTROL_ENABLE) != 0 && d->value[i] == address)
            return i;
    }
    return 0;
}

static void step_set(struct context *c, word_t steps)
{
    c->debug.steps = steps;
    c->debug.stepping = steps != 0 ? 1 : 0;
    c->reg[REGISTER_SPSR] &= ~SPSR_STEP;
    if (steps != 0)
        c->reg[REGISTER_SPSR] |= SPSR_STEP;
}

static void single_step(struct tcb *t)
{
    struct debug_registers *d = &t->context.debug;
    if (d->steps > 1) {
        step_set(&t->context, d->steps - 1);
        return;
    }
    entry_fault(FAULT_DebugException, DEBUG_SINGLE_STEP, 0, 0);
}

void hw_debug_exception(word_t esr)
{
    struct tcb *t = current_thread();
    const struct debug_registers *d = &t->context.debug;
    const word_t pc = t->context.reg[REGISTER_PC];
    const word_t address = machine_read_far();
    switch (esr_class(esr)) {
    case EC_SINGLE_STEP:
        single_step(t);
        return;
    case EC_BREAKPOINT:
        entry_fault(FAULT_DebugException, DEBUG_INSTRUCTION_BREAKPOINT, pc, breakpoint_at(d, pc));
        return;
    case EC_WATCHPOINT:
        entry_fault(FAULT_DebugException, DEBUG_DATA_BREAKPOINT, address,
                    watchpoint_at(d, address));
        return;
    default:
        entry_fault(FAULT_DebugException, DEBUG_SOFTWARE_BREAK, 0, 0);
        return;
    }
}

bool arch_thread_debug_reply(struct tcb *t, word_t steps)
{
    if (t->context.debug.stepping == 0)
        return false;
    step_set(&t->context, steps);
    changed(t);
    return true;
}

/* --------------------------------------------------------------------------- invocations */

/* Word i of the message, whatever its length says: these operations do not check it. */
static word_t word(word_t i)
{
    return message_get_word(current_thread(), invocation_buffer(), i);
}

static enum err check_instruction(word_t number, word_t size, word_t access)
{
    if (size != 0)
        return fail_argument(3, "an instruction breakpoint has size 0, not %lu", size, 0);
    if (access != ACCESS_READ)
        return fail_argument(4, "an instruction breakpoint has access 0, not %lu", access, 0);
    if (number >= N_BREAKPOINTS)
        return fail_argument(2, "number %lu is a watchpoint's", number, 0);
    return ERR_OK;
}

static enum err check_data(word_t number, word_t vaddr, word_t size, word_t access)
{
    if (size == 0)
        return fail_argument(3, "a watchpoint has a size", 0, 0);
    if (number < N_BREAKPOINTS)
        return fail_argument(2, "number %lu is an instruction breakpoint's", number, 0);
    if (access > ACCESS_READ_WRITE)
        return fail_argument(3, "there is no access %lu", access, 0);
    if (size != 1 && size != 2 && size != 4 && size != 8)
        return fail_argument(3, "size %lu is none of 1, 2, 4, 8", size, 0);
    if ((vaddr & (size - 1)) != 0)
        return fail_alignment("address 0x%lx is not a multiple of the size %lu", vaddr, size);
    if (number > LAST_NUMBER)
        return fail_range(0, N_BREAKPOINTS - 1, "there is no watchpoint %lu", number);
    return ERR_OK;
}

static word_t watch_control(word_t vaddr, word_t size, word_t access)
{
    const word_t kind = access == ACCESS_READ_WRITE ? 3 : access + 1;
    return CONTROL_ENABLE | CONTROL_EL0 | kind << WATCH_ACCESS_SHIFT |
           mask(size) << (vaddr & 7) << WATCH_BYTES_SHIFT;
}

static enum err set_breakpoint(struct tcb *t)
{
    const word_t number = word(0) & mask(BP_NUMBER_BITS);
    const word_t vaddr = word(1);
    const word_t type = word(2);
    const word_t size = word(3);
    const word_t access = word(4);
    if (vaddr >= USER_TOP - 1)
        return fail_argument(1, "address 0x%lx is not the user's", vaddr, 0);
    if (type != DEBUG_DATA_BREAKPOINT && type != DEBUG_INSTRUCTION_BREAKPOINT)
        return fail_argument(2, "type %lu is neither data (0) nor instruction (1)", type, 0);
    const bool data = type == DEBUG_DATA_BREAKPOINT;
    enum err error = data ? check_data(number, vaddr, size, access)
                          : check_instruction(number, size, access);
    if (error != ERR_OK)
        return error;

    /* commit */
    struct debug_registers *d = &t->context.debug;
    d->value[number] = data ? align_down(vaddr, 3) : vaddr;
    d->control[number] = data ? watch_control(vaddr, size, access)
                              : CONTROL_ENABLE | CONTROL_EL0 | BREAK_ALL_BYTES;
    changed(t);
    return ERR_OK;
}

static enum err check_number(word_t number)
{
    return number <= LAST_NUMBER
               ? ERR_OK
               : fail_range(0, LAST_NUMBER, "there is no breakpoint %lu (the last is %lu)", number);
}

/* Address, size and access of a watchpoint, from its registers. */
static void describe_watchpoint(word_t value, word_t control)
{
    const word_t bytes = control >> WATCH_BYTES_SHIFT & WATCH_BYTES;
    const word_t kind = control >> WATCH_ACCESS_SHIFT & mask(2);
    const word_t first = bytes == 0 ? 0 : (word_t)__builtin_ctzl(bytes);
    node.result.word[0] = value + first;
    node.result.word[1] = DEBUG_DATA_BREAKPOINT;
    node.result.word[2] = bytes == 0 ? 0 : 64 - (word_t)__builtin_clzl(bytes) - first;
    node.result.word[3] = kind == 0 ? ACCESS_READ : kind - 1;
}

static enum err get_breakpoint(const struct tcb *t)
{
    const word_t number = word(0) & mask(BP_NUMBER_BITS);
    enum err error = check_number(number);
    if (error != ERR_OK)
        return error;
    const struct debug_registers *d = &t->context.debug;
    if (number >= N_BREAKPOINTS) {
        describe_watchpoint(d->value[number], d->control[number]);
    } else {
        node.result.word[0] = d->value[number];
        node.result.word[1] = DEBUG_INSTRUCTION_BREAKPOINT;
        node.result.word[2] = 0;
        node.result.word[3] = ACCESS_READ;
    }
    node.result.word[4] = d->control[number] & CONTROL_ENABLE;
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
    t->context.debug.control[number] &= ~CONTROL_ENABLE;
    changed(t);
    return ERR_OK;
}

static enum err configure_stepping(struct tcb *t)
{
    const word_t steps = word(1);

    /* commit */
    step_set(&t->context, steps);
    changed(t);
    return result_word(steps != 0 ? 1 : 0);
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
