/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Interrupts: IRQControl, IRQHandler, and what happens when a device calls.
 *
 *  1. irq_state is IRQ_ISSUED exactly while a handler capability (or its zombie) exists;
 *     IRQ_RESERVED interrupts are the kernel's own.
 *  2. irq_slot holds the notification to signal, a derived capability like any other: it keeps the
 *     notification alive, and revoking an ancestor takes it away.
 */

#include "irq.h"
#include "cspace.h"
#include "debug.h"
#include "delete.h"
#include "derive.h"
#include "invocation.h"
#include "ipc.h"
#include "sched.h"
#include <abi/invocations.h>
#include <arch/caps.h>
#include <arch/irqchip.h>

void irq_reserve(word_t irq)
{
    node.irq_state[irq] = IRQ_RESERVED;
}

void irq_finalise(word_t irq)
{
    irqchip_mask(irq, true);
    node.irq_state[irq] = IRQ_INACTIVE;
}

static void tell(word_t irq)
{
    struct cap c = irq_slot(irq)->cap;
    if (cap_is(c, CAP_notification) && (notification_cap_rights(c) & RIGHT_SEND) != 0)
        notification_signal(notification_at(cap_object(c)), notification_cap_badge(c));
    else if (KEEL_DEBUG)
        debug_print("interrupt %lu dropped: no notification is set for it\n", irq);
}

void irq_serve(word_t irq)
{
    if (irq == IRQ_NONE)
        return;
    if (irq == IRQ_KERNEL_TIMER)
        sched_timer_interrupt();
    else if (node.irq_state[irq] == IRQ_RESERVED)
        irqchip_reserved(irq);
    else
        tell(irq);
    irqchip_taken(irq);
}

/* 0 is returned only where a fail_... function has been called. */
word_t irq_check_issue(word_t irq, struct cap root, word_t index, word_t depth)
{
    if (irq - IRQ_MIN > IRQ_MAX - IRQ_MIN) {
        fail_range(IRQ_MIN, IRQ_MAX, "there is no interrupt %lu (the last is %lu)", irq);
        return 0;
    }
    if (node.irq_state[irq] != IRQ_INACTIVE) {
        fail_revoke_first("the interrupt has been issued already, or is the kernel's own");
        return 0;
    }
    word_t dest = cspace_lookup_slot(root, index, depth, false);
    if (dest != 0 && !slot_is_empty(slot_at(dest))) {
        fail_delete_first("the destination slot is occupied");
        return 0;
    }
    return dest;
}

void irq_commit_issue(struct slot *control, word_t irq, word_t dest)
{
    struct cap c = cap_make(CAP_irq_handler, 0);
    irq_handler_cap_set_irq(&c, irq);
    node.irq_state[irq] = IRQ_ISSUED;
    slot_insert(slot_at(dest), c, control);
    irqchip_mask(irq, false);
}

enum err irq_issue(struct slot *control, word_t irq, struct cap root, word_t index, word_t depth)
{
    word_t dest = irq_check_issue(irq, root, index, depth);
    if (dest == 0)
        return last_refusal();

    /* commit */
    irq_commit_issue(control, irq, dest);
    return ERR_OK;
}

enum err irq_control_invoke(struct slot *self, const struct message *m)
{
    if (m->label != IRQIssueIRQHandler)
        return arch_irq_control_invoke(self, m);
    if (!message_has(m, INV_WORDS(IRQIssueIRQHandler), INV_CAPS(IRQIssueIRQHandler)))
        return fail_truncated(INV_WORDS(IRQIssueIRQHandler), INV_CAPS(IRQIssueIRQHandler));
    if (!IRQ_GET_BY_NUMBER)
        return fail_illegal("interrupts of this machine are not had by their number");
    return irq_issue(self, m->word[0], message_cap(m, 0), m->word[1], m->word[2]);
}

static enum err set_notification(word_t irq, const struct message *m)
{
    if (m->n_caps < INV_CAPS(IRQSetIRQHandler))
        return fail_truncated(0, INV_CAPS(IRQSetIRQHandler));
    struct cap c = message_cap(m, 0);
    if (!cap_is(c, CAP_notification))
        return fail_capability(0, "only a notification can be told about an interrupt", 0);
    if ((notification_cap_rights(c) & RIGHT_SEND) == 0)
        return fail_capability(0, "the notification capability needs the write right", 0);

    /* commit; deleting the old capability may stop at a preemption point */
    if (slot_delete(irq_slot(irq)) == ERR_PREEMPTED)
        return ERR_PREEMPTED;
    if (cap_same_object(c, message_cap(m, 0)))
        slot_insert(irq_slot(irq), c, slot_at(m->cap[0]));
    return ERR_OK;
}

static enum err ack(word_t irq)
{
    irqchip_ack(irq);
    return ERR_OK;
}

enum err irq_handler_invoke(struct cap cap, const struct message *m)
{
    word_t irq = irq_handler_cap_irq(cap);
    switch (m->label) {
    case IRQAckIRQ:          return ack(irq);
    case IRQSetIRQHandler:   return set_notification(irq, m);
    case IRQClearIRQHandler: return slot_delete(irq_slot(irq));
    default:                 return fail_illegal("an interrupt handler has no such operation");
    }
}
