/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Virtual CPUs: objects, invocations, and what happens to their threads.
 *
 *  1. v->tcb and t->context.vcpu name each other, or both nobody.
 *  2. A thread that is no VCPU (any more) has a user mode in its saved state.
 */

#include "fastpath.h"
#include "fault.h"
#include "invocation.h"
#include "irq.h"
#include <abi/invocations.h>
#include <arch/boot.h>
#include <arch/caps.h>
#include <arch/el_caps.h>
#include <arch/irqchip.h>
#include <arch/thread.h>
#include <arch/trap.h>
#include <arch/vgic.h>

#define SCTLR_INITIAL   0x34d58820UL
#define VGIC_ENABLED    1UL
#define LOW_HALF        mask(32)

/* ------------------------------------------------------------------------------- binding */

static void dissolve(struct vcpu *v)
{
    if (v->tcb == 0)
        return;
    struct context *c = &tcb_at(v->tcb)->context;
    vcpu_forget(v);
    c->vcpu = 0;
    fast_thread_changed(tcb_at(v->tcb));
    c->reg[REGISTER_SPSR] = spsr_sanitised(c, c->reg[REGISTER_SPSR]);
    v->tcb = 0;
}

void el_thread_switch(struct tcb *t)
{
    vcpu_activate(t->context.vcpu != 0 ? vcpu_at(t->context.vcpu) : 0);
}

void el_thread_finalise(struct tcb *t)
{
    if (t->context.vcpu != 0)
        dissolve(vcpu_at(t->context.vcpu));
}

word_t trap_fault_address(word_t vaddr)
{
    return vcpu_running() != 0 ? vcpu_translate(vaddr) : vaddr;
}

/* -------------------------------------------------------------------------- capabilities */

word_t el_cap_size_bits(struct cap c)
{
    return cap_is(c, CAP_vcpu) ? VCPU_BITS : 0;
}

void el_cap_delete(struct cap c)
{
    if (!cap_is(c, CAP_vcpu))
        return;
    struct vcpu *v = vcpu_at(cap_object(c));
    dissolve(v);
    vcpu_forget(v);
}

struct cap el_object_cap(word_t address) { return cap_make(CAP_vcpu, address); }

void el_object_init(word_t type, word_t address)
{
    if (type != OBJECT_ARM_VCPUObject)
        return;
    struct vcpu *v = vcpu_at(address);
    v->reg[VCPU_SCTLR] = SCTLR_INITIAL;
    v->vgic.control = VGIC_ENABLED;
}

/* --------------------------------------------------------------------------- invocations */

static enum err set_tcb(struct vcpu *v, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMVCPUSetTCB), INV_CAPS(ARMVCPUSetTCB)))
        return fail_truncated(INV_WORDS(ARMVCPUSetTCB), INV_CAPS(ARMVCPUSetTCB));
    if (!cap_is(message_cap(m, 0), CAP_tcb))
        return fail_illegal("only a thread can be a virtual CPU");
    struct tcb *t = tcb_at(cap_object(message_cap(m, 0)));

    /* commit */
    el_thread_finalise(t);
    dissolve(v);
    v->tcb = tcb_addr(t);
    t->context.vcpu = vcpu_addr(v);
    fast_thread_changed(t);
    if (t == current_thread())
        el_thread_switch(t);
    return ERR_OK;
}

static enum err inject_irq(struct vcpu *v, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMVCPUInjectIRQ), INV_CAPS(ARMVCPUInjectIRQ)))
        return fail_truncated(INV_WORDS(ARMVCPUInjectIRQ), INV_CAPS(ARMVCPUInjectIRQ));
    const word_t irq = m->word[0] & mask(16);
    const word_t priority = m->word[0] >> 16 & mask(8);
    const word_t group = m->word[0] >> 24 & mask(8);
    const word_t index = m->word[0] >> 32 & mask(8);
    if (irq > VCPU_MAX_IRQ)
        return fail_range(0, VCPU_MAX_IRQ, "there is no virtual interrupt %lu (the last is %lu)",
                          irq);
    if (priority > VCPU_MAX_PRIORITY)
        return fail_range(0, VCPU_MAX_PRIORITY, "priority %lu is above %lu", priority);
    if (group > VCPU_MAX_GROUP)
        return fail_range(0, VCPU_MAX_GROUP, "there is no group %lu", group);
    if (index >= node.arch.el.list_registers)
        return fail_range(0, node.arch.el.list_registers - 1,
                          "there is no list register %lu (the last is %lu)", index);
    vcpu_sync(v);
    if (vgic_entry_is_active(v->vgic.list[index]))
        return fail_delete_first("the guest is serving the interrupt in this list register");

    /* commit */
    v->vgic.list[index] = vgic_entry(irq, priority, group);
    vcpu_changed(v);
    return ERR_OK;
}

