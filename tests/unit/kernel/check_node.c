/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The core: who runs, on whose time, until when; domains and interrupts.
 *
 *  1. The current thread is able to run, of the current domain, and nobody ready there is above it.
 *  2. The timer rings no later than the current thread's head refill ends, the next thread of the
 *     domain is due, or the domain's time is over, each minus the timer's precision.
 *  3. An interrupt is issued exactly while a handler capability exists, and delivered only then.
 */

#include "survey.h"
#include "irq.h"
#include "sched.h"
#include "sched_context.h"
#include <arch/irqchip.h>
#include <string.h>

bool invariants_domain_was_set;

/* The states and lines of interrupts that were found right for these handlers. */
static word_t known_states[IRQ_MAX + 1], known_lines[HOST_IRQ_WORDS];

/* DomainSet_Set made a thread above the current one ready; no full decision has followed yet. */
static bool excused;

static void check_current(void)
{
    const struct tcb *t = tcb_expect(node.current, "node.current");
    bool idle = t == &node.idle;
    word_t highest = ready_highest(node.current_domain);
    MUST(slot_is_empty(&node.empty_slot), "the empty slot is not");
    MUST(node.candidate == 0 && node.reschedule == 0 && node.reprogram == 0,
         "a decision is left over: candidate 0x%lx, reschedule %lu, reprogram %lu", node.candidate,
         node.reschedule, node.reprogram);
    MUST(t->state == (idle ? THREAD_IDLE : THREAD_RUNNING), "the current thread is in state %lu",
         t->state);
    MUST(node.current_sc == t->sched_context, "the current thread runs on 0x%lx, 0x%lx pays",
         t->sched_context, node.current_sc);
    if (idle) {
        MUST(highest == 0, "thread 0x%lx is ready and the idle thread runs", highest);
        return;
    }
    MUST(sc_is_released(sched_context_at(t->sched_context)), "the current context has no time now");
    MUST(t->domain == node.current_domain, "the current thread is of domain %lu, current is %lu",
         t->domain, node.current_domain);
    bool above = highest != 0 && tcb_at(highest)->priority > t->priority;
    excused = above && (excused || invariants_domain_was_set);
    MUST(!above || excused,
         "thread 0x%lx of priority %lu is ready, one of %lu runs", highest,
         tcb_at(highest)->priority, t->priority);
}

/* The rules of fpu.c. */
static void check_fpu(void)
{
    MUST(node.arch.fpu_on == node.fpu_on, "the FPU is not as the kernel remembers");
    MUST((node.fpu_on != 0) == (node.fpu_owner == node.current), "the FPU is on: %lu; its owner is "
         "0x%lx", node.fpu_on, node.fpu_owner);
    if (node.fpu_owner == 0)
        return;
    const struct tcb *t = tcb_expect(node.fpu_owner, "node.fpu_owner");
    MUST(t->fpu.used == 1 && (t->flags & TCB_FLAG_FPU_DISABLED) == 0,
         "the FPU's owner 0x%lx may not use it, or never did", node.fpu_owner);
}

static void check_deadline(word_t latest, const char *what)
{
    latest -= word_min(latest, node.timer_precision);
    MUST(node.arch.deadline <= latest, "the timer rings at %lu, %s is at %lu", node.arch.deadline,
         what, latest);
}

static void check_time(void)
{
    const struct tcb *t = tcb_at(node.current);
    word_t first = node.domain[node.current_domain].release;
    MUST(node.domain_end > node.now, "the domain's time is over and it goes on");
    check_deadline(node.domain_end, "the end of the domain");
    if (first != 0)
        check_deadline(tcb_at(first)->release_time, "the next release");
    if (t != &node.idle)
        check_deadline(node.charged_until +
                       refill_head_amount(sched_context_at(t->sched_context)),
                       "the end of the current thread's budget");
}

static void check_domains(void)
{
    const struct domain_entry *start = &node.schedule[node.domain_start];
    const struct domain_entry *last = &node.schedule[N_DOMAIN_SCHEDULES - 1];
    MUST(start->duration != 0, "the schedule starts with an end marker");
    MUST(last->domain == 0 && last->duration == 0, "the schedule's last entry is no end marker");
    MUST(node.current_domain < N_DOMAINS, "domain %lu runs", node.current_domain);
}

static void check_interrupts(void)
{
    MUST(node.arch.claimed == 0, "interrupt %lu was taken and not given back", node.arch.claimed);
    if (!survey.caps_changed &&
        memcmp(known_states, node.irq_state, sizeof known_states) == 0 &&
        memcmp(known_lines, node.arch.enabled, sizeof known_lines) == 0)
        return;
    for (word_t irq = IRQ_MIN; irq < IRQ_KERNEL_TIMER; irq++) {
        struct cap c = node.irq_slot[irq].cap;
        bool issued = survey.irq_handlers[irq] != 0;
        MUST(node.irq_state[irq] == (issued ? IRQ_ISSUED : IRQ_INACTIVE),
             "interrupt %lu has %u handlers and is in state %lu", irq, survey.irq_handlers[irq],
             node.irq_state[irq]);
        MUST(host_is_enabled(irq) == issued, "interrupt %lu is delivered without a handler, or "
             "not with one", irq);
        MUST(cap_is_null(c) || (issued && (cap_is(c, CAP_notification) || cap_is(c, CAP_zombie))),
             "interrupt %lu: its slot holds type %lu", irq, cap_type(c));
    }
    MUST(node.irq_state[IRQ_KERNEL_TIMER] == IRQ_RESERVED && host_is_enabled(IRQ_KERNEL_TIMER),
         "the timer's interrupt is not the kernel's");
    memcpy(known_states, node.irq_state, sizeof known_states);
    memcpy(known_lines, node.arch.enabled, sizeof known_lines);
}

void check_node(void)
{
    check_current();
    check_fpu();
    check_time();
    check_domains();
    check_interrupts();
}
