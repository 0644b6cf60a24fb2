/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Random invocations: threads, scheduling contexts, domains.
 */

#include "choose.h"

#define COARSE_US 500       /* unit of budgets and periods on a coarse clock */

/* ------------------------------------------------------------------------------- threads */

word_t pick_handler(void)
{
    return chance(60) ? pick(CAP_endpoint) : 0;
}

static word_t pick_sched_context(void)
{
    return chance(80) ? pick(CAP_sched_context) : 0;
}

struct call set_params(word_t tcb, word_t priority, word_t sc)
{
    struct call c = invocation(tcb, TCBSetSchedParams);
    add_cap(&c, SLOT_ROOT_TCB);
    add_word(&c, priority);
    add_word(&c, priority);
    add_cap(&c, sc);
    add_cap(&c, pick_handler());
    return c;
}

struct call configure(word_t tcb)
{
    struct call c = invocation(tcb, TCBConfigure);
    bool own = survey.n_with[CAP_cnode] > 1 && chance(8);
    add_cap(&c, own ? pick(CAP_cnode) : garden_cspace());
    add_word(&c, chance(97) ? 0 : random_word());
    add_cap(&c, chance(90) ? SLOT_ROOT_SPACE : pick(CAP_page_table));
    add_word(&c, 0);
    add_word(&c, chance(95) ? 0x20000 + random_below(4) * 1024 : random_below(2) * 17);
    add_cap(&c, chance(70) ? SLOT_ROOT_BUFFER : pick(CAP_frame));
    return c;
}

struct call write_registers(word_t tcb, bool resume)
{
    struct call c = invocation(tcb, TCBWriteRegisters);
    add_word(&c, resume ? 1 : 0);
    add_word(&c, 1);
    add_word(&c, host_image + random_below(256) * 4);
    return c;
}

static struct call set_space(word_t tcb)
{
    struct call c = invocation(tcb, TCBSetSpace);
    add_cap(&c, pick_handler());
    add_cap(&c, chance(80) ? garden_cspace() : pick(CAP_cnode));
    add_word(&c, 0);
    add_cap(&c, chance(80) ? SLOT_ROOT_SPACE : pick(CAP_page_table));
    add_word(&c, 0);
    return c;
}

struct call with_authority(word_t tcb, word_t label)
{
    struct call c = invocation(tcb, label);
    add_cap(&c, chance(90) ? SLOT_ROOT_TCB : pick(CAP_tcb));
    add_word(&c, label == TCBSetMCPriority && chance(70) ? 255 : random_priority());
    return c;
}

struct call with_cap(word_t object, word_t label, word_t argument)
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

/* Words below na and nb. */
static struct call with_words(word_t object, word_t label, word_t na, word_t nb)
{
    struct call c = invocation(object, label);
    add_word(&c, random_below(na));
    add_word(&c, random_below(nb));
    return c;
}

static struct call set_tls_base(word_t tcb)
{
    struct call c = invocation(tcb, TCBSetTLSBase);
    add_word(&c, random_word());
    add_word(&c, 0);
    return c;
}

static struct call set_buffer(word_t tcb)
{
    struct call c = with_cap(tcb, TCBSetIPCBuffer, chance(50) ? SLOT_ROOT_BUFFER : pick(CAP_frame));
    add_word(&c, chance(90) ? 0x20000 + random_below(4) * 1024 : 0);
    return c;
}

struct call tcb_operation(void)
{
    word_t t = pick(CAP_tcb), priority;
    switch (random_below(22)) {
    case 0:  return with_words(t, TCBReadRegisters, 2, 40);
    case 1:  return write_registers(t, chance(50));
    case 2:  return copy_registers(t);
    case 3:  return configure(t);
    case 4: case 5: case 6: return with_authority(t, TCBSetPriority);
    case 7:  return with_authority(t, TCBSetMCPriority);
    case 8: case 9:
        priority = random_priority();
        return set_params(t, priority, pick_sched_context());
    case 10: return with_cap(t, TCBSetTimeoutEndpoint, pick_handler());
    case 11: return set_buffer(t);
    case 12: return set_space(t);
    case 13: case 14: return invocation(t, TCBSuspend);
    case 15: case 16: case 17: return invocation(pick_with(CAP_tcb, is_stopped), TCBResume);
    case 18: return with_cap(t, TCBBindNotification, pick(CAP_notification));
    case 19: return invocation(t, TCBUnbindNotification);
    case 20: return with_words(t, TCBSetFlags, 4, 4);
    default: return set_tls_base(t);
    }
}

/* ---------------------------------------------------------------------------------- time */

struct call configure_times(word_t sc, word_t budget, word_t period)
{
    struct call c = with_cap(survey.with[CAP_sched_control][0], SchedControlConfigureFlags, sc);
    add_word(&c, budget);
    add_word(&c, period);
    add_word(&c, chance(40) ? 0 : random_below(9));
    add_word(&c, random_below(100));
    add_word(&c, random_below(2));
    return c;
}

struct call configure_context(word_t sc)
{
    word_t budget = (20 + random_below(chance(70) ? 300 : 5000)) * (run.weather.brief ? 50 : 1);
    word_t period = chance(30) ? budget : budget + random_below(budget * 3);
    if (run.weather.coarse) {
        budget = COARSE_US * (1 + random_below(3));
        period = budget + COARSE_US * random_below(4);
    }
    budget = chance(98) ? budget : random_word();
    return configure_times(sc, budget, chance(98) ? period : random_word());
}

/* A thread that waits for messages loses its context: from now on it runs on its callers'. */
struct call make_passive(void)
{
    word_t t = pick_with(CAP_tcb, is_server);
    struct cap c = t < SHARED_SLOTS ? shared_cap(t) : cap_null();
    word_t sc = cap_is(c, CAP_tcb) ? tcb_at(cap_object(c))->sched_context : 0;
    return with_cap(slot_naming(CAP_sched_context, sc), SchedContextUnbindObject, t);
}

struct call sched_operation(void)
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

struct call domain_operation(void)
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
