/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Breakpoints, watchpoints and single steps, which only debug kernels have: each check in its
 * order, what is read back, and the exceptions of a thread that runs into one.
 */
#include "operations.h"
#include "probes.h"

#ifdef CONFIG_HARDWARE_DEBUG_API

enum { DATA, INSTRUCTION, STEP, BREAK };
enum { READ, WRITE, READ_WRITE };

#define FIRST_WATCH 6
#define LAST        9

static struct reply set(word tcb, word number, word address, word type, word size, word access)
{
    return TCB_SetBreakpoint(tcb, number, address, type, size, access);
}

/* --- checks ---------------------------------------------------------------------------------- */

static void set_errors(void)
{
    const word tcb = TCB(), beyond = USER_LAST + 1;
    ERR(set(tcb, 99, beyond, 9, 9, 9), InvalidArgument, 1);
    ERR(set(tcb, 99, ~(word)0, 9, 9, 9), InvalidArgument, 1);
    ERR(set(tcb, 99, 0x1001, 2, 9, 9), InvalidArgument, 2);
    ERR(set(tcb, 99, 0x1001, ~(word)0, 9, 9), InvalidArgument, 2);

    ERR(set(tcb, 99, 0x1001, INSTRUCTION, 4, 9), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, INSTRUCTION, 0, 1), InvalidArgument, 4);
    ERR(set(tcb, FIRST_WATCH, 0x1000, INSTRUCTION, 0, 0), InvalidArgument, 2);
    ERR(set(tcb, 99, 0x1000, INSTRUCTION, 0, 0), InvalidArgument, 2);

    ERR(set(tcb, 0, 0x1001, DATA, 0, 9), InvalidArgument, 3);
    ERR(set(tcb, FIRST_WATCH - 1, 0x1001, DATA, 3, 9), InvalidArgument, 2);
    ERR(set(tcb, 99, 0x1001, DATA, 3, 3), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, DATA, 3, 2), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, DATA, 16, 2), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, DATA, 2, 2), AlignmentError);
    ERR(set(tcb, 99, 0x1004, DATA, 8, 2), AlignmentError);
    ERR(set(tcb, 99, 0x1001, DATA, 1, 2), RangeError, 0, 5);
    ERR(set(tcb, LAST + 1, 0x1008, DATA, 8, 2), RangeError, 0, 5);
}

static void numbers_out_of_range(void)
{
    const word tcb = TCB();
    ERR(TCB_GetBreakpoint(tcb, LAST + 1), RangeError, 0, LAST);
    ERR(TCB_GetBreakpoint(tcb, 0xffff), RangeError, 0, LAST);
    for (word i = 0; i <= LAST; i++)
        EQ(OK(TCB_GetBreakpoint(tcb, i)).mr[4], 0);
}

static void is(word tcb, word number, word address, word type, word size, word access, word on)
{
    const struct reply r = OK(TCB_GetBreakpoint(tcb, number));
    EQ(r.length, 5);
    EQ(r.mr[4], on);
    if (!on)
        return;
    EQ(r.mr[0], address);
    EQ(r.mr[1], type);
    EQ(r.mr[2], size);
    EQ(r.mr[3], access);
}

static void set_and_read_back(void)
{
    static const word sizes[] = { 1, 2, 4, 8 };
    const word tcb = TCB();
    for (word i = 0; i < FIRST_WATCH; i++)
        OK(set(tcb, i, 0x1000 + i * 4, INSTRUCTION, 0, READ));
    for (word i = FIRST_WATCH; i <= LAST; i++)
        OK(set(tcb, i, 0x2000 + i * 8, DATA, sizes[i - FIRST_WATCH], i % 3));
    for (word i = 0; i < FIRST_WATCH; i++)
        is(tcb, i, 0x1000 + i * 4, INSTRUCTION, 0, READ, 1);
    for (word i = FIRST_WATCH; i <= LAST; i++)
        is(tcb, i, 0x2000 + i * 8, DATA, sizes[i - FIRST_WATCH], i % 3, 1);
    OK(set(tcb, 7, 0x2002, DATA, 2, WRITE));        /* another one in its place */
    is(tcb, 7, 0x2002, DATA, 2, WRITE, 1);
    OK(TCB_UnsetBreakpoint(tcb, 7));
    OK(TCB_UnsetBreakpoint(tcb, 0));
    OK(TCB_UnsetBreakpoint(tcb, 0));
    is(tcb, 7, 0, 0, 0, 0, 0);
    is(tcb, 0, 0, 0, 0, 0, 0);
    is(tcb, 1, 0x1004, INSTRUCTION, 0, READ, 1);
    EQ(OK(TCB_GetBreakpoint(TCB(), 1)).mr[4], 0);   /* each thread has its own */
}

