/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Which of two errors is reported, and the edges of what is allowed: threads, domains, time.
 * Each table lists the faults of one invocation in the order of the manual; see requests.h.
 */
#include "requests.h"

#define MIN_US 20
#define MAX_US ARCH_MAX_PERIOD_US
#define TOP_BIT ((word)1 << 63)

static const word self = seL4_CapInitThreadTCB, vspace = seL4_CapInitThreadVSpace;

static word with_child(void)
{
    const word u = UNTYPED(6);
    make_in(u, seL4_EndpointObject, 0);
    return u;
}

/* A TCB whose CSpace root is the last capability of a CNode. */
static word holding_last(void)
{
    const word tcb = TCB(), c = CNODE_OF(1);
    OK(TCB_SetSpace(tcb, 0, c, 0, vspace, 0));
    discard(c);
    return tcb;
}

/* --- registers ------------------------------------------------------------------------------- */

static void registers(void)
{
    const word tcb = TCB(), ep = ENDPOINT(), n = ARCH_N_REGISTERS;
    const struct request read = REQUEST(tcb, TCBReadRegisters, LIST(0, 1), LIST());
    const struct row read_rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 1, TRUNCATED },
        { WORD(1), 0, RANGE(1, n) },
        { WORD(1), n + 1, RANGE(1, n) },
        { WORD(1), TOP_BIT + 1, RANGE(1, n) },
        { WORD(1), ~(word)0, RANGE(1, n) },
        { SELF, self, ILLEGAL },
        { WORD(1), n, SUCCESS },
        { WORD(0), ~(word)0 - 1, SUCCESS },
    };
    PRECEDENCE(&read, read_rows, NULL);
    const struct request write = REQUEST(tcb, TCBWriteRegisters, LIST(0, 3, 1, 2, 3), LIST());
    const struct row write_rows[] = {
        { LENGTH_IS, 1, TRUNCATED },
        { LENGTH_IS, 4, TRUNCATED },
        { WORD(1), 4, TRUNCATED },
        { WORD(1), TOP_BIT + 3, TRUNCATED },
        { WORD(1), ~(word)0, TRUNCATED },
        { SELF, self, ILLEGAL },
        { WORD(1), 0, SUCCESS },
        { WORD(0), ~(word)0 - 1, SUCCESS },
    };
    PRECEDENCE(&write, write_rows, NULL);
    const struct request copy = REQUEST(tcb, TCBCopyRegisters, LIST(0), LIST(TCB()));
    const struct row copy_rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { WORD(0), 0xff0c, SUCCESS },
        { SELF, self, SUCCESS },
    };
    PRECEDENCE(&copy, copy_rows, NULL);
}

/* --- spaces ---------------------------------------------------------------------------------- */

static void configure(void)
{
    const word ep = ENDPOINT(), child = with_child(), table = make(ARCH_TABLE_TYPE, 0);
    const word device = make_in(device_ram_cap, ARCH_FRAME_TYPE, 0);
    const struct request good =
        REQUEST(TCB(), TCBConfigure, LIST(GUARD(5, 40), 0, 0x400),
                LIST(CNODE, vspace, make(ARCH_FRAME_TYPE, 0)));
    const struct row rows[] = {
        { LENGTH_IS, 2, TRUNCATED },
        { CAPS_ARE, 2, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(2), child, REVOKE },
        { CAP(2), table, ILLEGAL },
        { CAP(2), ep, ILLEGAL },
        { CAP(2), device, ILLEGAL },
        { WORD(2), 1, UNALIGNED },
        { WORD(2), 0x3ff, UNALIGNED },
        { WORD(2), 0x200, UNALIGNED },
        { WORD(2), ~(word)0, UNALIGNED },
        { SELF, holding_last(), ILLEGAL },
        { CAP(0), child, REVOKE },
        { CAP(0), ep, ILLEGAL },
        { CAP(0), seL4_CapNull, ILLEGAL },
        { WORD(0), GUARD(0, 48), ILLEGAL },
        { WORD(0), GUARD(0, 63), ILLEGAL },
        { CAP(1), child, REVOKE },
        { CAP(1), table, ILLEGAL },
        { CAP(1), ep, ILLEGAL },
        { CAP(1), seL4_CapNull, ILLEGAL },
        { WORD(0), GUARD(0, 47), SUCCESS },
        { WORD(2), 0, SUCCESS },
        { WORD(2), ~(word)0 - 0x3ff, SUCCESS },
        { WORD(2), TOP_BIT, SUCCESS },
    };
    PRECEDENCE(&good, rows, NULL);
}

