/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a thread does next: chosen at random, but knowing what exists.
 *
 * All threads share the root CNode, most of them as their CSpace, so a slot number is a capability
 * address. The survey says which slots hold which type. Most operations are meaningful in type;
 * some are garbled. The root task, when it runs, tends the garden: it makes threads in several
 * steps, wakes those that stopped, and sleeps on a notification that an interrupt signals.
 */

#include "run.h"
#include "derive.h"
#include "ipc.h"
#include "sched.h"
#include <arch/caps.h>
#include <arch/irqchip.h>

#define SLOT_ROOT_TCB    1
#define SLOT_ROOT_CNODE  2
#define SLOT_ROOT_SPACE  3
#define SLOT_IRQ_CONTROL 4
#define SLOT_ASID_CONTROL 5
#define SLOT_ASID_POOL   6
#define SLOT_ROOT_BUFFER 10
#define SLOT_DOMAIN      11
#define SLOT_ROOT_CONTEXT 14
#define FULL_DEPTH       64
#define COARSE_US        500     /* unit of budgets and periods on a coarse clock */

/* Operations the root task has decided on and not yet done. */
#define MAX_PLAN 16
static struct call plan[MAX_PLAN];
static word_t plan_next, plan_end;
static word_t alarm_clock;      /* slot of the notification that wakes the root task */
static bool careful;            /* the thread must not fault or block by accident */

/* ------------------------------------------------------------------------------- choosing */

static struct cap shared_cap(word_t slot)
{
    return slot_at(survey_root_cnode())[slot].cap;
}

static word_t any_slot(void)
{
    return random_below(run.weather.shared);
}

static word_t pick_empty(void)
{
    for (word_t i = 0; i < 20; i++) {
        word_t slot = run.boot_end + random_below(run.weather.shared - run.boot_end);
        if (slot_is_empty(slot_at(survey_root_cnode()) + slot))
            return slot;
    }
    return any_slot();
}

/* A slot with a capability of this type; one of the boot's own seldom, unless there are no others. */
static word_t pick(enum cap_type type)
{
    word_t n = survey.n_with[type], own = 0;
    if (n == 0 || (!careful && random_below(250) == 0))
        return careful || chance(90) ? any_slot() : random_word();
    while (own < n && survey.with[type][own] < run.boot_end)
        own++;
    if (random_below(300) == 0)
        return survey.with[type][random_below(n)];
    return own < n ? survey.with[type][own + random_skewed(n - own)] : pick_empty();
}

/* Any capability at all. */
static word_t pick_full(void)
{
    word_t slot = any_slot();
    for (word_t i = 0; i < 20 && slot_is_empty(slot_at(survey_root_cnode()) + slot); i++)
        slot = any_slot();
    return slot;
}

/* Of a few at random, the first that is as wanted, else the last. */
static word_t pick_with(enum cap_type type, bool (*wanted)(struct cap c))
{
    word_t slot = pick(type);
    for (word_t i = 0; i < 6 && slot < SHARED_SLOTS; i++) {
        if (cap_is(shared_cap(slot), type) && wanted(shared_cap(slot)))
            break;
        slot = pick(type);
    }
    return slot;
}

static bool can(struct cap c, word_t right) { return (endpoint_cap_rights(c) & right) != 0; }

/* Who waits at an endpoint? In the state of the first in its queue. */
static bool awaited_by(struct cap c, enum thread_state state)
{
    word_t first = endpoint_at(cap_object(c))->queue;
    return first != 0 && tcb_at(first)->state == (word_t)state;
}
static bool has_receivers(struct cap c)
{
    return can(c, RIGHT_SEND) && awaited_by(c, THREAD_BLOCKED_RECEIVE);
}
static bool has_senders(struct cap c)
{
    return can(c, RIGHT_RECEIVE) && awaited_by(c, THREAD_BLOCKED_SEND);
}
/* A call would donate. */
static bool has_passive_receiver(struct cap c)
{
    const struct tcb *t = tcb_at(endpoint_at(cap_object(c))->queue);
    return has_receivers(c) && t->sched_context == 0 && t->reply != 0;
}
static bool can_receive(struct cap c) { return can(c, RIGHT_RECEIVE); }
static bool can_wait(struct cap c)
{
    word_t bound = notification_at(cap_object(c))->bound_tcb;
    return can(c, RIGHT_RECEIVE) && (bound == 0 || bound == node.current);
}
static bool is_active(struct cap c)
{
    return can_wait(c) && notification_at(cap_object(c))->active != 0;
}
static bool has_caller(struct cap c)
{
    word_t t = reply_at(cap_object(c))->tcb;
    return t != 0 && tcb_at(t)->state == THREAD_BLOCKED_REPLY;
}
static bool is_free_reply(struct cap c) { return reply_at(cap_object(c))->tcb == 0; }
static bool is_server(struct cap c)
{
    const struct tcb *t = tcb_at(cap_object(c));
    return (t->state == THREAD_BLOCKED_RECEIVE || t->state == THREAD_BLOCKED_NOTIFICATION) &&
           t->sched_context != 0 && tcb_addr(t) != run.root_thread;
}
static bool is_stopped(struct cap c)
{
    const struct tcb *t = tcb_at(cap_object(c));
    return !thread_is_runnable(t) || t->sched_context == 0;
}
static bool is_unused_context(struct cap c)
{
    const struct sched_context *sc = sched_context_at(cap_object(c));
    return sc->tcb == 0 && sc->refill_max != 0;
}

