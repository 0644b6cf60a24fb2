/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Breakpoints for instructions and data, and single steps, which only debug kernels have: each
 * check in its order, what is read back, and the exceptions of a thread that runs into one.
 */
#include "operations.h"
#include "probes.h"

#ifdef CONFIG_HARDWARE_DEBUG_API

enum { DATA, INSTRUCTION, STEP, BREAK };
enum { READ, WRITE, READ_WRITE };

#define N_POINTS 4
#define LOAD_BYTES 3        /* of fault_load and fault_store: the exception comes behind them */

static struct reply set(word tcb, word number, word address, word type, word size, word access)
{
    return TCB_SetBreakpoint(tcb, number, address, type, size, access);
}

/* --- checks ---------------------------------------------------------------------------------- */

static void set_errors(void)
{
    const word tcb = TCB(), beyond = USER_LAST + 1;
    ERR(set(tcb, 99, beyond, 9, 9, 9), InvalidArgument, 1);
    ERR(set(tcb, 99, 0xffffffff80100000, 9, 9, 9), InvalidArgument, 1);
    ERR(set(tcb, 99, ~(word)0, 9, 9, 9), InvalidArgument, 1);
    ERR(set(tcb, 0, 0xffffff8000100000, INSTRUCTION, 0, 0), InvalidArgument, 1);
    ERR(set(tcb, 99, 0x1001, 2, 9, 9), InvalidArgument, 2);
    ERR(set(tcb, 99, 0x1001, ~(word)0, 9, 9), InvalidArgument, 2);

    ERR(set(tcb, 99, 0x1001, INSTRUCTION, 4, 9), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, INSTRUCTION, 0, 1), InvalidArgument, 4);
    ERR(set(tcb, N_POINTS, 0x1001, INSTRUCTION, 0, 0), RangeError, 0, 3);

    ERR(set(tcb, 99, 0x1001, DATA, 0, 9), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, DATA, 3, 3), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, DATA, 3, 2), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, DATA, 16, 2), InvalidArgument, 3);
    ERR(set(tcb, 99, 0x1001, DATA, 2, 2), AlignmentError);
    ERR(set(tcb, 99, 0x1004, DATA, 8, 2), AlignmentError);
    ERR(set(tcb, 99, 0x1001, DATA, 1, 2), RangeError, 0, 3);
    ERR(set(tcb, N_POINTS, 0x1008, DATA, 8, 2), RangeError, 0, 3);
    OK(set(tcb, 0, 0x1001, INSTRUCTION, 0, 0));         /* no alignment of instructions */
    OK(set(tcb, 0x10000, 0x1001, INSTRUCTION, 0, 0));   /* 16 bits of the number count */
}

static void numbers_out_of_range(void)
{
    const word tcb = TCB();
    ERR(TCB_GetBreakpoint(tcb, N_POINTS), RangeError, 0, 3);
    ERR(TCB_GetBreakpoint(tcb, 0xffff), RangeError, 0, 3);
    ERR(TCB_UnsetBreakpoint(tcb, N_POINTS), RangeError, 0, 3);
    ERR(TCB_UnsetBreakpoint(tcb, 0xffff), RangeError, 0, 3);
    for (word i = 0; i < N_POINTS; i++)
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
    for (word i = 0; i < N_POINTS; i++)
        OK(set(tcb, i, 0x1000 + i, INSTRUCTION, 0, READ));
    for (word i = 0; i < N_POINTS; i++)
        is(tcb, i, 0x1000 + i, INSTRUCTION, 0, READ, 1);
    for (word i = 0; i < N_POINTS; i++)
        for (word access = WRITE; access <= READ_WRITE; access++) {
            OK(set(tcb, i, 0x2000 + i * 8, DATA, sizes[i], access));
            is(tcb, i, 0x2000 + i * 8, DATA, sizes[i], access, 1);
        }
    OK(set(tcb, 2, 0x2002, DATA, 2, WRITE));        /* another one in its place */
    is(tcb, 2, 0x2002, DATA, 2, WRITE, 1);
    is(tcb, 1, 0x2008, DATA, 2, READ_WRITE, 1);
    is(tcb, 3, 0x2018, DATA, 8, READ_WRITE, 1);
    OK(TCB_UnsetBreakpoint(tcb, 2));
    OK(TCB_UnsetBreakpoint(tcb, 0));
    OK(TCB_UnsetBreakpoint(tcb, 0));
    is(tcb, 2, 0, 0, 0, 0, 0);
    is(tcb, 0, 0, 0, 0, 0, 0);
    is(tcb, 1, 0x2008, DATA, 2, READ_WRITE, 1);
    EQ(OK(TCB_GetBreakpoint(TCB(), 1)).mr[4], 0);   /* each thread has its own */
}

