/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Floating-point state: each thread's own, preserved across switches, zero at first, and refused
 * with the flag set.
 */
#include "operations.h"
#include "probes.h"

static word turn;

static void fill_and_compare(struct thread *t)
{
    for (word i = 0; i < 20; i++) {
        fpu_fill(t->arg[0] + i);
        SYS(.number = seL4_SysYield);
        if (fpu_differences(t->arg[0] + i))
            thread_note(t, i);
        turn++;
    }
}

static void preserved_across_switches(void)
{
    struct thread *t[3];
    turn = 0;
    for (word i = 0; i < 3; i++) {
        t[i] = thread_new(LOW);
        t[i]->arg[0] = (i + 1) * 0x1000 + i;
        thread_run(t[i], fill_and_compare);
    }
    settle();
    for (word i = 0; i < 3; i++) {
        TRUE(t[i]->done);
        EQ(t[i]->n_log, 0);
    }
    EQ(turn, 60);
}

/* Preempted by the timer instead of at a system call. */
static void long_computation(struct thread *t)
{
    fpu_fill(t->arg[0]);
    for (word i = 0; i < 400; i++) {
        const word end = now() + 10 * TICKS_PER_US;
        while (now() < end)
            ;
        if (fpu_differences(t->arg[0]))
            thread_note(t, i);
    }
}

static void preserved_across_preemption(void)
{
    struct thread *t[2];
    for (word i = 0; i < 2; i++) {
        t[i] = thread_passive(LOW);
        OK(SchedContext_Bind(sc_of(200, 200, 0, 0), t[i]->tcb));
        t[i]->arg[0] = 0x7000 * (i + 1);
        thread_run(t[i], long_computation);
    }
    settle();
    EQ(t[0]->n_log + t[1]->n_log, 0);
    TRUE(t[0]->done && t[1]->done);
}

static void read_all(struct thread *t)
{
    thread_note(t, fpu_is_zero());
}

static void zero_at_first(void)
{
    struct thread *filler = thread_new(HIGH), *t = thread_new(HIGH);
    filler->arg[0] = 0x55555;
    thread_run(filler, fill_and_compare);
    thread_run(t, read_all);
    EQ(t->log[0], 1);
}

static void use_fpu(struct thread *t)
{
    fpu_fill(t->arg[0]);
    thread_note(t, 1);
    SYS(.number = seL4_SysWait, .cap = t->arg[1]);
    thread_note(t, fpu_differences(t->arg[0]));
}

static void disabled(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word ep = ENDPOINT(), reply = REPLY(), n = NOTIFICATION();
    thread_set_fault_endpoint(t, ep);
    t->arg[0] = 0x4321;
    t->arg[1] = n;
    thread_run(t, use_fpu);
    EQ(t->n_log, 1);
    EQ(OK(TCB_SetFlags(t->tcb, 0, seL4_TCBFlag_fpuDisabled)).mr[0], seL4_TCBFlag_fpuDisabled);
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    signal(n);
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), ARCH_FPU_FAULT);
    TRUE(ARCH_FPU_FAULT_WORDS(handler->sys.mr));
    EQ(t->n_log, 1);
    /* Allowed again, the contents are those of before. */
    EQ(OK(TCB_SetFlags(t->tcb, seL4_TCBFlag_fpuDisabled, 0)).mr[0], 0);
    START(handler, .number = seL4_SysSend, .cap = reply, .info = INFO(0, 0, 0));
    TRUE(t->done);
    EQ(t->log[1], 0);
}

static void disables_itself(struct thread *t)
{
    fpu_fill(9);
    SYS(.number = seL4_SysCall, .cap = t->tcb, .info = INFO(TCBSetFlags, 0, 2), .mr = { 0, 1 });
    thread_note(t, 1);
    fpu_fill(10);
    thread_note(t, 2);
}

static void disabled_by_itself(void)
{
    struct thread *t = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word ep = ENDPOINT(), reply = REPLY();
    thread_set_fault_endpoint(t, ep);
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = reply);
    thread_run(t, disables_itself);
    EQ(t->n_log, 1);
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), ARCH_FPU_FAULT);
}

