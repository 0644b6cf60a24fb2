/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Helper threads. Stacks and IPC buffers are pages of the image, so their frame capabilities are
 * at hand; TCB and scheduling context are made of the arena for each test.
 *
 * A helper of higher priority than the root task runs within the invocation that starts it: when
 * START() returns it has parked, or blocks, or is out of time.
 */
#include "internal.h"
#include "operations.h"

#define PAGE 4096
#define STACK_BYTES (2 * PAGE)

static char stacks[N_THREADS + 2][STACK_BYTES] __attribute__((aligned(PAGE)));
static seL4_IPCBuffer buffers[N_THREADS + 2][PAGE / sizeof(seL4_IPCBuffer)]
    __attribute__((aligned(PAGE)));
static struct thread threads[N_THREADS];
static word n_threads;
static word lending_sc;         /* what START_PASSIVE lends; 0 until first used in a test */

word trace[64], n_trace;

extern char image_start[];

word image_frame(const void *address)
{
    return boot_info->userImageFrames.start + ((word)address - (word)image_start) / PAGE;
}

static void go(word tcb, void *stack_top, void (*entry)(struct thread *), struct thread *t)
{
    word registers[ARCH_N_REGISTERS] = { 0 };
    arch_entry_registers(registers, (word)entry, (word)stack_top, (word)t);
    OK(write_registers(tcb, 1, ARCH_N_REGISTERS, registers));
}

/* --- helpers --------------------------------------------------------------------------------- */

static void thread_main(struct thread *t)
{
    t->run(t);
    t->done = true;
    thread_park(t);
}

static void run_sys(struct thread *t)
{
    arch_trap(&t->sys);
}

void thread_park(struct thread *t)
{
    struct sys suspend = { .number = seL4_SysCall, .cap = t->tcb, .info = INFO(TCBSuspend, 0, 0) };
    for (;;)
        arch_trap(&suspend);
}

struct thread *thread_passive(word prio)
{
    if (n_threads == N_THREADS)
        FAIL("too many helper threads");
    struct thread *t = &threads[n_threads];
    *t = (struct thread){ .buffer = buffers[n_threads] };
    t->buffer_frame = image_frame(t->buffer);
    n_threads++;
    t->tcb = TCB();
    OK(TCB_Configure(t->tcb, CNODE, 0, seL4_CapInitThreadVSpace, 0, (word)t->buffer,
                     t->buffer_frame));
    OK(TCB_SetPriority(t->tcb, seL4_CapInitThreadTCB, prio));
    return t;
}

struct thread *thread_new(word prio)
{
    struct thread *t = thread_passive(prio);
    t->sc = sc_of(5000, 5000, 0, 0);
    OK(SchedContext_Bind(t->sc, t->tcb));
    return t;
}

void thread_set_fault_endpoint(struct thread *t, word endpoint)
{
    OK(TCB_SetSpace(t->tcb, endpoint, CNODE, 0, seL4_CapInitThreadVSpace, 0));
}

void thread_run(struct thread *t, void (*run)(struct thread *))
{
    t->run = run;
    t->done = false;
    go(t->tcb, stacks[t - threads] + STACK_BYTES, thread_main, t);
}

void thread_sys(struct thread *t, struct sys call)
{
    t->sys = call;
    thread_run(t, run_sys);
}

void thread_sys_passive(struct thread *t, struct sys call)
{
    if (!lending_sc)
        lending_sc = sc_of(5000, 5000, 0, 0);
    OK(SchedContext_Bind(lending_sc, t->tcb));
    thread_sys(t, call);
    OK(SchedContext_UnbindObject(lending_sc, t->tcb));
}

struct sys invocation(struct thread *t, word cap, word label, word length, word mr0, word mr1)
{
    t->buffer->caps_or_badges[0] = CNODE;
    return SYS(.number = seL4_SysCall, .cap = cap, .info = INFO(label, 1, length),
               .mr = { mr0, mr1 });
}

void thread_note(struct thread *t, word value)
{
    if (t->n_log < sizeof t->log / sizeof *t->log)
        t->log[t->n_log++] = value;
}

struct sys message(struct thread *t, word n, word length)
{
    struct sys call = { .info = INFO(0, 0, length) };
    for (word i = 0; i < length; i++)
        if (i < 4)
            call.mr[i] = n + i;
        else
            t->buffer->msg[i] = n + i;
    return call;
}

void trace_note(word who)
{
    if (n_trace < sizeof trace / sizeof *trace)
        trace[n_trace++] = who;
}

void trace_reset(void)
{
    n_trace = 0;
}

void threads_start_test(void)
{
    n_threads = 0;
    lending_sc = 0;
}

/* --- letting time pass ----------------------------------------------------------------------- */

static word idler_go, idler_done, sleeper_go, sleeper_done, sleeper_sc;

static void idler_main(struct thread *t)
{
    (void)t;
    for (;;) {
        SYS(.number = seL4_SysWait, .cap = idler_go);
        signal(idler_done);
    }
}

/* Gives up the budget it has just got: the next comes one period, the time to sleep, later. */
static void sleeper_main(struct thread *t)
{
    (void)t;
    for (;;) {
        SYS(.number = seL4_SysWait, .cap = sleeper_go);
        SYS(.number = seL4_SysYield);
        signal(sleeper_done);
    }
}

void settle(void)
{
    signal(idler_go);
    SYS(.number = seL4_SysWait, .cap = idler_done);
}

void sleep_us(word us)
{
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, sleeper_sc, us / 2, us, 0, 0, 0));
    signal(sleeper_go);
    SYS(.number = seL4_SysWait, .cap = sleeper_done);
}

static word start(word i, word prio, void (*entry)(struct thread *))
{
    const word tcb = harness_make(seL4_TCBObject, 0), sc = harness_make(seL4_SchedContextObject, 8);
    TCB_Configure(tcb, CNODE, 0, seL4_CapInitThreadVSpace, 0, (word)&buffers[i][0],
                  image_frame(&buffers[i][0]));
    TCB_SetPriority(tcb, seL4_CapInitThreadTCB, prio);
    SchedControl_ConfigureFlags(SCHED_CONTROL, sc, 5000, 5000, 0, 0, 0);
    SchedContext_Bind(sc, tcb);
    go(tcb, stacks[i] + STACK_BYTES, entry, NULL);
    return sc;
}

void threads_setup(void)
{
    idler_go = harness_make(seL4_NotificationObject, 0);
    idler_done = harness_make(seL4_NotificationObject, 0);
    sleeper_go = harness_make(seL4_NotificationObject, 0);
    sleeper_done = harness_make(seL4_NotificationObject, 0);
    start(N_THREADS, 1, idler_main);
    sleeper_sc = start(N_THREADS + 1, 254, sleeper_main);
}
