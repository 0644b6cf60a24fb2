/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The short way for Call on a kernel object: as invoke() and what stands around it in entry.c, but
 * everything is known to be where it is mostly found. As in fastpath.c (1, 4), and:
 *
 *  2. Behind the commit line it is an invocation like any other: it may be refused, stop at a
 *     preemption point, or change who runs. If it has done what was asked, has no result, and
 *     concerns nobody else, the caller goes on at once.
 *  3. As in fast_wake.c.
 *
 * What is not here: messages without the buffer that they need, and deeper CSpaces.
 */

#include "cspace.h"
#include "fast_parts.h"
#include "invocation.h"
#include "sched.h"
#include <arch/caps.h>

/* How a reason to leave ends. */
#define SLOW_CALL return trap_slow_call(at, info, 0, t)

/* t remembers where all the extra capabilities are; now they are in node.message. */
static inline bool find_caps(const struct tcb *t, word_t n, word_t buffer)
{
    for (word_t i = 0; i < n; i++) {        /* at most MSG_MAX_EXTRA_CAPS turns */
        LOOP(MSG_MAX_EXTRA_CAPS, i);
        const word_t cptr = buffer_word(buffer, IPC_BUFFER_CAPS + i);
        if (!cspace_knows(t, cptr, &node.message.cap[i]))
            return false;
    }
    node.message.n_caps = n;
    return true;
}

void fast_invoke(word_t at, word_t info, word_t unused, struct tcb *t)
{
    (void)unused;
    struct slot *s = slot_at(at);
    if (!cap_decodes_messages(s->cap))                    SLOW_CALL;
    const struct message_info i = {{info}};
    const bool small = message_fits_registers(i);
    const word_t buffer = small ? 0 : ipc_buffer_for_reading(t);
    sched_stamp_time();
    if (!sched_is_quiet())                                SLOW_CALL;  /* something ends */
    if (message_info_length(i) > MSG_MAX_LENGTH)          SLOW_CALL;  /* to be cut */
    if (!small && buffer == 0)                            SLOW_CALL;  /* likewise */
    if (!find_caps(t, message_info_extraCaps(i), buffer)) SLOW_CALL;  /* a deeper CSpace */

    /* commit: as entry_call and invoke */
    node.current = tcb_addr(t);
    node.work_units = 0;
    node.message.scan_ticket = t->scan_ticket;
    t->scan_ticket = 0;
    node.message.self = slot_addr(s);
    node.result.count = 0;
    message_take(t, i, message_info_length(i), buffer);
    const enum err error = cap_type(s->cap) % 2 == 1 ? arch_invoke(s, &node.message)
                                                     : invoke_object(t, s, SEND_OF_CALL);
    if (error != ERR_OK || node.result.count != 0 || !sched_goes_on(t))
        trap_invoked(t, error);
    else
        trap_leave_fast(0, message_info_word(E_NoError, 0), t);
}
