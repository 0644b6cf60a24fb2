/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Virtual CPUs, as far as they can be seen without a guest: registers, which thread has which, the
 * checks of each operation. A thread has a virtual CPU when the mode that is written to its status
 * register is taken as it is. Those that run are in vcpu_guest.c.
 */
#include "operations.h"

#if EL == 2

#define VCPU() make(seL4_ARM_VCPUObject, 0)
#define N_REGISTERS 24
#define EL0T 0x3c0
#define EL1T 0x3c4
#define EL1H 0x3c5

#define SCTLR      0
#define SCTLR_INIT 0x34d58820

static word written_status(word tcb, word status)
{
    const word values[3] = { 0x1000, 0x2000, status };
    OK(write_registers(tcb, 0, 3, values));
    return OK(TCB_ReadRegisters(tcb, 0, 3)).mr[2];
}

static bool is_virtual(word tcb)
{
    return written_status(tcb, EL1H) == EL1H;
}

/* --- association ----------------------------------------------------------------------------- */

static void set_tcb(void)
{
    const word v = VCPU(), w = VCPU(), t = TCB(), u = TCB();
    ERR(INVOKE(v, ARMVCPUSetTCB, LIST(), LIST()), TruncatedMessage);
    ERR(ARM_VCPU_SetTCB(v, v), IllegalOperation);
    ERR(ARM_VCPU_SetTCB(v, seL4_CapNull), IllegalOperation);
    ERR(ARM_VCPU_SetTCB(v, ENDPOINT()), IllegalOperation);
    FALSE(is_virtual(t));
    OK(ARM_VCPU_SetTCB(v, t));
    TRUE(is_virtual(t));
    OK(ARM_VCPU_SetTCB(v, t));
    TRUE(is_virtual(t));
    /* Another thread for the VCPU, another VCPU for the thread: what was there ends. */
    OK(ARM_VCPU_SetTCB(v, u));
    EQ(OK(TCB_ReadRegisters(t, 0, 3)).mr[2], SPSR_USER);
    FALSE(is_virtual(t));
    TRUE(is_virtual(u));
    OK(ARM_VCPU_SetTCB(w, u));
    TRUE(is_virtual(u));
    OK(ARM_VCPU_SetTCB(v, t));
    TRUE(is_virtual(u));
    TRUE(is_virtual(t));
    OK(ARM_VCPU_SetTCB(v, u));
    FALSE(is_virtual(t));
    discard(w);                     /* has no thread any more */
    TRUE(is_virtual(u));
}

static void modes(void)
{
    const word v = VCPU(), t = TCB();
    OK(ARM_VCPU_SetTCB(v, t));
    EQ(written_status(t, EL0T), EL0T);
    EQ(written_status(t, EL1T), EL1T);
    EQ(written_status(t, EL1H), EL1H);
    EQ(written_status(t, 0xf00001c5), 0xf00001c5);
    EQ(written_status(t, 0x600003c8), 0x60000000 | SPSR_USER);      /* EL2t */
    EQ(written_status(t, 0x600003c9), 0x60000000 | SPSR_USER);
    EQ(written_status(t, 0x600003cd), 0x60000000 | SPSR_USER);      /* EL3h */
    EQ(written_status(t, 0x600001d0), 0x60000000 | SPSR_USER);      /* AArch32 User */
    EQ(written_status(t, 0x600001d3), 0x60000000 | SPSR_USER);
    EQ(written_status(t, EL1H), EL1H);
    /* The end of it gives the thread a mode that a program may have. */
    discard(v);
    EQ(OK(TCB_ReadRegisters(t, 0, 3)).mr[2], SPSR_USER);
    EQ(OK(TCB_ReadRegisters(t, 0, 3)).mr[0], 0x1000);
}

static void deleted(void)
{
    const word v = VCPU(), t = TCB(), u = TCB(), second = copy(v);
    OK(ARM_VCPU_SetTCB(second, t));
    discard(second);
    TRUE(is_virtual(t));                        /* not the last capability */
    const word thread = copy(t);
    discard(t);
    TRUE(is_virtual(thread));
    discard(thread);
    OK(ARM_VCPU_SetTCB(v, u));                  /* free for another */
    TRUE(is_virtual(u));
    OK(CNode_Revoke(CNODE, v, DEPTH));
    TRUE(is_virtual(u));
    discard(v);
    FALSE(is_virtual(u));
    OK(ARM_VCPU_SetTCB(VCPU(), u));
    TRUE(is_virtual(u));
}

/* Memory of a bound VCPU, and of a thread that has one, goes to others. */
static void memory_reused(void)
{
    const word v = UNTYPED(12), t = UNTYPED(12), u = TCB(), to = slots(4);
    OK(Untyped_Retype(v, seL4_ARM_VCPUObject, 0, CNODE, 0, 0, to, 1));
    OK(Untyped_Retype(t, seL4_TCBObject, 0, CNODE, 0, 0, to + 1, 1));
    OK(ARM_VCPU_SetTCB(to, to + 1));
    OK(ARM_VCPU_WriteRegs(to, SCTLR, 5));
    OK(CNode_Revoke(CNODE, t, DEPTH));
    OK(Untyped_Retype(t, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, to + 2, 1));
    OK(ARM_VCPU_SetTCB(to, u));
    arch_map(arena, to + 2, ARCH_SCRATCH, true);
    for (word i = 0; i < 512; i++)
        EQ(((volatile word *)ARCH_SCRATCH)[i], 0);
    OK(CNode_Revoke(CNODE, v, DEPTH));
    FALSE(is_virtual(u));
    OK(Untyped_Retype(v, seL4_ARM_VCPUObject, 0, CNODE, 0, 0, to, 1));
    EQ(OK(ARM_VCPU_ReadRegs(to, SCTLR)).mr[0], SCTLR_INIT);
    ERR(Untyped_Retype(v, seL4_EndpointObject, 0, CNODE, 0, 0, to + 3, 1), NotEnoughMemory, 0);
}

