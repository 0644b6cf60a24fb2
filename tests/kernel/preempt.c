/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Long operations with interrupts in the middle: a ticker of high priority runs every 100 us while
 * the test clears memory, revokes, deletes. The caller sees one completed call; the ticker is not
 * kept waiting.
 */
#include "operations.h"

#define TICK_US 100
#define LATE_US 40              /* how much later than its period a tick may come */

static volatile word n_ticks, worst;

static void tick(struct thread *t)
{
    (void)t;
    SYS(.number = seL4_SysYield);
    word last = now();
    for (;;) {
        SYS(.number = seL4_SysYield);
        const word ticks = now();
        if (ticks - last > worst)
            worst = ticks - last;
        last = ticks;
        n_ticks = n_ticks + 1;
    }
}

static void start_ticker(void)
{
    struct thread *t = thread_passive(HIGHER);
    OK(SchedContext_Bind(sc_of(50, TICK_US, 0, 0), t->tcb));
    n_ticks = worst = 0;
    thread_run(t, tick);
}

/* The operation took more than `n` periods, and no tick was late. */
static void ticked(word n)
{
    TRUE(n_ticks >= n);
    IN_RANGE(worst / TICKS_PER_US, TICK_US - 10, TICK_US + LATE_US);
}

static void clearing_is_preempted(void)
{
    const word u = UNTYPED(21);
    volatile word *at = (volatile word *)ARCH_SCRATCH;
    word frames = slots(256);
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frames, 256));
    OK(Untyped_Retype(u, seL4_UntypedObject, 19, CNODE, 0, 0, slots(2), 2));
    for (word i = 0; i < 256; i += 37) {
        arch_map(arena, frames + i, ARCH_SCRATCH + i * 4096, true);
        for (word j = 0; j < 512; j++)
            at[i * 512 + j] = ~(word)0;
    }
    OK(CNode_Revoke(CNODE, u, DEPTH));
    start_ticker();
    OK(Untyped_Retype(u, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frames, 256));
    ticked(2);
    for (word i = 0; i < 256; i += 37) {
        arch_map(arena, frames + i, ARCH_SCRATCH + i * 4096, true);
        for (word j = 0; j < 512; j++)
            if (at[i * 512 + j])
                FAIL("memory is not zero");
    }
}

static void revoke_is_preempted(void)
{
    const word ep = ENDPOINT(), c = CNODE_OF(12);
    for (word i = 0; i < 4096; i++)
        OK(CNode_Mint(c, i, 12, CNODE, ep, DEPTH, ALL_RIGHTS, i));
    start_ticker();
    OK(CNode_Revoke(CNODE, ep, DEPTH));
    ticked(1);
    for (word i = 0; i < 4096; i += 511)
        ERR(CNode_Move(CNODE, slot(), DEPTH, c, i, 12), FailedLookup, 1, seL4_MissingCapability,
            12);
}

static void delete_is_preempted(void)
{
    const word ep = ENDPOINT(), c = CNODE_OF(12);
    for (word i = 0; i < 4096; i++)
        OK(CNode_Mint(c, i, 12, CNODE, ep, DEPTH, ALL_RIGHTS, i));
    start_ticker();
    discard(c);
    TRUE(slot_is_empty(c));
    ticked(1);
    OK(CNode_Revoke(CNODE, ep, DEPTH));
}

static word victim;

/* What another thread sees in the slot of a CNode that is being destroyed. */
static word zombies;

static void look(struct thread *t)
{
    for (;;) {
        SYS(.number = seL4_SysYield);
#ifdef CONFIG_DEBUG_BUILD
        const word tag = SYS(.number = seL4_SysDebugCapIdentify, .cap = victim).cap;
        if (tag == 18)
            zombies++;
#endif
        t->sys = SYS(.number = seL4_SysCall, .cap = victim, .info = INFO(CNodeDelete, 0, 2),
                     .mr = { 0, 12 });
        if (info_label(t->sys.info) == seL4_InvalidCapability)
            thread_note(t, t->sys.mr[0]);
    }
}

