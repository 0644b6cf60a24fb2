/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * How late can an attacker make a thread of higher priority? The test itself, at a lower priority
 * than the victim, does the longest operations there are; each must let the victim run after a
 * bounded number of instructions, however much it has to do. What was measured is printed.
 *
 * Time is virtual: an instruction takes a nanosecond.
 */
#include "security.h"

#define INSTRUCTIONS_PER_US 1000

/* Instructions that the victim may be late; see docs/security.md. Debug kernels name each TCB. */
#ifdef CONFIG_DEBUG_BUILD
#define BOUND 100000
#else
#define BOUND ARCH_LATE_INSTRUCTIONS
#endif

static void late_within(const char *attack, word at_least_wakes, word bound)
{
    const word worst = victim_worst_late() * INSTRUCTIONS_PER_US / TICKS_PER_US;
    print("# the victim was late by ");
    print_word(worst);
    print(" instructions, at worst of ");
    print_word(victim_wakes());
    print(" times: ");
    print(attack);
    print("\n");
    IN_RANGE(victim_wakes(), at_least_wakes, 1000000);
    IN_RANGE(worst, 0, bound);
}

static void late(const char *attack, word at_least_wakes)
{
    late_within(attack, at_least_wakes, BOUND);
}

/* Repeats `attack` until the victim has had many chances to be late. */
static void repeat(const char *name, void (*attack)(void))
{
    victim_start();
    while (victim_wakes() < 200)
        attack();
    late(name, 200);
}

/* --- many capabilities ----------------------------------------------------------------------- */

#define CHILDREN 10000

static void revoke_children(void)
{
    const word ep = ENDPOINT(), c = CNODE_OF(14);
    for (word i = 0; i < CHILDREN; i++)
        OK(CNode_Mint(c, i, 14, CNODE, ep, DEPTH, ALL_RIGHTS, i));
    victim_start();
    OK(CNode_Revoke(CNODE, ep, DEPTH));
    late("revoke of 10000 children", 20);
}

/* The large CNode is deleted with everything in it, then an empty one. */
static void delete_cnodes(void)
{
    const word ep = ENDPOINT(), c = CNODE_OF(14), empty = CNODE_OF(14);
    for (word i = 0; i < CHILDREN; i++)
        OK(CNode_Mint(c, i, 14, CNODE, ep, DEPTH, ALL_RIGHTS, i));
    victim_start();
    discard(c);
    discard(empty);
    late("delete of large CNodes", 20);
}

/* A chain of CNodes, each holding the last capability to the next. */
static void delete_nested(void)
{
    const word n = 4000, first = retype_many(arena, seL4_CapTableObject, 2, n);
    for (word i = n - 1; i > 0; i--)
        OK(CNode_Move(first + i - 1, i % 4, 2, CNODE, first + i, DEPTH));
    victim_start();
    discard(first);
    late("delete of CNodes nested 4000 deep", 5);
}

/* --- much memory ----------------------------------------------------------------------------- */

static void clear_memory(void)
{
    const word u = UNTYPED(22), to = slot();
    OK(Untyped_Retype(u, seL4_UntypedObject, 21, CNODE, 0, 0, slots(2), 2));
    OK(CNode_Revoke(CNODE, u, DEPTH));
    victim_start();
    OK(Untyped_Retype(u, ARCH_LARGE_TYPE, 0, CNODE, 0, 0, to, 2));
    late("retype into the largest frames", 20);
}

static word source, made, type;

static void make_and_revoke(void)
{
    OK(Untyped_Retype(source, type, 0, CNODE, 0, 0, made, 256));
    OK(CNode_Revoke(CNODE, source, DEPTH));
}

static void retype_many_objects(void)
{
    source = UNTYPED(seL4_TCBBits + 8);
    made = slots(256);
    type = seL4_TCBObject;
    repeat("retype of 256 TCBs and their deletion", make_and_revoke);
}

static void retype_many_frames(void)
{
    source = UNTYPED(12 + 8);
    made = slots(256);
    type = ARCH_FRAME_TYPE;
    repeat("retype of 256 frames and their deletion", make_and_revoke);
}

/* --- long queues ----------------------------------------------------------------------------- */

#define CROWD 2000

static word crowd_on(word ep)
{
    const word badged = slots(2);
    for (word i = 0; i < 2; i++)
        OK(CNode_Mint(CNODE, badged + i, DEPTH, CNODE, ep, DEPTH, ALL_RIGHTS, i + 1));
    crowd_of(CROWD, (struct sys){ .number = seL4_SysSend, .cap = badged }, 2);
    return badged;
}

static void cancel_badged_sends(void)
{
    const word badged = crowd_on(ENDPOINT());
    victim_start();
    OK(CNode_CancelBadgedSends(CNODE, badged, DEPTH));
    OK(CNode_CancelBadgedSends(CNODE, badged + 1, DEPTH));
    late("CancelBadgedSends with 2000 senders", 5);
}

static void delete_endpoint(void)
{
    const word ep = ENDPOINT();
    crowd_on(ep);
    victim_start();
    OK(CNode_Revoke(CNODE, ep, DEPTH));
    discard(ep);
    late("delete of an endpoint with 2000 senders", 5);
}

/* Waiters of every priority: the queue has 255 groups, through which the lowest goes. */
static word traveller;

static void travel(void)
{
    OK(TCB_SetPriority(traveller, seL4_CapInitThreadTCB, 0));
    OK(TCB_SetPriority(traveller, seL4_CapInitThreadTCB, 1));
}

static void queue_of_every_priority(void)
{
    const word ep = ENDPOINT();
    const word first = crowd_of(256, (struct sys){ .number = seL4_SysSend, .cap = ep }, 1);
    for (word i = 1; i < 256; i++)
        OK(TCB_SetPriority(first + i, seL4_CapInitThreadTCB, i));
    traveller = first;
    repeat("change of priority in a queue of 255", travel);
}

