/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * System calls that only debug or benchmark kernels have. In other kernels they are faults, which
 * fault.c checks; here the suite is then almost empty.
 */
#include "operations.h"

static void tags(void)
{
#ifdef CONFIG_DEBUG_BUILD
    const word handler = slot(), zero = slot();
    OK(IRQControl_Issue(seL4_CapIRQControl, 90, CNODE, handler, DEPTH));
    EQ(seL4_DebugCapIdentify(UNTYPED(6)), 2);
    EQ(seL4_DebugCapIdentify(ENDPOINT()), 4);
    EQ(seL4_DebugCapIdentify(NOTIFICATION()), 6);
    EQ(seL4_DebugCapIdentify(REPLY()), 8);
    EQ(seL4_DebugCapIdentify(CNODE_OF(1)), 10);
    EQ(seL4_DebugCapIdentify(TCB()), 12);
    EQ(seL4_DebugCapIdentify(seL4_CapIRQControl), 14);
    EQ(seL4_DebugCapIdentify(handler), 16);
    EQ(seL4_DebugCapIdentify(seL4_CapDomain), 20);
    EQ(seL4_DebugCapIdentify(SC()), 22);
    EQ(seL4_DebugCapIdentify(SCHED_CONTROL), 24);
    EQ(seL4_DebugCapIdentify(make(ARCH_FRAME_TYPE, 0)), 1);
    EQ(seL4_DebugCapIdentify(make(ARCH_TABLE_TYPE, 0)), 3);
    EQ(seL4_DebugCapIdentify(seL4_CapASIDControl), 11);
    EQ(seL4_DebugCapIdentify(seL4_CapInitThreadASIDPool), 13);
    EQ(seL4_DebugCapIdentify(zero), 0);
    EQ(seL4_DebugCapIdentify(~(word)0), 0);
#endif
}

#ifdef CONFIG_DEBUG_BUILD
/* The whole register set of a debug call: only what the manual names changes. */
static void unchanged(long number, word cap)
{
    const struct sys call = { .number = number, .cap = cap, .info = 2, .mr = { 3, 4, 5, 6 },
                              .reply = 7, .dest = 8 };
    const struct sys got = sys_do(call);
    EQ(got.cap, cap);
    EQ(got.info, 2);
    for (word i = 0; i < 4; i++)
        EQ(got.mr[i], i + 3);
    EQ(got.reply, 7);
    EQ(got.dest, 8);
}
#endif

static void printing_calls(void)
{
#ifdef CONFIG_DEBUG_BUILD
    const char *text = "(printed by the kernel)\n";
    for (; *text; text++)
        unchanged(seL4_SysDebugPutChar, (word)*text | 0xff00);
    unchanged(seL4_SysDebugDumpScheduler, 1);
    unchanged(seL4_SysDebugSnapshot, 1);
#endif
}

static void name_thread(void)
{
#ifdef CONFIG_DEBUG_BUILD
    const word tcb = TCB();
    const char *name = "a-name-that-is-longer-than-what-a-thread-control-block-holds-"
                       "a-name-that-is-longer-than-what-a-thread-control-block-holds";
    char *to = (char *)root_buffer->msg;
    for (word i = 0; i < 122; i++)
        to[i] = name[i];
    unchanged(seL4_SysDebugNameThread, tcb);
    to[0] = 't';
    to[1] = 0;
    unchanged(seL4_SysDebugNameThread, tcb);
#endif
}

static void benchmark_calls(void)
{
#ifdef CONFIG_ENABLE_BENCHMARKS
    EQ(SYS(.number = seL4_SysBenchmarkResetLog, .cap = 9).cap, 0);
    SYS(.number = seL4_SysBenchmarkNullSyscall);
    SYS(.number = seL4_SysBenchmarkFlushCaches);
    struct thread *t = thread_new(HIGH);
    const word n = NOTIFICATION();
    START(t, .number = seL4_SysSend, .cap = n);
    sleep_us(1000);
    EQ(SYS(.number = seL4_SysBenchmarkFinalizeLog, .cap = 9).cap, 9);
    for (word i = 0; i < 13; i++)
        root_buffer->msg[i] = ~(word)0;
    SYS(.number = seL4_SysBenchmarkGetThreadUtilisation, .cap = t->tcb);
    const word *u = root_buffer->msg;
    TRUE(u[0] > 0 && u[0] < u[9]);          /* the thread ran, in the time of all */
    TRUE(u[1] >= 1 && u[1] <= u[10]);
    TRUE(u[3] >= 1 && u[3] <= u[12]);
    TRUE(u[4] > 0);                         /* the idle thread ran while all slept */
    EQ(u[4], u[5]);
    SYS(.number = seL4_SysBenchmarkResetThreadUtilisation, .cap = t->tcb);
    SYS(.number = seL4_SysBenchmarkGetThreadUtilisation, .cap = t->tcb);
    EQ(u[0], 0);
    root_buffer->msg[0] = 0x5a5a;
    SYS(.number = seL4_SysBenchmarkGetThreadUtilisation, .cap = n);
    EQ(u[0], 0x5a5a);                       /* not a TCB: nothing is written */
#endif
}

SUITE(debug,
    { "tags", tags },
    { "printing-calls", printing_calls },
    { "name-thread", name_thread },
    { "benchmark-calls", benchmark_calls },
);