/* A shared slot with a capability to this object. */
static word_t slot_naming(enum cap_type type, word_t object)
{
    for (word_t i = 0; i < survey.n_with[type]; i++)
        if (cap_object(shared_cap(survey.with[type][i])) == object)
            return survey.with[type][i];
    return pick(type);
}

static word_t random_rights(void) { return chance(50) ? RIGHTS_ALL : random_below(16); }
static word_t random_badge(void) { return chance(30) ? 0 : 1 + random_below(4); }
static word_t random_priority(void) { return chance(70) ? 100 + random_below(6) : random_below(256); }

/* ------------------------------------------------------------------------------- slots as arguments */

/* A CNode and a place in it, as CNode operations name it. */
struct place { word_t cnode, index, depth; };

static struct place in_root(word_t slot)
{
    return (struct place){SLOT_ROOT_CNODE, slot, FULL_DEPTH};
}

static struct place in_some_cnode(void)
{
    word_t slot = pick(CAP_cnode);
    struct cap c = slot < SHARED_SLOTS ? shared_cap(slot) : cap_null();
    if (!cap_is(c, CAP_cnode))
        return in_root(any_slot());
    word_t i = random_below(bit(cnode_cap_radix(c)));
    if (cap_object(c) == survey_root_cnode())
        i = any_slot();
    return (struct place){slot, cnode_cap_guard(c) << cnode_cap_radix(c) | i,
                          cnode_cap_guard_size(c) + cnode_cap_radix(c)};
}

static struct place place_empty(void) { return chance(85) ? in_root(pick_empty()) : in_some_cnode(); }
static struct place place_full(void) { return chance(85) ? in_root(pick_full()) : in_some_cnode(); }

static void add_place(struct call *c, struct place p)
{
    add_word(c, p.index);
    add_word(c, p.depth);
}

/* ------------------------------------------------------------------------------- memory */

static word_t size_of(word_t type, word_t size_bits)
{
    static const word_t bits[N_OBJECT_TYPES] = {0, TCB_BITS, 4, 6, 0, 0, 5, 30, 12, 21, 12};
    if (type == 4)
        return size_bits + SLOT_BITS;
    return type < N_OBJECT_TYPES && bits[type] != 0 ? bits[type] : size_bits;
}

/* An untyped that has room, if one is found soon. */
static word_t pick_memory(word_t bits)
{
    word_t n = survey.n_with[CAP_untyped], slot = pick(CAP_untyped);
    for (word_t i = 0; i < 30 && n != 0; i++) {
        slot = survey.with[CAP_untyped][random_below(n)];
        struct cap c = shared_cap(slot);
        word_t size = bit(untyped_cap_size_bits(c));
        word_t used = slot_has_children(slot_at(survey_root_cnode()) + slot) ?
                      untyped_cap_watermark(c) : 0;
        if (untyped_cap_device(c) == 0 && size <= bit(22) && bits < WORD_BITS &&
            size - used >= bit(bits) &&
            (used != 0 || size <= bit(14) || chance(20)))
            return slot;
    }
    return slot;
}

static struct call retype(word_t type, word_t size_bits, word_t slot, word_t count)
{
    struct call c = invocation(pick_memory(size_of(type, size_bits)), UntypedRetype);
    add_word(&c, type);
    add_word(&c, size_bits);
    add_cap(&c, SLOT_ROOT_CNODE);
    add_word(&c, 0);
    add_word(&c, 0);
    add_word(&c, slot);
    add_word(&c, count);
    return c;
}

