/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * An attacker takes all there is of something. It gets a plain refusal, and everybody else goes on:
 * the kernel needs no memory of its own. (ASIDs: asid/all-pools and asid/full-pool. Interrupts:
 * irq/every-number.)
 */
#include "security.h"

/* A call and its answer between two threads that were made before. */
static struct thread *client, *server;
static word ep, reply;

static void serve(struct thread *t)
{
    struct sys got = SYS(.number = seL4_SysRecv, .cap = ep, .reply = reply);
    for (;;) {
        got.number = seL4_SysReplyRecv;
        got.mr[0]++;
        got.cap = ep;
        got.reply = reply;
        t->arg[0]++;
        got = sys_do(got);
    }
}

static void others_begin(void)
{
    client = thread_new(HIGH);
    server = thread_new(HIGHER);
    ep = ENDPOINT();
    reply = REPLY();
    thread_run(server, serve);
}

static void others_go_on(word n)
{
    START(client, .number = seL4_SysCall, .cap = ep, .info = INFO(0, 0, 1), .mr = { n });
    TRUE(client->done);
    EQ(client->sys.mr[0], n + 1);
}

/* --- memory ---------------------------------------------------------------------------------- */

static void all_memory(void)
{
    const word u = UNTYPED(17), to = slots(1024);
    word used = 0;
    others_begin();
    for (word i = 0; i < 2; i++) {              /* endpoints, 16 bytes each, from 2^16 bytes */
        const word half = make_in(u, seL4_UntypedObject, 16);
        const word c = CNODE_OF(12);
        for (word j = 0; j < 4096; j += 256)
            OK(Untyped_Retype(half, seL4_EndpointObject, 0, c, 0, 0, j, 256));
        ERR(Untyped_Retype(half, seL4_EndpointObject, 0, CNODE, 0, 0, to, 1), NotEnoughMemory, 0);
        used++;
    }
    ERR(Untyped_Retype(u, seL4_EndpointObject, 0, CNODE, 0, 0, to, 1), NotEnoughMemory, 0);
    others_go_on(used);
    OK(CNode_Revoke(CNODE, u, DEPTH));
    OK(Untyped_Retype(u, seL4_UntypedObject, 17, CNODE, 0, 0, to, 1));
}

/* --- slots ----------------------------------------------------------------------------------- */

static void all_slots(void)
{
    const word c = CNODE_OF(10), u = UNTYPED(12);
    others_begin();
    for (word i = 0; i < 1024; i++)
        OK(CNode_Mint(c, i, 10, CNODE, ep, DEPTH, ALL_RIGHTS, i));
    for (word i = 0; i < 1024; i += 93)
        ERR(CNode_Copy(c, i, 10, CNODE, ep, DEPTH, ALL_RIGHTS), DeleteFirst);
    ERR(Untyped_Retype(u, seL4_EndpointObject, 0, c, 0, 0, 0, 1), DeleteFirst);
    ERR(Untyped_Retype(u, seL4_EndpointObject, 0, c, 0, 0, 1023, 2), RangeError, 1, 1);
    ERR(Untyped_Retype(u, seL4_EndpointObject, 0, c, 0, 0, 1024, 1), RangeError, 0, 1023);
    others_go_on(1);
}

/* A 65th CNode cannot be reached with 64 bits; looking for it is an error like others. */
static void too_many_levels(void)
{
    const word n = 70, c = retype_many(arena, seL4_CapTableObject, 1, n);
    others_begin();
    for (word i = n - 1; i > 0; i--)
        OK(CNode_Move(c + i - 1, 1, 1, CNODE, c + i, DEPTH));
    ERR(CNode_Copy(c, ~(word)0, 65, CNODE, ep, DEPTH, ALL_RIGHTS), RangeError, 1, 64);
    ERR(CNode_Copy(c, ~(word)0, 64, CNODE, ep, DEPTH, ALL_RIGHTS), DeleteFirst);
    OK(CNode_Copy(c, ~(word)1, 64, CNODE, ep, DEPTH, ALL_RIGHTS));
    others_go_on(2);
}

/* --- time ------------------------------------------------------------------------------------ */

static volatile word progress;

static void work(struct thread *t)
{
    (void)t;
    for (;;)
        progress = progress + 1;
}

static void system_calls(struct thread *t)
{
    for (;;)
        SYS(.number = seL4_SysNBSend, .cap = t->arg[0]);
}

static void spin(struct thread *t)
{
    for (;;)
        t->arg[1]++;
}

/* How far somebody comes in a thousand ticks. */
static word progress_rate(void)
{
    const word begin = now(), before = progress;
    sleep_us(20000);
    return (progress - before) * 1000 / (now() - begin);
}

/*
 * Attackers of higher priority with 30 % of the time among them, who do nothing but system calls:
 * 70 % is left, less the kernel's time for the switches.
 */
static void attackers_have_budgets(void)
{
    struct thread *victim = thread_new(LOWER);
    thread_run(victim, work);
    const word alone = progress_rate();
    for (word i = 0; i < 3; i++) {
        struct thread *t = thread_passive(LOW);
        OK(SchedContext_Bind(sc_of(100, 1000, 0, i % 2 ? seL4_SchedContext_Sporadic : 0), t->tcb));
        t->arg[0] = NOTIFICATION();
        thread_run(t, system_calls);
    }
    const word attacked = progress_rate();
    IN_RANGE(attacked * 100 / alone, 68, 78);
}

/* Three attackers of the same priority, with slices as long as the victim's: a quarter is left. */
static void attackers_of_the_same_priority(void)
{
    struct thread *victim = thread_passive(LOW);
    OK(SchedContext_Bind(sc_of(500, 500, 0, 0), victim->tcb));
    thread_run(victim, work);
    const word alone = progress_rate();
    for (word i = 0; i < 3; i++) {
        struct thread *t = thread_passive(LOW);
        OK(SchedContext_Bind(sc_of(500, 500, 0, 0), t->tcb));
        t->arg[0] = NOTIFICATION();
        thread_run(t, i == 0 ? system_calls : spin);
    }
    const word attacked = progress_rate();
    IN_RANGE(attacked * 100 / alone, 23, 28);
}

/* --- waiting --------------------------------------------------------------------------------- */

/* Thousands wait; the one with the highest priority is still the first, and all are served. */
static void thousands_of_waiters(void)
{
    const word n = 3000, queue = ENDPOINT(), badged = slots(2);
    others_begin();
    for (word i = 0; i < 2; i++)
        OK(CNode_Mint(CNODE, badged + i, DEPTH, CNODE, queue, DEPTH, ALL_RIGHTS, i + 1));
    crowd_of(n, (struct sys){ .number = seL4_SysCall, .cap = badged }, 1);
    struct thread *victim = thread_new(HIGH);
    START(victim, .number = seL4_SysSend, .cap = badged + 1);
    const struct sys first = { .number = seL4_SysNBRecv, .cap = queue, .reply = REPLY() };
    EQ(sys_do(first).cap, 2);
    TRUE(victim->done);
    others_go_on(3);
    for (word i = 0; i < n; i++)
        EQ(sys_do(first).cap, 1);
    EQ(sys_do(first).cap, 0);
}

SUITE(security_exhaust,
    { "all-memory", all_memory },
    { "all-slots", all_slots },
    { "too-many-levels", too_many_levels },
    { "attackers-have-budgets", attackers_have_budgets },
    { "attackers-of-the-same-priority", attackers_of_the_same_priority },
    { "thousands-of-waiters", thousands_of_waiters },
);