/* The owner of the state in the unit is deleted; its successor must not inherit or corrupt. */
static void owner_deleted(void)
{
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    t->arg[1] = n;
    thread_run(t, use_fpu);
    discard(t->tcb);
    preserved_across_switches();
}

/* Four threads in random order, each comparing before it fills anew; now and then the one that
 * used the unit last is deleted, or may not use it for a while. */
static void fill_in_turn(struct thread *t)
{
    for (;;) {
        fpu_fill(t->arg[0]);
        SYS(.number = seL4_SysWait, .cap = t->arg[1]);
        t->arg[2] += fpu_differences(t->arg[0]);
        t->arg[0] = t->arg[0] * 5 + 1;
    }
}

static void owner_deleted_in_turn(void)
{
    struct thread *t[4];
    word seed = 12345;
    for (word i = 0; i < 4; i++) {
        t[i] = thread_new(HIGH);
        t[i]->arg[0] = 0x9999 * (i + 1);
        t[i]->arg[1] = NOTIFICATION();
        thread_run(t[i], fill_in_turn);
    }
    for (word step = 0; step < 400; step++) {
        seed = seed * 6364136223846793005UL + 1442695040888963407UL;
        struct thread *one = t[seed >> 40 & 3];
        signal(one->arg[1]);
        EQ(one->arg[2], 0);
        if (step % 16 == 7) {
            discard(one->tcb);
            OK(SchedContext_Unbind(one->sc));
            one->tcb = TCB();
            OK(TCB_Configure(one->tcb, CNODE, 0, seL4_CapInitThreadVSpace, 0, (word)one->buffer,
                             one->buffer_frame));
            OK(TCB_SetPriority(one->tcb, seL4_CapInitThreadTCB, HIGH));
            OK(SchedContext_Bind(one->sc, one->tcb));
            thread_run(one, fill_in_turn);
        }
        if (step % 5 == 3) {
            OK(TCB_SetFlags(one->tcb, 0, seL4_TCBFlag_fpuDisabled));
            signal(t[(seed >> 40 & 3) ^ 1]->arg[1]);
            OK(TCB_SetFlags(one->tcb, seL4_TCBFlag_fpuDisabled, 0));
        }
    }
    for (word i = 0; i < 4; i++)
        EQ(t[i]->arg[2], 0);
}

/* A thread whose state is in the unit is destroyed: whoever gets its memory finds zeros, and keeps
 * them. */
static void owner_s_memory_reused(void)
{
    const word u = UNTYPED(12), frame = slot();
    struct thread *t = thread_new(HIGH), *other = thread_new(HIGH);
    volatile word *at = (volatile word *)ARCH_SCRATCH;
    discard(t->tcb);
    t->tcb = make_in(u, seL4_TCBObject, 0);
    OK(TCB_Configure(t->tcb, CNODE, 0, seL4_CapInitThreadVSpace, 0, (word)t->buffer,
                     t->buffer_frame));
    OK(TCB_SetPriority(t->tcb, seL4_CapInitThreadTCB, HIGH));
    OK(SchedContext_Bind(t->sc, t->tcb));
    t->arg[0] = 0x777;
    t->arg[1] = NOTIFICATION();
    thread_run(t, use_fpu);
    EQ(t->n_log, 1);
    OK(CNode_Revoke(CNODE, u, DEPTH));
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1));
    arch_map(arena, frame, ARCH_SCRATCH, true);
    thread_run(other, read_all);        /* takes the unit over */
    EQ(other->log[0], 1);
    for (word i = 0; i < 512; i++)
        EQ(at[i], 0);
}

SUITE(fpu,
    { "preserved-across-switches", preserved_across_switches },
    { "preserved-across-preemption", preserved_across_preemption },
    { "zero-at-first", zero_at_first },
    { "disabled", disabled },
    { "disabled-by-itself", disabled_by_itself },
    { "owner-deleted", owner_deleted },
    { "owner-deleted-in-turn", owner_deleted_in_turn },
    { "owner-s-memory-reused", owner_s_memory_reused },
);
