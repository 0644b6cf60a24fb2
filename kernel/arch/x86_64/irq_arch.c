/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * How interrupts are had on x86-64: by a pin of the I/O APIC, or by a message that a PCI device is
 * told to write. Programs choose among the vectors; a message's is known to the device alone.
 */

#include "cspace.h"
#include "invocation.h"
#include "irq.h"
#include <abi/invocations.h>
#include <arch/caps.h>
#include <arch/io_space.h>
#include <arch/irqchip.h>

/* Arguments in order: CNode index and depth, four or five of the source, the vector. */
enum ioapic_argument { IOAPIC_NUMBER = 2, IOAPIC_PIN, IOAPIC_LEVEL, IOAPIC_POLARITY, VECTOR };
enum msi_argument { MSI_BUS = 2, MSI_DEVICE, MSI_FUNCTION };
_Static_assert(INV_WORDS(X86IRQIssueIRQHandlerIOAPIC) == VECTOR + 1 &&
               INV_WORDS(X86IRQIssueIRQHandlerMSI) == VECTOR + 1, "arguments");
#define LAST_BUS            255
#define LAST_DEVICE         31
#define LAST_FUNCTION       7

/* The checks of both: the slot for the handler, or 0 with a refusal. */
static word_t check(const struct message *m)
{
    const word_t vector = m->word[VECTOR];
    if (m->length < VECTOR + 1 || m->n_caps == 0) {
        fail_truncated(VECTOR + 1, 1);
        return 0;
    }
    if (vector > VECTOR_MAX) {
        fail_range(0, VECTOR_MAX, "there is no vector %lu for programs (the last is %lu)", vector);
        return 0;
    }
    return irq_check_issue(IRQ_MIN + vector, message_cap(m, 0), m->word[0], m->word[1]);
}

static enum err get_ioapic(struct slot *self, const struct message *m)
{
    const word_t irq = IRQ_MIN + m->word[VECTOR];
    const word_t pin = m->word[IOAPIC_PIN];
    const word_t last_pin = node.arch.io_apic_pins - 1;
    const word_t dest = check(m);
    if (dest == 0)
        return last_refusal();
    if (node.arch.io_apics == 0)
        return fail_illegal("this machine has no I/O APIC");
    if (m->word[IOAPIC_NUMBER] >= node.arch.io_apics)
        return fail_range(0, node.arch.io_apics - 1, "there is no I/O APIC %lu (the last is %lu)",
                          m->word[IOAPIC_NUMBER]);
    if (pin > last_pin)
        return fail_range(0, last_pin, "the I/O APIC has no pin %lu (the last is %lu)", pin);
    if (m->word[IOAPIC_LEVEL] > 1)
        return fail_range(0, 1, "level is %lu; it is 1 or 0 for edges (the last is %lu)",
                          m->word[IOAPIC_LEVEL]);
    if (m->word[IOAPIC_POLARITY] > 1)
        return fail_range(0, 1, "polarity is %lu; it is 1 for low or 0 for high (the last is %lu)",
                          m->word[IOAPIC_POLARITY]);

    /* commit */
    irq_commit_issue(self, irq, dest);
    ioapic_route(irq, pin, m->word[IOAPIC_LEVEL] != 0, m->word[IOAPIC_POLARITY] != 0);
    return ERR_OK;
}

static enum err get_msi(struct slot *self, const struct message *m)
{
    const word_t dest = check(m);
    if (dest == 0)
        return last_refusal();
    if (m->word[MSI_BUS] > LAST_BUS)
        return fail_range(0, LAST_BUS, "there is no PCI bus %lu (the last is %lu)",
                          m->word[MSI_BUS]);
    if (m->word[MSI_DEVICE] > LAST_DEVICE)
        return fail_range(0, LAST_DEVICE, "there is no PCI device %lu (the last is %lu)",
                          m->word[MSI_DEVICE]);
    if (m->word[MSI_FUNCTION] > LAST_FUNCTION)
        return fail_range(0, LAST_FUNCTION, "there is no PCI function %lu (the last is %lu)",
                          m->word[MSI_FUNCTION]);

    /* commit */
    irq_commit_issue(self, IRQ_MIN + m->word[VECTOR], dest);
    return ERR_OK;
}

enum err arch_irq_control_invoke(struct slot *self, const struct message *m)
{
    switch (m->label) {
    case X86IRQIssueIRQHandlerIOAPIC: return get_ioapic(self, m);
    case X86IRQIssueIRQHandlerMSI:    return get_msi(self, m);
    default:                          return fail_illegal("IRQControl has no such operation");
    }
}

void irqchip_reserved(word_t irq)
{
    if (irq == IRQ_IOMMU_FAULT)
        io_space_report();
}
