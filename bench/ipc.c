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
    word called;                        /* the endpoint as the caller names it */
    word call_info, reply_info;
    void (*meanwhile)(void);            /* what each does before its system call */
    void (*prepare)(struct thread *caller, struct thread *server);
    word call[SAMPLES + WARM_UP], arrived[SAMPLES + WARM_UP];
    word answer[SAMPLES + WARM_UP], back[SAMPLES + WARM_UP];
};
static struct exchange x;

static void meanwhile(void)
{
    if (x.meanwhile)
        x.meanwhile();
}

/* Ends in a call that is not answered: a parked thread would need its TCB in its CSpace. */
static void caller(struct thread *t)
{
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = { .number = seL4_SysCall, .cap = x.called,
                                    .info = x.call_info } };
        meanwhile();
        timed_trap(&c);
        x.call[i] = c.before;
        x.back[i] = c.after;
    }
    t->done = true;
    SYS(.number = seL4_SysCall, .cap = x.called);
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
        meanwhile();
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

/* The next two slots share a cache line, however many the kernel has filled. */
static void slots_even(void)
{
    while (slot() % 2 == 0)
        ;
}

/* Caller and server with these priorities, in one address space or two. */
static void exchange(const char *name, word caller_prio, word server_prio, bool spaces, bool active)
{
    slots_even();
    x.called = x.endpoint = ENDPOINT();
    x.reply = REPLY();
    struct thread *s = active ? thread_new(server_prio) : thread_passive(server_prio);
    struct thread *c = thread_new(caller_prio);
    if (spaces) {
        thread_move_to(s, space_new());
        thread_move_to(c, space_new());
    }
    if (x.prepare)
        x.prepare(c, s);
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

static void touch_fpu(void) { fpu_fill(1); }

static void with_fpu(void)
{
    x.meanwhile = touch_fpu;
    exchange("_fpu", LOW, LOW, true, false);
}

/* --- one capability with each call ----------------------------------------------------------- */

static word arrives;                    /* the slot it is received in */

/* The server makes the slot free again; for the caller there is nothing to delete any more. */
static void delete_arrived(void)
{
    SYS(.number = seL4_SysCall, .cap = CNODE, .info = INFO(CNodeDelete, 0, 2),
        .mr = { arrives, DEPTH });
}

static void send_and_receive(struct thread *c, struct thread *s)
{
    c->buffer->caps_or_badges[0] = NOTIFICATION();
    s->buffer->receiveCNode = CNODE;
    s->buffer->receiveIndex = arrives = slot();
    s->buffer->receiveDepth = DEPTH;
}

static void with_capability(void)
{
    x.meanwhile = delete_arrived;
    x.prepare = send_and_receive;
    x.call_info = INFO(0, 1, 0);
    exchange("_cap", LOW, LOW, true, false);
}

/* --- a deep CSpace --------------------------------------------------------------------------- */

#define RADIX 1
static word levels;

/* The caller's CSpace: each level resolves as many bits; the endpoint is in the last. */
static void nest(struct thread *c, struct thread *s)
{
    (void)s;
    const word guard = GUARD(0, DEPTH / levels - RADIX);
    const word last = CNODE_OF(RADIX);
    OK(CNode_Copy(last, 1, RADIX, CNODE, x.endpoint, DEPTH, ALL_RIGHTS));
    word root = last;
    for (word i = 1; i < levels; i++) {
        const word above = CNODE_OF(RADIX);
        OK(CNode_Mint(above, 0, RADIX, CNODE, root, DEPTH, ALL_RIGHTS, guard));
        root = above;
    }
    OK(TCB_SetSpace(c->tcb, 0, root, guard, space_new(), 0));
    x.called = 1;
}

static void deep_cspace(void)
{
    for (levels = 1; levels <= 4; levels *= 2) {
        x.prepare = nest;
        exchange(numbered("_levels_", levels), LOW, LOW, true, false);
    }
}

/* --- longer messages ------------------------------------------------------------------------- */

static void words(word n)
{
    x.call_info = x.reply_info = INFO(0, 0, n);
    exchange(numbered("_words_", n), LOW, LOW, true, false);
}

static void some_lengths(void)
{
    static const word length[] = { 1, 4, 5, 10, 20, 60, 120 };
    for (word i = 0; i < sizeof length / sizeof *length; i++)
        words(length[i]);
}

/* For growth; a test has no more than 16 threads. */
static void up_to_8(void)
{
    for (word n = 0; n <= 6; n++)
        words(n);
    words(8);
}

static void up_to_120(void)
{
    static const word length[] = { 10, 15, 20, 30, 45, 60, 90, 120 };
    for (word i = 0; i < sizeof length / sizeof *length; i++)
        words(length[i]);
}

SUITE(lengths, { "up_to_8", up_to_8 }, { "up_to_120", up_to_120 },);

/* --- Send, to a receiver that runs at once ---------------------------------------------------- */

static void sender(struct thread *t)
{
    (void)t;
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = { .number = seL4_SysSend, .cap = x.endpoint } };
        timed_trap(&c);
        x.call[i] = c.before;
    }
}

static void receiver(struct thread *t)
{
    (void)t;
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = { .number = seL4_SysWait, .cap = x.endpoint } };
        timed_trap(&c);
        x.arrived[i] = c.after;
    }
}

static void send_higher(void)
{
    x.endpoint = ENDPOINT();
    struct thread *r = thread_new(LOW), *s = thread_new(LOWER);
    thread_move_to(r, space_new());
    thread_move_to(s, space_new());
    thread_run(r, receiver);
    thread_run(s, sender);
    settle();
    TRUE(r->done && s->done);
    report("send_higher", "", x.call, x.arrived);
}

SUITE(ipc, { "other_space", other_space }, { "same_space", same_space }, { "higher", higher },
      { "active", active }, { "fpu", with_fpu }, { "capability", with_capability },
      { "deep_cspace", deep_cspace }, { "lengths", some_lengths }, { "send_higher", send_higher },);
