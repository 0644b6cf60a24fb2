/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Operations of IRQControl that only the GIC has: handlers with a trigger mode, and capabilities
 * that raise software-generated interrupts.
 */

#include "cspace.h"
#include "derive.h"
#include "invocation.h"
#include "irq.h"
#include <abi/invocations.h>
#include <arch/caps.h>
#include <arch/firmware_caps.h>
#include <arch/irqchip.h>

static enum err get_trigger(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMIRQIssueIRQHandlerTrigger),
                     INV_CAPS(ARMIRQIssueIRQHandlerTrigger)))
        return fail_truncated(INV_WORDS(ARMIRQIssueIRQHandlerTrigger),
                              INV_CAPS(ARMIRQIssueIRQHandlerTrigger));
    const word_t irq = m->word[0];
    enum err error = irq_issue(self, irq, message_cap(m, 0), m->word[2], m->word[3]);
    if (error != ERR_OK)
        return error;
    irqchip_mask(irq, true);        /* the mode may change only while it is off */
    irqchip_set_trigger(irq, m->word[1] != 0);
    irqchip_mask(irq, false);
    return ERR_OK;
}

static enum err issue_sgi_signal(struct slot *self, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMIRQIssueSGISignal), INV_CAPS(ARMIRQIssueSGISignal)))
        return fail_truncated(INV_WORDS(ARMIRQIssueSGISignal), INV_CAPS(ARMIRQIssueSGISignal));
    const word_t irq = m->word[0];
    const word_t target = m->word[1];
    if (irq >= IRQ_FIRST_PRIVATE)
        return fail_range(0, IRQ_FIRST_PRIVATE - 1,
                          "%lu is no software-generated interrupt (the last is %lu)", irq);
    if (!irqchip_is_sgi_target(target))
        return fail_argument(1, "there is no core 0x%lx", target, 0);
    const word_t dest = cspace_lookup_slot(message_cap(m, 0), m->word[2], m->word[3], false);
    if (dest == 0)
        return last_refusal();
    if (!slot_is_empty(slot_at(dest)))
        return fail_delete_first("the destination slot is occupied");
    struct cap c = cap_make(CAP_sgi_signal, 0);
    sgi_signal_cap_set_one(&c, 1);
    sgi_signal_cap_set_irq(&c, irq);
    sgi_signal_cap_set_target(&c, target);

    /* commit */
    slot_insert(slot_at(dest), c, self);
    return ERR_OK;
}

enum err arch_irq_control_invoke(struct slot *self, const struct message *m)
{
    switch (m->label) {
    case ARMIRQIssueIRQHandlerTrigger: return get_trigger(self, m);
    case ARMIRQIssueSGISignal:         return issue_sgi_signal(self, m);
    default:                           return fail_illegal("IRQControl has no such operation");
    }
}

enum err sgi_signal_invoke(struct cap sgi)
{
    /* commit */
    irqchip_send_sgi(sgi_signal_cap_irq(sgi), sgi_signal_cap_target(sgi));
    return ERR_OK;
}
