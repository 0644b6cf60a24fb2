/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Virtual CPUs that run: the prober as a guest at EL1 without translation of its own, in the root
 * task's memory. A probe ends in an undefined instruction, which is the guest's own affair: it goes
 * on at its vector, where nothing is mapped, and that is a fault for the handler. What probes store
 * is not looked at, as they do so past the caches.
 */
#include "operations.h"
#include "probes.h"

#if EL == 2

#define EL1H          0x3c5
#define VECTORS       ARCH_SCRATCH
#define OF_EL1        0x200     /* where exceptions of the guest's kernel go */

#define VBAR          14
#define CNTV_CTL      20
#define TIMER_ON      1
#define TIMER_RINGS   4
#define VIRTUAL_TIMER 27

/* The prober becomes this virtual CPU. */
static word guest(void)
{
    const word v = make(seL4_ARM_VCPUObject, 0);
    probe_vspace(seL4_CapInitThreadVSpace);
    OK(ARM_VCPU_SetTCB(v, prober->tcb));
    OK(ARM_VCPU_WriteRegs(v, VBAR, VECTORS));
    return v;
}

static void run(void (*code)(void), word x0)
{
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)code, x0);
    values[ARCH_REG_SPSR] = EL1H;
    probe_run_registers(values);
}

/* Lets it go on, until the next fault. */
static void go_on(void)
{
    START(faulted, .number = seL4_SysNBSendRecv, .dest = probe_reply, .cap = probe_endpoint,
          .reply = probe_reply);
    TRUE(faulted->done);
}

/* It has come to its end, with its vectors at `vectors`. */
static void ended(word vectors)
{
    EQ(info_label(faulted->sys.info), seL4_Fault_VMFault);
    EQ(faulted->sys.mr[0], vectors + OF_EL1);
    EQ(faulted->sys.mr[1], vectors + OF_EL1);
}

static void timer_rang(word pc)
{
    EQ(faulted->sys.info, INFO(seL4_Fault_VPPIEvent, 0, 1));
    EQ(faulted->sys.mr[0], VIRTUAL_TIMER);
    EQ(OK(TCB_ReadRegisters(prober->tcb, 0, 1)).mr[0], pc);
}

/* What the guest writes to its registers is what others read of the virtual CPU, and it is still
 * there when it runs again, after another one has had the machine. */
static void registers_stay(void)
{
    const word v = guest(), w = make(seL4_ARM_VCPUObject, 0);
    OK(ARM_VCPU_WriteRegs(w, VBAR, VECTORS + 0x2000));
    run(probe_write_vbar, VECTORS + 0x1000);
    ended(VECTORS + 0x1000);
    EQ(OK(ARM_VCPU_ReadRegs(v, VBAR)).mr[0], VECTORS + 0x1000);
    OK(ARM_VCPU_SetTCB(w, prober->tcb));
    run(probe_undefined, 0);
    ended(VECTORS + 0x2000);
    OK(ARM_VCPU_SetTCB(v, prober->tcb));
    run(probe_undefined, 0);
    ended(VECTORS + 0x1000);
    EQ(OK(ARM_VCPU_ReadRegs(w, VBAR)).mr[0], VECTORS + 0x2000);
}

/* The virtual timer's interrupt is told once; until it is acknowledged the guest runs on, though
 * the timer rings all the while. */
static void timer_rings_once(void)
{
    const word v = guest();
    OK(ARM_VCPU_WriteRegs(v, CNTV_CTL, TIMER_ON));
    for (word i = 0; i < 3; i++) {
        run(probe_nops, 0);
        timer_rang((word)probe_nops);
        go_on();
        ended(VECTORS);
        EQ(OK(ARM_VCPU_ReadRegs(v, CNTV_CTL)).mr[0], TIMER_ON | TIMER_RINGS);
        OK(ARM_VCPU_AckVPPI(v, VIRTUAL_TIMER));
    }
}

/* A guest that has a capability to its virtual CPU deletes it, and goes on as a thread like others:
 * its undefined instruction is the kernel's affair. */
static void deletes_itself(void)
{
    const word v = guest();
    word values[ARCH_N_REGISTERS];
    probe_registers(values, (word)probe_hvc, CNODE);
    values[ARCH_REG_SPSR] = EL1H;
    values[ARCH_REG_ARG0 + 1] = INFO(CNodeDelete, 0, 2);
    values[ARCH_REG_ARG0 + 2] = v;
    values[ARCH_REG_ARG0 + 3] = DEPTH;
    values[ARCH_REG_SYSCALL] = (word)seL4_SysCall;
    TRUE(probe_run_registers(values));
    TRUE(slot_is_empty(v));
    EQ(info_label(faulted->sys.info), seL4_Fault_UserException);
    EQ(faulted->sys.mr[2], SPSR_USER);
    EQ(faulted->sys.mr[3], ESR_UNKNOWN);
}

static void answers_three(struct thread *t)
{
    t->sys = SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    for (word i = 0; i < 3; i++) {
        thread_note(t, info_label(t->sys.info));
        thread_note(t, t->sys.mr[0]);
        t->sys = SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
    }
}

/* Its handler lives on its time, and each answer lets it fault again: what a switch between a guest
 * and another thread takes is more than the fast path does. */
static void handler_on_its_time(void)
{
    guest();
    word values[ARCH_N_REGISTERS];
    struct thread *h = thread_passive(HIGHER);
    const word own = sc_of(1000, 1000, 0, 0);
    h->arg[0] = ENDPOINT();
    h->arg[1] = REPLY();
    thread_set_fault_endpoint(prober, h->arg[0]);
    OK(SchedContext_Bind(own, h->tcb));
    thread_run(h, answers_three);
    OK(SchedContext_UnbindObject(own, h->tcb));
    probe_registers(values, (word)probe_undefined, 0);
    values[ARCH_REG_SPSR] = EL1H;
    OK(write_registers(prober->tcb, 1, ARCH_N_REGISTERS, values));
    EQ(h->n_log, 6);
    for (word i = 0; i < 6; i += 2) {
        EQ(h->log[i], seL4_Fault_VMFault);
        EQ(h->log[i + 1], VECTORS + OF_EL1);
    }
}

SUITE(vcpu_guest,
    { "registers-stay", registers_stay },
    { "timer-rings-once", timer_rings_once },
    { "deletes-itself", deletes_itself },
    { "handler-on-its-time", handler_on_its_time },
);

#endif
