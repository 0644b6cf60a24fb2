/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Two attackers, one of whom is stopped again and again in the middle of Revoke, Delete, Retype or
 * CancelBadgedSends, while the other one, who has the higher priority, copies, moves, mints,
 * deletes, retypes and invokes the very capabilities under work. Little is expected of a single
 * operation. What must hold: each long operation comes to its end when it is left alone, the kernel
 * survives, no waiting thread is lost, memory that Retype gave is that of the untyped from its
 * beginning on, and afterwards the arena is whole again, which the harness checks after each test.
 */
#include "security.h"

#define POOL     24
#define ROUNDS   12
#define IN_CNODE 9              /* log2 of the slots of each CNode of the pool */
#define TICK_US  60             /* the meddler's period */
#define PER_TICK 3              /* what it does in one */
#define MEMORY_BITS 19
#define N_FRAMES (1 << (MEMORY_BITS - 12))
#define REVOKES  150            /* one in so many times everything is revoked */
#define CROWD    200            /* of senders */
#define BADGES   2

static word pool, memory, seed;
static word queue, badged, crowd;       /* of in_cancel; crowd is 0 in the others */
static bool may_revoke;
static volatile bool meddle, meddling;
static volatile word n_meddled;

static word any_of(word n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 20) % n;
}

static word any(void)
{
    return pool + any_of(POOL);
}

/* A slot of a CNode of the pool. In slot 0 stands what is to be destroyed after the CNode. */
static word any_inside(void)
{
    return any_of(2) ? any_of(1 << IN_CNODE) : any_of(4) * any_of(2);
}

/* --- the meddler ----------------------------------------------------------------------------- */

static void nbsend(struct thread *t, struct sys call, word cap0, word cap1)
{
    call.number = seL4_SysNBSend;
    t->buffer->caps_or_badges[0] = cap0;
    t->buffer->caps_or_badges[1] = cap1;
    (void)sys_do(call);
}

/* An operation from slot to slot; slots of the pool, and slots inside its CNodes. */
static void meddle_with_slots(struct thread *t)
{
    const word some = CNodeRevoke + any_of(8), inside = any_of(3);
    const word label = crowd && some == CNodeCancelBadgedSends ? CNodeDelete : some;
    const word root = inside == 1 ? any() : CNODE, source = inside == 2 ? any() : CNODE;
    const word to = root == CNODE ? any() : any_inside();
    const word from = source == CNODE ? any() : any_inside();
    t->buffer->msg[4] = label == CNodeRotate ? any() : ALL_RIGHTS;
    t->buffer->msg[5] = any_of(3);
    t->buffer->msg[6] = any();
    t->buffer->msg[7] = DEPTH;
    nbsend(t, (struct sys){ .cap = root, .info = INFO(label, 2, label == CNodeRotate ? 8 : 6),
                            .mr = { to, root == CNODE ? DEPTH : IN_CNODE, from,
                                    source == CNODE ? DEPTH : IN_CNODE } },
           source, CNODE);
}

static void meddle_with_memory(struct thread *t)
{
    static const unsigned char types[] = {
        seL4_TCBObject, seL4_EndpointObject, seL4_NotificationObject, seL4_CapTableObject,
        seL4_SchedContextObject, seL4_ReplyObject, ARCH_FRAME_TYPE, seL4_UntypedObject,
    };
    const word type = types[any_of(sizeof types)];
    t->buffer->msg[4] = any();
    t->buffer->msg[5] = 1 + any_of(2);
    nbsend(t, (struct sys){ .cap = any_of(2) ? memory : any(), .info = INFO(UntypedRetype, 1, 6),
                            .mr = { type, type == seL4_UntypedObject ? 12 : IN_CNODE, 0, 0 } },
           CNODE, CNODE);
}

static void meddle_with_objects(struct thread *t)
{
    static const unsigned char labels[] = {
        TCBSuspend, TCBResume, TCBBindNotification, TCBUnbindNotification, TCBSetSpace,
        SchedContextBind, SchedContextUnbind, SchedContextYieldTo, IRQSetIRQHandler,
        IRQClearIRQHandler, IRQAckIRQ,
    };
    nbsend(t, (struct sys){ .cap = any(), .info = INFO(labels[any_of(sizeof labels)], 2, 3),
                            .mr = { 0, 0, 0 } },
           any(), any());
}

/* A sender leaves the queue, because its message is taken or it is stopped; or it goes to another
 * place. */