/* --- registers ------------------------------------------------------------------------------- */

static void initial_registers(void)
{
    const word v = VCPU();
    for (word i = 0; i < N_REGISTERS; i++) {
        const struct reply r = OK(ARM_VCPU_ReadRegs(v, i));
        EQ(r.length, 1);
        EQ(r.mr[0], i == SCTLR ? SCTLR_INIT : 0);
    }
}

static void written_registers_are_read(void)
{
    const word v = VCPU(), w = VCPU();
    for (word i = 0; i < N_REGISTERS; i++) {
        OK(ARM_VCPU_WriteRegs(v, i, 0xfeed000000000000 + 0xf0f000 + i));
        OK(ARM_VCPU_WriteRegs(w, i, i));
    }
    for (word i = 0; i < N_REGISTERS; i++) {
        const bool half = i == 7 || (i >= 9 && i <= 11);        /* 32 bits wide */
        EQ(OK(ARM_VCPU_ReadRegs(v, i)).mr[0], (half ? 0 : 0xfeed000000000000) + 0xf0f000 + i);
        EQ(OK(ARM_VCPU_ReadRegs(w, i)).mr[0], i);
    }
    OK(ARM_VCPU_SetTCB(v, TCB()));
    EQ(OK(ARM_VCPU_ReadRegs(v, 23)).mr[0], 0xfeed000000000000 + 0xf0f000 + 23);
}

static void register_errors(void)
{
    const word v = VCPU();
    ERR(INVOKE(v, ARMVCPUReadReg, LIST(), LIST()), TruncatedMessage);
    ERR(INVOKE(v, ARMVCPUWriteReg, LIST(99), LIST()), TruncatedMessage);
    ERR(ARM_VCPU_ReadRegs(v, N_REGISTERS), InvalidArgument, 1);
    ERR(ARM_VCPU_ReadRegs(v, ~(word)0), InvalidArgument, 1);
    ERR(ARM_VCPU_WriteRegs(v, N_REGISTERS, 0), InvalidArgument, 1);
    ERR(ARM_VCPU_WriteRegs(v, ~(word)0, 0), InvalidArgument, 1);
}

/* --- interrupts ------------------------------------------------------------------------------ */

#define REQUEST(irq, priority, group, entry) \
    ((word)(irq) | (word)(priority) << 16 | (word)(group) << 24 | (word)(entry) << 32)

static void inject_irq(void)
{
    const word v = VCPU();
    ERR(INVOKE(v, ARMVCPUInjectIRQ, LIST(), LIST()), TruncatedMessage);
    ERR(ARM_VCPU_InjectIRQ(v, REQUEST(1024, 32, 2, 4)), RangeError, 0, 1023);
    ERR(ARM_VCPU_InjectIRQ(v, REQUEST(0xffff, 0, 0, 0)), RangeError, 0, 1023);
    ERR(ARM_VCPU_InjectIRQ(v, REQUEST(1023, 32, 2, 4)), RangeError, 0, 31);
    ERR(ARM_VCPU_InjectIRQ(v, REQUEST(1023, 0xff, 2, 4)), RangeError, 0, 31);
    ERR(ARM_VCPU_InjectIRQ(v, REQUEST(1023, 31, 2, 4)), RangeError, 0, 1);
    ERR(ARM_VCPU_InjectIRQ(v, REQUEST(1023, 31, 0xff, 4)), RangeError, 0, 1);
    ERR(ARM_VCPU_InjectIRQ(v, REQUEST(1023, 31, 1, 4)), RangeError, 0, 3);
    ERR(ARM_VCPU_InjectIRQ(v, REQUEST(1023, 31, 1, 0xff)), RangeError, 0, 3);
    for (word i = 0; i < 4; i++)
        OK(ARM_VCPU_InjectIRQ(v, REQUEST(1023, 31, 1, i)));
    for (word i = 0; i < 4; i++)
        OK(ARM_VCPU_InjectIRQ(v, REQUEST(i, i, 0, i)));         /* pending ones are overwritten */
}

static void ack_vppi(void)
{
    const word v = VCPU();
    ERR(INVOKE(v, ARMVCPUAckVPPI, LIST(), LIST()), TruncatedMessage);
    ERR(ARM_VCPU_AckVPPI(v, 160), RangeError, 0, 159);
    ERR(ARM_VCPU_AckVPPI(v, ~(word)0), RangeError, 0, 159);
    ERR(ARM_VCPU_AckVPPI(v, 26), InvalidArgument, 0);
    ERR(ARM_VCPU_AckVPPI(v, 0), InvalidArgument, 0);
    ERR(ARM_VCPU_AckVPPI(v, 159), InvalidArgument, 0);
    OK(ARM_VCPU_AckVPPI(v, 27));
    OK(ARM_VCPU_AckVPPI(v, 27));
}

static void tag(void)
{
#ifdef CONFIG_DEBUG_BUILD
    EQ(seL4_DebugCapIdentify(VCPU()), 15);
#endif
}

SUITE(vcpu,
    { "set-tcb", set_tcb },
    { "modes", modes },
    { "deleted", deleted },
    { "memory-reused", memory_reused },
    { "initial-registers", initial_registers },
    { "written-registers-are-read", written_registers_are_read },
    { "register-errors", register_errors },
    { "inject-irq", inject_irq },
    { "ack-vppi", ack_vppi },
    { "tag", tag },
);

#endif
