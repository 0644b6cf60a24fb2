/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * x87 and SSE beyond what fpu.c asks of every architecture: which components there are, control
 * registers, exceptions that are pending, and threads that may not use the unit at all.
 */
#include "operations.h"
#include "probes.h"

enum { RAX = 3, RDX = 6 };

static void runs_only_if(bool there, void (*code)(void))
{
    EQ(probe_run(code, 0), there);
    if (there)
        return;
    EQ(info_label(faulted->sys.info), seL4_Fault_UserException);
    EQ(faulted->sys.mr[3], UNDEFINED);
}

/* The board's, as far as the processor has them; what belongs to others is undefined. */
static void components(void)
{
    word there = 13, subleaf = 0, values[ARCH_N_REGISTERS];
    __asm__ volatile("cpuid" : "+a"(there), "+c"(subleaf) : : "rbx", "rdx");
    there &= BOARD_XCR0_MASK;
    probe_registers(values, (word)probe_xgetbv, 0);
    values[ARCH_REG_RCX] = 0;
    TRUE(probe_run_registers(values));
    EQ(register_dump[RAX], there);
    EQ(register_dump[RDX], 0);
    runs_only_if(there >> 2 & 1, probe_avx);
    runs_only_if(there >> 5 & 1, probe_avx512);
    TRUE(probe_run(probe_fpu, 0));
}

/* With the unit disabled all its instructions fault, also those that only look. (XSAVE, XRSTOR and
 * EMMS are not among them: this emulator forgets to ask.) */
static void disabled_instructions(void)
{
    static const struct {
        unsigned char n, bytes[8];
    } code[] = {
        { 2, { 0xdb, 0xe3 } }, { 1, { 0x9b } },                     /* fninit fwait */
        { 2, { 0xd9, 0xe8 } }, { 3, { 0x0f, 0xae, 0x17 } },         /* fld1 ldmxcsr */
        { 3, { 0x0f, 0xae, 0x1f } }, { 4, { 0x48, 0x0f, 0xae, 0x07 } }, /* stmxcsr fxsave64 */
        { 4, { 0x48, 0x0f, 0xae, 0x0f } },     /* fxrstor64 */
        { 4, { 0x66, 0x0f, 0xef, 0xc0 } }, { 3, { 0x0f, 0xef, 0xc0 } },       /* pxor */
    };
    static word area[128] __attribute__((aligned(64)));
    word values[ARCH_N_REGISTERS];
    probe_code_pages();
    TRUE(probe_run(probe_nops, 0));
    OK(TCB_SetFlags(prober->tcb, 0, seL4_TCBFlag_fpuDisabled));
    for (word i = 0; i < sizeof code / sizeof *code; i++) {
        const word at = probe_code(i, code[i].bytes, code[i].n);
        probe_registers(values, at, (word)area);
        FALSE(probe_run_registers(values));
        EQ(info_label(faulted->sys.info), seL4_Fault_UserException);
        EQ(faulted->sys.mr[0], at);
        EQ(faulted->sys.mr[3], NO_FPU);
        EQ(faulted->buffer->msg[4], 0);
    }
    for (word i = 0; i < 128; i++)
        EQ(area[i], 0);
    OK(TCB_SetFlags(prober->tcb, seL4_TCBFlag_fpuDisabled, 0));
    TRUE(probe_run(probe_fpu, 0));
}

/* An exception that is pending in one thread's x87 does not come to another. */
static volatile word woken;

static void leave_one_pending(struct thread *t)
{
    static const unsigned short unmasked = 0x360;
    __asm__ volatile("fninit\n\tfldcw %0\n\tfld1\n\tfldz\n\tfdivrp" : : "m"(unmasked));
    thread_note(t, 1);
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
    thread_note(t, 2);
    __asm__ volatile("fwait");
    thread_note(t, 3);
}

static void use_x87(struct thread *t)
{
    unsigned short status;
    __asm__ volatile("fwait\n\tfld1\n\tfstp %%st(0)\n\tfwait\n\tfnstsw %0" : "=a"(status));
    thread_note(t, status & 0xff);
}

