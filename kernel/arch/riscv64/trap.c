/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a trap means (privileged specification 1.12, table 4.2), the registers being saved.
 *
 *  1. Interrupts are never taken in S-mode (sstatus.SIE stays 0) and an ecall of U-mode has its own
 *     cause. So only other exceptions can come from the kernel, and only there SPP is looked at.
 *  2. A trap of the kernel is the end: its registers overwrite a thread's.
 */

#include "debug.h"
#include "fastpath.h"
#include "fpu.h"
#include "invocation.h"
#include <arch/fastpath.h>
#include <arch/machine.h>
#include <arch/trap.h>

void trap(word_t cptr, word_t info, word_t unused, struct tcb *t, word_t pc, word_t cause,
          word_t reply, word_t number);

#define ECALL_BYTES 4

/* Status words of VM faults: page faults are reported like the access fault of their kind. */
enum vm_fault_status { VM_FAULT_INSTRUCTION = 1, VM_FAULT_LOAD = 5, VM_FAULT_STORE = 7 };

void trap_init(void)
{
    machine_clear_sstatus(SSTATUS_SIE | SSTATUS_SPIE | SSTATUS_SPP | SSTATUS_FS | SSTATUS_VS |
                          SSTATUS_SUM | SSTATUS_MXR);
    machine_write_sscratch(context_addr(&node.idle.context) + CONTEXT_ORIGIN);
    machine_write_stvec(trap_vector_addr(&trap_entry));
}

void arch_fpu_turn(bool on)
{
    if (on)
        machine_set_sstatus(SSTATUS_FS);
    else
        machine_clear_sstatus(SSTATUS_FS);
}

static _Noreturn void trap_of_kernel(word_t cause)
{
    if (node.arch.dying != 0)
        machine_halt();
    node.arch.dying = 1;
    if (KEEL_DEBUG)
        debug_print("KERNEL: exception %lu at 0x%lx, address 0x%lx\n", cause, machine_read_sepc(),
                    machine_read_stval());
    kernel_fatal("the kernel itself caused an exception");
}

/* Apart from trap(), which then needs no stack. */
static __attribute__((noinline)) void trap_exception(word_t cause)
{
    if ((machine_read_sstatus() & SSTATUS_SPP) != 0)
        trap_of_kernel(cause);
    switch (cause) {
    case SCAUSE_INSTRUCTION_ACCESS:
    case SCAUSE_INSTRUCTION_PAGE:
        entry_fault_vm(machine_read_stval(), VM_FAULT_INSTRUCTION, true);
        return;
    case SCAUSE_LOAD_ACCESS:
    case SCAUSE_LOAD_PAGE:
        entry_fault_vm(machine_read_stval(), VM_FAULT_LOAD, false);
        return;
    case SCAUSE_STORE_ACCESS:
    case SCAUSE_STORE_PAGE:
        entry_fault_vm(machine_read_stval(), VM_FAULT_STORE, false);
        return;
    case SCAUSE_ILLEGAL_INSTRUCTION:
        if (fpu_first_use())
            return;
        break;
    default:
        break;
    }
    entry_user_exception(cause, 0);
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
    entry_syscall(t->context.reg[REGISTER_A7]);
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

/* From entry.S; on return the kernel leaves to node.current. cause, pc: scause and sepc; the others
 * are registers of the program, t's, for a system call. */
void trap(word_t cptr, word_t info, word_t unused, struct tcb *t, word_t pc, word_t cause,
          word_t reply, word_t number)
{
    if (MOSTLY(cause == SCAUSE_ECALL_FROM_USER)) {
        t->context.next_pc = pc + ECALL_BYTES;
        if (MOSTLY(number == (word_t)NUMBER_Call))
            return fast_call(cptr, info, unused, t);
        if (number == (word_t)NUMBER_ReplyRecv)
            return fast_reply_recv(cptr, info, reply, t);
        return fast_other(cptr, info, number, t);
    }
    t->context.next_pc = pc;
    begin(t);
    if ((cause & SCAUSE_INTERRUPT) != 0)
        return fast_interrupt(t);
    trap_exception(cause);
}
