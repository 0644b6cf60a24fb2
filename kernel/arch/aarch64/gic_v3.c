/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The GIC, architecture version 3 (Arm IHI 0069H): distributor, this core's redistributor, and the
 * CPU interface in system registers.
 *
 *  1. An interrupt is ended (EOIR1: priority drop and deactivation) as soon as it has been taken,
 *     and is off from then on until the user acknowledges it. Between two calls of this file none
 *     is active. The kernel's own interrupts stay on.
 *  2. Everything is in the non-secure group 1, with affinity routing.
 *  3. Private interrupts (0..31) are the redistributor's, shared ones the distributor's: the
 *     registers are the same, at another base.
 */

#include "debug.h"
#include "hostile.h"
#include "irq.h"
#include "node.h"
#include <arch/gic_registers.h>
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/mmu.h>
#include <board.h>

/* Distributor and the second frame of a redistributor: IHI 0069H, 12.9 and 12.11. */
#define GIC_IGROUPR         0x0080
#define GIC_ISENABLER       0x0100
#define GIC_ICENABLER       0x0180
#define GIC_ICPENDR         0x0280
#define GIC_ICACTIVER       0x0380
#define GIC_IPRIORITYR      0x0400
#define GIC_ICFGR           0x0c00
#define GICD_CTLR           0x0000
#define GICD_IROUTER        0x6000
#define GICD_CTLR_GROUP1    bit(1)
#define GICD_CTLR_AFFINITY  bit(4)
#define GICD_CTLR_BUSY      bit(31)
#define GICR_WAKER          0x0014
#define GICR_SECOND_FRAME   0x10000
#define WAKER_SLEEP         bit(1)
#define WAKER_ASLEEP        bit(2)

#define FIRST_SPECIAL       1020
#define PRIORITIES          0xa0a0a0a0
#define PRIORITIES_EVEN     0xb0a0b0a0      /* of each two the even interrupt goes first */
#define PRIORITIES_ODD      0xa0b0a0b0
#define PRIORITY_MASK       0xf0
#define EDGE_OF_PAIR        2UL
#define PATIENCE            1000000

static word_t distributor(word_t offset)
{
    return window_address((paddr_t){BOARD_GIC_DISTRIBUTOR}) + offset;
}

static word_t redistributor(word_t offset)
{
    return window_address((paddr_t){BOARD_GIC_REDISTRIBUTOR}) + offset;
}

/* The register at `offset` with `bits` bits for each interrupt: the word of this one. */
static word_t word_of(word_t irq, word_t offset, word_t bits)
{
    const word_t base = irq < IRQ_FIRST_SHARED ? redistributor(GICR_SECOND_FRAME) : distributor(0);
    return base + offset + irq * bits / 32 * 4;
}

/* --------------------------------------------------------------------------------- boot */

static void fill(word_t offset, word_t bits, word_t first, word_t value)
{
    for (word_t irq = first; irq <= IRQ_MAX; irq += 32 / bits) {        /* <= 40 */
        LOOP(IRQ_MAX + 1, irq);
        machine_device_write32(word_of(irq, offset, bits), value);
    }
}

/* All are equal: the lowest number goes first. A byte for each. */
static void set_priorities(void)
{
    fill(GIC_IPRIORITYR, 8, 0, PRIORITIES);
    for (word_t irq = 0; KEEL_HOSTILE_ORDERS && irq <= IRQ_MAX; irq += 4) {     /* 40 */
        LOOP(IRQ_MAX + 1, irq);
        machine_device_write32(word_of(irq, GIC_IPRIORITYR, 8),
                               hostile_toss(ORDER_INTERRUPT) ? PRIORITIES_EVEN : PRIORITIES_ODD);
    }
}

static void wait_until_clear(word_t address, word_t bits, const char *who)
{
    for (word_t i = 0; i < PATIENCE; i++) {
        LOOP(PATIENCE, i);
        if ((machine_device_read32(address) & bits) == 0)
            return;
    }
    kernel_fatal(who);
}

/* The affinity of this core, in the places where IROUTER has it. */
static word_t own_affinity(void)
{
    return machine_read_mpidr() & (mask(24) | mask(8) << 32);
}