static void step_configuration(void)
{
    const word tcb = TCB();
    EQ(OK(TCB_ConfigureSingleStepping(tcb, 0, 5)).mr[0], 1);
    EQ(OK(TCB_ConfigureSingleStepping(tcb, 0, 0)).mr[0], 0);
    EQ(OK(TCB_ConfigureSingleStepping(tcb, 0, ~(word)0)).mr[0], 1);
}

/* --- exceptions ------------------------------------------------------------------------------ */

static void stopped(word pc, word reason, word address, word number)
{
    const bool has_address = reason == DATA || reason == INSTRUCTION;
    TRUE(faulted->done);
    EQ(faulted->sys.info, INFO(seL4_Fault_DebugException, 0, has_address ? 4 : 2));
    EQ(faulted->sys.mr[0], pc);
    EQ(faulted->sys.mr[1], reason);
    if (has_address) {
        EQ(faulted->sys.mr[2], address);
        EQ(faulted->sys.mr[3], number);
    }
}

static void go_on(word length, word mr0)
{
    START(faulted, .number = seL4_SysNBSendRecv, .dest = probe_reply, .cap = probe_endpoint,
          .reply = probe_reply, .info = INFO(0, 0, length), .mr = { mr0 });
}

static void breakpoint(void)
{
    const word at = (word)probe_nops + 8;
    TRUE(probe_run(probe_nops, 0));
    for (word i = 0; i < FIRST_WATCH; i++) {
        OK(set(prober->tcb, i, at, INSTRUCTION, 0, READ));
        FALSE(probe_run(probe_nops, 0));
        stopped(at, INSTRUCTION, at, i);
        go_on(0, 0);                    /* the same again: it stands at the breakpoint */
        stopped(at, INSTRUCTION, at, i);
        OK(TCB_UnsetBreakpoint(prober->tcb, i));
        go_on(0, 0);
        EQ(register_dump[DUMP_DONE], 1);
    }
    OK(set(prober->tcb, 2, at, INSTRUCTION, 0, READ));
    FALSE(probe_run(probe_nops, 0));
    FALSE(probe_answer(INFO(1, 0, 0), 0, 0, 0));        /* another label: stopped for good */
    OK(TCB_UnsetBreakpoint(prober->tcb, 2));
    OK(TCB_Resume(prober->tcb));
    EQ(register_dump[DUMP_DONE], 1);
}

/* Other threads run through it. */
static void run_nops(struct thread *t)
{
    for (word i = 0; i < 3; i++)
        __asm__ volatile("nop\n\t.globl debug_nop\ndebug_nop:\tnop\n\tnop" : : : "memory");
    thread_note(t, 1);
}
extern char debug_nop[];

