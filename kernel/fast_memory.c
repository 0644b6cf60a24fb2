/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a thread remembers for the fast path: fastpath.h says what, and who keeps it true.
 */

#include "derive.h"
#include "fastpath.h"
#include <arch/thread.h>
#include <arch/vspace.h>

static void remember(struct slot *s)
{
    if (!slot_is_empty(s))
        s->next |= SLOT_OF_THREAD;
}

static void cspace_changed(struct tcb *t)
{
    const struct cap c = t->slot[TCB_CSPACE].cap;
    const bool flat = cap_is(c, CAP_cnode) && cnode_cap_guard(c) == 0 &&
                      cnode_cap_guard_size(c) + cnode_cap_radix(c) == WORD_BITS;
    fast_cspace_forget(t);
    if (flat) {
        t->cspace.slots = cap_object(c);
        t->cspace.mask = mask(cnode_cap_radix(c));
    }
    remember(&t->slot[TCB_CSPACE]);
}

static void buffer_changed(struct tcb *t)
{
    const struct cap c = t->slot[TCB_IPC_BUFFER].cap;
    const bool usable = frame_is(c) && !frame_is_device(c);
    const word_t at = usable ? frame_address(c) + (t->ipc_buffer & mask(frame_bits(c))) : 0;
    t->buffer.read = usable && frame_can_read(c) ? at : 0;
    t->buffer.write = usable && frame_can_write(c) ? at : 0;
    remember(&t->slot[TCB_IPC_BUFFER]);
}

void fast_spaces_changed(struct tcb *t)
{
    cspace_changed(t);
    buffer_changed(t);
    fast_space_forget(t);
    remember(&t->slot[TCB_VSPACE]);
}

void fast_slot_emptied(struct slot *s)
{
    struct tcb *t = tcb_at(align_down(slot_addr(s), TCB_BITS));
    s->next &= ~SLOT_OF_THREAD;
    if (s == &t->slot[TCB_CSPACE]) {
        fast_cspace_forget(t);
        t->levels.count = 0;
    } else if (s == &t->slot[TCB_VSPACE]) {
        fast_space_forget(t);
    } else {
        t->buffer = (struct fast_buffer){0, 0};
    }
}

void fast_thread_ends(struct tcb *t)
{
    for (word_t i = 0; i < TCB_SLOTS; i++) {    /* 5 */
        LOOP(TCB_SLOTS, i);
        if ((t->slot[i].next & SLOT_OF_THREAD) != 0)
            fast_slot_emptied(&t->slot[i]);
    }
}

void fast_thread_changed(struct tcb *t)
{
    const word_t self = tcb_addr(t) << PEERS_ADDRESS;
    word_t peers = t->fpu.used != 0 ? self | PEERS_FPU | t->domain : t->domain;
    if (!arch_thread_is_plain(t)) {
        peers = self | PEERS_NO_GROUP;
        t->offer = 0;
    }
    t->peers = peers | (t->peers & PEERS_CARE);
}
