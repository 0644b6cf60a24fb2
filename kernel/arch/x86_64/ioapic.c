/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The first I/O APIC (82093AA, order number 290566): pins that raise vectors of the local APIC.
 *
 * node.arch.irq_pin[irq] is the pin that was last routed to the interrupt, plus 1, or 0. Two
 * interrupts may have been given the same pin: the later one has it, which the vector in the pin's
 * entry shows, and nothing is done to it in the earlier one's name.
 */

#include "node.h"
#include <arch/apic.h>
#include <arch/irqchip.h>

/* Registers: 3.1, 3.2. One is chosen by its number, then read or written in the window. */
#define IOAPIC_SELECT       0x00
#define IOAPIC_DATA         0x10
#define IOAPIC_VERSION      1
#define IOAPIC_ENTRY        0x10        /* of pin 0; two for each pin */

#define ENTRY_VECTOR        mask(8)
#define ENTRY_ACTIVE_LOW    bit(13)
#define ENTRY_LEVEL         bit(15)
#define ENTRY_MASKED        bit(16)
#define ENTRY_HIGH_ID       24          /* in its second half: which core */
#define MAX_PINS            240

static word_t read(word_t number)
{
    machine_device_write32(node.arch.io_apic + IOAPIC_SELECT, number);
    return machine_device_read32(node.arch.io_apic + IOAPIC_DATA);
}

static void write(word_t number, word_t v)
{
    machine_device_write32(node.arch.io_apic + IOAPIC_SELECT, number);
    machine_device_write32(node.arch.io_apic + IOAPIC_DATA, v);
}

static word_t entry_of(word_t pin) { return IOAPIC_ENTRY + 2 * pin; }

void ioapic_init(word_t registers)
{
    node.arch.io_apic = registers;
    node.arch.io_apics = 1;
    node.arch.io_apic_pins = word_min((read(IOAPIC_VERSION) >> 16 & mask(8)) + 1, MAX_PINS);
    for (word_t pin = 0; pin < node.arch.io_apic_pins; pin++) {
        LOOP(MAX_PINS, pin);
        write(entry_of(pin), ENTRY_MASKED);
        write(entry_of(pin) + 1, apic_id() << ENTRY_HIGH_ID);
    }
}

void ioapic_route(word_t irq, word_t pin, bool level, bool active_low)
{
    write(entry_of(pin), ENTRY_MASKED);
    write(entry_of(pin) + 1, apic_id() << ENTRY_HIGH_ID);
    write(entry_of(pin), (irq + IRQ_VECTOR_BASE) | (level ? ENTRY_LEVEL : 0) |
                             (active_low ? ENTRY_ACTIVE_LOW : 0));
    node.arch.irq_pin[irq] = pin + 1;
}

/* Set or clear the mask of the interrupt's pin, if it has one and it is still its own. */
static void set_mask(word_t irq, word_t masked)
{
    if (node.arch.irq_pin[irq] == 0)
        return;
    const word_t number = entry_of(node.arch.irq_pin[irq] - 1);
    const word_t entry = read(number);
    if ((entry & ENTRY_VECTOR) == irq + IRQ_VECTOR_BASE)
        write(number, (entry & ~ENTRY_MASKED) | masked);
}

void ioapic_stop(word_t irq) { set_mask(irq, ENTRY_MASKED); }
void ioapic_go_on(word_t irq) { set_mask(irq, 0); }

void ioapic_forget(word_t irq)
{
    set_mask(irq, ENTRY_MASKED);
    node.arch.irq_pin[irq] = 0;
}
