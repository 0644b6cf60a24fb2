/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * TCB invocations that install capabilities: CSpace, VSpace, IPC buffer, fault and timeout
 * handlers.
 *
 * All capabilities are checked and derived first. Installing then deletes the old capability,
 * which may stop at a preemption point (the call is repeated) or take along the capability being
 * installed or the one used to invoke the TCB; then nothing is installed in that slot.
 */

#include "delete.h"
#include "derive.h"
#include "fastpath.h"
#include "invocation.h"
#include "ipc.h"
#include "sched.h"
#include "sched_context.h"
#include <abi/invocations.h>
#include <arch/vspace.h>

/* A capability found fit for a TCB slot, and the slot it was derived from. */
struct chosen {
    struct cap cap;             /* null: clear the slot */
    word_t source;
};

static enum err install(struct slot *self, enum tcb_slot which, const struct chosen *c)
{
    struct cap tcb_cap = self->cap;
    struct slot *s = &tcb_at(cap_object(tcb_cap))->slot[which];
    if (slot_delete(s) == ERR_PREEMPTED)
        return ERR_PREEMPTED;
    if (!cap_is_null(c->cap) && cap_same_object(c->cap, slot_at(c->source)->cap) &&
        cap_same_object(tcb_cap, self->cap))
        slot_insert(s, c->cap, slot_at(c->source));
    fast_spaces_changed(tcb_at(cap_object(tcb_cap)));
    return ERR_OK;
}

/* A handler: no capability, or an endpoint that can be sent to and answered. */
static enum err choose_handler(const struct message *m, word_t i, word_t number, struct chosen *c)
{
    struct cap cap = message_cap(m, i);
    word_t rights = cap_is(cap, CAP_endpoint) ? endpoint_cap_rights(cap) : 0;
    bool fit = (rights & RIGHT_SEND) != 0 && (rights & (RIGHT_GRANT | RIGHT_GRANT_REPLY)) != 0;
    if (!cap_is_null(cap) && !fit)
        return fail_capability(number, "a fault handler is an endpoint with the write right and "
                                       "grant or grant reply", 0);
    c->cap = cap;
    c->source = m->cap[i];
    return ERR_OK;
}

/* Apply a data word if it is not 0, and derive. */
static enum err choose_root(const struct message *m, word_t i, word_t data, struct chosen *c)
{
    struct slot *source = slot_at(m->cap[i]);
    struct cap cap = data != 0 ? cap_update_data(source->cap, data, false) : source->cap;
    c->source = m->cap[i];
    c->cap = cap_derive(source, cap);
    return cap_is_null(c->cap) ? last_refusal() : ERR_OK;
}

static enum err choose_space(struct slot *self, const struct message *m, word_t first,
                             struct chosen *cspace, struct chosen *vspace)
{
    struct tcb *t = tcb_at(cap_object(self->cap));
    if (slot_is_long_running(&t->slot[TCB_CSPACE]) || slot_is_long_running(&t->slot[TCB_VSPACE]))
        return fail_illegal("replacing the thread's last capability to its CSpace would destroy "
                            "it; delete that capability first");
    enum err error = choose_root(m, first, m->word[0], cspace);
    if (error != ERR_OK)
        return error;
    if (!cap_is(cspace->cap, CAP_cnode))
        return fail_illegal("the CSpace root is not a CNode, or its guard does not fit");
    error = choose_root(m, first + 1, m->word[1], vspace);
    if (error != ERR_OK)
        return error;
    if (!vspace_cap_is_root(vspace->cap))
        return fail_illegal("the VSpace root is not a page table with an ASID");
    return ERR_OK;
}

/* The IPC buffer: message word `address_word`, capability i. Null when the address is 0. */
static enum err choose_buffer(const struct message *m, word_t address, word_t i, struct chosen *c)
{
    c->cap = cap_null();
    c->source = m->cap[i];
    if (address == 0)
        return ERR_OK;
    c->cap = cap_derive(slot_at(c->source), message_cap(m, i));
    if (cap_is_null(c->cap))
        return last_refusal();
    if (!frame_is(c->cap) || frame_is_device(c->cap))
        return fail_illegal("an IPC buffer lies in a frame of ordinary memory");
    if ((address & mask(IPC_BUFFER_BITS)) != 0)
        return fail_alignment("IPC buffer address 0x%lx is not aligned to 2^%lu bytes", address,
                              IPC_BUFFER_BITS);
    return ERR_OK;
}

static enum err install_space(struct slot *self, const struct chosen *cspace,
                              const struct chosen *vspace)
{
    struct tcb *t = tcb_at(cap_object(self->cap));
    enum err error = install(self, TCB_CSPACE, cspace);
    if (error == ERR_OK)
        error = install(self, TCB_VSPACE, vspace);
    if (t == current_thread())
        sched_reschedule();     /* which enters the new address space */
    return error;
}

static enum err install_buffer(struct slot *self, word_t address, const struct chosen *frame)
{
    struct tcb *t = tcb_at(cap_object(self->cap));
    if (slot_delete(&t->slot[TCB_IPC_BUFFER]) == ERR_PREEMPTED)
        return ERR_PREEMPTED;
    t->ipc_buffer = address;
    enum err error = install(self, TCB_IPC_BUFFER, frame);
    if (t == current_thread())
        sched_reschedule();
    return error;
}

