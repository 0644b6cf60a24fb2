/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A fault whose handler lives on lent time and waits: as fast_call, from within an entry that has
 * done nothing else.
 */

#include "fast_parts.h"
#include "fault.h"
#include "sched.h"

bool fast_fault(struct tcb *t, struct cap c)
{
    if (!fast_path_is_open())                             return false;
    if (!sched_goes_on(t))                                return false; /* more to decide */
    if (!cap_is_callable(c))                              return false; /* no handler */
    struct endpoint *e = endpoint_at(cap_object(c));
    if (e->queue == 0)                                    return false; /* nobody waits */
    struct tcb *handler = tcb_at(e->queue);
    const word_t differs = difference(handler, t) & ~PEERS_CARE;    /* t has a fault */
    if (!can_be_called(handler, t, differs))              return false;

    /* commit: as endpoint_send and sched_decide */
    fast_take_call(e, handler, t, t->scan_ticket);
    const word_t length = fault_message(t, handler);
    context_set_info(&handler->context, message_info_word(t->fault.type, length));
    context_set_cap(&handler->context, endpoint_cap_badge(c));
    arch_fast_switch(handler->space.value);
    if (differs != 0)
        fpu_switch(handler);
    node.current = tcb_addr(handler);
    return true;
}
