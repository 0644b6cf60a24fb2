/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Which slot? The survey says which slots hold which type, so that operations are meaningful; the
 * state of the objects, which a real program would not see, says where something will happen.
 */

#include "choose.h"

struct cap shared_cap(word_t slot)
{
    return slot_at(survey_root_cnode())[slot].cap;
}

word_t any_slot(void)
{
    return random_below(run.weather.shared);
}

word_t pick_empty(void)
{
    for (word_t i = 0; i < 20; i++) {
        word_t slot = run.boot_end + random_below(run.weather.shared - run.boot_end);
        if (slot_is_empty(slot_at(survey_root_cnode()) + slot))
            return slot;
    }
    return any_slot();
}

/* One of the boot's own seldom, unless there are no others. */
word_t pick(enum cap_type type)
{
    word_t n = survey.n_with[type], own = survey.n_boots[type];
    if (n == 0 || (!run.careful && random_below(250) == 0))
        return run.careful || chance(90) ? any_slot() : random_word();
    if (random_below(300) == 0)
        return survey.with[type][random_below(n)];
    return own < n ? survey.with[type][own + random_skewed(n - own)] : pick_empty();
}

word_t pick_full(void)
{
    word_t slot = any_slot();
    for (word_t i = 0; i < 20 && slot_is_empty(slot_at(survey_root_cnode()) + slot); i++)
        slot = any_slot();
    return slot;
}

word_t pick_with(enum cap_type type, bool (*wanted)(struct cap c))
{
    word_t slot = pick(type);
    for (word_t i = 0; i < 6 && slot < SHARED_SLOTS; i++) {
        if (cap_is(shared_cap(slot), type) && wanted(shared_cap(slot)))
            break;
        slot = pick(type);
    }
    return slot;
}

static bool can(struct cap c, word_t right) { return (endpoint_cap_rights(c) & right) != 0; }

/* Who waits at an endpoint? In the state of the first in its queue. */
static bool awaited_by(struct cap c, enum thread_state state)
{
    word_t first = endpoint_at(cap_object(c))->queue;
    return first != 0 && tcb_at(first)->state == (word_t)state;
}
bool has_receivers(struct cap c)
{
    return can(c, RIGHT_SEND) && awaited_by(c, THREAD_BLOCKED_RECEIVE);
}
bool has_senders(struct cap c)
{
    return can(c, RIGHT_RECEIVE) && awaited_by(c, THREAD_BLOCKED_SEND);
}
/* A call would donate. */
bool has_passive_receiver(struct cap c)
{
    const struct tcb *t = tcb_at(endpoint_at(cap_object(c))->queue);
    return has_receivers(c) && t->sched_context == 0 && t->reply != 0;
}
bool can_receive(struct cap c) { return can(c, RIGHT_RECEIVE); }
bool is_deserted(struct cap c)
{
    return can_receive(c) && endpoint_at(cap_object(c))->queue == 0;
}
bool can_wait(struct cap c)
{
    word_t bound = notification_at(cap_object(c))->bound_tcb;
    return can(c, RIGHT_RECEIVE) && (bound == 0 || bound == node.current);
}
bool is_active(struct cap c)
{
    return can_wait(c) && notification_at(cap_object(c))->active != 0;
}
bool has_caller(struct cap c)
{
    word_t t = reply_at(cap_object(c))->tcb;
    return t != 0 && tcb_at(t)->state == THREAD_BLOCKED_REPLY;
}
bool is_free_reply(struct cap c) { return reply_at(cap_object(c))->tcb == 0; }
bool is_server(struct cap c)
{
    const struct tcb *t = tcb_at(cap_object(c));
    return (t->state == THREAD_BLOCKED_RECEIVE || t->state == THREAD_BLOCKED_NOTIFICATION) &&
           t->sched_context != 0 && tcb_addr(t) != run.root_thread;
}
bool is_stopped(struct cap c)
{
    const struct tcb *t = tcb_at(cap_object(c));
    return !thread_is_runnable(t) || t->sched_context == 0;
}
bool is_unused_context(struct cap c)
{
    const struct sched_context *sc = sched_context_at(cap_object(c));
    return sc->tcb == 0 && sc->refill_max != 0;
}

word_t slot_naming(enum cap_type type, word_t object)
{
    for (word_t i = 0; i < survey.n_with[type]; i++)
        if (cap_object(shared_cap(survey.with[type][i])) == object)
            return survey.with[type][i];
    return pick(type);
}

word_t random_rights(void) { return chance(50) ? RIGHTS_ALL : random_below(16); }
word_t random_badge(void) { return chance(30) ? 0 : 1 + random_below(4); }
word_t random_priority(void)
{
    return chance(70) ? 100 + random_below(6) : random_below(N_PRIORITIES);
}

/* --------------------------------------------------------------- slots as arguments */

struct place in_root(word_t slot)
{
    return (struct place){SLOT_ROOT_CNODE, slot, FULL_DEPTH};
}

struct place in_some_cnode(void)
{
    word_t slot = pick(CAP_cnode);
    struct cap c = slot < SHARED_SLOTS ? shared_cap(slot) : cap_null();
    if (!cap_is(c, CAP_cnode))
        return in_root(any_slot());
    word_t i = random_below(bit(cnode_cap_radix(c)));
    if (cap_object(c) == survey_root_cnode())
        i = any_slot();
    return (struct place){slot, cnode_cap_guard(c) << cnode_cap_radix(c) | i,
                          cnode_cap_guard_size(c) + cnode_cap_radix(c)};
}

struct place place_empty(void)
{
    return chance(85) ? in_root(pick_empty()) : in_some_cnode();
}

struct place place_full(void)
{
    return chance(85) ? in_root(pick_full()) : in_some_cnode();
}

void add_place(struct call *c, struct place p)
{
    add_word(c, p.index);
    add_word(c, p.depth);
}