enum err tcb_configure(struct slot *self, const struct message *m)
{
    struct chosen cspace, vspace, frame;
    enum err error;
    if (!message_has(m, INV_WORDS(TCBConfigure), INV_CAPS(TCBConfigure)))
        return fail_truncated(INV_WORDS(TCBConfigure), INV_CAPS(TCBConfigure));
    if ((error = choose_buffer(m, m->word[2], 2, &frame)) != ERR_OK ||
        (error = choose_space(self, m, 0, &cspace, &vspace)) != ERR_OK)
        return error;

    /* commit */
    error = install_space(self, &cspace, &vspace);
    return error == ERR_OK ? install_buffer(self, m->word[2], &frame) : error;
}

enum err tcb_set_space(struct slot *self, const struct message *m)
{
    struct chosen handler, cspace, vspace;
    enum err error;
    if (!message_has(m, INV_WORDS(TCBSetSpace), INV_CAPS(TCBSetSpace)))
        return fail_truncated(INV_WORDS(TCBSetSpace), INV_CAPS(TCBSetSpace));
    if ((error = choose_space(self, m, 1, &cspace, &vspace)) != ERR_OK ||
        (error = choose_handler(m, 0, 1, &handler)) != ERR_OK)
        return error;

    /* commit */
    error = install(self, TCB_FAULT_EP, &handler);
    return error == ERR_OK ? install_space(self, &cspace, &vspace) : error;
}

enum err tcb_set_ipc_buffer(struct slot *self, const struct message *m)
{
    struct chosen frame;
    if (!message_has(m, INV_WORDS(TCBSetIPCBuffer), INV_CAPS(TCBSetIPCBuffer)))
        return fail_truncated(INV_WORDS(TCBSetIPCBuffer), INV_CAPS(TCBSetIPCBuffer));
    enum err error = choose_buffer(m, m->word[0], 0, &frame);
    if (error != ERR_OK)
        return error;

    /* commit */
    return install_buffer(self, m->word[0], &frame);
}

enum err tcb_set_timeout_endpoint(struct slot *self, const struct message *m)
{
    struct chosen handler;
    if (!message_has(m, INV_WORDS(TCBSetTimeoutEndpoint), INV_CAPS(TCBSetTimeoutEndpoint)))
        return fail_truncated(INV_WORDS(TCBSetTimeoutEndpoint), INV_CAPS(TCBSetTimeoutEndpoint));
    enum err error = choose_handler(m, 0, 1, &handler);
    if (error != ERR_OK)
        return error;

    /* commit */
    return install(self, TCB_TIMEOUT_EP, &handler);
}

static enum err check_sched_context(const struct tcb *t, struct cap c)
{
    if (cap_is_null(c))
        return t == current_thread() ? fail_illegal("a thread cannot take its own time away")
                                     : ERR_OK;
    if (!cap_is(c, CAP_sched_context))
        return fail_capability(2, "not a scheduling context", 0);
    struct sched_context *sc = sched_context_at(cap_object(c));
    if (sched_context_addr(sc) != t->sched_context) {
        if (t->sched_context != 0)
            return fail_illegal("the thread already has a scheduling context");
        if (sc->tcb != 0)
            return fail_illegal("the scheduling context is bound to another thread");
    }
    if (thread_is_blocked(t) && !sc_is_released(sc))
        return fail_illegal("the thread is blocked and the scheduling context has no time now");
    return ERR_OK;
}

static enum err check_sched_params(struct slot *self, const struct message *m,
                                   struct chosen *handler)
{
    if (!cap_is(message_cap(m, 0), CAP_tcb))
        return fail_capability(1, "the authority is not a thread", 0);
    word_t limit = tcb_at(cap_object(message_cap(m, 0)))->mcp;
    if (m->word[0] > limit)
        return fail_range(MIN_PRIORITY, limit, "MCP %lu is above the authority's %lu", m->word[0]);
    if (m->word[1] > limit)
        return fail_range(MIN_PRIORITY, limit, "priority %lu is above the authority's %lu",
                          m->word[1]);
    enum err error = check_sched_context(tcb_at(cap_object(self->cap)), message_cap(m, 1));
    return error == ERR_OK ? choose_handler(m, 2, 3, handler) : error;
}

enum err tcb_set_sched_params(struct slot *self, const struct message *m)
{
    struct chosen handler;
    if (!message_has(m, INV_WORDS(TCBSetSchedParams), INV_CAPS(TCBSetSchedParams)))
        return fail_truncated(INV_WORDS(TCBSetSchedParams), INV_CAPS(TCBSetSchedParams));
    enum err error = check_sched_params(self, m, &handler);
    if (error != ERR_OK)
        return error;
    struct tcb *t = tcb_at(cap_object(self->cap));
    struct cap sc = message_cap(m, 1);

    /* commit */
    if (install(self, TCB_FAULT_EP, &handler) == ERR_PREEMPTED)
        return ERR_PREEMPTED;
    t->mcp = m->word[0];
    sched_set_priority(t, m->word[1]);
    if (cap_is_null(sc)) {
        if (t->sched_context != 0)
            sc_unbind_tcb(sched_context_at(t->sched_context));
    } else if (cap_object(sc) != t->sched_context) {
        sc_bind_tcb(sched_context_at(cap_object(sc)), t);
    }
    return ERR_OK;
}