static struct call random_retype(void)
{
    static const word_t types[] = {0, 0, 0, 1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 8, 10, 10};
    word_t type = chance(98) ? types[random_below(16)] : random_below(N_OBJECT_TYPES + 1);
    word_t size = type == 0 ? 4 + random_below(11) : type == 4 ? 1 + random_below(4)
                  : type == 5 ? 7 + random_below(3) : 0;
    struct call c = retype(type, chance(98) ? size : random_below(60), pick_empty(),
                           chance(80) ? 1 : 1 + random_below(5));
    if (chance(2))
        c.word[1] = random_below(70);
    if (chance(10)) {           /* into another CNode, or one found by a path */
        struct place p = in_some_cnode();
        c.caps[0] = chance(50) ? p.cnode : SLOT_ROOT_CNODE;
        c.word[4] = chance(50) ? p.index : random_below(8);
        if (chance(50)) {
            c.caps[0] = SLOT_ROOT_CNODE;
            c.word[2] = p.cnode;
            c.word[3] = FULL_DEPTH;
        }
    }
    return c;
}

/* ------------------------------------------------------------------------------- CNodes */

static struct call copy_like(word_t label)
{
    struct place to = place_empty(), from = place_full();
    struct call c = invocation(to.cnode, label);
    add_place(&c, to);
    add_cap(&c, from.cnode);
    add_place(&c, from);
    if (label == CNodeCopy || label == CNodeMint)
        add_word(&c, random_rights());
    if (label == CNodeMint || label == CNodeMutate)
        add_word(&c, chance(80) ? random_badge() : random_word());
    return c;
}

static struct call rotate(void)
{
    struct place pivot = place_full(), from = place_full();
    struct place to = chance(30) ? from : place_empty();
    struct call c = invocation(to.cnode, CNodeRotate);
    add_place(&c, to);
    add_word(&c, chance(80) ? 0 : random_badge());
    add_cap(&c, pivot.cnode);
    add_place(&c, pivot);
    add_word(&c, chance(80) ? 0 : random_badge());
    add_cap(&c, from.cnode);
    add_place(&c, from);
    return c;
}

/* Revoking what is large ends most of the world: seldom. */
static struct call remove_caps(word_t label)
{
    struct place at = place_full();
    if (label == CNodeRevoke && at.cnode == SLOT_ROOT_CNODE && at.index < run.boot_end && !chance(3))
        at = in_root(pick(chance(50) ? CAP_untyped : CAP_endpoint));
    if (label == CNodeRevoke && at.index < run.boot_end && !chance(3))
        label = CNodeDelete;
    struct call c = invocation(at.cnode, label);
    add_place(&c, at);
    return c;
}

/* The current thread takes something away from itself. */
static struct call remove_own(void)
{
    const struct tcb *t = current_thread();
    struct place at = in_root(chance(50)   ? slot_naming(CAP_sched_context, t->sched_context)
                              : chance(50) ? slot_naming(CAP_tcb, tcb_addr(t))
                                           : slot_naming(CAP_cnode, cap_object(t->slot[TCB_CSPACE].cap)));
    struct call c = invocation(at.cnode, CNodeDelete);
    add_place(&c, at);
    return c;
}

static struct call cancel_sends(void)
{
    struct call c = invocation(SLOT_ROOT_CNODE, CNodeCancelBadgedSends);
    add_place(&c, in_root(pick_with(CAP_endpoint, has_senders)));
    return c;
}

/* A CNode or thread goes into a CNode: chains, and rings that nobody reaches. */
static struct call tangle(void)
{
    struct place to = in_some_cnode();
    struct call c = invocation(to.cnode, CNodeMove);
    add_place(&c, to);
    add_cap(&c, SLOT_ROOT_CNODE);
    add_place(&c, in_root(pick(chance(70) ? CAP_cnode : CAP_tcb)));
    return c;
}

static struct call cnode_operation(void)
{
    switch (random_below(careful ? 23 : 24)) {
    case 23:                         return remove_own();
    case 20: case 21: case 22:       return tangle();
    case 0: case 1: case 2:          return copy_like(CNodeCopy);
    case 3: case 4: case 5: case 6:  return copy_like(CNodeMint);
    case 7: case 8: case 9:          return copy_like(CNodeMove);
    case 10:                         return copy_like(CNodeMutate);
    case 11: case 12:                return rotate();
    case 13: case 14:                return cancel_sends();
    case 15: case 16:                return remove_caps(CNodeRevoke);
    default:                         return remove_caps(CNodeDelete);
    }
}

/* ------------------------------------------------------------------------------- threads */

static word_t pick_handler(void)
{
    return chance(60) ? pick(CAP_endpoint) : 0;
}

static word_t pick_sched_context(void)
{
    return chance(80) ? pick(CAP_sched_context) : 0;
}

static struct call set_params(word_t tcb, word_t priority, word_t sc)
{
    struct call c = invocation(tcb, TCBSetSchedParams);
    add_cap(&c, SLOT_ROOT_TCB);
    add_word(&c, priority);
    add_word(&c, priority);
    add_cap(&c, sc);
    add_cap(&c, pick_handler());
    return c;
}

