/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Domains: who may run when, by a schedule that nothing moves but the DomainSet capability.
 *
 *  1. schedule[domain_start] is not an end marker, nor is the entry that is running.
 *  2. The last entry is an end marker.
 *  3. domain_end is when the running entry ends. It has expired (sched.h) when no more than the
 *     minimum budget is left.
 */

#include "invocation.h"
#include "sched.h"
#include <abi/invocations.h>

#define MAX_DURATION   (bit(56) - 1)
#define LAST_ENTRY     (N_DOMAIN_SCHEDULES - 1)

static bool is_end_marker(word_t index)
{
    return node.schedule[index].domain == 0 && node.schedule[index].duration == 0;
}

static void load(word_t index)
{
    node.domain_index = index;
    node.current_domain = node.schedule[index].domain;
    node.domain_end = node.now + node.schedule[index].duration;
    node.reprogram = 1;
}

void domain_init(void)
{
    node.schedule[0].duration = MAX_DURATION;
    load(0);
}

void domain_advance(void)
{
    word_t next = node.domain_index + 1;
    if (next > LAST_ENTRY || is_end_marker(next))
        next = node.domain_start;
    load(next);
}

static enum err set(const struct message *m)
{
    if (!message_has(m, INV_WORDS(DomainSetSet), 0))
        return fail_truncated(INV_WORDS(DomainSetSet), INV_CAPS(DomainSetSet));
    word_t domain = m->word[0];
    if (domain >= N_DOMAINS)
        return fail_argument(0, "domain %lu does not exist, there are %lu", domain, N_DOMAINS);
    if (!message_has(m, 0, INV_CAPS(DomainSetSet)))
        return fail_truncated(INV_WORDS(DomainSetSet), INV_CAPS(DomainSetSet));
    struct cap thread = message_cap(m, 0);
    if (!cap_is(thread, CAP_tcb))
        return fail_argument(1, "the capability is not a TCB (its type is %lu)",
                             cap_type(thread), 0);
    /* commit */
    sched_set_domain(tcb_at(cap_object(thread)), domain);
    return ERR_OK;
}

static enum err schedule_configure(const struct message *m)
{
    if (!message_has(m, INV_WORDS(DomainScheduleConfigure), 0))
        return fail_truncated(INV_WORDS(DomainScheduleConfigure), 0);
    word_t index = m->word[0];
    word_t domain = m->word[1];
    ticks_t duration = m->word[2];
    if (index >= LAST_ENTRY)
        return fail_range(0, LAST_ENTRY - 1,
                          "schedule entry %lu cannot be written (the last that can is %lu)", index);
    if (domain >= N_DOMAINS)
        return fail_range(0, N_DOMAINS - 1, "there is no domain %lu (the last is %lu)", domain);
    if (duration > MAX_DURATION)
        return fail_argument(2, "duration %lu is above %lu ticks", duration, MAX_DURATION);
    if (duration == 0 && domain != 0)
        return fail_argument(1, "an end marker has domain 0, not %lu", domain, 0);
    if (duration == 0 && index == node.domain_start)
        return fail_argument(2, "entry %lu, where the schedule starts, cannot be an end marker",
                             index, 0);
    /* commit */
    node.schedule[index].domain = domain;
    node.schedule[index].duration = duration;
    return ERR_OK;
}

static enum err schedule_set_start(const struct message *m)
{
    if (!message_has(m, INV_WORDS(DomainScheduleSetStart), 0))
        return fail_truncated(INV_WORDS(DomainScheduleSetStart), 0);
    word_t index = m->word[0];
    if (index > LAST_ENTRY)
        return fail_range(0, LAST_ENTRY, "there is no schedule entry %lu (the last is %lu)", index);
    if (is_end_marker(index))
        return fail_argument(0, "schedule entry %lu is an end marker", index, 0);
    /* commit */
    node.domain_start = index;
    node.domain_index = LAST_ENTRY;     /* behind which the schedule starts again */
    node.domain_end = 0;
    sched_reschedule();
    return ERR_OK;
}

enum err domain_set_invoke(const struct message *m)
{
    switch (m->label) {
    case DomainSetSet:
        return set(m);
    case DomainScheduleConfigure:
        return schedule_configure(m);
    case DomainScheduleSetStart:
        return schedule_set_start(m);
    default:
        return fail_illegal("a DomainSet has no such operation");
    }
}