static void space_and_buffer(void)
{
    const word ep = ENDPOINT(), child = with_child(), table = make(ARCH_TABLE_TYPE, 0);
    const struct request space =
        REQUEST(TCB(), TCBSetSpace, LIST(GUARD(5, 40), 0), LIST(ep, CNODE, vspace));
    const struct row space_rows[] = {
        { LENGTH_IS, 1, TRUNCATED },
        { CAPS_ARE, 2, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { SELF, holding_last(), ILLEGAL },
        { CAP(1), child, REVOKE },
        { CAP(1), ep, ILLEGAL },
        { WORD(0), GUARD(0, 48), ILLEGAL },
        { CAP(2), child, REVOKE },
        { CAP(2), table, ILLEGAL },
        { CAP(0), table, BAD_CAP(1) },
        { CAP(0), mint(ep, R_WRITE, 0), BAD_CAP(1) },
        { CAP(0), mint(ep, ALL_RIGHTS & ~R_WRITE, 0), BAD_CAP(1) },
        { CAP(0), seL4_CapNull, SUCCESS },
    };
    PRECEDENCE(&space, space_rows, NULL);
    const struct request buffer =
        REQUEST(TCB(), TCBSetIPCBuffer, LIST(0x400), LIST(make(ARCH_FRAME_TYPE, 0)));
    const struct row buffer_rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), child, REVOKE },
        { CAP(0), ep, ILLEGAL },
        { WORD(0), 0x3ff, UNALIGNED },
        { WORD(0), 0x401, UNALIGNED },
        { WORD(0), ~(word)0, UNALIGNED },
        { WORD(0), ~(word)0 - 0x3ff, SUCCESS },
        { WORD(0), 0, SUCCESS },
    };
    PRECEDENCE(&buffer, buffer_rows, NULL);
}

/* --- priorities and scheduling parameters ---------------------------------------------------- */

static void priorities(void)
{
    const word ep = ENDPOINT(), weak = TCB();
    OK(TCB_SetMCPriority(weak, self, 50));
    for (word label = TCBSetPriority; label <= TCBSetMCPriority; label++) {
        const struct request good = REQUEST(TCB(), label, LIST(50), LIST(weak));
        const struct row rows[] = {
            { LENGTH_IS, 0, TRUNCATED },
            { CAPS_ARE, 0, TRUNCATED },
            { CAP(0), ep, BAD_CAP(1) },
            { CAP(0), seL4_CapNull, BAD_CAP(1) },
            { WORD(0), 51, RANGE(0, 50) },
            { WORD(0), 256, RANGE(0, 50) },
            { WORD(0), 256 + 50, RANGE(0, 50) },
            { WORD(0), TOP_BIT, RANGE(0, 50) },
            { WORD(0), ~(word)0, RANGE(0, 50) },
            { WORD(0), 0, SUCCESS },
            { WORD(0), 49, SUCCESS },
            { WORD(0), 50, SUCCESS },
        };
        PRECEDENCE(&good, rows, NULL);
    }
}