static struct call configure(word_t tcb)
{
    struct call c = invocation(tcb, TCBConfigure);
    bool own = survey.n_with[CAP_cnode] > 1 && chance(8);
    add_cap(&c, own ? pick(CAP_cnode) : SLOT_ROOT_CNODE);
    add_word(&c, chance(97) ? 0 : random_word());
    add_cap(&c, chance(90) ? SLOT_ROOT_SPACE : pick(CAP_page_table));
    add_word(&c, 0);
    add_word(&c, chance(95) ? 0x20000 + random_below(4) * 1024 : random_below(2) * 17);
    add_cap(&c, chance(70) ? SLOT_ROOT_BUFFER : pick(CAP_frame));
    return c;
}

static struct call write_registers(word_t tcb, bool resume)
{
    struct call c = invocation(tcb, TCBWriteRegisters);
    add_word(&c, resume ? 1 : 0);
    add_word(&c, 1);
    add_word(&c, HOST_IMAGE + random_below(256) * 4);
    return c;
}

static struct call set_space(word_t tcb)
{
    struct call c = invocation(tcb, TCBSetSpace);
    add_cap(&c, pick_handler());
    add_cap(&c, chance(80) ? SLOT_ROOT_CNODE : pick(CAP_cnode));
    add_word(&c, 0);
    add_cap(&c, chance(80) ? SLOT_ROOT_SPACE : pick(CAP_page_table));
    add_word(&c, 0);
    return c;
}

static struct call with_authority(word_t tcb, word_t label)
{
    struct call c = invocation(tcb, label);
    add_cap(&c, chance(90) ? SLOT_ROOT_TCB : pick(CAP_tcb));
    add_word(&c, label == TCBSetMCPriority && chance(70) ? 255 : random_priority());
    return c;
}

static struct call with_cap(word_t object, word_t label, word_t argument)
{
    struct call c = invocation(object, label);
    add_cap(&c, argument);
    return c;
}

static struct call copy_registers(word_t tcb)
{
    struct call c = with_cap(tcb, TCBCopyRegisters, pick(CAP_tcb));
    add_word(&c, random_below(16));
    return c;
}

static struct call with_words(word_t object, word_t label, word_t a, word_t b)
{
    struct call c = invocation(object, label);
    add_word(&c, a);
    add_word(&c, b);
    return c;
}

static struct call set_buffer(word_t tcb)
{
    struct call c = with_cap(tcb, TCBSetIPCBuffer, chance(50) ? SLOT_ROOT_BUFFER : pick(CAP_frame));
    add_word(&c, chance(90) ? 0x20000 + random_below(4) * 1024 : 0);
    return c;
}

static struct call tcb_operation(void)
{
    word_t t = pick(CAP_tcb);
    switch (random_below(22)) {
    case 0:  return with_words(t, TCBReadRegisters, random_below(2), random_below(40));
    case 1:  return write_registers(t, chance(50));
    case 2:  return copy_registers(t);
    case 3:  return configure(t);
    case 4: case 5: case 6: return with_authority(t, TCBSetPriority);
    case 7:  return with_authority(t, TCBSetMCPriority);
    case 8: case 9: return set_params(t, random_priority(), pick_sched_context());
    case 10: return with_cap(t, TCBSetTimeoutEndpoint, pick_handler());
    case 11: return set_buffer(t);
    case 12: return set_space(t);
    case 13: case 14: return invocation(t, TCBSuspend);
    case 15: case 16: case 17: return invocation(pick_with(CAP_tcb, is_stopped), TCBResume);
    case 18: return with_cap(t, TCBBindNotification, pick(CAP_notification));
    case 19: return invocation(t, TCBUnbindNotification);
    case 20: return with_words(t, TCBSetFlags, random_below(4), random_below(4));
    default: return with_words(t, TCBSetTLSBase, random_word(), 0);
    }
}

/* ------------------------------------------------------------------------------- time */

static struct call configure_context(word_t sc)
{
    struct call c = with_cap(survey.with[CAP_sched_control][0], SchedControlConfigureFlags, sc);
    word_t budget = 20 + random_below(chance(70) ? 300 : 5000);
    word_t period = chance(30) ? budget : budget + random_below(budget * 3);
    if (run.weather.coarse) {
        budget = COARSE_US * (1 + random_below(3));
        period = budget + COARSE_US * random_below(4);
    }
    add_word(&c, chance(98) ? budget : random_word());
    add_word(&c, chance(98) ? period : random_word());
    add_word(&c, chance(40) ? 0 : random_below(9));
    add_word(&c, random_below(100));
    add_word(&c, random_below(2));
    return c;
}

