/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The PLIC (RISC-V platform-level interrupt controller specification 1.0), and the timer beside it.
 *
 *      base + 4 n                          priority of source n
 *      base + 0x2000 + 0x80 context        enable bits, 32 sources per word
 *      base + 0x20_0000 + 0x1000 context   threshold; next word: claim (read), complete (write)
 *
 *  1. A claim is completed at once: none is open. A source is held back only by its enable bit; a
 *     level-triggered line that stays asserted is therefore reported again.
 *  2. The kernel serves devices before the timer.
 */

#include "hostile.h"
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/mmu.h>

#define PLIC_ENABLE         0x2000
#define PLIC_ENABLE_BYTES   0x80        /* per context */
#define PLIC_CONTEXT        0x200000
#define PLIC_CONTEXT_BYTES  0x1000
#define PLIC_CLAIM          4
#define PLIC_PRIORITY       2
#define PLIC_SOURCES        (IRQ_LAST_DEVICE + 1)

static void enables_clear(void)
{
    for (word_t i = 0; i < PLIC_SOURCES / 32; i++) {    /* 3 */
        LOOP(PLIC_SOURCES / 32, i);
        machine_device_write32(node.arch.plic_enable + 4 * i, 0);
    }
}
_Static_assert(PLIC_SOURCES % 32 == 0, "sources fill whole words");

/* The PLIC reports the higher priority first, and the lower number among equals. */
static word_t priority_of(word_t irq)
{
    return hostile_turns(ORDER_INTERRUPT) ? PLIC_PRIORITY + irq % 2 : PLIC_PRIORITY;
}

/* 0: no source is pending, or another hart was faster. */
static word_t claim(void)
{
    const word_t irq = machine_device_read32(node.arch.plic_claim);
    machine_device_write32(node.arch.plic_claim, irq);
    return irq;
}

/* What an earlier stage has enabled and not served: each claim clears one source. */
static void claims_drain(void)
{
    for (word_t i = 0; i < PLIC_SOURCES; i++) {         /* 96 */
        LOOP(PLIC_SOURCES, i);
        (void)claim();
    }
}

void irqchip_init(paddr_t base, word_t context)
{
    word_t at = window_address(base);
    node.arch.plic_enable = at + PLIC_ENABLE + context * PLIC_ENABLE_BYTES;
    node.arch.plic_claim = at + PLIC_CONTEXT + context * PLIC_CONTEXT_BYTES + PLIC_CLAIM;
    claims_drain();
    enables_clear();
    for (word_t irq = IRQ_MIN; irq <= IRQ_LAST_DEVICE; irq++) {     /* 95 */
        LOOP(IRQ_LAST_DEVICE, irq);
        machine_device_write32(at + 4 * irq, priority_of(irq));
    }
    machine_device_write32(node.arch.plic_claim - PLIC_CLAIM, 0);             /* threshold */
    machine_write_sie(INTERRUPT_EXTERNAL | INTERRUPT_TIMER);
}

bool irqchip_any_pending(void)
{
    return (machine_read_sip() & (INTERRUPT_EXTERNAL | INTERRUPT_TIMER)) != 0;
}

word_t irqchip_pending(void)
{
    word_t pending = machine_read_sip();
    word_t irq = IRQ_NONE;
    if ((pending & INTERRUPT_TIMER) != 0 && hostile_turns(ORDER_INTERRUPT))
        return IRQ_KERNEL_TIMER;
    if ((pending & INTERRUPT_EXTERNAL) != 0)
        irq = claim();
    if (irq == IRQ_NONE && (pending & INTERRUPT_TIMER) != 0)
        irq = IRQ_KERNEL_TIMER;
    return irq;
}

void irqchip_mask(word_t irq, bool masked)
{
    if (irq == IRQ_KERNEL_TIMER) {
        if (masked)
            machine_clear_sie(INTERRUPT_TIMER);
        else
            machine_set_sie(INTERRUPT_TIMER);
        return;
    }
    word_t at = node.arch.plic_enable + irq / 32 * 4;
    word_t others = machine_device_read32(at) & ~bit(irq % 32);
    machine_device_write32(at, masked ? others : others | bit(irq % 32));
}
