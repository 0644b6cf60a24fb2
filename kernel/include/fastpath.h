/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The fast path (fastpath.c), and what each thread remembers for it, so that it need not be found
 * out at each call:
 *
 *  1. cspace is that of the CNode in TCB_CSPACE if its guard of zeros and index take all 64 bits,
 *     so that a capability address is an index; else its only slot is node.empty_slot. buffer is
 *     that of the frame in TCB_IPC_BUFFER. Whoever fills a slot calls fast_spaces_changed, which
 *     marks it; whoever takes a capability out of a slot so marked calls fast_slot_emptied first.
 *  2. space: the address space of the capability in TCB_VSPACE, if the thread has run in it, which
 *     is alive while its epoch (asid.c) lasts; else an epoch that never was. As 1.
 *  3. peers is the thread's domain. If it uses the FPU, PEERS_FPU and its address stand above; if a
 *     switch to or from it takes still more (breakpoints, a virtual CPU), it has no group and its
 *     address stands above. So a switch between equal peers takes the address space only; where
 *     group and PEERS_FPU are equal, and it is a group, also the FPU's registers. Whoever changes
 *     one of these things calls fast_thread_changed. PEERS_CARE is there while the thread has a
 *     fault, and when it has got time while it waits for an answer: then this does more than to
 *     give it a message and the time of the call. So who waits for one, has time and needs no care
 *     had it before he called, and is in no call chain.
 *  4. offer is not 0 only if the thread waits in the queue of an endpoint, alone, for messages, has
 *     a group, is without time of its own, and offers this Reply object: it can be called. Whoever
 *     changes one of these things makes it 0.
 *  5. levels: capability addresses last found to lead through the CNode in TCB_CSPACE and that of
 *     the capability in one of its slots, `via`, which take all their bits. They do while that slot
 *     holds this capability. As 1.
 */

#include "node.h"
#include <abi/syscalls.h>

#define EPOCH_NEVER ~0UL

/* Words `peers`: [ address of the TCB, shifted, or 0 | flags | domain ]. */
#define PEERS_GROUP     mask(8)
#define PEERS_FPU       bit(8)
#define PEERS_CARE      bit(9)
#define PEERS_NO_GROUP  bit(10)
#define PEERS_ADDRESS   16
_Static_assert(N_DOMAINS <= 256, "a domain is a group");

static inline bool fast_has_group(const struct tcb *t)
{
    return ARCH_THREADS_ARE_PLAIN || (t->peers & PEERS_NO_GROUP) == 0;
}

/* Numbers of system calls: abi/syscalls.h. */
#define FAST_NUMBER_(n, name, when) NUMBER_##name = n,
enum fast_number { SYSCALLS_API(FAST_NUMBER_) };

/* t has run in the address space of its TCB_VSPACE, which has been alive since. */
static inline bool fast_space_is_known(const struct tcb *t)
{
    return epoch_at(t->space.epoch_at)->value == t->space.epoch;
}
static inline void fast_space_forget(struct tcb *t)
{
    t->space.epoch_at = epoch_addr(&node.asid_epoch[0]);
    t->space.epoch = EPOCH_NEVER;
}

static inline void fast_cspace_forget(struct tcb *t)
{
    t->cspace = (struct fast_cspace){slot_addr(&node.empty_slot), 0};
}

/* For a thread that is new, zero but for its domain: the same as both of the following, and where
 * it waits it is the first (wait_queue.c, 3). */
static inline void fast_new_thread(struct tcb *t)
{
    t->peers = t->domain;
    t->wait_group_tail = tcb_addr(t);
    t->cspace.slots = slot_addr(&node.empty_slot);
    fast_space_forget(t);
}
void fast_spaces_changed(struct tcb *t);
void fast_thread_changed(struct tcb *t);
/* s, a slot of a thread, is to lose its capability. */
void fast_slot_emptied(struct slot *s);
/* t is being destroyed: what is in its slots will change places. */
void fast_thread_ends(struct tcb *t);

/* From the architecture's trap code, all registers of t, the current thread, being saved. They end
 * in its trap_leave_fast, or in its trap_slow. number: any system call but those two. The operand
 * that nobody needs stands for a register, so that none of the others need be moved. */
void fast_call(word_t cptr, word_t info, word_t unused, struct tcb *t);
void fast_reply_recv(word_t cptr, word_t info, word_t reply_cptr, struct tcb *t);
void fast_other(word_t cptr, word_t info, word_t number, struct tcb *t);

/* From fast_call: on what the slot holds, which is no endpoint that can be called; on an endpoint,
 * if on anything that is known. From fast_reply_recv: r is to be answered, nobody waits at e, and
 * no signal comes first. */
void fast_invoke(word_t slot, word_t info, word_t unused, struct tcb *t);
void fast_call_active(word_t cptr, word_t info, word_t unused, struct tcb *t);
void fast_answer_active(word_t cptr, word_t info, word_t unused, struct tcb *t,
                        struct endpoint *e, struct reply *r);

/* Likewise, an interrupt. It ends in trap_leave_fast, or returns when node.current is to run. */
void fast_interrupt(struct tcb *t);

/* The current thread's recorded fault goes to its handler, who runs; false: nothing has happened.
 * For entries that have done nothing else. */
bool fast_fault(struct tcb *t, struct cap handler);
