/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * System calls: which halves each one has, and the debug and benchmark calls.
 *
 * A call is at most one send half (invocation.c) and one receive half (below). Operand registers
 * are read from the saved context at the moment they are used; a send half that is no Call leaves
 * them alone.
 */

#include "benchmark.h"
#include "cspace.h"
#include "debug.h"
#include "fault.h"
#include "invocation.h"
#include "ipc.h"
#include "sched.h"
#include <abi/syscalls.h>
#include <arch/cache.h>
#include <arch/console.h>
#include <arch/thread.h>

#define SYSCALL_ENUM_(n, name, when) SYS_##name = -(n),
enum syscall { SYSCALLS(SYSCALL_ENUM_) };     /* numbers negated */

enum { WITH_ALWAYS = 1, WITH_NEVER = 0, WITH_DEBUG = KEEL_DEBUG, WITH_PRINTING = KEEL_DEBUG,
       WITH_DEBUG_SMP = 0, WITH_BENCHMARK = KEEL_BENCHMARK,
       WITH_BENCHMARK_MSR = KEEL_BENCHMARK && HAS_MSR_CALLS };

static void missing_capability(word_t cptr)
{
    node.lookup.type = LOOKUP_MissingCapability;
    node.lookup.bits_left = 0;
    fault_capability(cptr, true);
}

/* The Reply object for an endpoint receive; false when there is none: the fault was sent. */
static bool find_reply(struct tcb *t, word_t *reply)
{
    word_t cptr = context_reply(&t->context);
    word_t s = cspace_lookup(t, cptr);
    if (s == 0) {
        fault_capability(cptr, true);
        return false;
    }
    if (!cap_is(slot_at(s)->cap, CAP_reply)) {
        missing_capability(cptr);
        return false;
    }
    *reply = cap_object(slot_at(s)->cap);
    return true;
}

/* The receive half. Every refusal is a fault, for the non-blocking calls too. */
static void receive(bool blocking, bool with_reply)
{
    struct tcb *t = current_thread();
    word_t cptr = context_cap(&t->context);
    word_t reply = 0;
    word_t s = cspace_lookup(t, cptr);
    if (s == 0) {
        fault_capability(cptr, true);
        return;
    }
    struct cap c = slot_at(s)->cap;
    word_t bound = 0;
    switch (cap_type(c)) {
    case CAP_endpoint:
        if ((endpoint_cap_rights(c) & RIGHT_RECEIVE) == 0)
            break;
        if (!with_reply || find_reply(t, &reply))
            endpoint_receive(t, endpoint_at(cap_object(c)), reply, blocking);
        return;
    case CAP_notification:
        bound = notification_at(cap_object(c))->bound_tcb;
        if ((notification_cap_rights(c) & RIGHT_RECEIVE) == 0 ||
            (bound != 0 && bound != tcb_addr(t)))
            break;
        notification_receive(t, notification_at(cap_object(c)), blocking);
        return;
    default:
        break;
    }
    missing_capability(cptr);
}

static enum err send(word_t how)
{
    return invoke(context_cap(&current_thread()->context), how);
}

/* First half to dest, second half receives, unless the first was stopped at a preemption point. */
static enum err send_then_receive(word_t dest, bool with_reply)
{
    if (invoke(dest, SEND_MAY_DONATE | SEND_FIRST_PHASE) == ERR_PREEMPTED)
        return ERR_PREEMPTED;
    receive(true, with_reply);
    return ERR_OK;
}

bool syscall_api(word_t number)
{
    const struct context *c = &current_thread()->context;
    enum err result = ERR_OK;
    switch (-number) {
    case SYS_Call:       result = send(SEND_OF_CALL); break;
    case SYS_Send:       result = send(SEND_BLOCKING); break;
    case SYS_NBSend:     result = send(0); break;
    case SYS_ReplyRecv:  result = send_then_receive(context_reply(c), true); break;
    case SYS_NBSendRecv: result = send_then_receive(context_dest(c), true); break;
    case SYS_NBSendWait: result = send_then_receive(context_reply(c), false); break;
    case SYS_Recv:       receive(true, true); break;
    case SYS_NBRecv:     receive(false, true); break;
    case SYS_Wait:       receive(true, false); break;
    case SYS_NBWait:     receive(false, false); break;
    default:             sched_yield_slice(); break;
    }
    return result != ERR_PREEMPTED;
}

/* ---------------------------------------------------------------- debug and benchmark calls */

static struct cap operand_cap(struct tcb *t)
{
    word_t s = cspace_lookup(t, context_cap(&t->context));
    return s != 0 ? slot_at(s)->cap : cap_null();
}

static void name_thread(struct tcb *t)
{
    struct cap c = operand_cap(t);
    word_t buffer = ipc_buffer_for_reading(t);
    if (!cap_is(c, CAP_tcb))
        kernel_fatal("DebugNameThread: the capability is not a thread");
    if (buffer == 0)
        kernel_fatal("DebugNameThread: the caller has no IPC buffer to hold the name");
    debug_name_thread(tcb_at(cap_object(c)), buffer + IPC_BUFFER_MSG * sizeof(word_t),
                      MSG_MAX_LENGTH * sizeof(word_t));
}

static void thread_utilisation(struct tcb *t, bool reset)
{
    struct cap c = operand_cap(t);
    if (!cap_is(c, CAP_tcb))
        return;
    if (reset)
        benchmark_reset_utilisation(tcb_at(cap_object(c)));
    else
        benchmark_get_utilisation(t, tcb_at(cap_object(c)));
}

#define SYSCALL_PRESENT_(n, name, when) case SYS_##name: return WITH_##when != 0;
static bool is_present(word_t negated)
{
    switch (negated) {
        SYSCALLS_EXTENDED(SYSCALL_PRESENT_)
    default:
        return false;
    }
}

bool syscall_extended(word_t number)
{
    struct tcb *t = current_thread();
    if (!is_present(-number))
        return false;
    switch (-number) {
    case SYS_DebugPutChar:       console_putchar((char)(context_cap(&t->context) & 0xff)); break;
    case SYS_DebugDumpScheduler: debug_dump_scheduler(); break;
    case SYS_DebugHalt:          kernel_fatal("DebugHalt: a program asked to stop the machine");
    case SYS_DebugCapIdentify:   context_set_cap(&t->context, cap_type(operand_cap(t))); break;
    case SYS_DebugSnapshot:      debug_snapshot(); break;
    case SYS_DebugNameThread:    name_thread(t); break;
    case SYS_BenchmarkFlushCaches: cache_flush_all(); break;
    case SYS_BenchmarkResetLog:
        benchmark_reset_log();
        context_set_cap(&t->context, E_NoError);
        break;
    case SYS_BenchmarkFinalizeLog:            benchmark_finalize_log(); break;
    case SYS_BenchmarkGetThreadUtilisation:   thread_utilisation(t, false); break;
    case SYS_BenchmarkResetThreadUtilisation: thread_utilisation(t, true); break;
    case SYS_X86DangerousWRMSR:               arch_thread_msr(t, false); break;
    case SYS_X86DangerousRDMSR:               arch_thread_msr(t, true); break;
    default: break;     /* BenchmarkNullSyscall */
    }
    return true;
}