/* A thread that waits for messages loses its context: from now on it runs on its callers'. */
static struct call make_passive(void)
{
    word_t t = pick_with(CAP_tcb, is_server);
    struct cap c = t < SHARED_SLOTS ? shared_cap(t) : cap_null();
    word_t sc = cap_is(c, CAP_tcb) ? tcb_at(cap_object(c))->sched_context : 0;
    return with_cap(slot_naming(CAP_sched_context, sc), SchedContextUnbindObject, t);
}

static struct call sched_operation(void)
{
    word_t sc = pick(CAP_sched_context);
    word_t object = pick(chance(60) ? CAP_tcb : CAP_notification);
    switch (random_below(16)) {
    case 0: case 1: case 2: return configure_context(sc);
    case 3: case 4: case 5:
        return with_cap(pick_with(CAP_sched_context, is_unused_context), SchedContextBind, object);
    case 12: case 13: case 14: case 15: return make_passive();
    case 6:         return invocation(sc, SchedContextUnbind);
    case 7: case 8: return with_cap(sc, SchedContextUnbindObject, object);
    case 9:         return invocation(sc, SchedContextConsumed);
    default:        return invocation(sc, SchedContextYieldTo);
    }
}

static struct call domain_operation(void)
{
    word_t d = survey.n_with[CAP_domain_set] > 1 ? pick(CAP_domain_set) : SLOT_DOMAIN;
    struct call c = invocation(d, DomainSetSet);
    if (chance(60)) {
        add_word(&c, chance(97) ? random_below(3) : random_below(20));
        add_cap(&c, pick(CAP_tcb));
    } else if (chance(85)) {
        c.label = DomainScheduleConfigure;
        add_word(&c, chance(97) ? random_below(5) : random_below(110));
        add_word(&c, chance(97) ? random_below(3) : random_below(20));
        add_word(&c, chance(10) ? 0 : 300 + random_below(100000));
    } else {
        c.label = DomainScheduleSetStart;
        add_word(&c, random_below(5));
    }
    return c;
}

/* ------------------------------------------------------------------------------- interrupts, spaces */

static struct call get_interrupt(word_t irq, word_t slot)
{
    struct call c = with_cap(SLOT_IRQ_CONTROL, IRQIssueIRQHandler, SLOT_ROOT_CNODE);
    add_word(&c, irq);
    add_place(&c, in_root(slot));
    return c;
}

static struct call remove_from(word_t slot)
{
    struct call c = invocation(SLOT_ROOT_CNODE, CNodeDelete);
    add_place(&c, in_root(slot >= run.boot_end ? slot : pick_empty()));
    return c;
}

/* The interrupt keeps the last capability to its notification. */
static struct call forget_told(void)
{
    word_t irq = IRQ_MIN + random_below(6);
    struct call c = invocation(SLOT_ROOT_CNODE, CNodeDelete);
    word_t slot = slot_naming(CAP_notification, cap_object(node.irq_slot[irq].cap));
    add_place(&c, in_root(slot != alarm_clock ? slot : pick_empty()));
    return c;
}

static struct call irq_operation(void)
{
    word_t handler = pick(CAP_irq_handler);
    switch (random_below(8)) {
    case 6:         return forget_told();
    case 7:         return remove_from(handler);
    case 0: case 1: return get_interrupt(chance(95) ? 1 + random_below(6) : random_below(200),
                                         pick_empty());
    case 2: case 3: return with_cap(handler, IRQSetIRQHandler, pick(CAP_notification));
    case 4:         return invocation(handler, IRQAckIRQ);
    default:        return invocation(handler, IRQClearIRQHandler);
    }
}

static word_t random_vaddr(void)
{
    return HOST_IMAGE + random_below(4) * bit(PAGE_BITS) + random_below(3) * bit(LARGE_PAGE_BITS) +
           random_below(2) * bit(HUGE_PAGE_BITS);
}

static word_t pick_space(void)
{
    return chance(60) ? SLOT_ROOT_SPACE : pick(CAP_page_table);
}

static struct call make_pool(void)
{
    struct call c = with_cap(SLOT_ASID_CONTROL, RISCVASIDControlMakePool, pick_memory(12));
    add_cap(&c, SLOT_ROOT_CNODE);
    add_place(&c, in_root(pick_empty()));
    return c;
}

static struct call space_operation(void)
{
    struct call c;
    switch (random_below(10)) {
    case 0: case 1: case 2:
        c = with_cap(pick(CAP_frame), RISCVPageMap, pick_space());
        add_word(&c, random_vaddr());
        add_word(&c, chance(60) ? 3 : random_below(4));
        add_word(&c, random_below(2));
        return c;
    case 3: case 4: case 5:
        c = with_cap(pick(CAP_page_table), RISCVPageTableMap, pick_space());
        add_word(&c, random_vaddr());
        add_word(&c, 0);
        return c;
    case 6:  return invocation(pick(CAP_frame), RISCVPageUnmap);
    case 7:  return invocation(pick(CAP_page_table), RISCVPageTableUnmap);
    case 8:  return with_cap(survey.n_with[CAP_asid_pool] > 1 ? pick(CAP_asid_pool) : SLOT_ASID_POOL,
                             RISCVASIDPoolAssign, pick(CAP_page_table));
    default: return chance(70) ? make_pool() : invocation(pick(CAP_frame), RISCVPageGetAddress);
    }
}