static void meddle_with_crowd(struct thread *t)
{
    const word labels[] = { TCBSuspend, TCBResume, TCBSetPriority };
    if (any_of(3) == 0)
        SYS(.number = seL4_SysNBWait, .cap = queue);
    else
        nbsend(t, (struct sys){ .cap = crowd + any_of(CROWD),
                                .info = INFO(labels[any_of(3)], 1, 1),
                                .mr = { LOWER - any_of(3) } },
               seL4_CapInitThreadTCB, 0);
}

static void meddle_once(struct thread *t)
{
    if (may_revoke && any_of(REVOKES) == 0)
        nbsend(t, (struct sys){ .cap = CNODE, .info = INFO(CNodeRevoke, 0, 2),
                                .mr = { memory, DEPTH } }, 0, 0);
    switch (any_of(4)) {
    case 0:
        meddle_with_memory(t);
        break;
    case 1:
        meddle_with_objects(t);
        break;
    default:
        meddle_with_slots(t);
        break;
    }
    if (crowd)
        meddle_with_crowd(t);
}

static void meddler(struct thread *t)
{
    for (;;) {
        SYS(.number = seL4_SysYield);
        if (!meddle)
            continue;
        meddling = true;
        for (word i = 0; i < PER_TICK; i++) {
            n_meddled = n_meddled + 1;
            meddle_once(t);
        }
        meddling = false;
    }
}

/* --- what it meddles with -------------------------------------------------------------------- */

/* The only capability to CNode `inner` goes to a slot of CNode `outer`. */
static void put(word outer, word index, word inner)
{
    OK(CNode_Delete(outer, index, IN_CNODE));
    OK(CNode_Move(outer, index, IN_CNODE, CNODE, inner, DEPTH));
}

/* CNodes in each other's slots, at both ends of the order in which slots are emptied. Some can be
 * reached through the first four; three hold each other, one itself, and nobody reaches these. */
static void fill_with_cnodes(void)
{
    const word c = slots(8), last = (1 << IN_CNODE) - 1;
    OK(Untyped_Retype(memory, seL4_CapTableObject, IN_CNODE, CNODE, 0, 0, c, 8));
    for (word i = 0; i < 4; i++) {
        OK(CNode_Copy(c + i, 1, IN_CNODE, CNODE, c + (i + 1) % 3, DEPTH, ALL_RIGHTS));
        OK(CNode_Copy(c + i, 8 + i, IN_CNODE, CNODE, pool + 5 + i, DEPTH, ALL_RIGHTS));
    }
    put(c + 3, 7, c + 3);
    for (word i = 0; i < 3; i++)
        OK(CNode_Delete(CNODE, c + i, DEPTH));
    put(c + 5, last - any_of(100), c + 4);
    put(pool + 1, 0, c + 5);
    put(c + 7, any_of(last), c + 6);
    put(pool + 2, last, c + 7);
}

/*
 * Four CNodes full of copies, some of which hold each other; memory in use; interrupt handlers;
 * threads, contexts, replies.
 */
static void fill_pool(void)
{
    static const unsigned char types[] = {
        seL4_EndpointObject, seL4_NotificationObject, seL4_TCBObject, seL4_SchedContextObject,
        seL4_ReplyObject, seL4_UntypedObject,
    };
    for (word i = 0; i < 4; i++)
        OK(Untyped_Retype(memory, seL4_CapTableObject, IN_CNODE, CNODE, 0, 0, pool + i, 1));
    for (word i = 4; i < POOL - 4; i++)
        OK(Untyped_Retype(memory, types[i % sizeof types], 12, CNODE, 0, 0, pool + i, 1));
    OK(IRQControl_Issue(seL4_CapIRQControl, 90, CNODE, pool + POOL - 2, DEPTH));
    OK(IRQHandler_SetNotification(pool + POOL - 2, pool + 7));
    for (word i = 0; i < 4 << IN_CNODE; i++)
        CNode_Mint(pool + i % 4, i / 4, IN_CNODE, CNODE, pool + 6 + i % 4, DEPTH, ALL_RIGHTS,
                   1 + i % 2);
    put(pool, 0, pool + 3);
    fill_with_cnodes();
    if (crowd)
        for (word i = 0; i < 8; i++) {
            OK(CNode_Delete(CNODE, pool + 8 + i, DEPTH));
            OK(CNode_Copy(CNODE, pool + 8 + i, DEPTH, CNODE, badged + i % BADGES, DEPTH,
                          ALL_RIGHTS));
        }
}

/* All senders are let run, and then wait; each is found in the queue. */
static void check_crowd(void)
{
    for (word i = 0; i < CROWD; i++)
        OK(TCB_Resume(crowd + i));
    settle();
    word n = 0;
    while (SYS(.number = seL4_SysNBWait, .cap = queue).cap)
        n++;
    EQ(n, CROWD);
}

