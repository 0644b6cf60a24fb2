/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What an exception means (DDI 0487, D13.2.37), the registers being saved.
 *
 *  1. Interrupts are never taken in the kernel: PSTATE masks them. So an exception from the
 *     kernel's own level is a bug of the kernel, and the end.
 *  2. Registers that describe the exception (ESR, FAR) are read before anything else happens.
 */

#include "debug.h"
#include "fastpath.h"
#include "fault.h"
#include "fpu.h"
#include "invocation.h"
#include <arch/fastpath.h>
#include <arch/machine.h>
#include <arch/thread.h>
#include <arch/trap.h>

void trap_from_aarch64(word_t cptr, word_t info, word_t unused2, struct tcb *t, word_t unused4,
                       word_t esr, word_t reply, word_t number);
void trap_synchronous(struct tcb *t);
void trap_interrupt(struct tcb *t);
void trap_system_error(struct tcb *t);
_Noreturn void trap_of_kernel(word_t vector);

#define ESR_BITS    32

void trap_init(void)
{
    trap_init_user();
    if (KEEL_DEBUG)
        hw_debug_init();
    machine_write_vbar(trap_vector_addr(&trap_vectors));
    machine_isb();
}

_Noreturn void trap_of_kernel(word_t vector)
{
    if (node.arch.dying != 0)
        machine_halt();
    node.arch.dying = 1;
    if (KEEL_DEBUG)
        debug_print("KERNEL: exception, vector %lu, syndrome 0x%lx at 0x%lx, address 0x%lx\n",
                    vector, machine_read_esr(), machine_read_elr(), machine_read_far());
    kernel_fatal("the kernel itself caused an exception");
}

/* node.current is of no use to the fast path, so it is set here. */
static void begin(const struct tcb *t)
{
    node.current = tcb_addr(t);
}

void trap_slow(word_t cptr, word_t info, word_t unused, struct tcb *t)
{
    (void)cptr, (void)info, (void)unused;
    begin(t);
    entry_syscall(t->context.reg[REGISTER_X7]);
}

void trap_slow_call(word_t cptr, word_t info, word_t unused, struct tcb *t)
{
    (void)cptr, (void)info, (void)unused;
    begin(t);
    entry_call();
}

void trap_invoked(struct tcb *t, enum err error)
{
    entry_invoked(t, error);
}

/* Exceptions but SVC of AArch64 code; of guests also those of AArch32 code. From entry.S, like all
 * below. */
void trap_synchronous(struct tcb *t)
{
    begin(t);
    const word_t esr = machine_read_esr() & mask(ESR_BITS);
    switch (esr_class(esr)) {
    case EC_HVC:        /* SVC is trap_from_aarch64's */
        t->context.reg[REGISTER_PC] -= SVC_BYTES;
        entry_syscall(t->context.reg[REGISTER_X7]);
        return;
    case EC_INSTRUCTION_ABORT:
        entry_fault_vm(trap_fault_address(t->context.reg[REGISTER_PC]), esr, true);
        return;
    case EC_DATA_ABORT:
        entry_fault_vm(trap_fault_address(machine_read_far()), esr, false);
        return;
    case EC_FPU:
        if (fpu_first_use())
            return;
        break;
    case EC_BREAKPOINT:
    case EC_SINGLE_STEP:
    case EC_WATCHPOINT:
    case EC_BRK:
        if (KEEL_DEBUG) {
            hw_debug_exception(esr);
            return;
        }
        break;
    default:
        break;
    }
    trap_other(esr);
}

static __attribute__((noinline)) void not_svc(struct tcb *t)
{
    context_stop_at_next(&t->context);
    trap_synchronous(t);
}

/* On return the kernel leaves to node.current. The operands are registers of t. */
void trap_from_aarch64(word_t cptr, word_t info, word_t unused2, struct tcb *t, word_t unused4,
                       word_t esr, word_t reply, word_t number)
{
    (void)unused4;
    if ((esr_class(esr) == EC_SVC) & (number == (word_t)NUMBER_Call))
        return fast_call(cptr, info, unused2, t);
    if (esr_class(esr) != EC_SVC)
        return not_svc(t);
    if (number == (word_t)NUMBER_ReplyRecv)
        return fast_reply_recv(cptr, info, reply, t);
    return fast_other(cptr, info, number, t);
}

void trap_interrupt(struct tcb *t)
{
    begin(t);
    fast_interrupt(t);
}

/* An access of the program has failed after it was done, by the device or the bus. */
void trap_system_error(struct tcb *t)
{
    begin(t);
    trap_other(machine_read_esr() & mask(ESR_BITS));
}
