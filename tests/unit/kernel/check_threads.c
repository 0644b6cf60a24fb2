/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Threads: states, and the queues of the scheduler.
 *
 *  1. A thread is in the ready queue or release queue that its flags name, and nowhere else.
 *  2. A thread that could run is current or in one of them: nobody is forgotten.
 *  3. What a thread is blocked on knows it (the queues are walked in check_ipc.c), and only a
 *     blocked thread has such links.
 */

#include "ipc.h"
#include "fastpath.h"
#include "survey.h"
#include "delete.h"
#include "fault.h"
#include "sched_context.h"
#include <arch/vspace.h>
#include <arch/caps.h>

#define NAME "thread 0x%lx"

/* ----------------------------------------------------------------------------- ready queues */

static void check_ready_queue(word_t domain, word_t priority)
{
    const struct ready_queue *q = ready_queue_of(domain, priority);
    word_t bitmap = node.domain[domain].bitmap[priority / WORD_BITS];
    bool marked = (bitmap >> priority % WORD_BITS & 1) != 0;
    MUST(marked == (q->head != 0), "the bitmap of ready queue %lu.%lu is wrong", domain, priority);
    MUST(!marked || priority <= node.domain[domain].highest,
         "ready queue %lu.%lu is above the highest", domain, priority);
    MUST((q->head == 0) == (q->tail == 0), "ready queue %lu.%lu has one end", domain, priority);
    word_t before = 0;
    for (word_t at = q->head; at != 0; at = tcb_at(at)->ready_next) {
        struct object *o = object_expect(at, CAP_tcb, false, "a ready queue");
        const struct tcb *t = tcb_at(at);
        MUST(t->ready_prev == before, NAME ": ready_prev is wrong", at);
        MUST(t->in_ready_queue == 1, NAME " is in a ready queue and does not know", at);
        MUST(t->domain == domain && t->priority == priority,
             NAME " of %lu.%lu is in ready queue %lu.%lu", at, t->domain, t->priority, domain,
             priority);
        MUST(o->ready++ == 0, NAME " is in ready queues twice", at);
        before = at;
    }
    MUST(q->tail == before, "the tail of ready queue %lu.%lu is wrong", domain, priority);
}

/* The queues that the bitmap says are not empty. */
static void check_ready_queues(word_t domain)
{
    const word_t *bitmap = node.domain[domain].bitmap;
    for (word_t i = 0; i < N_PRIORITIES / WORD_BITS; i++)
        for (word_t w = bitmap[i]; w != 0; w &= w - 1)
            check_ready_queue(domain, i * WORD_BITS + (word_t)__builtin_ctzl(w));
}

/* There are no others. At each exit another part of the queues is looked at: one word's. */
static void check_empty_queues(word_t part)
{
    const word_t words = N_PRIORITIES / WORD_BITS, domain = part / words % N_DOMAINS;
    const struct domain_queues *d = &node.domain[domain];
    const struct ready_queue *q = ready_queue_of(domain, part % words * WORD_BITS);
    word_t head = 0, tail = 0;
    for (word_t i = 0; i < WORD_BITS; i++) {
        head += q[i].head != 0 ? 1U : 0;
        tail += q[i].tail != 0 ? 1U : 0;
    }
    word_t marked = (word_t)__builtin_popcountl(d->bitmap[part % words]);
    MUST(head == marked && tail == marked, "a ready queue of domain %lu is not in its bitmap",
         domain);
}

/* --------------------------------------------------------------------------- release queues */

static void count_released(word_t at, word_t domain, word_t time)
{
    struct object *o = object_expect(at, CAP_tcb, false, "a release queue");
    const struct tcb *t = tcb_at(at);
    MUST(t->in_release_queue == 1, NAME " is in a release queue and does not know", at);
    MUST(t->domain == domain, NAME " is in the release queue of domain %lu", at, domain);
    MUST(t->release_time == time, NAME " stands among threads of another release time", at);
    MUST(o->releasing++ == 0, NAME " is in release queues twice", at);
}

static void check_ring(word_t first, word_t domain)
{
    word_t at = first;
    do {
        const struct tcb *t = tcb_at(at);
        count_released(at, domain, tcb_at(first)->release_time);
        MUST(at == first ||
             (t->release_parent == 0 && t->release_child[0] == 0 && t->release_child[1] == 0),
             NAME " in a ring has links of the tree", at);
        object_expect(t->release_next, CAP_tcb, false, "release_next");
        MUST(tcb_at(t->release_next)->release_prev == at, NAME ": release_prev is wrong", at);
        at = t->release_next;
    } while (at != first);
}

