/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* System calls of debug and benchmark kernels. Each exists only under its option. */
#pragma once

#include <sel4/arch/trap.h>
#include <sel4/benchmark_utilisation_types.h>
#include <sel4/errors.h>
#include <sel4/functions.h>
#include <sel4/syscall.h>

#ifdef CONFIG_PRINTING
LIBSEL4_INLINE_FUNC void seL4_DebugPutChar(char c)
{
    keel_trap_short(seL4_SysDebugPutChar, (seL4_Uint8)c, 0);
}

LIBSEL4_INLINE_FUNC void seL4_DebugPutString(char *str)
{
    for (const char *c = str; *c != '\0'; c++) {
        seL4_DebugPutChar(*c);
    }
}

LIBSEL4_INLINE_FUNC void seL4_DebugDumpScheduler(void)
{
    keel_trap_short(seL4_SysDebugDumpScheduler, 0, 0);
}
#endif

#ifdef CONFIG_DEBUG_BUILD
LIBSEL4_INLINE_FUNC void seL4_DebugHalt(void)
{
    keel_trap_short(seL4_SysDebugHalt, 0, 0);
}

LIBSEL4_INLINE_FUNC void seL4_DebugSnapshot(void)
{
    keel_trap_short(seL4_SysDebugSnapshot, 0, 0);
}

/* The type of a capability as a number; 0 exactly if the slot is empty or cannot be reached. */
LIBSEL4_INLINE_FUNC seL4_Uint32 seL4_DebugCapIdentify(seL4_CPtr cap)
{
    return (seL4_Uint32)keel_trap_short(seL4_SysDebugCapIdentify, cap, 0);
}

/* The name goes through msg[], cut to what fits: the kernel halts on a longer one. */
LIBSEL4_INLINE_FUNC void seL4_DebugNameThread(seL4_CPtr tcb, const char *name)
{
    char *to = (char *)seL4_GetIPCBuffer()->msg;
    seL4_Word last = sizeof(seL4_GetIPCBuffer()->msg) - 1;
    seL4_Word i = 0;
    for (; i < last && name[i] != '\0'; i++) {
        to[i] = name[i];
    }
    to[i] = '\0';
    keel_trap_short(seL4_SysDebugNameThread, tcb, 0);
}

#ifdef CONFIG_ENABLE_SMP_SUPPORT
LIBSEL4_INLINE_FUNC seL4_Word seL4_DebugGetThreadAffinity(seL4_CPtr tcb)
{
    return keel_trap_short(seL4_SysDebugGetThreadAffinity, tcb, 0);
}
#endif
#endif

#ifdef CONFIG_DANGEROUS_CODE_INJECTION
LIBSEL4_INLINE_FUNC void seL4_DebugRun(void (*userfn)(void *), void *userarg)
{
    keel_trap_short(seL4_SysDebugRun, (seL4_Word)userfn, (seL4_Word)userarg);
}
#endif

#ifdef CONFIG_ENABLE_BENCHMARKS
LIBSEL4_INLINE_FUNC seL4_Error seL4_BenchmarkResetLog(void)
{
    return (seL4_Error)keel_trap_short(seL4_SysBenchmarkResetLog, 0, 0);
}

LIBSEL4_INLINE_FUNC seL4_Word seL4_BenchmarkFinalizeLog(void)
{
    return keel_trap_short(seL4_SysBenchmarkFinalizeLog, 0, 0);
}

LIBSEL4_INLINE_FUNC seL4_Error seL4_BenchmarkSetLogBuffer(seL4_Word frame_cptr)
{
    return (seL4_Error)keel_trap_short(seL4_SysBenchmarkSetLogBuffer, frame_cptr, 0);
}

LIBSEL4_INLINE_FUNC void seL4_BenchmarkNullSyscall(void)
{
    keel_trap_short(seL4_SysBenchmarkNullSyscall, 0, 0);
}

LIBSEL4_INLINE_FUNC void seL4_BenchmarkFlushCaches(void)
{
    keel_trap_short(seL4_SysBenchmarkFlushCaches, 0, 0);
}

#ifdef CONFIG_BENCHMARK_TRACK_UTILISATION
/* Writes the counters of <sel4/benchmark_utilisation_types.h> to msg[]. */
LIBSEL4_INLINE_FUNC void seL4_BenchmarkGetThreadUtilisation(seL4_Word tcb_cptr)
{
    keel_trap_short(seL4_SysBenchmarkGetThreadUtilisation, tcb_cptr, 0);
}

LIBSEL4_INLINE_FUNC void seL4_BenchmarkResetThreadUtilisation(seL4_Word tcb_cptr)
{
    keel_trap_short(seL4_SysBenchmarkResetThreadUtilisation, tcb_cptr, 0);
}

#ifdef CONFIG_DEBUG_BUILD
LIBSEL4_INLINE_FUNC void seL4_BenchmarkDumpAllThreadsUtilisation(void)
{
    keel_trap_short(seL4_SysBenchmarkDumpAllThreadsUtilisation, 0, 0);
}

LIBSEL4_INLINE_FUNC void seL4_BenchmarkResetAllThreadsUtilisation(void)
{
    keel_trap_short(seL4_SysBenchmarkResetAllThreadsUtilisation, 0, 0);
}
#endif
#endif
#endif

#ifdef CONFIG_SET_TLS_BASE_SELF
LIBSEL4_INLINE_FUNC void seL4_SetTLSBase(seL4_Word tls_base)
{
    keel_trap_short(seL4_SysSetTLSBase, tls_base, 0);
}
#endif
