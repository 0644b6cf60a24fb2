/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Random messages. Partners are preferred that wait already, so that threads meet; a server that
 * has been called answers or calls on, so that chains grow.
 */

#include "choose.h"
#include "ipc.h"
#include "sched.h"

static void set_receive_slot(void)
{
    struct place to = place_empty();
    set_buffer_word(IPC_BUFFER_RECEIVE_CNODE, to.cnode);
    set_buffer_word(IPC_BUFFER_RECEIVE_INDEX, to.index);
    set_buffer_word(IPC_BUFFER_RECEIVE_DEPTH, to.depth);
}

/* A message with content: to an endpoint, a Reply object, a notification. */
static struct call message(enum system_call number, word_t to)
{
    struct call c = {.number = number, .cap = to, .label = chance(70) ? 0 : random_below(50)};
    word_t words = chance(70) ? random_below(4) : random_below(CALL_WORDS);
    word_t caps = chance(70) ? 0 : random_below(4);
    for (word_t i = 0; i < words; i++)
        add_word(&c, random_below(1000));
    if (chance(5))
        c.n_words = random_below(128);
    for (word_t i = 0; i < caps; i++)
        add_cap(&c, chance(40) ? pick(CAP_endpoint) : pick_full());
    return c;
}

word_t pick_source(void)
{
    if (chance(15))
        return chance(90) ? pick_with(CAP_notification, can_wait) : pick(CAP_notification);
    return chance(50) ? pick_with(CAP_endpoint, has_senders) : pick_with(CAP_endpoint, can_receive);
}

static struct call receive(enum system_call number)
{
    struct call c = {.number = number, .cap = pick_source()};
    c.reply = chance(90) ? pick_with(CAP_reply, is_free_reply) : pick(CAP_reply);
    if (chance(30))
        set_receive_slot();
    return c;
}

static struct call combined(enum system_call number)
{
    struct call c = message(number, pick_source());
    c.reply = chance(80) ? pick_with(CAP_reply, has_caller) : pick(CAP_reply);
    c.dest = chance(60)   ? pick_with(CAP_endpoint, has_receivers)
             : chance(50) ? pick(CAP_notification)
                          : pick(CAP_reply);
    if (number == SYS_NBSendWait)
        c.reply = c.dest;
    return c;
}

static word_t pick_target(void)
{
    if (chance(40))
        return pick_with(CAP_endpoint, has_passive_receiver);
    return chance(60) ? pick_with(CAP_endpoint, has_receivers) : pick(CAP_endpoint);
}

/* A server on a donated context: it answers, or calls the next server. */
static struct call serve(word_t reply)
{
    struct call c = message(SYS_Call, pick_with(CAP_endpoint, has_passive_receiver));
    if (chance(50))
        return c;
    c.reply = slot_naming(CAP_reply, reply);
    if (chance(70)) {
        c.number = SYS_ReplyRecv;
        c.cap = pick_source();
    } else {
        c.cap = c.reply;
    }
    return c;
}

/* A signal by it wakes a thread that waits for a message. */
static bool has_listener(struct cap c)
{
    const struct notification *n = notification_at(cap_object(c));
    return n->bound_tcb != 0 && tcb_at(n->bound_tcb)->state == THREAD_BLOCKED_RECEIVE;
}

static struct call receive_alone(void)
{
    struct call c = {.number = SYS_Recv, .reply = pick_with(CAP_reply, is_free_reply)};
    c.cap = pick_with(CAP_endpoint, is_deserted);
    return c;
}

/* Its receiver has time of its own. */
static bool has_active_receiver(struct cap c)
{
    return has_receivers(c) && tcb_at(endpoint_at(cap_object(c))->queue)->sched_context != 0;
}

/* Its caller has kept his time. */
static bool has_active_caller(struct cap c)
{
    return has_caller(c) && tcb_at(reply_at(cap_object(c))->tcb)->sched_context != 0;
}