/* A tree of depth 64 at most: depth first, without recursion. */
static void check_release_queue(word_t domain)
{
    word_t stack[2 * WORD_BITS + 4], depth_of[2 * WORD_BITS + 4], n = 0;
    if (node.domain[domain].release == 0)
        return;
    stack[0] = node.domain[domain].release;
    depth_of[n++] = 0;
    object_expect(stack[0], CAP_tcb, false, "a release queue");
    MUST(tcb_at(stack[0])->release_parent == 0, "the first of a release queue has a parent");
    while (n > 0) {
        word_t at = stack[--n], depth = depth_of[n];
        check_ring(at, domain);
        for (word_t side = 0; side < 2; side++) {
            word_t child = tcb_at(at)->release_child[side];
            if (child == 0)
                continue;
            object_expect(child, CAP_tcb, false, "release_child");
            const struct tcb *c = tcb_at(child);
            MUST(c->release_parent == at, NAME ": release_parent is wrong", child);
            MUST(c->release_time > tcb_at(at)->release_time, NAME " is below a later one", child);
            MUST((c->release_time >> depth & 1) == side, NAME " is on the wrong side", child);
            MUST(depth < WORD_BITS, "a release queue is too deep");
            stack[n] = child;
            depth_of[n++] = depth + 1;
        }
    }
}

/* ---------------------------------------------------------------------------------- threads */

static void check_idle_links(word_t at, const struct tcb *t, const struct object *o)
{
    MUST(t->in_ready_queue == o->ready, NAME " is not in the ready queue it believes in", at);
    MUST(t->in_release_queue == o->releasing, NAME " is not in its release queue", at);
    MUST(t->in_ready_queue + t->in_release_queue <= 1, NAME " is in two queues", at);
    MUST(o->ready != 0 || (t->ready_next == 0 && t->ready_prev == 0), NAME ": ready links", at);
    MUST(o->releasing != 0 || (t->release_next == 0 && t->release_prev == 0 &&
                               t->release_parent == 0 && t->release_child[0] == 0 &&
                               t->release_child[1] == 0), NAME ": release links", at);
    MUST(thread_is_queued(t) || (t->wait_next == 0 && t->wait_prev == 0 &&
                                t->wait_group_next == 0 && t->wait_group_prev == 0),
         NAME ": wait links without a queue", at);
    MUST(thread_is_queued(t) || t->wait_group_tail == at || t == &node.idle,
         NAME ": another is its group's last without a queue", at);
}

static void check_runnable(word_t at, const struct tcb *t)
{
    bool queued = t->in_ready_queue != 0 || t->in_release_queue != 0;
    bool current = node.current == at;
    bool able = thread_is_runnable(t) && t->sched_context != 0 &&
                sc_is_active(sched_context_at(t->sched_context));
    MUST(!queued || able, NAME " in state %lu is queued but cannot run", at, t->state);
    MUST(!able || queued || current, NAME " could run and is in no queue", at);
    MUST(!queued || !current, NAME " runs and is queued", at);
    MUST(!thread_is_runnable(t) || t->fault.type == FAULT_NullFault,
         NAME " runs with fault %lu", at, t->fault.type);
    const bool waits = t->state == THREAD_BLOCKED_RECEIVE ||
                       t->state == THREAD_BLOCKED_NOTIFICATION ||
                       (t->state == THREAD_BLOCKED_REPLY && t->fault.type == FAULT_NullFault);
    if (waits && t->sched_context != 0)
        MUST(sc_is_active(sched_context_at(t->sched_context)) &&
             refill_is_ready(sched_context_at(t->sched_context)),
             NAME " waits with a context that is not ready", at);
    if (t->in_ready_queue != 0 && t->domain == node.current_domain)
        MUST(refill_is_ready(sched_context_at(t->sched_context)),
             NAME " is ready before its time", at);
}

/* A Reply object is t's: the one it waits on, or offers as a receiver. */
static bool awaits_or_offers(const struct tcb *t)
{
    return t->state == THREAD_BLOCKED_REPLY ||
           (t->state == THREAD_BLOCKED_RECEIVE && t->reply != 0);
}

static void check_links(word_t at, const struct tcb *t)
{
    if (t->sched_context != 0) {
        object_expect(t->sched_context, CAP_sched_context, false, "a thread's sched_context");
        MUST(sched_context_at(t->sched_context)->tcb == at, NAME ": its context has another", at);
    }
    if (t->bound_notification != 0) {
        object_expect(t->bound_notification, CAP_notification, false, "bound_notification");
        MUST(notification_at(t->bound_notification)->bound_tcb == at, NAME ": bound one way", at);
    }
    if (t->yield_to != 0) {
        object_expect(t->yield_to, CAP_sched_context, false, "yield_to");
        MUST(sched_context_at(t->yield_to)->yield_from == at, NAME ": yield_to one way", at);
        MUST(thread_is_runnable(t), NAME " waits in YieldTo and is in state %lu", at, t->state);
        MUST(node.current != at, NAME " runs and still waits in YieldTo", at);
    }
    if (awaits_or_offers(t)) {
        object_expect(t->reply, CAP_reply, false, "a thread's reply");
        MUST(reply_at(t->reply)->tcb == at, NAME ": its Reply object has another thread", at);
    }
}