/* The trap flag is enough: no breakpoint is used up. */
static void step_configuration(void)
{
    const word tcb = TCB();
    EQ(OK(TCB_ConfigureSingleStepping(tcb, 0, 5)).mr[0], 0);
    EQ(OK(TCB_ConfigureSingleStepping(tcb, 0, 0)).mr[0], 0);
    EQ(OK(TCB_ConfigureSingleStepping(tcb, 99, ~(word)0)).mr[0], 0);
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

/* The answer passes it, once. */
static void breakpoint(void)
{
    const word at = (word)probe_nops + 2;
    TRUE(probe_run(probe_nops, 0));
    for (word i = 0; i < N_POINTS; i++) {
        OK(set(prober->tcb, i, at, INSTRUCTION, 0, READ));
        FALSE(probe_run(probe_nops, 0));
        stopped(at, INSTRUCTION, at, i);
        probe_go_on(0, 0);
        EQ(register_dump[DUMP_DONE], 1);
        FALSE(probe_run(probe_nops, 0));
        stopped(at, INSTRUCTION, at, i);
        OK(TCB_UnsetBreakpoint(prober->tcb, i));
        TRUE(probe_run(probe_nops, 0));
    }
    OK(set(prober->tcb, 2, at, INSTRUCTION, 0, READ));
    FALSE(probe_run(probe_nops, 0));
    FALSE(probe_answer(INFO(1, 0, 0), 0, 0, 0));        /* another label: stopped for good */
    OK(TCB_UnsetBreakpoint(prober->tcb, 2));
    OK(TCB_Resume(prober->tcb));
    EQ(register_dump[DUMP_DONE], 1);
}

/* Several in a row: each stops it. */
static void breakpoints_in_a_row(void)
{
    const word at = (word)probe_nops + 2;
    TRUE(probe_run(probe_nops, 0));
    for (word i = 0; i < N_POINTS; i++)
        OK(set(prober->tcb, i, at + i, INSTRUCTION, 0, READ));
    FALSE(probe_run(probe_nops, 0));
    for (word i = 0; i < N_POINTS; i++) {
        stopped(at + i, INSTRUCTION, at + i, i);
        probe_go_on(0, 0);
    }
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
    /* Destroyed in this state, it leaves nothing in the machine. */
    discard(t->tcb);
    thread_run(other, run_nops);
    EQ(other->n_log, 2);
}

static word watched[4];

static void watchpoint(void)
{
    const word at = (word)&watched[1];
    probe_run(probe_nops, 0);
    for (word i = 0; i < N_POINTS; i++)
        for (word access = READ; access <= READ_WRITE; access++) {
            OK(set(prober->tcb, i, at, DATA, 8, access));
            EQ(probe_run(fault_load, at), access == WRITE);
            if (access != WRITE)
                stopped((word)fault_load + LOAD_BYTES, DATA, at, i);
            if (access != READ) {       /* the machine cannot watch reads alone */
                FALSE(probe_run(fault_store, at));
                stopped((word)fault_store + LOAD_BYTES, DATA, at, i);
            }
            probe_go_on(0, 0);
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
    OK(set(prober->tcb, 3, at + 4, DATA, 4, WRITE));
    FALSE(probe_run(fault_store, at));
    EQ(faulted->sys.mr[1], DATA);
    TRUE(probe_run(fault_store, at + 8));
    TRUE(probe_run(fault_store, at - 4));       /* the eight bytes before */
    OK(TCB_UnsetBreakpoint(prober->tcb, 3));
    TRUE(probe_run(fault_store, at));
}

/* What a thread watches is no concern of the kernel, and of no other thread. */
static void watched_message_buffer(void)
{
    const word n = NOTIFICATION();
    word values[ARCH_N_REGISTERS];
    probe_run(probe_nops, 0);
    OK(set(prober->tcb, 0, (word)&prober->buffer->msg[4], DATA, 8, READ_WRITE));
    OK(set(prober->tcb, 1, (word)&watched[0], DATA, 8, READ_WRITE));
    probe_registers(values, (word)fault_syscall, n);
    values[ARCH_REG_INFO] = INFO(0, 0, 8);
    values[ARCH_REG_SYSCALL] = (word)seL4_SysSend;
    TRUE(probe_run_registers(values));
    watched[0]++;
}

/* n instructions, then an exception; the answer says how many until the next. */
static void single_step(void)
{
    const word at = (word)probe_nops;
    probe_run(probe_nops, 0);
    word values[ARCH_N_REGISTERS];
    probe_registers(values, at, 0);
    OK(write_registers(prober->tcb, 0, ARCH_N_REGISTERS, values));
    OK(TCB_ConfigureSingleStepping(prober->tcb, 0, 2));
    START(faulted, .number = seL4_SysRecv, .cap = probe_endpoint, .reply = probe_reply);
    OK(TCB_Resume(prober->tcb));
    stopped(at + 2, STEP, 0, 0);
    probe_go_on(0, 0);                                /* an empty answer: one */
    stopped(at + 3, STEP, 0, 0);
    probe_go_on(1, 3);
    stopped(at + 6, STEP, 0, 0);
    probe_go_on(1, 1);
    stopped(at + 7, STEP, 0, 0);
    probe_go_on(1, 0);                                /* no more */
    EQ(register_dump[DUMP_DONE], 1);
    EQ(register_dump[ARCH_REG_FLAGS], PROBE_FLAGS | FLAGS_USER);
    TRUE(probe_run(probe_nops, 0));
    OK(TCB_ConfigureSingleStepping(prober->tcb, 0, 1));
    OK(TCB_ConfigureSingleStepping(prober->tcb, 0, 0));
    TRUE(probe_run(probe_nops, 0));
}

/* Over a system call: it is one instruction, or the one behind it comes along. */
static void step_over_a_call(void)
{
    word values[ARCH_N_REGISTERS];
    probe_run(probe_nops, 0);
    probe_registers(values, (word)fault_syscall, 0);
    values[ARCH_REG_SYSCALL] = (word)seL4_SysYield;
    OK(write_registers(prober->tcb, 0, ARCH_N_REGISTERS, values));
    OK(TCB_ConfigureSingleStepping(prober->tcb, 0, 1));
    START(faulted, .number = seL4_SysRecv, .cap = probe_endpoint, .reply = probe_reply);
    OK(TCB_Resume(prober->tcb));
    settle();
    TRUE(faulted->done);
    EQ(faulted->sys.info, INFO(seL4_Fault_DebugException, 0, 2));
    EQ(faulted->sys.mr[1], STEP);
    TRUE(faulted->sys.mr[0] == (word)fault_syscall + 2 || faulted->sys.mr[0] == (word)thread_done);
}

/* INT3, in both its forms: behind the instruction, where the answer lets it go on. (INT1 is
 * undefined in the emulator.) */
static void software_break(void)
{
    static const struct {
        void (*probe)(void);
        word bytes;
    } list[] = { { probe_int3, 1 }, { probe_int_3, 2 } };
    for (word i = 0; i < 2; i++) {
        FALSE(probe_run(list[i].probe, 0));
        stopped((word)list[i].probe + list[i].bytes, BREAK, 0, 0);
        probe_go_on(0, 0);
        EQ(register_dump[DUMP_DONE], 1);
    }
}

/* The trap flag that a thread sets itself is a step that nobody asked for. */
static void own_trap_flag(void)
{
    FALSE(probe_run(probe_popf, FLAG_TRAP | FLAGS_USER));
    stopped((word)probe_popf_nops + 1, STEP, 0, 0);
}

SUITE(hardware_debug,
    { "set-errors", set_errors },
    { "numbers-out-of-range", numbers_out_of_range },
    { "set-and-read-back", set_and_read_back },
    { "step-configuration", step_configuration },
    { "breakpoint", breakpoint },
    { "breakpoints-in-a-row", breakpoints_in_a_row },
    { "others-run-through", others_run_through },
    { "watchpoint", watchpoint },
    { "small-watchpoint", small_watchpoint },
    { "watched-message-buffer", watched_message_buffer },
    { "single-step", single_step },
    { "step-over-a-call", step_over_a_call },
    { "software-break", software_break },
    { "own-trap-flag", own_trap_flag },
);

#else

/* The labels are not there: the suite is empty. */
SUITE(hardware_debug,);

#endif