static void route_shared(void)
{
    for (word_t irq = IRQ_FIRST_SHARED; irq <= IRQ_MAX; irq++) {
        LOOP(IRQ_MAX, irq);
        machine_device_write64(distributor(GICD_IROUTER + 8 * irq), own_affinity());
    }
}

static void init_interface(void)
{
    gic_enable_system_registers();
    machine_isb();
    machine_write_gic_pmr(PRIORITY_MASK);
    machine_write_gic_bpr1(0);
    machine_write_gic_ctlr(0);
    machine_write_gic_igrpen1(1);
    machine_isb();
}

void irqchip_init(void)
{
    machine_device_write32(distributor(GICD_CTLR), 0);
    wait_until_clear(distributor(GICD_CTLR), GICD_CTLR_BUSY, "the GIC's distributor hangs");
    machine_device_write32(distributor(GICD_CTLR), GICD_CTLR_AFFINITY);
    const word_t waker = machine_device_read32(redistributor(GICR_WAKER));
    machine_device_write32(redistributor(GICR_WAKER), waker & ~WAKER_SLEEP);
    wait_until_clear(redistributor(GICR_WAKER), WAKER_ASLEEP, "the GIC's redistributor sleeps on");
    fill(GIC_ICENABLER, 1, 0, ~0U);
    fill(GIC_ICPENDR, 1, 0, ~0U);
    fill(GIC_ICACTIVER, 1, 0, ~0U);
    fill(GIC_IGROUPR, 1, 0, ~0U);
    set_priorities();
    fill(GIC_ICFGR, 2, IRQ_FIRST_SHARED, 0);
    wait_until_clear(distributor(GICD_CTLR), GICD_CTLR_BUSY, "the GIC's distributor hangs");
    route_shared();
    machine_device_write32(distributor(GICD_CTLR), GICD_CTLR_AFFINITY | GICD_CTLR_GROUP1);
    init_interface();
    irqchip_mask(IRQ_KERNEL_TIMER, false);
    el_irqs_on();
}

/* ------------------------------------------------------------------------------- service */

bool irqchip_any_pending(void)
{
    return (machine_read_isr() & ISR_IRQ) != 0;
}

word_t irqchip_pending(void)
{
    const word_t irq = machine_read_gic_iar1() & mask(24);
    machine_dsb_system();           /* the acknowledgement is complete: IHI 0069H, 12.2.12 */
    node.arch.irq_taken = irq;
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
    machine_write_gic_eoir1(node.arch.irq_taken);
    machine_isb();
}

void irqchip_ack(word_t irq)
{
    irqchip_mask(irq, false);
}

void irqchip_mask(word_t irq, bool masked)
{
    machine_device_write32(word_of(irq, masked ? GIC_ICENABLER : GIC_ISENABLER, 1), bit(irq % 32));
    machine_dsb_system();
}

void irqchip_set_trigger(word_t irq, bool edge)
{
    if (irq < IRQ_FIRST_PRIVATE)
        return;
    const word_t at = word_of(irq, GIC_ICFGR, 2);
    const word_t pair = EDGE_OF_PAIR << irq % 16 * 2;
    const word_t others = machine_device_read32(at) & ~pair;
    machine_device_write32(at, edge ? others | pair : others);
}

bool irqchip_is_sgi_target(word_t target)
{
    return target >> 32 == 0;
}

/* target: Aff3.Aff2.Aff1.Aff0, a byte each. ICC_SGI1R_EL1: IHI 0069H, 12.2.20. */
void irqchip_send_sgi(word_t irq, word_t target)
{
    const word_t aff0 = target & mask(8);
    const word_t aff1 = target >> 8 & mask(8);
    const word_t aff2 = target >> 16 & mask(8);
    const word_t aff3 = target >> 24 & mask(8);
    machine_dsb_system();
    machine_write_gic_sgi1r(aff3 << 48 | (aff0 / 16) << 44 | aff2 << 32 | irq << 24 | aff1 << 16 |
                    bit(aff0 % 16));
    machine_isb();
}
