/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The GIC, architecture version 2 (Arm IHI 0048B): distributor and CPU interface.
 *
 *  1. An interrupt is ended (EOIR: priority drop and deactivation) as soon as it has been taken,
 *     and is off from then on until the user acknowledges it. Between two calls of this file none
 *     is active. The kernel's own interrupts stay on.
 *  2. Everything is in group 0 of a machine with one security state. Where there are two, this is
 *     the non-secure one, the group registers read as zero, and the same bits are group 1's.
 */

#include "node.h"
#include "hostile.h"
#include "irq.h"
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/mmu.h>
#include <board.h>

/* Distributor: IHI 0048B, 4.3. One bit, byte or two bits for each interrupt. */
#define GICD_CTLR           0x000
#define GICD_IGROUPR        0x080
#define GICD_ISENABLER      0x100
#define GICD_ICENABLER      0x180
#define GICD_ICPENDR        0x280
#define GICD_ICACTIVER      0x380
#define GICD_IPRIORITYR     0x400
#define GICD_ITARGETSR      0x800
#define GICD_ICFGR          0xc00
#define GICD_SGIR           0xf00
#define GICD_CPENDSGIR      0xf10

/* CPU interface: 4.4. */
#define GICC_CTLR           0x00
#define GICC_PMR            0x04
#define GICC_BPR            0x08
#define GICC_IAR            0x0c
#define GICC_EOIR           0x10

#define IAR_IRQ(v)          ((v) & mask(10))
#define FIRST_SPECIAL       1020
#define PRIORITY_ALL        0xf0
#define PRIORITIES_EVEN     0x10001000      /* of each two the even interrupt goes first */
#define PRIORITIES_ODD      0x00100010
#define N_IRQS              (IRQ_MAX + 1)
#define N_SGI_TARGETS       8
#define EDGE_OF_PAIR        2UL
_Static_assert(N_IRQS % 32 == 0, "interrupts fill whole words");

static word_t distributor(word_t offset)
{
    return window_address((paddr_t){BOARD_GIC_DISTRIBUTOR}) + offset;
}

static word_t interface(word_t offset)
{
    return window_address((paddr_t){BOARD_GIC_CPU}) + offset;
}

/* Write the same word to a register with `bits` bits for each interrupt from `first` on. */
static void fill(word_t offset, word_t bits, word_t first, word_t value)
{
    for (word_t i = first * bits / 32; i < N_IRQS * bits / 32; i++) {   /* <= 40 */
        LOOP(N_IRQS * 8 / 32, i);
        machine_device_write32(distributor(offset + 4 * i), value);
    }
}

/* All are equal: the lowest number goes first. A byte for each. */
static void set_priorities(void)
{
    fill(GICD_IPRIORITYR, 8, 0, 0);
    for (word_t i = 0; KEEL_HOSTILE_ORDERS && i < N_IRQS / 4; i++) {    /* 40 */
        LOOP(N_IRQS / 4, i);
        machine_device_write32(distributor(GICD_IPRIORITYR + 4 * i),
                               hostile_toss(ORDER_INTERRUPT) ? PRIORITIES_EVEN : PRIORITIES_ODD);
    }
}

/* Pending software-generated interrupts: a byte of senders for each of the 16. */
static void forget_sgis(void)
{
    for (word_t i = 0; i < IRQ_FIRST_PRIVATE / 4; i++) {
        LOOP(IRQ_FIRST_PRIVATE / 4, i);
        machine_device_write32(distributor(GICD_CPENDSGIR + 4 * i), ~0U);
    }
}

void irqchip_init(void)
{
    machine_device_write32(distributor(GICD_CTLR), 0);
    fill(GICD_ICENABLER, 1, 0, ~0U);
    fill(GICD_ICPENDR, 1, 0, ~0U);
    fill(GICD_ICACTIVER, 1, 0, ~0U);
    fill(GICD_IGROUPR, 1, 0, 0);
    set_priorities();
    const word_t self = machine_device_read32(distributor(GICD_ITARGETSR)) & mask(8);
    fill(GICD_ITARGETSR, 8, IRQ_FIRST_SHARED, self * 0x01010101);
    fill(GICD_ICFGR, 2, IRQ_FIRST_SHARED, 0);
    forget_sgis();
    machine_device_write32(distributor(GICD_CTLR), 1);
    machine_device_write32(interface(GICC_PMR), PRIORITY_ALL);
    machine_device_write32(interface(GICC_BPR), 0);
    machine_device_write32(interface(GICC_CTLR), 1);
    irqchip_mask(IRQ_KERNEL_TIMER, false);
    el_irqs_on();
}

bool irqchip_any_pending(void)
{
    return (machine_read_isr() & ISR_IRQ) != 0;
}

word_t irqchip_pending(void)
{
    node.arch.irq_taken = machine_device_read32(interface(GICC_IAR));
    const word_t irq = IAR_IRQ(node.arch.irq_taken);
    if (irq >= FIRST_SPECIAL)
        return IRQ_NONE;
    if (irq <= IRQ_MAX)
        return irq;
    irqchip_taken(irq);             /* nobody has asked for it */
    return IRQ_NONE;
}

void irqchip_taken(word_t irq)
{
    if (irq <= IRQ_MAX && node.irq_state[irq] != IRQ_RESERVED)
        irqchip_mask(irq, true);
    machine_device_write32(interface(GICC_EOIR), node.arch.irq_taken);
}

void irqchip_ack(word_t irq)
{
    irqchip_mask(irq, false);
}

void irqchip_mask(word_t irq, bool masked)
{
    const word_t base = masked ? GICD_ICENABLER : GICD_ISENABLER;
    machine_device_write32(distributor(base + irq / 32 * 4), bit(irq % 32));
    machine_dsb_system();
}

void irqchip_set_trigger(word_t irq, bool edge)
{
    if (irq < IRQ_FIRST_PRIVATE)
        return;
    const word_t at = distributor(GICD_ICFGR + irq / 16 * 4);
    const word_t pair = EDGE_OF_PAIR << irq % 16 * 2;
    const word_t others = machine_device_read32(at) & ~pair;
    machine_device_write32(at, edge ? others | pair : others);
}

bool irqchip_is_sgi_target(word_t target)
{
    return target < N_SGI_TARGETS;
}

void irqchip_send_sgi(word_t irq, word_t target)
{
    machine_dsb_system();
    machine_device_write32(distributor(GICD_SGIR), bit(16 + target) | irq);
}