/* ------------------------------------------------------------------------------- messages */

static void set_receive_slot(void)
{
    struct place to = place_empty();
    set_buffer_word(IPC_BUFFER_RECEIVE_CNODE, to.cnode);
    set_buffer_word(IPC_BUFFER_RECEIVE_INDEX, to.index);
    set_buffer_word(IPC_BUFFER_RECEIVE_DEPTH, to.depth);
}

/* A message with content: to an endpoint, a Reply object, a notification. */
static struct call message(enum system_call number, word_t to)
{
    struct call c = {.number = number, .cap = to, .label = chance(70) ? 0 : random_below(50)};
    word_t words = chance(70) ? random_below(4) : random_below(CALL_WORDS);
    word_t caps = chance(70) ? 0 : random_below(4);
    for (word_t i = 0; i < words; i++)
        add_word(&c, random_below(1000));
    if (chance(5))
        c.n_words = random_below(128);
    for (word_t i = 0; i < caps; i++)
        add_cap(&c, chance(40) ? pick(CAP_endpoint) : pick_full());
    return c;
}

static word_t pick_source(void)
{
    if (chance(15))
        return chance(90) ? pick_with(CAP_notification, can_wait) : pick(CAP_notification);
    return chance(50) ? pick_with(CAP_endpoint, has_senders) : pick_with(CAP_endpoint, can_receive);
}

static struct call receive(enum system_call number)
{
    struct call c = {.number = number, .cap = pick_source()};
    c.reply = chance(90) ? pick_with(CAP_reply, is_free_reply) : pick(CAP_reply);
    if (chance(30))
        set_receive_slot();
    return c;
}

static struct call combined(enum system_call number)
{
    struct call c = message(number, pick_source());
    c.reply = chance(80) ? pick_with(CAP_reply, has_caller) : pick(CAP_reply);
    c.dest = chance(60)   ? pick_with(CAP_endpoint, has_receivers)
             : chance(50) ? pick(CAP_notification)
                          : pick(CAP_reply);
    if (number == SYS_NBSendWait)
        c.reply = c.dest;
    return c;
}

static word_t pick_target(void)
{
    if (chance(40))
        return pick_with(CAP_endpoint, has_passive_receiver);
    return chance(60) ? pick_with(CAP_endpoint, has_receivers) : pick(CAP_endpoint);
}

/* A server on a donated context: it answers, or calls the next server. */
static struct call serve(word_t reply)
{
    struct call c = message(SYS_Call, pick_with(CAP_endpoint, has_passive_receiver));
    if (chance(50))
        return c;
    c.reply = slot_naming(CAP_reply, reply);
    if (chance(70)) {
        c.number = SYS_ReplyRecv;
        c.cap = pick_source();
    } else {
        c.cap = c.reply;
    }
    return c;
}

static struct call ipc_operation(void)
{
    word_t sc = current_thread()->sched_context;
    if (sched_context_at(sc)->reply != 0 && chance(50))
        return serve(sched_context_at(sc)->reply);
    switch (random_below(24)) {
    case 0: case 1: case 2: case 3: case 20: return message(SYS_Call, pick_target());
    case 4:             return message(SYS_Send, pick_target());
    case 5:             return message(SYS_Send, pick(CAP_endpoint));
    case 6:             return message(SYS_NBSend, pick_target());
    case 7:             return message(SYS_NBSend, pick(CAP_notification));
    case 8:             return message(SYS_Send, pick_with(CAP_reply, has_caller));
    case 9: case 10: case 11: case 21: case 22: case 23: return receive(SYS_Recv);
    case 12:            return receive(SYS_NBRecv);
    case 13:            return receive(SYS_Wait);
    case 14:            return receive(SYS_NBWait);
    case 15: case 16:   return combined(SYS_ReplyRecv);
    case 17:            return combined(SYS_NBSendRecv);
    case 18:            return combined(SYS_NBSendWait);
    default:            return (struct call){.number = SYS_Yield};
    }
}

/* Nobody is there to end the waiting. */
static bool would_block(const struct call *c)
{
    struct cap to = c->cap < SHARED_SLOTS ? shared_cap(c->cap) : cap_null();
    bool sends = c->number == SYS_Call || c->number == SYS_Send;
    bool polls = c->number == SYS_NBSend || c->number == SYS_NBRecv || c->number == SYS_NBWait ||
                 c->number == SYS_Yield;
    if (polls)
        return false;
    if (cap_is(to, CAP_endpoint))
        return sends ? !has_receivers(to) : !has_senders(to);
    return cap_is(to, CAP_notification) && !sends && !is_active(to);
}