/* Retype, if it came to its end, gave the memory from the beginning on. */
static void check_frames(word first)
{
    if (slot_is_empty(first))
        return;
    for (word i = 0; i < N_FRAMES; i++)
        EQ(arch_frame_address(first + i), arch_frame_address(first) + (i << 12));
    EQ(arch_frame_address(first) & ((1 << MEMORY_BITS) - 1), 0);
}

/* --- the operations -------------------------------------------------------------------------- */

/*
 * The worker does `call` to `cap`. Senders that are cancelled send again; nobody cancels them with
 * a budget that ends before they do so, because that need not end.
 */
static void stopped_in(word label, word cap, struct sys call)
{
    struct thread *worker = thread_new(LOW), *t = thread_passive(HIGHER);
    struct thread *second = crowd ? thread_new(LOW) : NULL;
    const word saved = slot(), frames = slots(N_FRAMES);
    OK(SchedContext_Bind(sc_of(40, TICK_US, 0, seL4_SchedContext_Sporadic), t->tcb));
    OK(CNode_Copy(CNODE, saved, DEPTH, CNODE, worker->tcb, DEPTH, ALL_RIGHTS));
    seed = label * 0x9e3779b97f4a7c15;
    may_revoke = label != UntypedRetype;
    meddle = meddling = false;
    n_meddled = 0;
    thread_run(t, meddler);
    for (word round = 0; round < ROUNDS; round++) {
        fill_pool();
        call.number = seL4_SysCall;
        call.cap = cap;
        worker->buffer->caps_or_badges[0] = CNODE;
        worker->buffer->msg[4] = frames;
        worker->buffer->msg[5] = N_FRAMES;
        if (label == UntypedRetype)
            OK(CNode_Revoke(CNODE, memory, DEPTH));
        else if (label == CNodeCancelBadgedSends)
            call.mr[0] = badged;
        else
            call.mr[0] = label == CNodeRevoke && round % 2 ? memory : pool + any_of(POOL);
        thread_sys(worker, call);
        if (second) {                           /* the other badge, in the same queue */
            call.mr[0] = badged + 1;
            thread_sys(second, call);
        }
        meddle = true;
        sleep_us(3000);
        meddle = false;
        while (meddling)                        /* it may lack budget for the last operation */
            sleep_us(TICK_US);
        settle();
        TRUE(worker->done);                     /* left alone, it finishes */
        if (label == UntypedRetype)
            check_frames(frames);
        if (second) {
            TRUE(second->done);
            check_crowd();
        }
        OK(CNode_Revoke(CNODE, memory, DEPTH));
        for (word i = 0; i < POOL; i++)
            OK(CNode_Delete(CNODE, pool + i, DEPTH));
        OK(Untyped_Retype(memory, seL4_UntypedObject, MEMORY_BITS, CNODE, 0, 0, pool, 1));
        OK(CNode_Delete(CNODE, pool, DEPTH));   /* all of it is free */
    }
    TRUE(n_meddled > 10 * ROUNDS);
}

static void prepare(void)
{
    pool = slots(POOL);
    memory = UNTYPED(MEMORY_BITS);
    crowd = 0;
}

static void slots_of(word label)
{
    prepare();
    stopped_in(label, CNODE, (struct sys){ .info = INFO(label, 0, 2), .mr = { 0, DEPTH } });
}

static void in_revoke(void) { slots_of(CNodeRevoke); }
static void in_delete(void) { slots_of(CNodeDelete); }

static void in_cancel(void)
{
    prepare();
    queue = ENDPOINT();
    badged = slots(BADGES);
    for (word i = 0; i < BADGES; i++)
        OK(CNode_Mint(CNODE, badged + i, DEPTH, CNODE, queue, DEPTH, ALL_RIGHTS, i + 1));
    crowd = crowd_of(CROWD, (struct sys){ .number = seL4_SysSend, .cap = badged }, BADGES);
    for (word i = 0; i < CROWD; i++)            /* they send again when the worker has ended */
        OK(TCB_SetPriority(crowd + i, seL4_CapInitThreadTCB, LOWER));
    stopped_in(CNodeCancelBadgedSends, CNODE,
               (struct sys){ .info = INFO(CNodeCancelBadgedSends, 0, 2), .mr = { 0, DEPTH } });
    crowd = 0;
}

static void in_retype(void)
{
    prepare();
    stopped_in(UntypedRetype, memory,
               (struct sys){ .info = INFO(UntypedRetype, 1, 6), .mr = { ARCH_FRAME_TYPE } });
}

SUITE(security_race,
    { "meddling-with-revoke", in_revoke },
    { "meddling-with-delete", in_delete },
    { "meddling-with-cancel", in_cancel },
    { "meddling-with-retype", in_retype },
);
