/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * TCB operations that succeed: what a thread does afterwards.
 */
#include "operations.h"

static const word self = seL4_CapInitThreadTCB;

static void note_and_wait(struct thread *t)
{
    thread_note(t, 1);
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
    thread_note(t, 2);
}

static volatile word counter;

static void count(struct thread *t)
{
    (void)t;
    for (;;)
        counter = counter + 1;
}

/* --- suspend and resume ---------------------------------------------------------------------- */

static void suspend_stops(void)
{
    struct thread *t = thread_new(LOW);
    thread_run(t, count);
    sleep_us(100);
    OK(TCB_Suspend(t->tcb));
    const word then = counter;
    sleep_us(100);
    EQ(counter, then);
    OK(TCB_Resume(t->tcb));
    sleep_us(100);
    TRUE(counter > then);
    OK(TCB_Resume(t->tcb));             /* running already: no effect */
    OK(TCB_Suspend(t->tcb));
    OK(TCB_Suspend(t->tcb));
}

/* A thread suspended while it waits leaves the queue, and repeats the call when resumed. */
static void suspend_while_waiting(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    t->arg[0] = n;
    thread_run(t, note_and_wait);
    OK(TCB_Suspend(t->tcb));
    signal(n);
    FALSE(t->done);
    OK(TCB_Resume(t->tcb));
    TRUE(t->done);
    EQ(t->n_log, 2);
}

/* Resume of a waiting thread takes it out of the queue and lets it call again. */
static void resume_while_waiting(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH);
    const word ep = ENDPOINT();
    START(a, .number = seL4_SysWait, .cap = ep);
    START(b, .number = seL4_SysWait, .cap = ep);
    OK(TCB_Resume(a->tcb));             /* now behind b */
    SYS(.number = seL4_SysNBSend, .cap = ep);
    FALSE(a->done);
    TRUE(b->done);
}

static void suspend_self(struct thread *t)
{
    SYS(.number = seL4_SysCall, .cap = t->tcb, .info = INFO(TCBSuspend, 0, 0));
    thread_note(t, 1);
}

/* Resumed after suspending itself, a thread repeats the suspension; past it with a new pc. */
static void self_suspension_repeats(void)
{
    struct thread *t = thread_new(HIGH);
    thread_run(t, suspend_self);
    OK(TCB_Resume(t->tcb));
    OK(TCB_Resume(t->tcb));
    EQ(t->n_log, 0);
    const struct reply r = OK(TCB_ReadRegisters(t->tcb, 0, 1));
    EQ(r.mr[0], arch_trap_ecall);
    const word next = r.mr[0] + ARCH_SYSCALL_BYTES;
    OK(write_registers(t->tcb, 1, 1, &next));
    EQ(t->n_log, 1);
}

/* Without time a thread is made runnable all the same, and runs when it is given some. */
static void resume_without_time(void)
{
    struct thread *t = thread_passive(HIGH);
    const word n = NOTIFICATION(), sc = SC();
    START(t, .number = seL4_SysSend, .cap = n);
    FALSE(t->done);
    OK(SchedContext_Bind(sc, t->tcb));
    FALSE(t->done);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 1000, 1000, 0, 0, 0));
    TRUE(t->done);
}

/* --- registers ------------------------------------------------------------------------------- */

static void read_registers_suspends(void)
{
    struct thread *t = thread_new(LOW);
    thread_run(t, count);
    sleep_us(100);
    OK(TCB_ReadRegisters(t->tcb, 1 | 0xff00, ARCH_N_REGISTERS));
    const word then = counter;
    sleep_us(100);
    EQ(counter, then);
}

static void written_registers_are_read(void)
{
    const word tcb = TCB();
    word values[ARCH_N_REGISTERS];
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = i * 0x1111 + 4;
    struct reply r = OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS));
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        EQ(r.mr[i], arch_register_kept(i, 0));
    OK(write_registers(tcb, 0xff00, ARCH_N_REGISTERS, values));
    r = OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS));
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        EQ(r.mr[i], arch_register_kept(i, values[i]));
    /* Fewer words than registers: the others stay. */
    const word two[2] = { 0x1000, 0x2000 };
    OK(write_registers(tcb, 0, 2, two));
    r = OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS));
    EQ(r.mr[0], 0x1000);
    EQ(r.mr[1], 0x2000);
    EQ(r.mr[2], arch_register_kept(2, values[2]));
}