/* As long as others are ready, waiting is fine; the last one awake keeps things going. */
static struct call ipc_or_not(void)
{
    bool others = ready_highest(node.current_domain) != 0;
    struct call c = ipc_operation();
    for (word_t i = 0; i < 4 && would_block(&c) && chance(others ? 50 : 90); i++)
        c = ipc_operation();
    return c;
}

/* ------------------------------------------------------------------------------- the root task */

static void plan_call(struct call c)
{
    if (plan_end < MAX_PLAN)
        plan[plan_end++] = c;
}

static void plan_thread(void)
{
    word_t tcb = pick_empty(), sc = pick_empty();
    plan_call(retype(1, 0, tcb, 1));
    plan_call(retype(5, 7 + random_below(3), sc, 1));
    plan_call(configure_context(sc));
    plan_call(configure(tcb));
    plan_call(set_params(tcb, random_priority(), sc));
    if (chance(40))
        plan_call(with_cap(tcb, TCBSetTimeoutEndpoint, pick_handler()));
    if (chance(40))
        plan_call(with_cap(tcb, TCBBindNotification, pick(CAP_notification)));
    plan_call(with_authority(tcb, TCBSetMCPriority));
    plan_call(write_registers(tcb, true));
}

static struct call remove_caps_at(word_t slot)
{
    struct call c = invocation(SLOT_ROOT_CNODE, CNodeDelete);
    add_place(&c, in_root(slot));
    return c;
}

static void plan_alarm(void)
{
    word_t handler = alarm_clock + 1;
    plan_call(remove_caps_at(alarm_clock));
    plan_call(remove_caps_at(handler));
    plan_call(retype(3, 0, alarm_clock, 1));
    plan_call(get_interrupt(IRQ_MIN, handler));
    plan_call(with_cap(handler, IRQSetIRQHandler, alarm_clock));
}

/* Somebody will wake the root task if it sleeps. */
static bool can_sleep(void)
{
    struct cap c = shared_cap(alarm_clock);
    struct cap told = node.irq_slot[IRQ_MIN].cap;
    return cap_is(c, CAP_notification) && cap_is(told, CAP_notification) &&
           cap_object(c) == cap_object(told) && (notification_cap_rights(c) & RIGHT_RECEIVE) != 0 &&
           (notification_at(cap_object(c))->bound_tcb == 0 ||
            notification_at(cap_object(c))->bound_tcb == node.current);
}

static void plan_population(void)
{
    word_t n = 1 + run.weather.threads / 8;
    plan_call(retype(2, 0, pick_empty(), word_min(n, 8)));
    plan_call(retype(3, 0, pick_empty(), word_min(n, 8)));
    plan_call(retype(6, 0, pick_empty(), word_min(n, 16)));
}

/* A thread that does not run is started again, with time. */
static void plan_revival(void)
{
    word_t t = pick_with(CAP_tcb, is_stopped);
    struct cap c = t < SHARED_SLOTS ? shared_cap(t) : cap_null();
    if (cap_is(c, CAP_tcb) && tcb_at(cap_object(c))->sched_context == 0)
        plan_call(with_cap(pick_with(CAP_sched_context, is_unused_context), SchedContextBind, t));
    if (cap_is(c, CAP_tcb) && chance(50) &&
        cap_object(tcb_at(cap_object(c))->slot[TCB_CSPACE].cap) != survey_root_cnode())
        plan_call(configure(t));
    plan_call(invocation(t, TCBResume));
}

/* Make room: empty an untyped that is not too large, or a few slots. */
static void plan_clearing(void)
{
    for (word_t i = 0; i < 4; i++) {
        struct call c = invocation(SLOT_ROOT_CNODE, chance(20) ? CNodeRevoke : CNodeDelete);
        word_t slot = c.label == CNodeRevoke ? pick(CAP_untyped) : pick_full();
        add_place(&c, in_root(slot >= run.boot_end || chance(2) ? slot : pick_empty()));
        plan_call(c);
    }
}

/* The root task gives up its time until the next period, or waits for an interrupt. */
static void plan_sleep(void)
{
    bool waits = can_sleep() && chance(20);
    plan_call((struct call){.number = waits ? SYS_Wait : SYS_Yield, .cap = alarm_clock});
}

