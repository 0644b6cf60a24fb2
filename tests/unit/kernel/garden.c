/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The root task tends the others: it makes threads and what they talk through, in several steps,
 * starts again those that stopped, makes room, and sleeps: until its next period, or until an
 * interrupt, its alarm clock, signals a notification. The last two slots before run.boot_end are
 * for that; the one before them is for a small CNode, whose slot 0 leads to the root task's: others
 * may have it as their CSpace, in which small addresses lead where they do in the root task's.
 */

#include "choose.h"

/* Operations decided on and not yet done. */
#define MAX_PLAN 16
static struct call plan[MAX_PLAN];
static word_t plan_next, plan_end;
static word_t alarm_clock;      /* slot of the notification */

word_t garden_alarm(void) { return alarm_clock; }

static word_t small_cnode(void) { return run.boot_end - GARDEN_SLOTS; }

word_t garden_cspace(void)
{
    const struct cap c = run.weather.levels ? shared_cap(small_cnode()) : cap_null();
    const bool leads_on = cap_is(c, CAP_cnode) && cap_is(slot_at(cap_object(c))->cap, CAP_cnode);
    return leads_on ? small_cnode() : SLOT_ROOT_CNODE;
}

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

static void plan_levels(void)
{
    const word_t radix = 1 + random_below(4), root = cnode_cap_radix(shared_cap(SLOT_ROOT_CNODE));
    plan_call(remove_caps_at(small_cnode()));
    plan_call(retype(4, radix, small_cnode(), 1));
    struct call c = invocation(small_cnode(), CNodeMint);
    add_place(&c, (struct place){small_cnode(), 0, radix});
    add_cap(&c, SLOT_ROOT_CNODE);
    add_place(&c, in_root(SLOT_ROOT_CNODE));
    add_word(&c, RIGHTS_ALL);
    add_word(&c, WORD_BITS - radix - root);     /* a guard of zeros */
    plan_call(c);
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
    word_t room = survey.n_with[CAP_null];
    if (!can_sleep() && chance(10))
        plan_alarm();
    if (run.weather.levels && (garden_cspace() == SLOT_ROOT_CNODE || chance(1)))
        plan_levels();
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

struct call garden_step(void)
{
    if (plan_next == plan_end)
        plan_something();
    return plan_next < plan_end ? plan[plan_next++] : (struct call){.number = SYS_Yield};
}

void garden_start(void)
{
    plan_next = plan_end = 0;
    alarm_clock = run.boot_end - 2;
    plan_call(configure_times(SLOT_ROOT_CONTEXT, 2000, 20000));
    plan_alarm();
    if (run.weather.levels)
        plan_levels();
}