static void sched_params(void)
{
    struct thread *waiter = thread_passive(HIGH);
    const word ep = ENDPOINT(), tcb = TCB(), weak = TCB(), busy = thread_new(HIGH)->sc;
    START_PASSIVE(waiter, .number = seL4_SysWait, .cap = ep);
    OK(TCB_SetMCPriority(weak, self, 50));
    const struct request good = REQUEST(waiter->tcb, TCBSetSchedParams, LIST(50, 50),
                                        LIST(weak, sc_of(1000, 1000, 0, 0), ep));
    const struct row rows[] = {
        { LENGTH_IS, 1, TRUNCATED },
        { CAPS_ARE, 2, TRUNCATED },
        { CAPS_ARE, 1, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { WORD(0), 51, RANGE(0, 50) },
        { WORD(0), 256, RANGE(0, 50) },
        { WORD(0), ~(word)0, RANGE(0, 50) },
        { WORD(1), 51, RANGE(0, 50) },
        { WORD(1), TOP_BIT, RANGE(0, 50) },
        { SELF, thread_new(HIGH)->tcb, ILLEGAL },       /* has an SC */
        { CAP(1), busy, ILLEGAL },
        { CAP(1), SC(), ILLEGAL },                      /* not configured, and it waits */
        { CAP(1), tcb, BAD_CAP(2) },
        { CAP(2), tcb, BAD_CAP(3) },
        { CAP(2), mint(ep, R_WRITE, 0), BAD_CAP(3) },
        { CAP(2), mint(ep, R_WRITE | R_READ, 0), BAD_CAP(3) },
        { CAP(2), seL4_CapNull, SUCCESS },
        { WORD(0), 0, SUCCESS },
        { WORD(1), 0, SUCCESS },
        { CAP(1), seL4_CapNull, SUCCESS },
    };
    /* A thread with an SC is asked about the capability's type only if that is not an SC. */
    precedence(&good, rows, 9, NULL);
    precedence(&good, rows + 9, 3, NULL);
    struct row without_self[sizeof rows / sizeof *rows];
    for (word i = 0; i < sizeof rows / sizeof *rows - 1; i++)
        without_self[i] = rows[i < 9 ? i : i + 1];
    precedence(&good, without_self, sizeof rows / sizeof *rows - 1, NULL);
    const struct request own = REQUEST(self, TCBSetSchedParams, LIST(255, ROOT_PRIO),
                                       LIST(self, seL4_CapInitThreadSC, seL4_CapNull));
    const struct row own_rows[] = {
        { WORD(1), 256, RANGE(0, 255) },
        { CAP(1), seL4_CapNull, ILLEGAL },
        { CAP(2), tcb, BAD_CAP(3) },
    };
    PRECEDENCE(&own, own_rows, NULL);
}

/* --- domains --------------------------------------------------------------------------------- */

static void domains(void)
{
    const word ep = ENDPOINT(), n = CONFIG_NUM_DOMAINS, last = 100 - 1;
    const struct request set = REQUEST(seL4_CapDomain, DomainSetSet, LIST(1), LIST(TCB()));
    const struct row set_rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { WORD(0), n, BAD_ARG(0) },
        { WORD(0), 256, BAD_ARG(0) },
        { WORD(0), TOP_BIT, BAD_ARG(0) },
        { WORD(0), ~(word)0, BAD_ARG(0) },
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), ep, BAD_ARG(1) },
        { CAP(0), seL4_CapNull, BAD_ARG(1) },
        { WORD(0), n - 1, SUCCESS },
        { WORD(0), 0, SUCCESS },
    };
    PRECEDENCE(&set, set_rows, NULL);
    const struct request entry =
        REQUEST(seL4_CapDomain, DomainScheduleConfigure, LIST(7, 1, 1000), LIST());
    const word longest = ((word)1 << 56) - 1;
    const struct row entry_rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 2, TRUNCATED },
        { WORD(0), last, RANGE(0, last - 1) },
        { WORD(0), TOP_BIT, RANGE(0, last - 1) },
        { WORD(0), ~(word)0, RANGE(0, last - 1) },
        { WORD(1), n, RANGE(0, n - 1) },
        { WORD(1), 256, RANGE(0, n - 1) },
        { WORD(1), ~(word)0, RANGE(0, n - 1) },
        { WORD(2), longest + 1, BAD_ARG(2) },
        { WORD(2), ~(word)0, BAD_ARG(2) },
        { WORD(2), 0, BAD_ARG(1) },
        { WORD(2), 1, SUCCESS },
        { WORD(2), longest, SUCCESS },
        { WORD(0), last - 1, SUCCESS },
        { WORD(1), n - 1, SUCCESS },
    };
    PRECEDENCE(&entry, entry_rows, NULL);
    OK(DomainSet_ScheduleConfigure(seL4_CapDomain, 7, 0, 0));
    OK(DomainSet_ScheduleConfigure(seL4_CapDomain, last - 1, 0, 0));
    ERR(DomainSet_ScheduleConfigure(seL4_CapDomain, 0, 1, 0), InvalidArgument, 1);
    ERR(DomainSet_ScheduleConfigure(seL4_CapDomain, 0, 0, 0), InvalidArgument, 2);
    const struct request start = REQUEST(seL4_CapDomain, DomainScheduleSetStart, LIST(0), LIST());
    const struct row start_rows[] = {
        { LENGTH_IS, 0, TRUNCATED },
        { WORD(0), last + 1, RANGE(0, last) },
        { WORD(0), ~(word)0, RANGE(0, last) },
        { WORD(0), last, BAD_ARG(0) },
        { WORD(0), 7, BAD_ARG(0) },
        { WORD(0), 0, SUCCESS },
    };
    PRECEDENCE(&start, start_rows, NULL);
}

