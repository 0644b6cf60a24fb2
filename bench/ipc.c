/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Messages between two threads: a caller with time and a server that lives on lent time.
 */
#include "measure.h"
#include "probes.h"

/* What the two do, and when; written by each for itself. */
struct exchange {
    word endpoint, reply;
    word call_info, reply_info;
    bool fpu;
    word call[SAMPLES + WARM_UP], arrived[SAMPLES + WARM_UP];
    word answer[SAMPLES + WARM_UP], back[SAMPLES + WARM_UP];
};
static struct exchange x;

static void touch_fpu(void)
{
    if (x.fpu)
        fpu_fill(1);
}

static void caller(struct thread *t)
{
    (void)t;
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = { .number = seL4_SysCall, .cap = x.endpoint,
                                    .info = x.call_info } };
        touch_fpu();
        timed_trap(&c);
        x.call[i] = c.before;
        x.back[i] = c.after;
    }
}

static void server(struct thread *t)
{
    (void)t;
    struct timed c = { .sys = { .number = seL4_SysRecv, .cap = x.endpoint, .reply = x.reply } };
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        timed_trap(&c);
        x.arrived[i] = c.after;
        if (i > 0)
            x.answer[i - 1] = c.before;
        touch_fpu();
        c.sys = (struct sys){ .number = seL4_SysReplyRecv, .cap = x.endpoint, .reply = x.reply,
                              .info = x.reply_info };
    }
    timed_trap(&c);
}

/* From `from` of one to `to` of the other; the server's last answer has no time. */
static void report(const char *name, const char *what, const word *from, const word *to)
{
    static char text[64];
    struct series s = { 0 };
    word n = 0;
    for (; *name; name++)
        text[n++] = *name;
    for (; *what; what++)
        text[n++] = *what;
    text[n] = 0;
    for (word i = WARM_UP; i < SAMPLES + WARM_UP - 1; i++)
        series_add(&s, between(from[i], to[i]));
    series_report(text, &s);
}

/* Caller and server with these priorities, in one address space or two. */
static void exchange(const char *name, word caller_prio, word server_prio, bool spaces, bool active)
{
    x.endpoint = ENDPOINT();
    x.reply = REPLY();
    struct thread *s = active ? thread_new(server_prio) : thread_passive(server_prio);
    struct thread *c = thread_new(caller_prio);
    if (spaces) {
        thread_move_to(s, space_new());
        thread_move_to(c, space_new());
    }
    if (!active) {
        const word sc = sc_of(5000, 5000, 0, 0);
        OK(SchedContext_Bind(sc, s->tcb));
        thread_run(s, server);
        settle();
        OK(SchedContext_UnbindObject(sc, s->tcb));
    } else {
        thread_run(s, server);
        settle();
    }
    thread_run(c, caller);
    settle();
    TRUE(c->done);
    report("call", name, x.call, x.arrived);
    report("replyrecv", name, x.answer, x.back);
    x = (struct exchange){ 0 };
}

static void other_space(void) { exchange("", LOW, LOW, true, false); }
static void same_space(void) { exchange("_same_space", LOW, LOW, false, false); }
static void higher(void) { exchange("_higher", LOWER, LOW, true, false); }
static void active(void) { exchange("_active", LOWER, LOW, true, true); }

static void with_fpu(void)
{
    x.fpu = true;
    exchange("_fpu", LOW, LOW, true, false);
}

static void lengths(void)
{
    static const word length[] = { 1, 4, 5, 10, 20, 60, 120 };
    for (word i = 0; i < sizeof length / sizeof *length; i++) {
        char name[8] = "_words_";
        x.call_info = x.reply_info = INFO(0, 0, length[i]);
        exchange(numbered(name, length[i]), LOW, LOW, true, false);
    }
}

SUITE(ipc, { "other_space", other_space }, { "same_space", same_space }, { "higher", higher },
      { "active", active }, { "fpu", with_fpu }, { "lengths", lengths },);