static void pending_exception_stays(void)
{
    struct thread *t = thread_new(HIGH), *other = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word n = NOTIFICATION(), ep = ENDPOINT(), reply = REPLY();
    thread_set_fault_endpoint(t, ep);
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    t->arg[0] = n;
    thread_run(t, leave_one_pending);
    EQ(t->n_log, 1);
    thread_run(other, use_x87);
    TRUE(other->done);
    EQ(other->log[0], 0);
    FALSE(handler->done);
    signal(n);
    TRUE(handler->done);
    EQ(t->n_log, 2);
    EQ(info_label(handler->sys.info), seL4_Fault_UserException);
    EQ(handler->sys.mr[3], X87_ERROR);
}

/* A thread destroyed with an exception pending takes it along. */
static void pending_exception_dies(void)
{
    struct thread *t = thread_new(HIGH), *other = thread_new(HIGH);
    t->arg[0] = NOTIFICATION();
    thread_run(t, leave_one_pending);
    EQ(t->n_log, 1);
    discard(t->tcb);
    thread_run(other, use_x87);
    TRUE(other->done);
    EQ(other->log[0], 0);
}

/* An area with reserved bits cannot be made the thread's state; the kernel never restores one that
 * a program wrote. */
static void bad_areas(void)
{
    static const unsigned char xrstor[] = { 0x48, 0x0f, 0xae, 0x2f };
    static const unsigned char fxrstor[] = { 0x48, 0x0f, 0xae, 0x0f };
    static word area[128] __attribute__((aligned(64)));
    word values[ARCH_N_REGISTERS];
    probe_code_pages();
    probe_registers(values, probe_code(0, xrstor, 4), (word)area);
    values[RAX] = values[RDX] = ~(word)0;
    for (word i = 0; i < 2; i++) {
        area[64] = i ? 0 : 0x100;               /* XSTATE_BV: a component that is not enabled */
        area[65] = i ? (word)1 << 63 : 0;       /* XCOMP_BV: the compacted format */
        FALSE(probe_run_registers(values));
        EQ(faulted->sys.mr[0], values[ARCH_REG_PC]);
        EQ(faulted->sys.mr[3], PROTECTION);
    }
    area[64] = area[65] = 0;
    area[3] = 0x10000;                          /* MXCSR: a reserved bit. The emulator takes it */
    probe_registers(values, probe_code(0, fxrstor, 4), (word)area);
    FALSE(probe_run_registers(values));
    EQ(faulted->sys.mr[3], PROTECTION);
    TRUE(probe_run(probe_fpu, 0));
}

/* Two threads whose control words differ, switched by the timer. */
static void control_words(struct thread *t)
{
    const unsigned mxcsr = t->arg[0] ? 0x7f80 : 0x1fa0;
    const unsigned short fcw = t->arg[0] ? 0xf7f : 0x27f;
    __asm__ volatile("ldmxcsr %0\n\tfldcw %1" : : "m"(mxcsr), "m"(fcw));
    for (word i = 0; i < 200; i++) {
        const word end = now() + 5 * TICKS_PER_US;
        unsigned got;
        unsigned short got_fcw;
        while (now() < end)
            ;
        __asm__ volatile("stmxcsr %0\n\tfnstcw %1" : "=m"(got), "=m"(got_fcw));
        if (got != mxcsr || got_fcw != fcw)
            thread_note(t, i);
    }
}

static void control_words_are_switched(void)
{
    struct thread *t[2];
    for (word i = 0; i < 2; i++) {
        t[i] = thread_passive(LOW);
        OK(SchedContext_Bind(sc_of(100, 100, 0, 0), t[i]->tcb));
        t[i]->arg[0] = i;
        thread_run(t[i], control_words);
    }
    settle();
    TRUE(t[0]->done && t[1]->done);
    EQ(t[0]->n_log + t[1]->n_log, 0);
}

SUITE(fpu_state,
    { "components", components },
    { "disabled-instructions", disabled_instructions },
    { "pending-exception-stays", pending_exception_stays },
    { "pending-exception-dies", pending_exception_dies },
    { "bad-areas", bad_areas },
    { "control-words-are-switched", control_words_are_switched },
);