static void others_run_through(void)
{
    struct thread *t = thread_new(HIGH), *other = thread_new(HIGH), *handler = thread_new(HIGHER);
    const word ep = ENDPOINT();
    thread_set_fault_endpoint(t, ep);
    OK(set(t->tcb, 0, (word)debug_nop, INSTRUCTION, 0, READ));
    START(handler, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
    thread_run(t, run_nops);
    TRUE(handler->done);
    EQ(info_label(handler->sys.info), seL4_Fault_DebugException);
    thread_run(other, run_nops);
    EQ(other->n_log, 1);
    FALSE(t->done);
}

static word watched[4];

static void watchpoint(void)
{
    const word at = (word)&watched[1];
    probe_run(probe_nops, 0);
    for (word i = FIRST_WATCH; i <= LAST; i++)
        for (word access = READ; access <= READ_WRITE; access++) {
            OK(set(prober->tcb, i, at, DATA, 8, access));
            EQ(probe_run(fault_load, at), access == WRITE);
            if (access != WRITE)
                stopped((word)fault_load, DATA, at, i);
            EQ(probe_run(fault_store, at), access == READ);
            if (access != READ)
                stopped((word)fault_store, DATA, at, i);
            TRUE(probe_run(fault_store, at + 8));
            TRUE(probe_run(fault_load, at - 8));
            OK(TCB_UnsetBreakpoint(prober->tcb, i));
            TRUE(probe_run(fault_store, at));
        }
}

/* A word of four bytes in the middle of what is accessed. */
static void small_watchpoint(void)
{
    const word at = (word)&watched[2];
    probe_run(probe_nops, 0);
    OK(set(prober->tcb, 8, at + 4, DATA, 4, WRITE));
    FALSE(probe_run(fault_store, at));
    EQ(faulted->sys.mr[1], DATA);
    TRUE(probe_run(fault_store, at + 8));
    TRUE(probe_run(fault_store, at - 4));       /* the eight bytes before */
    OK(TCB_UnsetBreakpoint(prober->tcb, 8));
    TRUE(probe_run(fault_store, at));
}

/* n instructions, then an exception; the answer says how many until the next. */
static void single_step(void)
{
    const word at = (word)probe_nops;
    probe_run(probe_nops, 0);
    EQ(OK(TCB_ConfigureSingleStepping(prober->tcb, 0, 2)).mr[0], 1);
    FALSE(probe_run(probe_nops, 0));
    stopped(at + 8, STEP, 0, 0);
    go_on(0, 0);                                /* an empty answer: one */
    stopped(at + 12, STEP, 0, 0);
    go_on(1, 3);
    stopped(at + 24, STEP, 0, 0);
    go_on(1, 1);
    stopped(at + 28, STEP, 0, 0);
    go_on(1, 0);                                /* no more */
    EQ(register_dump[DUMP_DONE], 1);
    TRUE(probe_run(probe_nops, 0));
    OK(TCB_ConfigureSingleStepping(prober->tcb, 0, 1));
    OK(TCB_ConfigureSingleStepping(prober->tcb, 0, 0));
    TRUE(probe_run(probe_nops, 0));
}

/* Over a system call: it is one instruction. */
static void step_over_a_call(void)
{
    word values[ARCH_N_REGISTERS];
    probe_run(probe_nops, 0);
    OK(TCB_ConfigureSingleStepping(prober->tcb, 0, 1));
    probe_registers(values, (word)fault_syscall, 0);
    values[ARCH_REG_ARG0 + 7] = (word)seL4_SysYield;
    FALSE(probe_run_registers(values));
    settle();
    stopped((word)fault_syscall + 4, STEP, 0, 0);
}

static void software_break(void)
{
    FALSE(probe_run(probe_breakpoint, 0));
    stopped((word)probe_breakpoint, BREAK, 0, 0);
    go_on(0, 0);
    stopped((word)probe_breakpoint, BREAK, 0, 0);
    const word past = (word)probe_breakpoint + 4;
    OK(write_registers(prober->tcb, 1, 1, &past));
    EQ(register_dump[DUMP_DONE], 1);
}

SUITE(hardware_debug,
    { "set-errors", set_errors },
    { "numbers-out-of-range", numbers_out_of_range },
    { "set-and-read-back", set_and_read_back },
    { "step-configuration", step_configuration },
    { "breakpoint", breakpoint },
    { "others-run-through", others_run_through },
    { "watchpoint", watchpoint },
    { "small-watchpoint", small_watchpoint },
    { "single-step", single_step },
    { "step-over-a-call", step_over_a_call },
    { "software-break", software_break },
);

#else

/* The labels are not there: the suite is empty. */
SUITE(hardware_debug,);

#endif