/* --- time ------------------------------------------------------------------------------------ */

static void budgets(void)
{
    const word ep = ENDPOINT();
    const struct request good =
        REQUEST(SCHED_CONTROL, SchedControlConfigureFlags, LIST(100, 200, 8, 0, 0), LIST(SC()));
    const struct row rows[] = {
        { CAPS_ARE, 0, TRUNCATED },
        { LENGTH_IS, 0, TRUNCATED },
        { LENGTH_IS, 4, TRUNCATED },
        { WORD(0), MAX_US + 1, RANGE(MIN_US, MAX_US) },
        { WORD(0), TOP_BIT, RANGE(MIN_US, MAX_US) },
        { WORD(0), ~(word)0, RANGE(MIN_US, MAX_US) },
        { WORD(1), MAX_US + 1, RANGE(MIN_US, MAX_US) },
        { WORD(1), ~(word)0, RANGE(MIN_US, MAX_US) },
        { WORD(0), MIN_US - 1, RANGE(MIN_US, MAX_US) },
        { WORD(0), 0, RANGE(MIN_US, MAX_US) },
        { WORD(1), MIN_US - 1, RANGE(MIN_US, MAX_US) },
        { WORD(1), 0, RANGE(MIN_US, MAX_US) },
        { WORD(0), 201, RANGE(MIN_US, 200) },
        { WORD(0), MAX_US, RANGE(MIN_US, 200) },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), seL4_CapNull, BAD_CAP(1) },
        { WORD(2), 9, RANGE(0, 8) },
        { WORD(2), TOP_BIT, RANGE(0, 8) },
        { WORD(2), ~(word)0 - 1, RANGE(0, 8) },         /* plus two wraps */
        { WORD(2), ~(word)0, RANGE(0, 8) },
        { WORD(0), MIN_US, SUCCESS },
        { WORD(0), 200, SUCCESS },
        { WORD(1), 100, SUCCESS },
        { WORD(1), MAX_US, SUCCESS },
        { WORD(2), 0, SUCCESS },
        { WORD(3), ~(word)0, SUCCESS },
        { WORD(4), ~(word)0, SUCCESS },
    };
    PRECEDENCE(&good, rows, NULL);
}

static word bound_sc, free_tcb;

static void unbind(void)
{
    OK(SchedContext_Unbind(bound_sc));
}

static void binding(void)
{
    const word ep = ENDPOINT(), other = thread_new(HIGH)->tcb;
    struct thread *waiter = thread_passive(HIGH);
    START_PASSIVE(waiter, .number = seL4_SysWait, .cap = ep);
    bound_sc = sc_of(1000, 1000, 0, 0);
    free_tcb = TCB();
    const struct request bind = REQUEST(bound_sc, SchedContextBind, LIST(), LIST(free_tcb));
    const struct row bind_rows[] = {
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { CAP(0), bound_sc, BAD_CAP(1) },
        { CAP(0), seL4_CapNull, BAD_CAP(1) },
        { SELF, thread_new(HIGH)->sc, ILLEGAL },
        { CAP(0), other, ILLEGAL },
        { CAP(0), waiter->tcb, SUCCESS },
    };
    PRECEDENCE(&bind, bind_rows, unbind);
    OK(SchedContext_Bind(bound_sc, free_tcb));
    const struct request apart =
        REQUEST(bound_sc, SchedContextUnbindObject, LIST(), LIST(free_tcb));
    const struct row apart_rows[] = {
        { CAPS_ARE, 0, TRUNCATED },
        { CAP(0), ep, BAD_CAP(1) },
        { SELF, SC(), ILLEGAL },
        { CAP(0), other, ILLEGAL },
        { CAP(0), NOTIFICATION(), ILLEGAL },
    };
    PRECEDENCE(&apart, apart_rows, NULL);
    OK(request_send(&apart));
    ERR(request_send(&apart), IllegalOperation);
}

SUITE(precedence_thread,
    { "registers", registers },
    { "configure", configure },
    { "space-and-buffer", space_and_buffer },
    { "priorities", priorities },
    { "sched-params", sched_params },
    { "domains", domains },
    { "budgets", budgets },
    { "binding", binding },
);
