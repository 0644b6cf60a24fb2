/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The send half of a system call: resolve the capability, dispatch on its type, answer.
 *
 *  1. The invoking thread is the current thread; its message stays in its registers and buffer,
 *     except for the first words, copied once into node.message.
 *  2. Kernel objects answer only calls, and only if the caller still runs: a thread that stopped
 *     or destroyed itself gets no answer.
 *  3. A bad capability address is a fault for blocking calls and nothing for the others; a bad
 *     argument is an error, never a fault.
 */

#include "invocation.h"
#include "cspace.h"
#include "derive.h"
#include "fault.h"
#include "ipc.h"
#include "sched.h"
#include "sched_context.h"
#include <arch/caps.h>

enum err result_word(word_t value)
{
    node.result.word[0] = value;
    node.result.count = 1;
    return ERR_OK;
}

word_t invocation_buffer(void)
{
    return ipc_buffer_for_reading(current_thread());
}

static void answer(struct tcb *t, word_t label, word_t count, const word_t *words)
{
    context_set_cap(&t->context, 0);
    if (count == 0) {
        context_set_info(&t->context, message_info_word(label, 0));
        return;
    }
    word_t buffer = count > MSG_REGISTERS ? ipc_buffer_for_writing(t) : 0;
    for (word_t i = 0; i < count; i++) {    /* at most MAX_RESULT_WORDS turns */
        LOOP(MAX_RESULT_WORDS, i);
        message_put_word(t, buffer, i, words[i]);
    }
    context_set_info(&t->context, message_info_word(label, message_delivered(count, buffer)));
}

void invocation_answer(struct tcb *t, enum err error)
{
    if (error == ERR_PREEMPTED || error == ERR_DEFERRED || t->state != THREAD_RUNNING)
        return;
    if (error == ERR_OK)
        invocation_reply_success(t, &node.result);
    else
        answer(t, (word_t)error, node.error.count, node.error.word);
}

void invocation_reply_success(struct tcb *t, const struct result *r)
{
    answer(t, E_NoError, r->count, r->word);
}

/* Resolve the extra capabilities into node.message.cap. False if one cannot be: a fault was sent
 * if `blocking`. */
static bool find_extra_caps(struct tcb *t, word_t buffer, word_t n, bool blocking)
{
    for (word_t i = 0; i < n; i++) {        /* at most MSG_MAX_EXTRA_CAPS turns */
        LOOP(MSG_MAX_EXTRA_CAPS, i);
        word_t cptr = buffer_word(buffer, IPC_BUFFER_CAPS + i);
        node.message.cap[i] = cspace_lookup(t, cptr);
        if (node.message.cap[i] == 0) {
            if (blocking)
                fault_capability(cptr, false);
            return false;
        }
    }
    node.message.n_caps = n;
    return true;
}

static enum err no_such_capability(const char *why)
{
    return fail_capability(0, why, 0);
}

static bool is_never_first(word_t type)
{
    return type == CAP_tcb || type == CAP_domain_set || type == CAP_cnode ||
           type == CAP_sched_control || type == CAP_sched_context;
}

enum err invoke_object(struct tcb *t, struct slot *s, word_t how)
{
    const struct message *m = &node.message;
    const word_t type = cap_type(s->cap);
    if ((how & SEND_FIRST_PHASE) != 0 && is_never_first(type))
        return no_such_capability("this object cannot be invoked by the first half of a "
                                  "combined system call");
    t->yield_is_call = (how & SEND_CALL) != 0 ? 1 : 0;
    switch (type) {
    case CAP_untyped:       return untyped_invoke(s, m);
    case CAP_cnode:         return cnode_invoke(s->cap, m);
    case CAP_tcb:           return tcb_invoke(s, m);
    case CAP_irq_control:   return irq_control_invoke(s, m);
    case CAP_irq_handler:   return irq_handler_invoke(s->cap, m);
    case CAP_domain_set:    return domain_set_invoke(m);
    case CAP_sched_context: return sched_context_invoke(s->cap, m);
    default:                return sched_control_invoke(s->cap, m);
    }
}

static enum err invoke_endpoint(struct tcb *t, struct cap c, word_t how)
{
    if ((endpoint_cap_rights(c) & RIGHT_SEND) == 0)
        return no_such_capability("sending needs the write right on the endpoint");
    endpoint_send(t, endpoint_at(cap_object(c)), how, endpoint_cap_badge(c),
                  endpoint_cap_rights(c));
    return ERR_DEFERRED;
}

static enum err dispatch(struct tcb *t, struct slot *s, word_t buffer, word_t how)
{
    struct cap c = s->cap;
    switch (cap_type(c)) {
    case CAP_null:
        return no_such_capability("the invoked slot is empty");
    case CAP_zombie:
        return no_such_capability("the invoked object is being destroyed");
    case CAP_endpoint:
        return invoke_endpoint(t, c, how);
    case CAP_notification:
        if ((notification_cap_rights(c) & RIGHT_SEND) == 0)
            return no_such_capability("signalling needs the write right on the notification");
        notification_signal(notification_at(cap_object(c)), notification_cap_badge(c));
        return ERR_OK;
    case CAP_reply:
        reply_send(t, reply_at(cap_object(c)), reply_cap_can_grant(c) != 0);
        return ERR_OK;
    default:
        message_take(t, message_info_of(t), message_length(message_info_of(t), buffer), buffer);
        return cap_type(c) % 2 == 1 ? arch_invoke(s, &node.message) : invoke_object(t, s, how);
    }
}

enum err invoke(word_t cptr, word_t how)
{
    struct tcb *t = current_thread();
    node.message.scan_ticket = t->scan_ticket;
    t->scan_ticket = 0;
    word_t s = cspace_lookup(t, cptr);
    if (s == 0) {
        if ((how & SEND_BLOCKING) != 0)
            fault_capability(cptr, false);
        return ERR_OK;
    }
    const struct message_info info = message_info_of(t);
    word_t buffer = message_fits_registers(info) ? 0 : ipc_buffer_for_reading(t);
    word_t n_caps = buffer != 0 ? message_info_extraCaps(info) : 0;
    node.message.n_caps = 0;
    if (!find_extra_caps(t, buffer, n_caps, (how & SEND_BLOCKING) != 0))
        return ERR_OK;
    node.result.count = 0;
    node.message.self = s;
    enum err error = dispatch(t, slot_at(s), buffer, how);
    if ((how & SEND_CALL) != 0)
        invocation_answer(t, error);
    return error;
}
