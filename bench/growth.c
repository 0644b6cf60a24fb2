/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Queues of 1 to 1000 threads, and capabilities with 1 to 100 000 children.
 *
 * Those who wait in a queue are of higher priority than the root task. What it takes out runs at
 * once, joins the queue at its end, and the root task continues: that much is measured. Badges are
 * the addresses of what is waited on: received, they are in the register that names it again.
 */
#include "growth.h"
#include "security.h"

void crowd_grow(struct crowd *c, word n)
{
    const word more = n - c->n;
    const word tcb = retype_many(arena, seL4_TCBObject, 0, more);
    const word sc = retype_many(arena, seL4_SchedContextObject, 7, more);
    const word reply = retype_many(arena, seL4_ReplyObject, 0, more);
    for (word i = 0; i < more; i++) {
        OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sc + i, c->budget_us, c->period_us, 0, 0,
                                       c->flags));
        c->call.reply = reply + i;
        crowd_member(tcb + i, sc + i, HIGH, c->call);
    }
    c->n = n;
}

/* --- queues ---------------------------------------------------------------------------------- */

static void queue(const char *series, struct sys theirs, struct sys ours)
{
    struct crowd c = { .call = theirs, .budget_us = 1000, .period_us = 1000 };
    static const word sizes[] = { 1, 3, 10, 30, 100, 300, 1000 };
    for (word i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct series s = { 0 };
        crowd_grow(&c, sizes[i]);
        for (word turn = 0; turn < TURNS; turn++) {
            struct timed t = { .sys = ours };
            timed_trap(&t);
            series_add(&s, between(t.before, t.after));
        }
        series_report(numbered(series, sizes[i]), &s);
    }
}

static word badged_with_address(word cap) { return mint(cap, ALL_RIGHTS, cap); }

static void signal_waiters(void)
{
    const word n = NOTIFICATION();
    queue("signal_waiters_", (struct sys){ .number = seL4_SysWait, .cap = n },
          (struct sys){ .number = seL4_SysSend, .cap = badged_with_address(n) });
}

static void call_receivers(void)
{
    const word ep = ENDPOINT();
    queue("call_receivers_", (struct sys){ .number = seL4_SysReplyRecv, .cap = ep },
          (struct sys){ .number = seL4_SysCall, .cap = badged_with_address(ep) });
}

static void receive_senders(void)
{
    const word ep = ENDPOINT();
    queue("receive_senders_", (struct sys){ .number = seL4_SysSend, .cap = ep },
          (struct sys){ .number = seL4_SysWait, .cap = ep });
}

/* --- children -------------------------------------------------------------------------------- */

#define CNODE_BITS 17

void mint_children(word cnode, word bits, word cap, word n)
{
    for (word i = 0; i < n; i++) {
        struct sys mint = { .number = seL4_SysCall, .cap = cnode, .info = INFO(CNodeMint, 1, 6),
                            .mr = { i, bits, cap, DEPTH } };
        root_buffer->msg[4] = ALL_RIGHTS;
        root_buffer->msg[5] = i;
        root_buffer->caps_or_badges[0] = CNODE;
        arch_trap(&mint);
        EQ(info_label(mint.info), seL4_NoError);
    }
}

static void revoke_children(void)
{
    const word ep = ENDPOINT(), cnode = CNODE_OF(CNODE_BITS);
    for (word n = 1; n <= 100000; n *= 10) {
        struct series whole = { 0 }, each = { 0 };
        struct timed revoke = { .sys = { .number = seL4_SysCall, .cap = CNODE,
                                         .info = INFO(CNodeRevoke, 0, 2), .mr = { ep, DEPTH } } };
        mint_children(cnode, CNODE_BITS, ep, n);
        timed_trap(&revoke);
        EQ(info_label(revoke.sys.info), seL4_NoError);
        const word took = between(revoke.before, revoke.after);
        series_add(&whole, took);
        series_add(&each, took / n);
        series_report(numbered("revoke_", n), &whole);
        series_report(numbered("revoke_each_", n), &each);
    }
}

SUITE(growth, { "signal_waiters", signal_waiters }, { "call_receivers", call_receivers },
      { "receive_senders", receive_senders }, { "revoke_children", revoke_children },);
