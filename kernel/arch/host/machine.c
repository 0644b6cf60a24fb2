/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The pretended machine: interrupt lines, a TLB, and memory that can be closed.
 *
 *  1. The TLB holds what walks found, also when they found nothing, until a fence covers it. A
 *     kernel that forgets a fence leaves an entry that differs from the page tables.
 *  2. A line stays raised until it is taken; what is taken must be given back before the next.
 */

#include "debug.h"
#include "fastpath.h"
#include "fpu.h"
#include "invocation.h"
#include <arch/fastpath.h>
#include <arch/fpu.h>
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/vspace.h>

/* ------------------------------------------------------------------------------- interrupts */

static word_t *word_of(word_t *words, word_t irq) { return &words[irq / WORD_BITS]; }
static word_t bit_of(word_t irq) { return bit(irq % WORD_BITS); }

static bool timer_rings(void)
{
    return node.arch.time >= node.arch.deadline && host_is_enabled(IRQ_KERNEL_TIMER);
}

void irqchip_init(void)
{
    irqchip_mask(IRQ_KERNEL_TIMER, false);
}

void irqchip_mask(word_t irq, bool masked)
{
    word_t *w = word_of(node.arch.enabled, irq);
    *w = masked ? *w & ~bit_of(irq) : *w | bit_of(irq);
}

void host_raise(word_t irq) { *word_of(node.arch.raised, irq) |= bit_of(irq); }

bool host_is_enabled(word_t irq)
{
    return (*word_of(node.arch.enabled, irq) & bit_of(irq)) != 0;
}

/* The lowest line that is raised and enabled, or IRQ_NONE. */
static word_t pending_line(void)
{
    for (word_t i = 0; i < HOST_IRQ_WORDS; i++) {
        word_t w = node.arch.raised[i] & node.arch.enabled[i];
        if (w != 0)
            return i * WORD_BITS + (word_t)__builtin_ctzl(w);
    }
    return IRQ_NONE;
}

bool host_interrupt_waits(void)
{
    return pending_line() != IRQ_NONE || timer_rings();
}

bool irqchip_any_pending(void)
{
    return node.arch.always_interrupted != 0 || host_interrupt_waits();
}

word_t irqchip_pending(void)
{
    if (node.arch.claimed != 0)
        kernel_fatal("an interrupt was taken before the last one was given back");
    word_t irq = pending_line();
    if (irq == IRQ_NONE)
        return timer_rings() ? IRQ_KERNEL_TIMER : IRQ_NONE;
    node.arch.claimed = irq;
    *word_of(node.arch.raised, irq) &= ~bit_of(irq);
    return irq;
}

void irqchip_taken(word_t irq)
{
    if (irq != IRQ_KERNEL_TIMER && irq != node.arch.claimed)
        kernel_fatal("an interrupt was given back that had not been taken");
    node.arch.claimed = 0;
}

/* ------------------------------------------------------------------------------- the TLB */

static void forget(struct host_translation *t) { t->bits = 0; }

void machine_fence_translations(void)
{
    for (word_t i = 0; i < HOST_TLB_ENTRIES; i++)
        forget(&node.arch.tlb[i]);
}

void machine_fence_asid(word_t asid)
{
    for (word_t i = 0; i < HOST_TLB_ENTRIES; i++)
        if (node.arch.tlb[i].asid == asid)
            forget(&node.arch.tlb[i]);
}

void machine_fence_page(word_t address, word_t asid)
{
    for (word_t i = 0; i < HOST_TLB_ENTRIES; i++) {
        struct host_translation *t = &node.arch.tlb[i];
        if (t->bits != 0 && t->asid == asid && t->first == align_down(address, t->bits))
            forget(t);
    }
}

void host_touch(word_t vaddr)
{
    struct satp s = {{node.arch.satp}};
    if (node.arch.satp == node.arch.kernel_satp)
        return;
    struct walk w = vspace_walk(window_address((paddr_t){satp_ppn(s) << PAGE_BITS}), vaddr);
    struct host_translation *t = &node.arch.tlb[node.arch.tlb_next++ % HOST_TLB_ENTRIES];
    t->asid = satp_asid(s);
    t->bits = level_bits(w.level);
    t->first = align_down(vaddr, t->bits);
    t->entry = pte_at(w.entry)->word[0];
}

/* ------------------------------------------------------------------------------- the FPU */

void arch_fpu_turn(bool on) { node.arch.fpu_on = on; }

static word_t *fpu_register(void)
{
    if (node.arch.fpu_on == 0)
        kernel_fatal("the FPU is used and trapped");
    return &node.arch.fpu_register;
}

void fpu_registers_store(struct fpu_state *to) { to->f[0] = *fpu_register(); }
void fpu_registers_load(const struct fpu_state *from) { *fpu_register() = from->f[0]; }

bool host_use_fpu(word_t *value)
{
    if (node.arch.fpu_on == 0 && !fpu_first_use())
        return false;
    const word_t was = *fpu_register();
    *fpu_register() = *value;
    *value = was;
    return true;
}

/* ------------------------------------------------------------------------------- system calls */

bool host_has_fast_path = true;
word_t host_fast_calls;

void trap_leave_fast(word_t badge, word_t info, struct tcb *t)
{
    context_set_cap(&t->context, badge);
    context_set_info(&t->context, info);
    node.current = tcb_addr(t);
    host_fast_calls++;
}

void trap_leave_fast_fpu(word_t badge, word_t info, struct tcb *t, struct tcb *owner)
{
    fpu_registers_store(&owner->fpu);
    fpu_registers_load(&t->fpu);
    trap_leave_fast(badge, info, t);
}

static word_t number_of_call;

void trap_slow(word_t cptr, word_t info, word_t unused, struct tcb *t)
{
    (void)cptr, (void)info, (void)unused;
    (void)t;
    entry_syscall(number_of_call);
}

void trap_slow_call(word_t cptr, word_t info, word_t unused, struct tcb *t)
{
    (void)cptr, (void)info, (void)unused;
    (void)t;
    entry_call();
}

void trap_invoked(struct tcb *t, enum err error)
{
    host_fast_calls++;
    entry_invoked(t, error);
}

void host_system_call(word_t number)
{
    struct tcb *t = current_thread();
    const struct context *c = &t->context;
    number_of_call = number;
    if (number == (word_t)NUMBER_Call)
        fast_call(c->cap, c->info, 0, t);
    else if (number == (word_t)NUMBER_ReplyRecv)
        fast_reply_recv(c->cap, c->info, c->reply, t);
    else
        fast_other(c->cap, c->info, number, t);
}

void host_interrupt(void) { fast_interrupt(current_thread()); }

/* ------------------------------------------------------------------------------- memory */

/* The address sanitizer's, if the program is built with it. */
void __asan_poison_memory_region(const volatile void *p, size_t bytes) __attribute__((weak));
void __asan_unpoison_memory_region(const volatile void *p, size_t bytes) __attribute__((weak));

void host_memory_opens(word_t address, word_t bytes)
{
    if (__asan_unpoison_memory_region)
        __asan_unpoison_memory_region((void *)address, bytes);
}

void host_memory_closes(word_t address, word_t bytes)
{
    if (__asan_poison_memory_region)
        __asan_poison_memory_region((void *)address, bytes);
}
