/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * An unknown system call, which faults to a handler in another address space, and its reply.
 */
#include "measure.h"

#define NO_SUCH_CALL (-100)

static word endpoint, reply;
static word raised[SAMPLES + WARM_UP], handled[SAMPLES + WARM_UP];
static word replied[SAMPLES + WARM_UP], resumed[SAMPLES + WARM_UP];

static void faulter(struct thread *t)
{
    (void)t;
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        struct timed c = { .sys = { .number = NO_SUCH_CALL } };
        timed_trap(&c);
        raised[i] = c.before;
        resumed[i] = c.after;
    }
}

/* The word of the message that says where to go on. */
static word *fault_ip(struct thread *t, struct sys *s)
{
    return seL4_UnknownSyscall_FaultIP < 4 ? &s->mr[seL4_UnknownSyscall_FaultIP]
                                           : &t->buffer->msg[seL4_UnknownSyscall_FaultIP];
}

/* Answers with all registers of the message, of which the address is advanced. */
static void handler(struct thread *t)
{
    struct timed c = { .sys = { .number = seL4_SysRecv, .cap = endpoint, .reply = reply } };
    for (word i = 0; i < SAMPLES + WARM_UP; i++) {
        timed_trap(&c);
        handled[i] = c.after;
        if (i > 0)
            replied[i - 1] = c.before;
        *fault_ip(t, &c.sys) += ARCH_SYSCALL_BYTES;
        c.sys.number = seL4_SysReplyRecv;
        c.sys.cap = endpoint;
        c.sys.reply = reply;
        c.sys.info = INFO(0, 0, info_length(c.sys.info));
    }
    timed_trap(&c);
}

static void report(const char *name, const word *from, const word *to)
{
    struct series s = { 0 };
    for (word i = WARM_UP; i < SAMPLES + WARM_UP - 1; i++)
        series_add(&s, between(from[i], to[i]));
    series_report(name, &s);
}

static void to_handler_and_back(void)
{
    endpoint = ENDPOINT();
    reply = REPLY();
    struct thread *h = thread_passive(LOW), *f = thread_new(LOW);
    const word sc = sc_of(5000, 5000, 0, 0);
    thread_move_to(h, space_new());
    OK(TCB_SetSpace(f->tcb, endpoint, CNODE, 0, space_new(), 0));
    OK(SchedContext_Bind(sc, h->tcb));
    thread_run(h, handler);
    settle();
    OK(SchedContext_UnbindObject(sc, h->tcb));
    thread_run(f, faulter);
    settle();
    TRUE(f->done);
    report("fault", raised, handled);
    report("fault_reply", replied, resumed);
}

SUITE(fault, { "to_handler_and_back", to_handler_and_back },);
