/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * TCB invocations: starting, stopping, priorities, bindings; the rest is in tcb_registers.c and
 * tcb_space.c.
 */

#include "debug.h"
#include "delete.h"
#include "derive.h"
#include "fault.h"
#include "fastpath.h"
#include "fpu.h"
#include "invocation.h"
#include "ipc.h"
#include "sched.h"
#include "sched_context.h"
#include <abi/invocations.h>
#include <arch/thread.h>

void thread_suspend(struct tcb *t)
{
    ipc_cancel(t);
    if (t->state == THREAD_RUNNING && t != current_thread())
        context_stop_at_next(&t->context);
    sc_cancel_yield(t);
    sched_set_state(t, THREAD_INACTIVE);
}

void thread_resume(struct tcb *t)
{
    if (t->state != THREAD_INACTIVE && !thread_is_blocked(t))
        return;
    ipc_cancel(t);
    sched_set_state(t, THREAD_RESTART);
    sc_wake(t);
    sched_candidate(t);
}

void tcb_finalise(struct tcb *t)
{
    if (t->bound_notification != 0)
        notification_unbind(notification_at(t->bound_notification));
    if (t->sched_context != 0) {
        struct sched_context *sc = sched_context_at(t->sched_context);
        if (sc->yield_from != 0)
            sc_complete_yield(tcb_at(sc->yield_from));
        sc_unbind_tcb(sc);
    }
    thread_suspend(t);
    fpu_forget(t);
    fast_thread_ends(t);
    arch_thread_finalise(t);
    if (KEEL_DEBUG)
        debug_forget_thread(t);
}

/* EC 0 is the thread that lends its authority: `value` must not be above its MCP. */
static enum err check_authority(const struct message *m, word_t value, const char *what)
{
    if (!cap_is(message_cap(m, 0), CAP_tcb))
        return fail_capability(1, "the authority is not a thread", 0);
    word_t mcp = tcb_at(cap_object(message_cap(m, 0)))->mcp;
    return value <= mcp ? ERR_OK : fail_range(MIN_PRIORITY, mcp, what, value);
}

static enum err set_priority(struct tcb *t, const struct message *m)
{
    if (!message_has(m, INV_WORDS(TCBSetPriority), INV_CAPS(TCBSetPriority)))
        return fail_truncated(INV_WORDS(TCBSetPriority), INV_CAPS(TCBSetPriority));
    enum err error = check_authority(m, m->word[0], "priority %lu is above the authority's %lu");
    if (error != ERR_OK)
        return error;

    /* commit */
    sched_set_priority(t, m->word[0]);
    return ERR_OK;
}

static enum err set_mcp(struct tcb *t, const struct message *m)
{
    if (!message_has(m, INV_WORDS(TCBSetMCPriority), INV_CAPS(TCBSetMCPriority)))
        return fail_truncated(INV_WORDS(TCBSetMCPriority), INV_CAPS(TCBSetMCPriority));
    enum err error = check_authority(m, m->word[0], "MCP %lu is above the authority's %lu");
    if (error != ERR_OK)
        return error;

    /* commit */
    t->mcp = m->word[0];
    return ERR_OK;
}

static enum err bind_notification(struct tcb *t, const struct message *m)
{
    if (!message_has(m, INV_WORDS(TCBBindNotification), INV_CAPS(TCBBindNotification)))
        return fail_truncated(INV_WORDS(TCBBindNotification), INV_CAPS(TCBBindNotification));
    if (t->bound_notification != 0)
        return fail_illegal("the thread already has a bound notification");
    struct cap c = message_cap(m, 0);
    if (!cap_is(c, CAP_notification))
        return fail_illegal("only a notification can be bound");
    if ((notification_cap_rights(c) & RIGHT_RECEIVE) == 0)
        return fail_illegal("binding a notification needs the read right");
    struct notification *n = notification_at(cap_object(c));
    if (n->queue != 0 || n->bound_tcb != 0)
        return fail_illegal("the notification has waiting threads or is bound");

    /* commit */
    notification_bind(n, t);
    return ERR_OK;
}

static enum err unbind_notification(struct tcb *t)
{
    if (t->bound_notification == 0)
        return fail_illegal("the thread has no bound notification");

    /* commit */
    notification_unbind(notification_at(t->bound_notification));
    return ERR_OK;
}

static enum err set_tls_base(struct tcb *t, const struct message *m)
{
    if (!message_has(m, INV_WORDS(TCBSetTLSBase), INV_CAPS(TCBSetTLSBase)))
        return fail_truncated(INV_WORDS(TCBSetTLSBase), INV_CAPS(TCBSetTLSBase));

    /* commit */
    context_set_tls(&t->context, m->word[0]);
    return ERR_OK;
}

static enum err set_flags(struct tcb *t, const struct message *m)
{
    if (!message_has(m, INV_WORDS(TCBSetFlags), INV_CAPS(TCBSetFlags)))
        return fail_truncated(INV_WORDS(TCBSetFlags), INV_CAPS(TCBSetFlags));

    /* commit */
    t->flags = (t->flags & ~m->word[0]) | (m->word[1] & TCB_FLAG_MASK);
    fpu_flags_changed(t);
    return result_word(t->flags);
}

static enum err suspend(struct tcb *t)
{
    thread_suspend(t);
    return ERR_OK;
}

static enum err resume(struct tcb *t)
{
    thread_resume(t);
    return ERR_OK;
}

enum err tcb_invoke(struct slot *self, const struct message *m)
{
    struct tcb *t = tcb_at(cap_object(self->cap));
    switch (m->label) {
    case TCBReadRegisters:      return tcb_read_registers(t, m);
    case TCBWriteRegisters:     return tcb_write_registers(t, m);
    case TCBCopyRegisters:      return tcb_copy_registers(t, m);
    case TCBConfigure:          return tcb_configure(self, m);
    case TCBSetPriority:        return set_priority(t, m);
    case TCBSetMCPriority:      return set_mcp(t, m);
    case TCBSetSchedParams:     return tcb_set_sched_params(self, m);
    case TCBSetTimeoutEndpoint: return tcb_set_timeout_endpoint(self, m);
    case TCBSetIPCBuffer:       return tcb_set_ipc_buffer(self, m);
    case TCBSetSpace:           return tcb_set_space(self, m);
    case TCBSuspend:            return suspend(t);
    case TCBResume:             return resume(t);
    case TCBBindNotification:   return bind_notification(t, m);
    case TCBUnbindNotification: return unbind_notification(t);
    case TCBSetTLSBase:         return set_tls_base(t, m);
    case TCBSetFlags:           return set_flags(t, m);
    default:                    return arch_thread_invoke(t, m);
    }
}