/* Servers with time of their own: who answers, waits again. */
static struct call talk_with_active(void)
{
    const word_t reply = pick_with(CAP_reply, has_active_caller);
    const bool answers = reply < SHARED_SLOTS && cap_is(shared_cap(reply), CAP_reply) &&
                         has_active_caller(shared_cap(reply));
    struct call c = {.number = answers ? SYS_ReplyRecv : SYS_Call, .reply = reply};
    c.cap = answers ? pick_with(CAP_endpoint, is_deserted)
                    : pick_with(CAP_endpoint, has_active_receiver);
    for (word_t words = random_below(MSG_REGISTERS + 1); words > 0; words--)
        add_word(&c, random_below(1000));
    return c;
}

/* What systems are made of: short calls to servers on donated time, and their answers; drivers and
 * servers on time of their own. */
static struct call talk_briefly(void)
{
    if (chance(7))
        return talk_with_active();
    if (current_thread()->bound_notification != 0 && chance(20))
        return receive_alone();
    if (chance(5))
        return (struct call){.number = SYS_Send, .cap = pick_with(CAP_notification, has_listener)};
    const word_t donated = sched_context_at(current_thread()->sched_context)->reply;
    struct call c = {.number = SYS_Call, .cap = pick_with(CAP_endpoint, has_passive_receiver)};
    const bool awaited = c.cap < SHARED_SLOTS && cap_is(shared_cap(c.cap), CAP_endpoint) &&
                         has_passive_receiver(shared_cap(c.cap));
    if (donated != 0 && chance(awaited ? 60 : 95)) {
        c.number = SYS_ReplyRecv;
        c.reply = slot_naming(CAP_reply, donated);
        c.cap = pick_with(CAP_endpoint, is_deserted);
    } else if (!awaited && chance(5)) {
        return receive_alone();
    } else if (chance(8)) {
        c.number = chance(50) ? SYS_Send : SYS_NBSend;
        c.cap = pick_with(CAP_endpoint, has_receivers);
    } else if (!awaited) {
        return make_passive();
    }
    for (word_t words = random_below(MSG_REGISTERS + 1); words > 0; words--)
        add_word(&c, random_below(1000));
    if (chance(10))
        c.n_words = random_below(MSG_MAX_LENGTH + 1);
    return c;
}

static struct call ipc_operation(void)
{
    word_t sc = current_thread()->sched_context;
    if (sched_context_at(sc)->reply != 0 && chance(50))
        return serve(sched_context_at(sc)->reply);
    switch (random_below(24)) {
    case 0: case 1: case 2: case 3: case 20: return message(SYS_Call, pick_target());
    case 4:             return message(SYS_Send, pick_target());
    case 5:             return message(SYS_Send, pick(CAP_endpoint));
    case 6:             return message(SYS_NBSend, pick_target());
    case 7:             return message(SYS_NBSend, pick(CAP_notification));
    case 8:             return message(SYS_Send, pick_with(CAP_reply, has_caller));
    case 9: case 10: case 11: case 21: case 22: case 23: return receive(SYS_Recv);
    case 12:            return receive(SYS_NBRecv);
    case 13:            return receive(SYS_Wait);
    case 14:            return receive(SYS_NBWait);
    case 15: case 16:   return combined(SYS_ReplyRecv);
    case 17:            return combined(SYS_NBSendRecv);
    case 18:            return combined(SYS_NBSendWait);
    default:            return (struct call){.number = SYS_Yield};
    }
}

/* Nobody is there to end the waiting. */
static bool would_block(const struct call *c)
{
    struct cap to = c->cap < SHARED_SLOTS ? shared_cap(c->cap) : cap_null();
    bool sends = c->number == SYS_Call || c->number == SYS_Send;
    bool polls = c->number == SYS_NBSend || c->number == SYS_NBRecv || c->number == SYS_NBWait ||
                 c->number == SYS_Yield;
    if (polls)
        return false;
    if (cap_is(to, CAP_endpoint))
        return sends ? !has_receivers(to) : !has_senders(to);
    return cap_is(to, CAP_notification) && !sends && !is_active(to);
}

/* As long as others are ready, waiting is fine; the last one awake keeps things going. */
struct call talk(void)
{
    struct call (*next)(void) = run.weather.brief && chance(90) ? talk_briefly : ipc_operation;
    bool others = ready_highest(node.current_domain) != 0;
    struct call c = next();
    for (word_t i = 0; i < 4 && would_block(&c) && chance(others ? 50 : 90); i++)
        c = next();
    return c;
}