static void plan_something(void)
{
    plan_next = plan_end = 0;
    word_t threads = survey.n_with[CAP_tcb];
    word_t room = survey.n_with[CAP_null] - (SHARED_SLOTS - run.weather.shared);
    if (!can_sleep() && chance(10))
        plan_alarm();
    if (room < run.weather.shared / 8 || chance(2))
        plan_clearing();
    else if (word_min(survey.n_with[CAP_endpoint], survey.n_with[CAP_reply]) <
                 2 + run.weather.threads / 8 || chance(1))
        plan_population();
    else if (threads < run.weather.threads && chance(50))
        plan_thread();
    else if (chance(40))
        plan_call(make_passive());
    else
        for (word_t i = 0; i < 3; i++)
            plan_revival();
    if (chance(60))
        plan_sleep();
}

/* ------------------------------------------------------------------------------- all */

static struct call random_call(void)
{
    switch (random_below(careful ? 18 : 40)) {
    case 0: case 1: case 2:          return random_retype();
    case 3: case 4: case 5: case 6:  return cnode_operation();
    case 7: case 8: case 9: case 10: return tcb_operation();
    case 11: case 12: case 13:       return sched_operation();
    case 14:                         return domain_operation();
    case 15:                         return irq_operation();
    case 16: case 17:                return space_operation();
    default:                         return ipc_or_not();
    }
}

/* Another word, a message cut short, another system call. */
static void garble(struct call *c)
{
    switch (random_below(6)) {
    case 0: c->n_words = random_below(c->n_words + 1); break;
    case 1: c->n_caps = random_below(c->n_caps + 1); break;
    case 2: c->word[random_below(CALL_WORDS)] = chance(50) ? random_below(300) : random_word(); break;
    case 3: c->caps[random_below(MSG_MAX_EXTRA_CAPS)] = chance(80) ? any_slot() : random_word(); break;
    case 4: c->label = random_below(nArchInvocationLabels + 2); break;
    default: c->cap = any_slot(); break;
    }
}

/* An invocation becomes the first half of a combined call. */
static void invoke_and_receive(struct call *c)
{
    c->number = SYS_NBSendRecv;
    c->dest = c->cap;
    c->cap = pick_source();
    c->reply = pick_with(CAP_reply, is_free_reply);
}

static void do_call(struct call c)
{
    if (!careful && chance(2))
        garble(&c);
    if (!careful && c.number == SYS_Call && c.label != 0 && chance(8))
        c.number = SYS_Send;
    else if (!careful && c.number == SYS_Call && c.label != 0 && chance(4))
        invoke_and_receive(&c);
    trace("%lu  0x%lx at %lu: call %d cap %lu label %lu words %lx %lx %lx %lx %lx %lx %lx %lx (%lu) "
          "caps %lu %lu %lu (%lu) reply %lu dest %lu\n", run.step, node.current, node.arch.time,
          (int)c.number, c.cap, c.label, c.word[0], c.word[1], c.word[2], c.word[3], c.word[4],
          c.word[5], c.word[6], c.word[7], c.n_words, c.caps[0], c.caps[1], c.caps[2], c.n_caps,
          c.reply, c.dest);
    user_call(&c);
}

static void do_odd_thing(void)
{
    word_t kind = random_below(12);
    trace("%lu  0x%lx at %lu: odd %lu\n", run.step, node.current, node.arch.time, kind);
    switch (kind) {
    case 0: user_vm_fault(random_word(), 5, chance(30)); return;
    case 1: user_exception(random_below(16), 0); return;
    case 2: user_call(&(struct call){.number = (enum system_call)-(int)random_below(40)}); return;
    case 3: user_call(&(struct call){.number = (enum system_call)(random_below(100))}); return;
    case 4: user_interrupted(); return;
    default: host_touch(chance(90) ? random_vaddr() : random_below(USER_TOP)); return;
    }
}

void choose_start(void)
{
    struct call c = with_cap(survey.with[CAP_sched_control][0], SchedControlConfigureFlags,
                             SLOT_ROOT_CONTEXT);
    careful = true;
    plan_next = plan_end = 0;
    alarm_clock = run.boot_end - 2;
    add_word(&c, 2000);
    add_word(&c, 20000);
    add_word(&c, 0);
    add_word(&c, 0);
    add_word(&c, 0);
    plan_call(c);
    plan_alarm();
}

void choose_and_do(void)
{
    careful = node.current == run.root_thread && random_below(20000) != 0;
    if (user_repeats() && chance(97)) {
        trace("%lu  0x%lx at %lu: again\n", run.step, node.current, node.arch.time);
        user_repeat();
        return;
    }
    if (!careful && chance(4)) {
        do_odd_thing();
        return;
    }
    if (!careful || chance(15)) {
        do_call(random_call());
        return;
    }
    if (plan_next == plan_end)
        plan_something();
    do_call(plan_next < plan_end ? plan[plan_next++] : random_call());
}
