/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Every kind of object, in every state that it can be in, destroyed by everybody who can, in every
 * way there is:
 *
 *     states  the rows of delete_states.c
 *     who     the root task, a thread above and one below the user, the user itself if it is free
 *     how     Delete of the last capability, Revoke of the untyped it lies in, deletion of the
 *             CNode that holds the last capability
 *
 * The object lies alone in an untyped, which must be whole afterwards. The user, if it is not the
 * object itself, has stopped or gone on as the row says, and in both cases does what it is told
 * next; so does its partner.
 */
#include "delete_matrix.h"

#define UNTYPED_BITS 14

enum who { ROOT, ABOVE, BELOW, USER, N_WHO };
enum how { DELETE, REVOKE, CONTAINER, N_HOW };

word victim;
struct thread *user, *partner;

static struct thread *above, *below;
static word whole, users_tcb, container;

void object(word type, word size_bits)
{
    OK(Untyped_Retype(whole, type, size_bits, CNODE, 0, 0, victim, 1));
}

static void setup(void)
{
    user = thread_new(HIGH);
    partner = thread_new(HIGH + 1);
    above = thread_new(HIGHER);
    below = thread_new(LOWER);
    users_tcb = user->tcb;
    whole = UNTYPED(UNTYPED_BITS);
    victim = slot();
    container = slot();
}

static void destroy(enum who who, enum how how)
{
    const word target = how == REVOKE ? whole : how == CONTAINER ? container : victim;
    const word label = how == REVOKE ? CNodeRevoke : CNodeDelete;
    struct thread *const by[] = { NULL, above, below, user };
    if (how == CONTAINER) {
        OK(Untyped_Retype(arena, seL4_CapTableObject, 2, CNODE, 0, 0, container, 1));
        OK(CNode_Move(container, 2, 2, CNODE, victim, DEPTH));
    }
    if (who == ROOT) {
        OK(INVOKE(CNODE, label, LIST(target, DEPTH), LIST()));
        return;
    }
    START(by[who], .number = seL4_SysCall, .cap = CNODE, .info = INFO(label, 0, 2),
          .mr = { target, DEPTH });
    if (who == BELOW)
        settle();
    if (who != USER) {
        TRUE(by[who]->done);
        EQ(info_label(by[who]->sys.info), seL4_NoError);
    } else {
        /* One that was stopped at a preemption point may not be there to finish. */
        OK(INVOKE(CNODE, label, LIST(target, DEPTH), LIST()));
    }
}

/* Own thread, time, spaces and buffer again, whatever has happened. */
static void restore(struct thread *t, word tcb, word prio)
{
    const word self = seL4_CapInitThreadTCB, vspace = seL4_CapInitThreadVSpace;
    t->tcb = tcb;
    OK(TCB_Suspend(tcb));
    OK(SchedContext_Unbind(t->sc));
    TCB_UnbindNotification(tcb);
    OK(TCB_Configure(tcb, CNODE, 0, vspace, 0, (word)t->buffer, t->buffer_frame));
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, t->sc, 5000, 5000, 0, 0, 0));
    OK(TCB_SetSchedParams(tcb, self, prio, prio, seL4_CapNull, seL4_CapNull));
    OK(SchedContext_Bind(t->sc, tcb));
}

static void obeys(struct thread *t)
{
    const word n = NOTIFICATION();
    START(t, .number = seL4_SysSend, .cap = n);
    TRUE(t->done);
}

/* The whole untyped can become one object. */
static void check_memory(void)
{
    TRUE(slot_is_empty(victim));
    OK(Untyped_Retype(whole, seL4_UntypedObject, UNTYPED_BITS, CNODE, 0, 0, victim, 1));
    discard(victim);
}

static void cell(void (*make)(void), enum fate fate, word flags, enum who who, enum how how)
{
    user->done = false;
    make();
    destroy(who, how);
    if (fate == STOPS && who != USER)
        FALSE(user->done);
    if (fate == GOES_ON)
        TRUE(user->done);
    if (flags & HELD)
        OK(CNode_Revoke(CNODE, whole, DEPTH));
    restore(user, users_tcb, HIGH);
    restore(partner, partner->tcb, HIGH + 1);
    check_memory();
    obeys(user);
    obeys(partner);
    OK(CNode_Revoke(CNODE, seL4_CapIRQControl, DEPTH));
}

static bool possible(enum fate fate, word flags, enum who who, enum how how)
{
    if (who == USER && fate == GONE && how == CONTAINER)
        return false;               /* nobody could start it there */
    return !(who == USER && !(flags & SELF)) && !(who == BELOW && flags & BUSY);
}

static void state(void (*make)(void), enum fate fate, word flags)
{
    setup();
    for (enum how how = 0; how < N_HOW; how++)
        for (enum who who = 0; who < N_WHO; who++)
            if (possible(fate, flags, who, how))
                cell(make, fate, flags, who, how);
}

#define STATE_TEST(name, text, fate, flags) \
    static void name(void) { state(make_##name, fate, flags); }
STATES(STATE_TEST)
#define STATE_ROW(name, text, fate, flags) { text, name },

SUITE(delete_matrix, STATES(STATE_ROW));