static void check_blocking(word_t at, const struct tcb *t)
{
    bool on_endpoint = t->state == THREAD_BLOCKED_SEND || t->state == THREAD_BLOCKED_RECEIVE;
    if (thread_is_queued(t))
        object_expect(t->blocked_on, on_endpoint ? CAP_endpoint : CAP_notification, true,
                      "blocked_on");
    MUST(t->state != THREAD_BLOCKED_REPLY || t->reply != 0, NAME " awaits a reply of nothing", at);
    const struct sched_context *sc = sched_context_at(t->sched_context);
    const bool waits = t->state == THREAD_BLOCKED_RECEIVE ||
                       t->state == THREAD_BLOCKED_NOTIFICATION;
    MUST(!waits || t->sched_context == 0 || sc_is_released(sc),
         NAME " waits, and may not run yet when woken", at);
}

/* The IPC buffer at this user address in this frame, if the right is there. */
static word_t buffer_in(struct cap frame, word_t right, word_t address)
{
    const bool usable = cap_is(frame, CAP_frame) && frame_cap_device(frame) == 0 &&
                        (frame_cap_rights(frame) & right) != 0;
    return usable ? cap_object(frame) + (address & mask(level_bits(frame_cap_level(frame)))) : 0;
}

/* x << n, also for all of a word's bits. */
static word_t shifted(word_t x, word_t n)
{
    return n < WORD_BITS ? x << n : 0;
}

/* The addresses that are remembered to lead through two CNodes do. */
static void check_levels(word_t at, const struct tcb *t)
{
    const struct cap root = t->slot[TCB_CSPACE].cap;
    const struct fast_levels *l = &t->levels;
    if (l->count == 0)
        return;
    MUST(cap_is(root, CAP_cnode), NAME " remembers levels of no CSpace", at);
    const word_t index = (l->via - cap_object(root)) >> SLOT_BITS;
    MUST(index < bit(cnode_cap_radix(root)), NAME " remembers levels of another CSpace", at);
    const struct cap c = slot_at(l->via)->cap;
    if (c.word[0] != l->cap_word[0] || c.word[1] != l->cap_word[1])
        return;
    const word_t rest = WORD_BITS - cnode_cap_guard_size(root) - cnode_cap_radix(root);
    const word_t base = shifted(cnode_cap_guard(root), WORD_BITS - cnode_cap_guard_size(root)) |
                        shifted(index, rest) |
                        shifted(cnode_cap_guard(c), cnode_cap_radix(c));
    MUST(cap_is(c, CAP_cnode) && cnode_cap_guard_size(c) + cnode_cap_radix(c) == rest &&
         l->base == base && l->count == bit(cnode_cap_radix(c)) && l->slots == cap_object(c),
         NAME " remembers other levels than there are", at);
    witnessed.levels++;
}

/* Whether an answer to it is more than a message, and the time of the call: fastpath.h, 3. */
static void check_peers(word_t at, const struct tcb *t)
{
    const bool faulty = t->fault.type != FAULT_NullFault;
    const bool waits = t->state == THREAD_BLOCKED_REPLY;
    const struct reply *r = reply_at(t->reply);
    const bool got_time = waits && t->sched_context != 0 &&
                          (r->sched_context | r->prev | r->next) != 0;
    MUST((t->peers & ~PEERS_CARE) ==
             (t->fpu.used != 0 ? at << PEERS_ADDRESS | PEERS_FPU | t->domain : t->domain),
         NAME " does not know its peers", at);
    MUST((t->peers & PEERS_CARE) != 0 || !(faulty || got_time), NAME " would not get its answer",
         at);
    MUST((t->peers & PEERS_CARE) == 0 || faulty || waits, NAME " is never answered fast", at);
}

