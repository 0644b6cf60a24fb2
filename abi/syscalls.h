/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * System calls. Numbers are negative and do not move when an option is off. A row is
 * X(number, Name, present) where `present` names the condition under which the call exists; a
 * number without its condition raises an UnknownSyscall fault.
 */

#define SYSCALLS_API(X)                 \
    X(-1,  Call,       ALWAYS)          \
    X(-2,  ReplyRecv,  ALWAYS)          \
    X(-3,  NBSendRecv, ALWAYS)          \
    X(-4,  NBSendWait, ALWAYS)          \
    X(-5,  Send,       ALWAYS)          \
    X(-6,  NBSend,     ALWAYS)          \
    X(-7,  Recv,       ALWAYS)          \
    X(-8,  NBRecv,     ALWAYS)          \
    X(-9,  Wait,       ALWAYS)          \
    X(-10, NBWait,     ALWAYS)          \
    X(-11, Yield,      ALWAYS)

#define SYSCALLS_EXTENDED(X)                                    \
    X(-12, DebugPutChar,                      PRINTING)         \
    X(-13, DebugDumpScheduler,                PRINTING)         \
    X(-14, DebugHalt,                         DEBUG)            \
    X(-15, DebugCapIdentify,                  DEBUG)            \
    X(-16, DebugSnapshot,                     DEBUG)            \
    X(-17, DebugNameThread,                   DEBUG)            \
    X(-18, DebugSendIPI,                      DEBUG_SMP)        \
    X(-19, DebugGetThreadAffinity,            DEBUG_SMP)        \
    X(-20, DebugRun,                          NEVER)            \
    X(-21, BenchmarkFlushCaches,              BENCHMARK)        \
    X(-22, BenchmarkResetLog,                 BENCHMARK)        \
    X(-23, BenchmarkFinalizeLog,              BENCHMARK)        \
    X(-24, BenchmarkSetLogBuffer,             NEVER)            \
    X(-25, BenchmarkNullSyscall,              BENCHMARK)        \
    X(-26, BenchmarkGetThreadUtilisation,     BENCHMARK)        \
    X(-27, BenchmarkResetThreadUtilisation,   BENCHMARK)        \
    X(-28, BenchmarkDumpAllThreadsUtilisation,  NEVER)          \
    X(-29, BenchmarkResetAllThreadsUtilisation, NEVER)          \
    X(-30, X86DangerousWRMSR,                 BENCHMARK_MSR)    \
    X(-31, X86DangerousRDMSR,                 BENCHMARK_MSR)    \
    X(-32, VMEnter,                           NEVER)            \
    X(-33, SetTLSBase,                        NEVER)

#define SYSCALLS(X) SYSCALLS_API(X) SYSCALLS_EXTENDED(X)

/* The utilisation counters BenchmarkGetThreadUtilisation writes, index = 64-bit word. */
#define UTILISATION_COUNTERS(X)             \
    X(0,  TCB_UTILISATION)                  \
    X(1,  TCB_NUMBER_SCHEDULES)             \
    X(2,  TCB_KERNEL_UTILISATION)           \
    X(3,  TCB_NUMBER_KERNEL_ENTRIES)        \
    X(4,  IDLE_LOCALCPU_UTILISATION)        \
    X(5,  IDLE_TCBCPU_UTILISATION)          \
    X(6,  IDLE_NUMBER_SCHEDULES)            \
    X(7,  IDLE_KERNEL_UTILISATION)          \
    X(8,  IDLE_NUMBER_KERNEL_ENTRIES)       \
    X(9,  TOTAL_UTILISATION)                \
    X(10, TOTAL_NUMBER_SCHEDULES)           \
    X(11, TOTAL_KERNEL_UTILISATION)         \
    X(12, TOTAL_NUMBER_KERNEL_ENTRIES)
