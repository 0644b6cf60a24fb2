/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What the fast path must switch, or leave to the long way, beside registers and time.
 */
#include "operations.h"

static void handles_three(struct thread *t)
{
    t->sys = SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    for (word i = 0; i < 3; i++) {
        thread_note(t, t->sys.cap);
        t->sys = SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
    }
}

/* Nothing is mapped where the thread runs, and its handler lives on its time: each answer lets it
 * fault again, and from the second fault on the handler is known to wait. */
static void handler_in_another_space(void)
{
    struct thread *t = thread_new(HIGH), *h = thread_passive(HIGHER);
    const word own = sc_of(1000, 1000, 0, 0), space = make(ARCH_VSPACE_TYPE, 0);
    h->arg[0] = ENDPOINT();
    h->arg[1] = REPLY();
    OK(ASIDPool_Assign(seL4_CapInitThreadASIDPool, space));
    OK(TCB_SetSpace(t->tcb, mint(h->arg[0], ALL_RIGHTS, 0xbad), CNODE, 0, space, 0));
    OK(SchedContext_Bind(own, h->tcb));
    thread_run(h, handles_three);
    OK(SchedContext_UnbindObject(own, h->tcb));
    START(t, .number = seL4_SysYield);
    EQ(h->n_log, 3);
    for (word i = 0; i < 3; i++)
        EQ(h->log[i], 0xbad);
    EQ(info_label(h->sys.info), seL4_Fault_VMFault);
}

#ifdef CONFIG_HARDWARE_DEBUG_API

enum { DATA = 0, WRITE = 1 };

static volatile word callers, servers;      /* each is watched by one of the two */

static void serves_and_writes(struct thread *t)
{
    SYS(.number = seL4_SysRecv, .cap = t->arg[0], .reply = t->arg[1]);
    callers = 1;
    thread_note(t, callers);
    SYS(.number = seL4_SysReplyRecv, .cap = t->arg[0], .reply = t->arg[1]);
}

static void calls_and_writes(struct thread *t)
{
    SYS(.number = seL4_SysCall, .cap = t->arg[0]);
    servers = 1;
    thread_note(t, servers);
    callers = 2;
    thread_note(t, callers);
}

/* Of two who call and answer, each stops where it watches, and only there. */
static void watchpoints_change_too(void)
{
    struct thread *c = thread_new(HIGH), *s = thread_passive(HIGHER);
    const word own = sc_of(1000, 1000, 0, 0);
    s->arg[0] = c->arg[0] = ENDPOINT();
    s->arg[1] = REPLY();
    OK(TCB_SetBreakpoint(c->tcb, ARCH_FIRST_WATCHPOINT, (word)&callers, DATA, 8, WRITE));
    OK(TCB_SetBreakpoint(s->tcb, ARCH_FIRST_WATCHPOINT, (word)&servers, DATA, 8, WRITE));
    OK(SchedContext_Bind(own, s->tcb));
    thread_run(s, serves_and_writes);
    OK(SchedContext_UnbindObject(own, s->tcb));
    thread_run(c, calls_and_writes);
    EQ(s->n_log, 1);
    EQ(c->n_log, 1);
}

#endif

SUITE(short_switches,
    { "handler-in-another-space", handler_in_another_space },
#ifdef CONFIG_HARDWARE_DEBUG_API
    { "watchpoints-change-too", watchpoints_change_too },
#endif
);
