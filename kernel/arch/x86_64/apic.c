/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The core's local APIC (SDM 3, chapter 10): which interrupt is to be served.
 *
 *  1. Interrupts are off while the kernel runs. One is accepted on leaving to user code, while the
 *     core waits, and in machine_take_interrupt; its vector is then in node.arch.vector, at most
 *     one.
 *  2. It is ended (EOI) as soon as it has been taken, so that between two kernel entries none is in
 *     service. What a pin of the I/O APIC brings is off from then on: ioapic.c.
 *  3. The mode, xAPIC or x2APIC, is what the firmware left.
 *  4. A device can be told to send a message for any vector (its driver writes address and data,
 *     and nothing remaps interrupts): below 32 none is accepted, one that is nobody's is ended.
 */

#include "node.h"
#include "irq.h"
#include <arch/apic.h>
#include <arch/irqchip.h>
#include <arch/mmu.h>
#include <arch/trap.h>

#define BASE_X2             bit(10)
#define BASE_ENABLE         bit(11)
#define BASE_ADDRESS        (mask(52) & ~mask(12))
#define VERSION_HIGH        1UL         /* 0x1x: not an external one */
#define FEWEST_LVT          2UL         /* number of the last: there are three */
#define SPURIOUS_VECTOR     255UL
#define FIRST_ALLOWED_CLASS 0x20UL      /* messages for the vectors of exceptions stay pending */
#define SPURIOUS_ENABLE     bit(8)
#define BITS_PER_REGISTER   32
#define REGISTER_STEP       16
#define LAST_VECTOR         (IRQ_VECTOR_BASE + IRQ_MAX)
_Static_assert(IRQ_VECTOR_BASE == VECTOR_FIRST_IRQ, "first vector of interrupts");

word_t apic_page(void)
{
    return machine_read_msr(MSR_APIC_BASE) & BASE_ADDRESS;
}

word_t apic_id(void)
{
    return node.arch.local_apic == 0 ? apic_read(APIC_ID) : apic_read(APIC_ID) >> 24;
}

const char *apic_open(void)
{
    const word_t base = machine_read_msr(MSR_APIC_BASE);
    if ((base & BASE_ENABLE) == 0)
        machine_write_msr(MSR_APIC_BASE, base | BASE_ENABLE);
    if (apic_page() >= WINDOW_BYTES)
        return "the local APIC is out of reach";
    node.arch.local_apic = (base & BASE_X2) != 0 ? 0 : window_address((paddr_t){apic_page()});
    const word_t version = apic_read(APIC_VERSION);
    if ((version >> 4 & mask(4)) != VERSION_HIGH || (version >> 16 & mask(8)) < FEWEST_LVT)
        return "the local APIC is of a kind that the kernel does not know";
    apic_write(APIC_SPURIOUS, SPURIOUS_ENABLE | SPURIOUS_VECTOR);
    apic_write(APIC_LVT_TIMER, LVT_MASKED | SPURIOUS_VECTOR);
    apic_write(APIC_TIMER_DIVIDE, TIMER_DIVIDE_BY_1);
    apic_write(APIC_TIMER_INITIAL, 0);
    return 0;
}

/* What an earlier stage has left in service: each EOI ends one. */
static void end_all(void)
{
    for (word_t i = 0; i < N_VECTORS; i++) {
        LOOP(N_VECTORS, i);
        apic_write(APIC_EOI, 0);
    }
}

/* What it has left pending, accepted one by one; nothing raises more. */
static void drain(void)
{
    for (word_t i = 0; i < N_VECTORS; i++) {
        LOOP(N_VECTORS, i);
        machine_take_interrupt();
        if (node.arch.vector == 0)
            return;
        node.arch.vector = 0;
        apic_write(APIC_EOI, 0);
    }
}

/* Lines of the core: 0 is the 8259's, 1 is NMI (10.5.1). */
const char *irqchip_init(void)
{
    apic_write(APIC_TASK_PRIORITY, FIRST_ALLOWED_CLASS - 1);
    apic_write(APIC_LVT_LINT0, LVT_MASKED | SPURIOUS_VECTOR);
    apic_write(APIC_LVT_LINT1, LVT_NMI);
    apic_write(APIC_LVT_ERROR, LVT_MASKED | SPURIOUS_VECTOR);
    end_all();
    drain();
    if (apic_id() >= SPURIOUS_VECTOR)
        return "the I/O APIC cannot reach this core";
    return 0;
}

bool irqchip_any_pending(void)
{
    word_t requested = node.arch.vector;
    for (word_t v = IRQ_VECTOR_BASE; v <= LAST_VECTOR; v += BITS_PER_REGISTER) {    /* 4 */
        LOOP(N_VECTORS / BITS_PER_REGISTER, v);
        requested |= apic_read(APIC_REQUESTED + v / BITS_PER_REGISTER * REGISTER_STEP);
    }
    return requested != 0;
}

bool irqchip_in_service(word_t vector)
{
    const word_t at = APIC_IN_SERVICE + vector / BITS_PER_REGISTER * REGISTER_STEP;
    return (apic_read(at) & bit(vector % BITS_PER_REGISTER)) != 0;
}

word_t irqchip_pending(void)
{
    if (node.arch.vector == 0)
        machine_take_interrupt();
    const word_t vector = node.arch.vector;
    node.arch.vector = 0;
    if (vector == 0 || (vector == SPURIOUS_VECTOR && !irqchip_in_service(vector)))
        return IRQ_NONE;            /* a spurious one is not ended (10.9) */
    if (vector <= LAST_VECTOR)
        return vector - IRQ_VECTOR_BASE;
    apic_write(APIC_EOI, 0);        /* nobody has asked for it */
    return IRQ_NONE;
}

/* The pin first: a level still there must not raise it again. */
void irqchip_taken(word_t irq)
{
    ioapic_stop(irq);
    apic_write(APIC_EOI, 0);
}

void irqchip_ack(word_t irq)
{
    ioapic_go_on(irq);
}

void irqchip_mask(word_t irq, bool masked)
{
    if (masked)
        ioapic_forget(irq);
}
