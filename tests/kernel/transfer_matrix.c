/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Capabilities in messages, all combinations: the rights of the sender's capability, how the
 * message is sent, the kind of capability sent, and the state of the receive slot.
 */
#include "operations.h"

enum carrier { SEND, CALL, ANSWER, N_CARRIERS };
enum place { GOOD, FULL, NO_ROOT, BAD_DEPTH, NO_BUFFER, N_PLACES };

/* What becomes of a capability for which there is a slot. */
enum outcome { COPIED, UNWRAPPED, STOPS };

#define N_KINDS 16
static struct {
    word cap;
    enum outcome outcome;
} kind[N_KINDS];

static word ep, reply, to, full, n_kinds;
static struct thread *receiver, *sender;

static void add(word cap, enum outcome outcome)
{
    kind[n_kinds].cap = cap;
    kind[n_kinds++].outcome = outcome;
}

static void setup(void)
{
    const word used = UNTYPED(6), handler = slot(), frame = make(ARCH_FRAME_TYPE, 0);
    make_in(used, seL4_EndpointObject, 0);
    arch_map(arena, frame, ARCH_SCRATCH, true);
    OK(IRQControl_Issue(seL4_CapIRQControl, 42, CNODE, handler, DEPTH));
    receiver = thread_new(HIGHER);
    sender = thread_new(HIGH);
    ep = ENDPOINT();
    reply = REPLY();
    to = slot();
    full = TCB();
    n_kinds = 0;
    add(mint(ep, 0, 0x31), UNWRAPPED);
    add(ENDPOINT(), COPIED);
    add(mint(NOTIFICATION(), R_WRITE, 5), COPIED);
    add(CNODE_OF(2), COPIED);
    add(TCB(), COPIED);
    add(SC(), COPIED);
    add(REPLY(), COPIED);
    add(frame, COPIED);
    add(UNTYPED(6), COPIED);
    add(handler, COPIED);
    add(seL4_CapInitThreadVSpace, COPIED);
    add(seL4_CapDomain, COPIED);
    add(used, STOPS);
    add(seL4_CapIRQControl, STOPS);
    add(make(ARCH_TABLE_TYPE, 0), STOPS);
    add(seL4_CapNull, STOPS);
}

static void prepare(struct thread *t, enum place place)
{
    OK(TCB_SetIPCBuffer(t->tcb, place == NO_BUFFER ? 0 : (word)t->buffer, t->buffer_frame));
    t->buffer->receiveCNode = place == NO_ROOT ? full : CNODE;
    t->buffer->receiveIndex = place == FULL ? full : to;
    t->buffer->receiveDepth = place == BAD_DEPTH ? 63 : DEPTH;
    for (word i = 0; i < 3; i++)
        t->buffer->caps_or_badges[i] = 0xcafe;
}

/* Sends `cap` with `rights` on the endpoint, or in answers on the Reply; returns who received. */
static struct thread *deliver(enum carrier carrier, word rights, word cap, enum place place)
{
    const struct sys receive = { .number = seL4_SysRecv, .cap = ep, .reply = reply };
    const word weak = mint(carrier == ANSWER ? reply : ep, rights, carrier == ANSWER ? 0 : 0x77);
    struct thread *const from = carrier == ANSWER ? receiver : sender;
    struct thread *const by = carrier == ANSWER ? sender : receiver;
    prepare(by, place);
    thread_sys(receiver, receive);
    if (carrier == ANSWER)
        START(sender, .number = seL4_SysCall, .cap = ep);
    OK(TCB_SetIPCBuffer(from->tcb, (word)from->buffer, from->buffer_frame));
    from->buffer->caps_or_badges[0] = cap;
    START(from, .number = carrier == CALL ? seL4_SysCall : seL4_SysSend, .cap = weak,
          .info = INFO(4, 1, 1), .mr = { 0x99 });
    discard(weak);
    return by;
}

static void one(enum carrier carrier, word rights, word k, enum place place)
{
    struct thread *by = deliver(carrier, rights, kind[k].cap, place);
    const bool unwraps = kind[k].outcome == UNWRAPPED && carrier != ANSWER;
    const bool copies = kind[k].outcome != STOPS && !unwraps && place == GOOD;
    const bool counts = rights & R_GRANT && place != NO_BUFFER && (unwraps || copies);
    if (carrier != ANSWER && !(rights & R_WRITE)) {
        FALSE(by->done);
    } else {
        TRUE(by->done);
        EQ(by->sys.mr[0], 0x99);
        EQ(by->sys.info, INFO(4, counts, 1) | (counts && unwraps ? 1 << 9 : 0));
        EQ(by->buffer->caps_or_badges[0], counts && unwraps ? 0x31 : 0xcafe);
        EQ(slot_is_empty(to), !(counts && copies));
    }
    OK(CNode_Delete(CNODE, to, DEPTH));
    OK(TCB_Suspend(sender->tcb));
    OK(TCB_Suspend(receiver->tcb));
}

static void all(enum carrier carrier)
{
    setup();
    for (word rights = 0; rights < 16; rights++)
        for (word k = 0; k < n_kinds; k++)
            for (enum place place = 0; place < N_PLACES; place++)
                one(carrier, rights, k, place);
}

static void in_sends(void) { all(SEND); }
static void in_calls(void) { all(CALL); }
static void in_answers(void) { all(ANSWER); }

SUITE(transfer_matrix,
    { "in-sends", in_sends },
    { "in-calls", in_calls },
    { "in-answers", in_answers },
);
