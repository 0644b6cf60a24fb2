/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The fast path (fastpath.c), and what each thread remembers for it, so that it need not be found
 * out at each call:
 *
 *  1. cspace.root is word 0 of the capability in TCB_CSPACE if that is a CNode whose guard of zeros
 *     and index take all 64 bits, else FAST_UNKNOWN, which no slot holds. While the slot holds this
 *     word, a capability address is an index. Likewise buffer: it is that of the frame in
 *     TCB_IPC_BUFFER while the slot holds word 0 of that capability; if it does not there is none.
 *     Whoever fills a slot, or makes the thread, calls fast_spaces_changed; whoever empties one
 *     need not.
 *  2. space: an address space that the thread has run in. It is still that of the capability in
 *     TCB_VSPACE, and alive, while the slot holds the same word and the epoch of asid.c lasts.
 *  3. peers is the thread's domain, or if a switch to or from it takes more than the address space
 *     (FPU registers, breakpoints, a virtual CPU), its own address. So equal peers are of one
 *     domain and need nothing more. Whoever changes one of these things calls fast_thread_changed.
 */

#include "node.h"
#include <abi/syscalls.h>

#define FAST_UNKNOWN 1UL

/* Numbers of system calls: abi/syscalls.h. */
#define FAST_NUMBER_(n, name, when) NUMBER_##name = n,
enum fast_number { SYSCALLS_API(FAST_NUMBER_) };

/* t has run in the address space of its TCB_VSPACE, which has been alive since. */
static inline bool fast_space_is_known(const struct tcb *t)
{
    return t->slot[TCB_VSPACE].cap.word[0] == t->space.root &&
           epoch_at(t->space.epoch_at)->value == t->space.epoch;
}

/* The same as both of the following for a thread that is new, with a domain and empty slots. */
static inline void fast_new_thread(struct tcb *t)
{
    t->peers = t->domain;
    t->cspace.root = FAST_UNKNOWN;
    t->space.root = FAST_UNKNOWN;
}
void fast_spaces_changed(struct tcb *t);
void fast_thread_changed(struct tcb *t);

/* From the architecture's trap code, all registers of t, the current thread, being saved. They end
 * in its trap_leave_fast, or in its trap_slow. number: any system call but those two. */
void fast_call(word_t cptr, word_t info, struct tcb *t);
void fast_reply_recv(word_t cptr, word_t info, struct tcb *t, word_t reply_cptr);
void fast_other(word_t cptr, word_t info, struct tcb *t, word_t number);

/* Likewise, an interrupt. It ends in trap_leave_fast, or returns when node.current is to run. */
void fast_interrupt(struct tcb *t);

/* The current thread's recorded fault goes to its handler, who runs; false: nothing has happened.
 * For entries that have done nothing else. */
bool fast_fault(struct tcb *t, struct cap handler);