static enum err check_field(word_t field)
{
    return field < N_VCPU_REGISTERS
               ? ERR_OK
               : fail_argument(1, "there is no register %lu of a virtual CPU", field, 0);
}

static enum err read_register(struct vcpu *v, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMVCPUReadReg), INV_CAPS(ARMVCPUReadReg)))
        return fail_truncated(INV_WORDS(ARMVCPUReadReg), INV_CAPS(ARMVCPUReadReg));
    enum err error = check_field(m->word[0]);
    if (error != ERR_OK)
        return error;

    /* commit */
    vcpu_sync(v);
    return result_word(v->reg[m->word[0]]);
}

static bool register_is_short(word_t field)
{
    return field == VCPU_CIDR || field == VCPU_AFSR0 || field == VCPU_AFSR1 || field == VCPU_ESR;
}

static enum err write_register(struct vcpu *v, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMVCPUWriteReg), INV_CAPS(ARMVCPUWriteReg)))
        return fail_truncated(INV_WORDS(ARMVCPUWriteReg), INV_CAPS(ARMVCPUWriteReg));
    enum err error = check_field(m->word[0]);
    if (error != ERR_OK)
        return error;

    /* commit */
    vcpu_sync(v);
    v->reg[m->word[0]] = register_is_short(m->word[0]) ? m->word[1] & LOW_HALF : m->word[1];
    vcpu_changed(v);
    return ERR_OK;
}

static enum err ack_vppi(struct vcpu *v, const struct message *m)
{
    if (!message_has(m, INV_WORDS(ARMVCPUAckVPPI), INV_CAPS(ARMVCPUAckVPPI)))
        return fail_truncated(INV_WORDS(ARMVCPUAckVPPI), INV_CAPS(ARMVCPUAckVPPI));
    if (m->word[0] > IRQ_MAX)
        return fail_range(0, IRQ_MAX, "there is no interrupt %lu (the last is %lu)", m->word[0]);
    if (m->word[0] != IRQ_VIRTUAL_TIMER)
        return fail_argument(0, "interrupt %lu is none of a virtual CPU's own", m->word[0], 0);

    /* commit */
    v->timer_masked = 0;
    if (v == vcpu_running())
        irqchip_mask(IRQ_VIRTUAL_TIMER, false);
    return ERR_OK;
}

enum err el_invoke(struct slot *self, const struct message *m)
{
    struct vcpu *v = vcpu_at(cap_object(self->cap));
    switch (m->label) {
    case ARMVCPUSetTCB:    return set_tcb(v, m);
    case ARMVCPUInjectIRQ: return inject_irq(v, m);
    case ARMVCPUReadReg:   return read_register(v, m);
    case ARMVCPUWriteReg:  return write_register(v, m);
    case ARMVCPUAckVPPI:   return ack_vppi(v, m);
    default:               return fail_illegal("a virtual CPU has no such operation");
    }
}

/* ---------------------------------------------------------------------------- interrupts */

/* Of a VCPU that runs and may go on; otherwise they come again later. */
void irqchip_reserved(word_t irq)
{
    struct vcpu *v = vcpu_running();
    if (v == 0 || !thread_is_runnable(current_thread()))
        return;
    if (irq == IRQ_VGIC_MAINTENANCE) {
        fault_other(FAULT_VGICMaintenance, vgic_ended(), 0, 0);
    } else {
        v->timer_masked = 1;
        irqchip_mask(IRQ_VIRTUAL_TIMER, true);
        fault_other(FAULT_VPPIEvent, IRQ_VIRTUAL_TIMER, 0, 0);
    }
}

/* The virtual timer's interrupt is on only while a VCPU runs. */
void el_boot(void)
{
    irq_reserve(IRQ_VGIC_MAINTENANCE);
    irq_reserve(IRQ_VIRTUAL_TIMER);
    node.arch.el.list_registers = vgic_init();
}

void el_irqs_on(void)
{
    irqchip_mask(IRQ_VGIC_MAINTENANCE, false);
}
