/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The machine's EL1 state: whose it is.
 *
 *  1. If vcpu_active, node.arch.el.vcpu is the VCPU that runs: its thread is the current thread,
 *     guest code runs under HCR_GUEST, and the memory of the VCPU is out of date. The memory of all
 *     other VCPUs is right.
 *  2. While none runs, the virtual timer is off and its interrupt masked, the GIC's virtual
 *     interface is off, and SCTLR, CPACR, CNTKCTL are those of native threads.
 */

#include "hostile.h"
#include "irq.h"
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <arch/vcpu_registers.h>
#include <arch/vgic.h>

#define HCR_NATIVE      0x8e28103bUL    /* VM SWIO FMO IMO AMO DC TSC TACR TTLB TVM TGE RW */
#define HCR_GUEST       0x80086039UL    /* VM FMO IMO AMO TWI TWE TSC RW */
#define SCTLR_NATIVE    0x34d59824UL
#define CPACR_NATIVE    (bit(20) | bit(21))
#define CNTKCTL_NATIVE  (bit(0) | bit(9))
#define MASK_PAGE       mask(PAGE_BITS)
#define PAR_FAILED      bit(0)
#define PAR_ADDRESS     (mask(48) & ~MASK_PAGE)

#define SAVE_(n, name) v->reg[n] = machine_read_vcpu_##name();
#define LOAD_(n, name) machine_write_vcpu_##name(v->reg[n]);

static void registers_save(struct vcpu *v)
{
    VCPU_REGISTERS(SAVE_)
}

static void registers_load(const struct vcpu *v)
{
    VCPU_REGISTERS(LOAD_)
}

static void native_mode(void)
{
    machine_write_vcpu_CNTV_CTL(0);
    machine_write_mdscr(0);         /* a guest's breakpoints stop nobody else */
    machine_write_vcpu_SCTLR(SCTLR_NATIVE);
    machine_write_vcpu_CPACR(CPACR_NATIVE);
    machine_write_vcpu_CNTKCTL_EL1(CNTKCTL_NATIVE);
    machine_write_hcr(HCR_NATIVE);
    machine_isb();
}

void vcpu_init(void)
{
    native_mode();
}

struct vcpu *vcpu_running(void)
{
    return node.arch.el.vcpu_active != 0 ? vcpu_at(node.arch.el.vcpu) : 0;
}

static void stop_running(void)
{
    struct vcpu *v = vcpu_running();
    if (v == 0)
        return;
    registers_save(v);
    vgic_stop(&v->vgic);
    irqchip_mask(IRQ_VIRTUAL_TIMER, true);
    node.arch.el.vcpu_active = 0;
    native_mode();
}

static void start_running(struct vcpu *v)
{
    registers_load(v);
    vgic_load(&v->vgic);
    irqchip_mask(IRQ_VIRTUAL_TIMER, v->timer_masked != 0);
    machine_write_hcr(HCR_GUEST);
    machine_isb();
    node.arch.el.vcpu = vcpu_addr(v);
    node.arch.el.vcpu_active = 1;
}

void vcpu_activate(struct vcpu *v)
{
    if (!KEEL_HOSTILE_SLOW && v == vcpu_running())
        return;
    stop_running();
    if (v != 0)
        start_running(v);
}

void vcpu_sync(struct vcpu *v)
{
    if (v == vcpu_running()) {
        registers_save(v);
        vgic_save(&v->vgic);
    }
}

void vcpu_changed(struct vcpu *v)
{
    if (v == vcpu_running())
        start_running(v);
}

void vcpu_forget(struct vcpu *v)
{
    if (v == vcpu_running())
        stop_running();
    if (node.arch.el.vcpu == vcpu_addr(v))
        node.arch.el.vcpu = 0;
}

/* AT S1E1R (D7.5.9) leaves its answer in the guest's own PAR_EL1, which is put back. */
word_t vcpu_translate(word_t vaddr)
{
    const word_t par = machine_read_vcpu_PAR();
    machine_translate_stage1(vaddr);
    machine_isb();
    const word_t answer = machine_read_vcpu_PAR();
    machine_write_vcpu_PAR(par);
    return (answer & PAR_FAILED) != 0 ? vaddr : (answer & PAR_ADDRESS) | (vaddr & MASK_PAGE);
}
