/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a system call, an exception or an interrupt means (SDM 3, 6.15), the registers being saved.
 *
 *  1. What describes the exception beside its code (CR2, DR6) is read before anything else happens.
 *  2. reg[RIP] is what the processor reported; only a canonical address becomes NEXT_PC.
 *  3. In the kernel an interrupt comes only where it is waited for, and is only noted. A debug
 *     exception can come at the first instruction of an entry, if user code has put a breakpoint
 *     on the stack segment's load before it (SDM 3, 6.8.3); it means nothing. Everything else is a
 *     bug of the kernel, or of the machine, and the end.
 */

#include "debug.h"
#include "fastpath.h"
#include "fpu.h"
#include "invocation.h"
#include <arch/fastpath.h>
#include <arch/fpu.h>
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/thread.h>
#include <arch/trap.h>

void trap_syscall(word_t cptr, word_t info, word_t number, struct tcb *t);
void trap_leave_with(word_t badge, word_t info, struct tcb *t);
void trap_exception(word_t vector, word_t code);
void trap_of_kernel(struct kernel_frame *f);

#define PAGE_FAULT_BITS     5
#define PAGE_FAULT_FETCH    bit(4)
#define CODE_BITS           28
#define TRAP_NUMBER_BITS    24

/* What SYSCALL clears in the flags: all that user code could have set. */
#define FMASK_VALUE         0x3f7fd5UL
#define STAR_VALUE          ((word_t)SYSRET_BASE << 48 | (word_t)KERNEL_CODE << 32)

void trap_init(void)
{
    segments_init();
    machine_write_msr(MSR_STAR, STAR_VALUE);
    machine_write_msr(MSR_LSTAR, trap_vector_addr(node.arch.isolated != 0 ? &isolated_syscall_entry
                                                                          : &trap_syscall_entry));
    machine_write_msr(MSR_FMASK, FMASK_VALUE);
    if (KEEL_DEBUG)
        hw_debug_init();
}

static inline void leave_to(struct tcb *t)
{
    const bool isolated = node.arch.isolated != 0;
    if (t->context.by_syscall != 0) {
        if (isolated)
            return isolated_leave_by_sysret(t);
        return leave_by_sysret(t);
    }
    t->context.reg[REGISTER_FS_BASE] = canonical(t->context.reg[REGISTER_FS_BASE]);
    if (isolated)
        return isolated_leave_by_iret(t);
    leave_by_iret(t);
}

/* Never a part of trap_exception: behind fast_interrupt no register holds what it held before. */
__attribute__((noinline)) void trap_leave(void)
{
    leave_to(current_thread());
}

static _Noreturn void die(word_t vector, word_t code, word_t rip, word_t address)
{
    if (node.arch.dying != 0)
        machine_halt();
    node.arch.dying = 1;
    if (KEEL_DEBUG)
        debug_print("KERNEL: exception %lu, code 0x%lx at 0x%lx, address 0x%lx\n", vector, code,
                    rip, address);
    if (vector == VECTOR_NMI || vector == VECTOR_MACHINE_CHECK)
        kernel_fatal("the machine reports a failure: NMI or machine check");
    kernel_fatal("the kernel itself caused an exception");
}

void trap_of_kernel(struct kernel_frame *f)
{
    if (f->vector >= VECTOR_FIRST_IRQ) {
        node.arch.vector = f->vector;
        f->rflags &= ~RFLAGS_IF;
        return;
    }
    if (f->vector != VECTOR_DEBUG)
        die(f->vector, f->code, f->rip, machine_read_cr2());
    machine_write_dr6(0);
}

/* From entry.S. */
void trap_leave_with(word_t badge, word_t info, struct tcb *t)
{
    context_set_cap(&t->context, badge);
    context_set_info(&t->context, info);
    node.current = tcb_addr(t);
    leave_to(t);
}

void trap_slow(word_t cptr, word_t info, word_t unused, struct tcb *t)
{
    (void)cptr, (void)info, (void)unused;
    entry_syscall(t->context.reg[REGISTER_RDX]);
    trap_leave();
}

void trap_slow_call(word_t cptr, word_t info, word_t unused, struct tcb *t)
{
    (void)cptr, (void)info, (void)unused;
    (void)t;
    entry_call();
    trap_leave();
}

void trap_invoked(struct tcb *t, enum err error)
{
    entry_invoked(t, error);
    trap_leave();
}

/* From entry.S, like trap_exception. t is the current thread, the others are its registers. */
void trap_syscall(word_t cptr, word_t info, word_t number, struct tcb *t)
{
    if (number == (word_t)NUMBER_Call)
        return fast_call(cptr, info, number, t);
    if (number == (word_t)NUMBER_ReplyRecv)
        return fast_reply_recv(cptr, info, context_reply(&t->context), t);
    return fast_other(cptr, info, number, t);
}

static void user_exception(word_t vector, word_t code)
{
    switch (vector) {
    case VECTOR_PAGE_FAULT:
        entry_fault_vm(machine_read_cr2(), code & mask(PAGE_FAULT_BITS),
                       (code & PAGE_FAULT_FETCH) != 0);
        return;
    case VECTOR_FPU:
        if (fpu_first_use())
            return;
        break;
    case VECTOR_DEBUG:
    case VECTOR_BREAKPOINT:
        if (KEEL_DEBUG) {
            hw_debug_exception(vector);
            return;
        }
        break;
    case VECTOR_NMI:
    case VECTOR_DOUBLE_FAULT:
    case VECTOR_MACHINE_CHECK:
        die(vector, code, current_thread()->context.reg[REGISTER_RIP], machine_read_cr2());
    default:
        break;
    }
    entry_user_exception(vector, code & mask(CODE_BITS));
}

/* `int` with a number that no interrupt has: the number of the call is made of it and of eax. */
static void software_interrupt(word_t vector)
{
    struct context *c = &current_thread()->context;
    const word_t low = vector << TRAP_NUMBER_BITS |
                       (c->reg[REGISTER_RAX] & mask(TRAP_NUMBER_BITS));
    c->reg[REGISTER_RIP] -= SYSCALL_BYTES;
    entry_syscall(low | ~(word_t)0 << 32);
}

void trap_exception(word_t vector, word_t code)
{
    struct context *c = &current_thread()->context;
    c->reg[REGISTER_NEXT_PC] = canonical(c->reg[REGISTER_RIP]);
    if (node.arch.smap != 0)
        machine_clear_ac();
    if (vector < VECTOR_FIRST_IRQ) {
        user_exception(vector, code);
    } else if (vector >= VECTOR_FIRST_TRAP && vector <= VECTOR_LAST_TRAP &&
               !irqchip_in_service(vector)) {
        software_interrupt(vector);
    } else {
        node.arch.vector = vector;
        fast_interrupt(current_thread());
    }
    trap_leave();
}