static void copy_parts(void)
{
    const word from = TCB();
    word values[ARCH_N_REGISTERS];
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = 0x4000 + i * 8;
    OK(write_registers(from, 0, ARCH_N_REGISTERS, values));
    for (word part = 0; part < 4; part++) {
        const word to = TCB();
        OK(TCB_CopyRegisters(to, from, part << 2));
        const struct reply r = OK(TCB_ReadRegisters(to, 0, ARCH_N_REGISTERS));
        for (word i = 0; i < ARCH_N_REGISTERS; i++) {
            const bool frame = i < ARCH_N_FRAME_REGISTERS;
            EQ(r.mr[i], arch_register_kept(i, part >> (frame ? 0 : 1) & 1 ? values[i] : 0));
        }
    }
}

static void copy_suspends_and_resumes(void)
{
    struct thread *source = thread_new(LOW), *target = thread_new(HIGH);
    const word n = NOTIFICATION();
    thread_run(source, count);
    START(target, .number = seL4_SysWait, .cap = n);
    OK(TCB_Suspend(target->tcb));
    sleep_us(100);
    signal(n);
    OK(TCB_CopyRegisters(target->tcb, source->tcb, 1 | 2));
    TRUE(target->done);
    const word then = counter;
    sleep_us(100);
    EQ(counter, then);
}

/*
 * Writing registers, even none, makes the stored pc the next instruction. A thread that waits has
 * the system call there: when its message comes it makes the call again, with the registers that
 * the message left. The badge is chosen to name the endpoint.
 */
static void write_while_waiting(void)
{
    struct thread *t = thread_new(HIGH);
    const word ep = ENDPOINT(), badged = mint(ep, ALL_RIGHTS, ep);
    START(t, .number = seL4_SysWait, .cap = ep);
    OK(write_registers(t->tcb, 0, 0, NULL));
    SYS(.number = seL4_SysNBSend, .cap = badged, .info = INFO(1, 0, 0));
    FALSE(t->done);
    SYS(.number = seL4_SysNBSend, .cap = badged, .info = INFO(2, 0, 0));
    TRUE(t->done);
    EQ(t->sys.info, INFO(2, 0, 0));
}

/* The frame registers copied: the target goes on where the source stood. */
static void copied_pc_counts(void)
{
    struct thread *t = thread_new(HIGH);
    const word source = TCB(), n = NOTIFICATION();
    START(t, .number = seL4_SysWait, .cap = n);
    const struct reply r = OK(TCB_ReadRegisters(t->tcb, 0, ARCH_N_REGISTERS));
    word values[ARCH_N_REGISTERS];
    for (word i = 0; i < ARCH_N_REGISTERS; i++)
        values[i] = r.mr[i];
    values[ARCH_REG_PC] += ARCH_SYSCALL_BYTES;
    OK(write_registers(source, 0, ARCH_N_REGISTERS, values));
    OK(TCB_CopyRegisters(t->tcb, source, 2 | 4));
    TRUE(t->done);
}

/* --- priority, flags, TLS -------------------------------------------------------------------- */

static void note_self(struct thread *t)
{
    trace_note(t->arg[0]);
}

/* A change of priority puts a ready thread at the head of its new queue. */
static void priority_of_ready_thread(void)
{
    struct thread *a = thread_new(LOW), *b = thread_new(LOW), *c = thread_new(LOWER);
    a->arg[0] = 1;
    b->arg[0] = 2;
    c->arg[0] = 3;
    thread_run(a, note_self);
    thread_run(b, note_self);
    thread_run(c, note_self);
    OK(TCB_SetPriority(c->tcb, self, LOW));
    settle();
    EQ(n_trace, 3);
    EQ(trace[0], 3);
    trace_reset();
    thread_run(a, note_self);
    OK(TCB_SetPriority(a->tcb, self, HIGH));
    TRACE(1);
}

