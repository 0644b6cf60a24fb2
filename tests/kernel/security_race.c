/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Two attackers, one of whom is stopped again and again in the middle of Revoke, Delete, Retype or
 * CancelBadgedSends, while the other one, who has the higher priority, copies, moves, mints,
 * deletes, retypes and invokes the very capabilities under work. Nothing is expected of a single
 * operation. What must hold: each long operation comes to its end when it is left alone, the kernel
 * survives, and afterwards the arena is whole again, which the harness checks after each test.
 */
#include "security.h"

#define POOL     24
#define ROUNDS   12
#define IN_CNODE 9              /* log2 of the slots of each CNode of the pool */
#define TICK_US  60             /* the meddler's period */

static word pool, memory, seed;
static volatile bool meddle;
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
    const word label = CNodeRevoke + any_of(8), inside = any_of(3);
    const word root = inside == 1 ? any() : CNODE, source = inside == 2 ? any() : CNODE;
    const word to = root == CNODE ? any() : any_of(1 << IN_CNODE);
    const word from = source == CNODE ? any() : any_of(1 << IN_CNODE);
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

static void meddler(struct thread *t)
{
    for (;;) {
        SYS(.number = seL4_SysYield);
        if (!meddle)
            continue;
        n_meddled = n_meddled + 1;
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
    }
}

/* --- what it meddles with -------------------------------------------------------------------- */

/*
 * Four CNodes full of copies, some of which hold each other; endpoints with crowds; memory in use;
 * interrupt handlers; threads, contexts, replies.
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
    OK(CNode_Delete(pool, 0, IN_CNODE));
    OK(CNode_Move(pool, 0, IN_CNODE, CNODE, pool + 3, DEPTH));
}

/* --- the operations -------------------------------------------------------------------------- */

static void stopped_in(word label, word n_words)
{
    struct thread *worker = thread_new(LOW), *t = thread_passive(HIGHER);
    const word saved = slot();
    OK(SchedContext_Bind(sc_of(40, TICK_US, 0, seL4_SchedContext_Sporadic), t->tcb));
    pool = slots(POOL);
    memory = UNTYPED(19);
    OK(CNode_Copy(CNODE, saved, DEPTH, CNODE, worker->tcb, DEPTH, ALL_RIGHTS));
    seed = label * 0x9e3779b97f4a7c15;
    meddle = false;
    n_meddled = 0;
    thread_run(t, meddler);
    for (word round = 0; round < ROUNDS; round++) {
        fill_pool();
        const word target = label == UntypedRetype ? memory : pool + any_of(POOL);
        const word first = label == UntypedRetype ? seL4_UntypedObject : target;
        worker->buffer->caps_or_badges[0] = CNODE;
        worker->buffer->msg[4] = pool + any_of(POOL);
        worker->buffer->msg[5] = 1;
        if (label == UntypedRetype)
            OK(CNode_Revoke(CNODE, memory, DEPTH));
        START(worker, .number = seL4_SysCall, .cap = label == UntypedRetype ? target : CNODE,
              .info = INFO(label, label == UntypedRetype, n_words),
              .mr = { first, label == UntypedRetype ? 12 : DEPTH, 0, 0 });
        meddle = true;
        sleep_us(1500);
        meddle = false;
        settle();
        TRUE(worker->done);                     /* left alone, it finishes */
        OK(CNode_Revoke(CNODE, memory, DEPTH));
        for (word i = 0; i < POOL; i++)
            OK(CNode_Delete(CNODE, pool + i, DEPTH));
    }
    TRUE(n_meddled > 10 * ROUNDS);
}

static void in_revoke(void) { stopped_in(CNodeRevoke, 2); }
static void in_delete(void) { stopped_in(CNodeDelete, 2); }
static void in_cancel(void) { stopped_in(CNodeCancelBadgedSends, 2); }
static void in_retype(void) { stopped_in(UntypedRetype, 6); }

SUITE(security_race,
    { "meddling-with-revoke", in_revoke },
    { "meddling-with-delete", in_delete },
    { "meddling-with-cancel", in_cancel },
    { "meddling-with-retype", in_retype },
);
