/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What the short ways have in common: fastpath.c, fast_fault.c, fast_wake.c.
 */

#include "fastpath.h"
#include "fpu.h"
#include "hostile.h"
#include "ipc.h"
#include <arch/fastpath.h>
#include <arch/thread.h>
#include <arch/vspace.h>

/* Kernels that bring bad luck at each exit have only the long way. While a benchmark kernel tracks
 * each entry is counted. */
static inline bool fast_path_is_open(void)
{
    return !KEEL_HOSTILE_SLOW && !KEEL_HOSTILE_TIME && arch_has_fast_path() &&
           !(KEEL_BENCHMARK && node.tracking != 0);
}

/* Bits of a message info in which length, capabilities and unwrapped capabilities stand. */
#define INFO_LOW_BITS 12

static inline bool waits_alone(const struct tcb *t)
{
    return (t->wait_next | t->wait_group_next) == 0;
}

/* t runs next, instead of `now`, which blocks: no ready thread has a higher priority. Both are of
 * the current domain. */
static inline bool is_next(const struct tcb *t, const struct tcb *now)
{
    return t->priority >= now->priority || node.domain[t->domain].highest <= t->priority;
}

/* The words are in registers, or both have buffers; there are no capabilities. */
static inline bool can_copy(word_t info, const struct tcb *from, const struct tcb *to)
{
    const word_t length = info & mask(INFO_LOW_BITS);
    return length <= MSG_REGISTERS ||
           (length <= MSG_MAX_LENGTH && ipc_buffer_for_reading(from) != 0 &&
            ipc_buffer_for_writing(to) != 0);
}

static inline void copy(struct tcb *to, const struct tcb *from, word_t info)
{
    const word_t length = info & mask(INFO_LOW_BITS);
    if (MOSTLY(length == 0))
        return;
    context_copy_mrs(&to->context, &from->context, length);
    if (length > MSG_REGISTERS)
        buffer_copy(to->buffer.write, from->buffer.read, length);
}

/* What a switch between two threads takes beyond the address space; 0: nothing. Kept in one
 * register: the compiler would keep both words. */
static inline word_t difference(const struct tcb *a, const struct tcb *b)
{
    return opaque(a->peers ^ b->peers);
}
/* The two are of one group, if one of them is of any, and if one has a fault or the like, both. */
static inline bool are_of_group(word_t difference)
{
    return (difference & (PEERS_GROUP | PEERS_NO_GROUP | PEERS_CARE)) == 0;
}
/* It is the FPU's registers; not that the FPU gets or loses a user. */
static inline bool both_use_fpu(word_t difference) { return (difference & PEERS_FPU) == 0; }

/* receiver can be called by t and run at once, on t's time: there is no reason against it. */
static inline bool can_be_called(const struct tcb *receiver, const struct tcb *t, word_t differs)
{
    if (receiver->offer == 0)                             return false; /* not alone, not ready */
    if (differs != 0 && !are_of_group(differs))           return false; /* more to switch */
    if (!is_next(receiver, t))                            return false; /* somebody else might */
    return fast_space_is_known(receiver);                               /* no address space? */
}

/* As reply_push and sc_donate; states and queues as sched_decide. ticket becomes t's. */
static inline void fast_take_call(struct endpoint *e, struct tcb *receiver, struct tcb *t,
                                  word_t ticket)
{
    struct reply *r = reply_at(receiver->offer);
    struct sched_context *sc = sched_context_at(t->sched_context);
    e->queue = 0;
    receiver->offer = 0;
    receiver->state = THREAD_RUNNING;
    receiver->sched_context = sched_context_addr(sc);
    t->state = THREAD_BLOCKED_REPLY;
    t->sched_context = 0;
    t->reply = reply_addr(r);
    t->scan_ticket = ticket;
    r->tcb = tcb_addr(t);
    r->prev = sc->reply;
    if (r->prev != 0) {
        reply_at(r->prev)->next = reply_addr(r);
        reply_at(r->prev)->sched_context = 0;
    }
    r->sched_context = sched_context_addr(sc);
    sc->reply = reply_addr(r);
    sc->tcb = tcb_addr(receiver);
}

/* t, who has answered by r, waits alone at e and offers it again; as endpoint_receive. */
static inline void wait_again(struct endpoint *e, struct tcb *t, struct reply *r)
{
    r->tcb = tcb_addr(t);
    t->scan_ticket = 0;
    t->reply = reply_addr(r);
    t->state = THREAD_BLOCKED_RECEIVE;
    t->blocked_on = endpoint_addr(e);
    e->queue = tcb_addr(t);
}

/* The FPU gets or loses a user. */
void fast_leave_to_stranger(word_t badge, word_t info, struct tcb *t);
/* t, of the current domain, runs next, instead of `now`. */
static inline void leave_at_once(word_t badge, word_t info, struct tcb *t, struct tcb *now,
                                 word_t differs)
{
    arch_fast_switch(t->space.value);
    if (MOSTLY(differs == 0))
        return trap_leave_fast(badge, info, t);
    if (!both_use_fpu(differs))
        return fast_leave_to_stranger(badge, info, t);
    node.fpu_owner = tcb_addr(t);
    trap_leave_fast_fpu(badge, info, t, now);
}
/* The same, out of line. */
void fast_leave_to(word_t badge, word_t info, struct tcb *t, struct tcb *now);