/* What is remembered for the fast path is true; the address space may not be known. */
static void check_memory_of_fast_path(word_t at, const struct tcb *t)
{
    const struct cap cspace = t->slot[TCB_CSPACE].cap, root = t->slot[TCB_VSPACE].cap;
    const struct cap frame = t->slot[TCB_IPC_BUFFER].cap;
    const bool flat = cap_is(cspace, CAP_cnode) && cnode_cap_guard(cspace) == 0 &&
                      cnode_cap_guard_size(cspace) + cnode_cap_radix(cspace) == WORD_BITS;
    MUST(t->cspace.mask == (flat ? mask(cnode_cap_radix(cspace)) : 0) &&
         t->cspace.slots == (flat ? cap_object(cspace) : slot_addr(&node.empty_slot)),
         NAME " does not know whether its CSpace is flat", at);
    MUST(ipc_buffer_for_reading(t) == buffer_in(frame, RIGHT_RECEIVE, t->ipc_buffer) &&
         ipc_buffer_for_writing(t) == buffer_in(frame, RIGHT_SEND, t->ipc_buffer),
         NAME " remembers another IPC buffer than its own", at);
    check_levels(at, t);
    check_peers(at, t);
    MUST(t->fpu.used == 0 || (t->flags & TCB_FLAG_FPU_DISABLED) == 0,
         NAME " uses the FPU and must not", at);
    MUST(t->offer == 0 ||
         (t->state == THREAD_BLOCKED_RECEIVE && t->offer == t->reply && t->sched_context == 0 &&
          endpoint_at(t->blocked_on)->queue == at && t->wait_next == 0 && t->wait_group_next == 0),
         NAME " can be called, it is remembered, but it cannot", at);
    if (!fast_space_is_known(t))
        return;
    MUST(vspace_cap_is_root(root), NAME " believes in an address space that is not alive", at);
    MUST(t->space.value == satp_raw(satp_make(window_physical(cap_object(root)),
                                              page_table_cap_asid(root))),
         NAME " remembers another address space than its own", at);
}

static void check_slots(word_t at, const struct tcb *t)
{
    static const enum cap_type holds[TCB_SLOTS] = {CAP_cnode, CAP_page_table, CAP_frame,
                                                   CAP_endpoint, CAP_endpoint};
    for (word_t i = 0; i < TCB_SLOTS; i++) {
        struct cap c = t->slot[i].cap;
        MUST(cap_is_null(c) || cap_is(c, CAP_zombie) || cap_is(c, holds[i]),
             NAME ": slot %lu holds type %lu", at, i, cap_type(c));
    }
}

static void check_thread(struct object *o)
{
    const struct tcb *t = tcb_at(o->address);
    MUST(t->state < THREAD_IDLE, NAME " in state %lu", o->address, t->state);
    MUST(t->priority < N_PRIORITIES && t->mcp < N_PRIORITIES, NAME ": priority", o->address);
    MUST(t->domain < N_DOMAINS, NAME " in domain %lu", o->address, t->domain);
    check_idle_links(o->address, t, o);
    o->ready = o->releasing = 0;
    check_links(o->address, t);
    check_blocking(o->address, t);
    check_runnable(o->address, t);
    if (o->is_zombie)
        MUST(t->cspace.mask == 0 && t->levels.count == 0 && t->buffer.read == 0 &&
             t->buffer.write == 0 && !fast_space_is_known(t),
             NAME " is dead and remembers", o->address);
    else
        check_memory_of_fast_path(o->address, t);
    if (!o->is_zombie)
        check_slots(o->address, t);
    else
        MUST(t->state == THREAD_INACTIVE && t->sched_context == 0 && t->bound_notification == 0 &&
             t->yield_to == 0 && node.current != o->address,
             NAME " is being destroyed and still takes part", o->address);
}

/* The list of debug kernels holds exactly the living threads and the idle thread. */
static void check_debug_list(word_t threads)
{
    word_t before = 0, n = 0;
    for (word_t at = node.debug_threads; at != 0; at = tcb_at(at)->debug_next) {
        tcb_expect(at, "the list of threads");
        MUST(tcb_at(at)->debug_prev == before, NAME ": debug_prev", at);
        MUST(n++ <= threads, "the list of threads has no end");
        before = at;
    }
    MUST(!KEEL_DEBUG || n == threads + 1, "%lu threads live, %lu are listed", threads, n - 1);
}

/* Those in which threads are; of the others, which must be empty, another one at each exit. */
static word_t domains_to_check(void)
{
    if (survey.whole)
        return mask(N_DOMAINS);
    word_t domains = bit(survey.number % N_DOMAINS) | bit(node.current_domain % N_DOMAINS);
    FOR_EACH_OBJECT(o, CAP_tcb)
        domains |= bit(tcb_at(o->address)->domain % N_DOMAINS);
    return domains;
}

void check_threads(void)
{
    word_t threads = 0;
    for (word_t domains = domains_to_check(); domains != 0; domains &= domains - 1) {
        check_ready_queues((word_t)__builtin_ctzl(domains));
        check_release_queue((word_t)__builtin_ctzl(domains));
    }
    for (word_t i = 0; i < (survey.whole ? N_DOMAINS * N_PRIORITIES / WORD_BITS : 1); i++)
        check_empty_queues(survey.number + i);
    FOR_EACH_OBJECT(o, CAP_tcb) {
        check_thread(o);
        threads += o->is_zombie ? 0 : 1;
        witnessed.states |= bit(tcb_at(o->address)->state);
    }
    check_debug_list(threads);
    if (threads > witnessed.threads)
        witnessed.threads = threads;
}
