/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a thread remembers for the fast path: fastpath.h says what, and who keeps it true.
 */

#include "fastpath.h"
#include <arch/thread.h>
#include <arch/vspace.h>

static void buffer_changed(struct tcb *t)
{
    const struct cap c = t->slot[TCB_IPC_BUFFER].cap;
    const bool usable = frame_is(c) && !frame_is_device(c);
    const word_t at = usable ? frame_address(c) + (t->ipc_buffer & mask(frame_bits(c))) : 0;
    t->buffer.frame = c.word[0];
    t->buffer.read = usable && frame_can_read(c) ? at : 0;
    t->buffer.write = usable && frame_can_write(c) ? at : 0;
}

void fast_spaces_changed(struct tcb *t)
{
    const struct cap c = t->slot[TCB_CSPACE].cap;
    const bool flat = cap_is(c, CAP_cnode) && cnode_cap_guard(c) == 0 &&
                      cnode_cap_guard_size(c) + cnode_cap_radix(c) == WORD_BITS;
    t->cspace.root = flat ? c.word[0] : FAST_UNKNOWN;
    t->cspace.mask = flat ? mask(cnode_cap_radix(c)) : 0;
    t->cspace.slots = flat ? cap_object(c) : 0;
    t->space.root = FAST_UNKNOWN;
    buffer_changed(t);
}

void fast_thread_changed(struct tcb *t)
{
    t->peers = t->fpu.used == 0 && arch_thread_is_plain(t) ? t->domain : tcb_addr(t);
}