/* --- time ------------------------------------------------------------------------------------ */

/* A context with room for 65000 refills, used in pieces as small as they can be. */
static void fragment(struct thread *t)
{
    for (;;)
        SYS(.number = seL4_SysNBSend, .cap = t->arg[0]);
}

static void many_refills(void)
{
    struct thread *t = thread_passive(LOW);
    const word sc = make(seL4_SchedContextObject, 20);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 20000, 40000, 65000, 0, 0));
    OK(SchedContext_Bind(sc, t->tcb));
    thread_run(t, fragment);
    victim_start();
    sleep_us(20000);
    late("use of a context with 65000 refills", 200);
}

/*
 * The one way to make it later: many contexts whose refills come at one moment. Each release takes
 * a bounded time, but they stand in line before the victim, in order of time. Making contexts that
 * have time needs SchedControl.
 */
#define STORM 200
#define STORM_BOUND (STORM * 300)

static void storm_of_refills(void)
{
    const struct sys yield = { .number = seL4_SysYield };
    const word tcb = retype_many(arena, seL4_TCBObject, 0, STORM);
    const word sc = retype_many(arena, seL4_SchedContextObject, 7, STORM);
    victim_start();
    const word end = victim_due_after(20000 * TICKS_PER_US) - 2 * TICKS_PER_US;
    for (word i = 0; i < STORM; i++) {
        OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc + i, 30, (end - now()) / TICKS_PER_US, 0,
                                       0, seL4_SchedContext_Sporadic));
        crowd_member(tcb + i, sc + i, LOW, yield);
    }
    (void)victim_due_after(0);
    sleep_us((end - now()) / TICKS_PER_US + 1000);
    late_within("200 contexts get their refills at once", 100, STORM_BOUND);
}

/* --- the longest system calls ---------------------------------------------------------------- */

#define LEVELS 64

/* A CSpace in which every address takes 64 CNodes to resolve; both slots of the last are free. */
static word deep_cspace(word *last)
{
    const word n = retype_many(arena, seL4_CapTableObject, 1, LEVELS);
    *last = slot();
    OK(CNode_Copy(CNODE, *last, DEPTH, CNODE, n + LEVELS - 1, DEPTH, ALL_RIGHTS));
    for (word i = LEVELS - 1; i > 0; i--)
        OK(CNode_Move(n + i - 1, 0, 1, CNODE, n + i, DEPTH));
    return n;
}

static word deep;

/* Slots 0 and 1 of the last CNode change places, and again. */
static void rotate(void)
{
    OK(CNode_Rotate(deep, 0, LEVELS, 0, deep, 1, LEVELS, 0, deep, 0, LEVELS));
}

static void send_longest(struct thread *t)
{
    t->buffer->caps_or_badges[0] = t->buffer->caps_or_badges[1] = t->buffer->caps_or_badges[2] = 1;
    for (;;)
        SYS(.number = seL4_SysSend, .cap = 0, .info = INFO(0, 3, 120));
}

static void receive_longest(struct thread *t)
{
    t->buffer->receiveCNode = deep;
    t->buffer->receiveIndex = 1;
    t->buffer->receiveDepth = LEVELS;
    for (;;) {
        t->sys = SYS(.number = seL4_SysWait, .cap = t->arg[0]);
        if (info_caps(t->sys.info) != 1 || info_length(t->sys.info) != 120)
            thread_note(t, t->sys.info);
        t->arg[2]++;
        SYS(.number = seL4_SysNBSend, .cap = t->arg[1], .info = INFO(CNodeDelete, 0, 2),
            .mr = { 1, 1 });
    }
}

static void longest_message(void)
{
    const word ep = ENDPOINT(), n = NOTIFICATION();
    struct thread *sender = thread_new(LOW), *receiver = thread_new(LOW);
    word last, own_last;
    deep = deep_cspace(&last);
    const word own = deep_cspace(&own_last);
    OK(CNode_Copy(own_last, 0, 1, CNODE, ep, DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(own_last, 1, 1, CNODE, n, DEPTH, ALL_RIGHTS));
    OK(TCB_SetSpace(sender->tcb, seL4_CapNull, own, 0, seL4_CapInitThreadVSpace, 0));
    receiver->arg[0] = ep;
    receiver->arg[1] = last;
    victim_start();
    thread_run(receiver, receive_longest);
    thread_run(sender, send_longest);
    sleep_us(10000);
    EQ(receiver->n_log, 0);
    TRUE(receiver->arg[2] > 100);
    late("messages of 120 words and 3 capabilities, each 64 CNodes away", 180);
}

static void longest_lookup(void)
{
    word last;
    deep = deep_cspace(&last);
    OK(CNode_Copy(last, 0, 1, CNODE, CNODE_OF(1), DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(last, 1, 1, CNODE, CNODE_OF(1), DEPTH, ALL_RIGHTS));
    repeat("Rotate of slots that are 64 CNodes away", rotate);
}

SUITE(security_latency,
    { "revoke-10000-children", revoke_children },
    { "delete-large-cnodes", delete_cnodes },
    { "delete-nested-cnodes", delete_nested },
    { "clear-memory", clear_memory },
    { "retype-256-objects", retype_many_objects },
    { "retype-256-frames", retype_many_frames },
    { "cancel-badged-sends", cancel_badged_sends },
    { "delete-endpoint-of-2000", delete_endpoint },
    { "queue-of-every-priority", queue_of_every_priority },
    { "many-refills", many_refills },
    { "storm-of-refills", storm_of_refills },
    { "longest-message", longest_message },
    { "longest-lookup", longest_lookup },
);