static void zombie_is_not_invocable(void)
{
    const word ep = ENDPOINT();
    victim = CNODE_OF(12);
    zombies = 0;
    for (word i = 0; i < 4096; i++)
        OK(CNode_Mint(victim, i, 12, CNODE, ep, DEPTH, ALL_RIGHTS, i));
    struct thread *t = thread_passive(HIGHER);
    OK(SchedContext_Bind(sc_of(50, TICK_US, 0, 0), t->tcb));
    thread_run(t, look);
    discard(victim);
    OK(TCB_Suspend(t->tcb));
    TRUE(slot_is_empty(victim));
    TRUE(t->n_log >= 1);
    for (word i = 0; i < t->n_log; i++)
        EQ(t->log[i], 0);
#ifdef CONFIG_DEBUG_BUILD
    TRUE(zombies >= 1);
#endif
}

/* The deleter is stopped in the middle; somebody else deletes the Zombie and finishes the work. */
static void deletion_is_taken_over(void)
{
    const word ep = ENDPOINT();
    struct thread *t = thread_new(LOW);
    victim = CNODE_OF(13);
    for (word i = 0; i < 8192; i += 2)
        OK(CNode_Mint(victim, i, 13, CNODE, ep, DEPTH, ALL_RIGHTS, i));
    START(t, .number = seL4_SysCall, .cap = CNODE, .info = INFO(CNodeDelete, 0, 2),
          .mr = { victim, DEPTH });
    sleep_us(100);
    OK(TCB_Suspend(t->tcb));
    FALSE(t->done);
    FALSE(slot_is_empty(victim));
    const word to = slot();
    ERR(CNode_Copy(CNODE, to, DEPTH, CNODE, victim, DEPTH, ALL_RIGHTS), IllegalOperation);
    ERR(CNode_Mint(CNODE, to, DEPTH, CNODE, victim, DEPTH, ALL_RIGHTS, 1), IllegalOperation);
    ERR(INVOKE(victim, CNodeDelete, LIST(0, 13), LIST()), InvalidCapability, 0);
    discard(victim);
    TRUE(slot_is_empty(victim));
    OK(TCB_Resume(t->tcb));         /* finds the slot empty */
    settle();
    TRUE(t->done);
    EQ(info_label(t->sys.info), 0);
}

/* Revocation takes the caller's own time away: the call never returns. */
static void revoke_removes_the_caller(void)
{
    const word u = UNTYPED(15);
    struct thread *t = thread_passive(HIGH);
    const word sc = make_in(u, seL4_SchedContextObject, 8);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 5000, 5000, 0, 0, 0));
    OK(SchedContext_Bind(sc, t->tcb));
    START(t, .number = seL4_SysCall, .cap = CNODE, .info = INFO(CNodeRevoke, 0, 2),
          .mr = { u, DEPTH });
    FALSE(t->done);
    OK(CNode_Revoke(CNODE, u, DEPTH));
    TRUE(slot_is_empty(sc));
}

/* Many waiters on an endpoint that is destroyed, with the ticker watching. */
static void cancel_many(void)
{
    struct thread *t[12];
    const word ep = ENDPOINT();
    for (word i = 0; i < 12; i++) {
        t[i] = thread_new(HIGH);
        START(t[i], .number = seL4_SysSend, .cap = ep);
    }
    start_ticker();
    discard(ep);
    for (word i = 0; i < 12; i++)
        TRUE(t[i]->done);
}

SUITE(preempt,
    { "clearing-is-preempted", clearing_is_preempted },
    { "revoke-is-preempted", revoke_is_preempted },
    { "delete-is-preempted", delete_is_preempted },
    { "zombie-is-not-invocable", zombie_is_not_invocable },
    { "deletion-is-taken-over", deletion_is_taken_over },
    { "revoke-removes-the-caller", revoke_removes_the_caller },
    { "cancel-many", cancel_many },
);