/* A waiting thread's place in the queue is computed anew, behind its equals. */
static void priority_of_waiting_thread(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH), *c = thread_new(HIGHER);
    const word ep = ENDPOINT();
    START(a, .number = seL4_SysWait, .cap = ep);
    START(b, .number = seL4_SysWait, .cap = ep);
    START(c, .number = seL4_SysWait, .cap = ep);
    OK(TCB_SetPriority(a->tcb, self, HIGHER));      /* c, a, b */
    OK(TCB_SetPriority(c->tcb, self, HIGH));        /* a, b, c */
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(a->done && !b->done && !c->done);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(b->done && !c->done);
    SYS(.number = seL4_SysNBSend, .cap = ep);
    TRUE(c->done);
}

static void priority_of_notification_waiter(void)
{
    struct thread *a = thread_new(HIGH), *b = thread_new(HIGH);
    const word n = NOTIFICATION();
    START(a, .number = seL4_SysWait, .cap = n);
    START(b, .number = seL4_SysWait, .cap = n);
    OK(TCB_SetPriority(b->tcb, self, HIGHER));
    signal(n);
    TRUE(b->done && !a->done);
}

/* Lowering one's own priority below a ready thread lets that thread run at once. */
static void lowering_own_priority(void)
{
    struct thread *t = thread_new(LOW);
    t->arg[0] = 1;
    thread_run(t, note_self);
    TRACE();
    OK(TCB_SetPriority(self, self, LOWER));
    TRACE(1);
    OK(TCB_SetPriority(self, self, ROOT_PRIO));
}

static void mcp_may_be_below_priority(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    OK(TCB_SetMCPriority(t->tcb, self, 3));
    START(t, .number = seL4_SysSend, .cap = n);
    TRUE(t->done);
    ERR(TCB_SetPriority(t->tcb, t->tcb, 4), RangeError, 0, 3);
    OK(TCB_SetPriority(t->tcb, t->tcb, 3));
}

static void flags(void)
{
    const word tcb = TCB();
    struct reply r = OK(TCB_SetFlags(tcb, 0, 0));
    EQ(r.length, 1);
    EQ(r.mr[0], 0);
    EQ(OK(TCB_SetFlags(tcb, 0, ~(word)0)).mr[0], seL4_TCBFlag_fpuDisabled);
    EQ(OK(TCB_SetFlags(tcb, 0, 0)).mr[0], seL4_TCBFlag_fpuDisabled);
    EQ(OK(TCB_SetFlags(tcb, 1, 1)).mr[0], seL4_TCBFlag_fpuDisabled);
    EQ(OK(TCB_SetFlags(tcb, ~(word)0, 0)).mr[0], 0);
}

static void tls_base(void)
{
    const word tcb = TCB();
    OK(TCB_SetTLSBase(tcb, 0x123456789abcdef8));
    EQ(OK(TCB_ReadRegisters(tcb, 0, ARCH_N_REGISTERS)).mr[ARCH_REG_TLS], 0x123456789abcdef8);
}

SUITE(tcb,
    { "suspend-stops", suspend_stops },
    { "suspend-while-waiting", suspend_while_waiting },
    { "resume-while-waiting", resume_while_waiting },
    { "self-suspension-repeats", self_suspension_repeats },
    { "resume-without-time", resume_without_time },
    { "read-registers-suspends", read_registers_suspends },
    { "written-registers-are-read", written_registers_are_read },
    { "copy-parts", copy_parts },
    { "copy-suspends-and-resumes", copy_suspends_and_resumes },
    { "write-while-waiting", write_while_waiting },
    { "copied-pc-counts", copied_pc_counts },
    { "priority-of-ready-thread", priority_of_ready_thread },
    { "priority-of-waiting-thread", priority_of_waiting_thread },
    { "priority-of-notification-waiter", priority_of_notification_waiter },
    { "lowering-own-priority", lowering_own_priority },
    { "mcp-may-be-below-priority", mcp_may_be_below_priority },
    { "flags", flags },
    { "tls-base", tls_base },
);
