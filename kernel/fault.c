/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Faults: recording, sending to the handler, the message, the answer.
 *
 *  1. fault.type is not NullFault from the moment a fault is raised until it is answered or the
 *     thread's IPC is cancelled. A thread with a fault is blocked or inactive.
 *  2. fault.word by type:
 *       CapFault        address, in receive phase, lookup type, bits left, bits found, guard found
 *       UnknownSyscall  number
 *       UserException   number, code
 *       VMFault         address, instruction fetch, status
 *       Timeout         badge of the SC that ran out
 *       DebugException  reason, address, number of the breakpoint
 *       others          the one word of the message
 *  3. The message words that are registers are read from the saved context when it is delivered.
 */

#include "fault.h"
#include "debug.h"
#include "fastpath.h"
#include "ipc.h"
#include "sched.h"
#include "sched_context.h"
#include <abi/arch/registers.h>
#include <arch/thread.h>

static void record(struct tcb *t, enum fault_type type, word_t a, word_t b, word_t c)
{
    t->fault.type = type;
    t->peers |= PEERS_CARE;
    t->fault.word[0] = a;
    t->fault.word[1] = b;
    t->fault.word[2] = c;
}

/* Send t's recorded fault through the capability in one of its slots. */
static void send(struct tcb *t, enum tcb_slot handler, bool can_donate)
{
    struct cap c = t->slot[handler].cap;
    if (!cap_is(c, CAP_endpoint)) {
        if (KEEL_DEBUG)
            debug_unhandled_fault(t);
        sched_set_state(t, THREAD_INACTIVE);
        return;
    }
    endpoint_send(t, endpoint_at(cap_object(c)),
                  can_donate ? SEND_BLOCKING | SEND_MAY_DONATE : SEND_BLOCKING,
                  endpoint_cap_badge(c), endpoint_cap_rights(c));
}

static void send_current(void)
{
    struct tcb *t = current_thread();
    send(t, TCB_FAULT_EP, t->sched_context != 0);
}

/* The same if nothing else has been done in this entry: is all decided? */
static bool send_at_once(void)
{
    struct tcb *t = current_thread();
    const bool decided = fast_fault(t, t->slot[TCB_FAULT_EP].cap);
    if (!decided)
        send_current();
    return decided;
}

void fault_capability(word_t cptr, bool in_receive)
{
    struct tcb *t = current_thread();
    record(t, FAULT_CapFault, cptr, in_receive ? 1 : 0, node.lookup.type);
    t->fault.word[3] = node.lookup.bits_left;
    t->fault.word[4] = node.lookup.bits_found;
    t->fault.word[5] = node.lookup.guard_found;
    send_current();
}

bool fault_unknown_syscall(word_t number)
{
    record(current_thread(), FAULT_UnknownSyscall, number, 0, 0);
    return send_at_once();
}

bool fault_user_exception(word_t number, word_t code)
{
    record(current_thread(), FAULT_UserException, number, code, 0);
    return send_at_once();
}

bool fault_vm(word_t address, word_t status, bool instruction)
{
    record(current_thread(), FAULT_VMFault, address, instruction ? 1 : 0, status);
    return send_at_once();
}

bool fault_other(word_t type, word_t a, word_t b, word_t c)
{
    record(current_thread(), (enum fault_type)type, a, b, c);
    return send_at_once();
}

bool fault_has_timeout_handler(const struct tcb *t)
{
    return cap_is(t->slot[TCB_TIMEOUT_EP].cap, CAP_endpoint);
}

void fault_timeout(struct tcb *t)
{
    record(t, FAULT_Timeout, sched_context_at(t->sched_context)->badge, 0, 0);
    send(t, TCB_TIMEOUT_EP, false);
}

/* ---------------------------------------------------------------------------- the message */

static word_t cap_fault_message(struct tcb *f, struct tcb *r, word_t buffer)
{
    word_t type = f->fault.word[2];
    word_t length = 4;
    message_put_word(r, buffer, 0, context_restart_pc(&f->context));
    message_put_word(r, buffer, 1, f->fault.word[0]);
    message_put_word(r, buffer, 2, f->fault.word[1]);
    message_put_word(r, buffer, 3, type);
    if (type != LOOKUP_InvalidRoot) {
        message_put_word(r, buffer, 4, f->fault.word[3]);
        length = 5;
    }
    if (type == LOOKUP_DepthMismatch) {
        message_put_word(r, buffer, 5, f->fault.word[4]);
        length = 6;
    } else if (type == LOOKUP_GuardMismatch) {
        message_put_word(r, buffer, CAP_FAULT_GUARD_FOUND, f->fault.word[5]);
        message_put_word(r, buffer, 6, f->fault.word[4]);
        length = 7;
    }
    return length;
}

/* Which register stands in which word is a constant, so without loops this is loads and stores. */
static word_t syscall_message(struct tcb *f, struct tcb *r, word_t buffer)
{
    _Pragma("GCC unroll 4")
    for (word_t i = 0; i < MSG_REGISTERS; i++) {
        LOOP(MSG_REGISTERS, i);
        context_set_mr(&r->context, i, context_syscall_word(&f->context, i));
    }
    if (buffer == 0)
        return UNKNOWN_SYSCALL_NUMBER + 1;
    _Pragma("GCC unroll 16")
    for (word_t i = MSG_REGISTERS; i < UNKNOWN_SYSCALL_NUMBER; i++) {   /* the other registers */
        LOOP(UNKNOWN_SYSCALL_NUMBER, i);
        buffer_set_word(buffer, IPC_BUFFER_MSG + i, context_syscall_word(&f->context, i));
    }
    buffer_set_word(buffer, IPC_BUFFER_MSG + UNKNOWN_SYSCALL_NUMBER, f->fault.word[0]);
    return UNKNOWN_SYSCALL_NUMBER + 1;
}

static word_t exception_message(struct tcb *f, struct tcb *r, word_t buffer)
{
    for (word_t i = 0; i < USER_EXCEPTION_NUMBER; i++) {    /* the registers of the message */
        LOOP(USER_EXCEPTION_NUMBER, i);
        message_put_word(r, buffer, i, context_exception_word(&f->context, i));
    }
    message_put_word(r, buffer, USER_EXCEPTION_NUMBER, f->fault.word[0]);
    message_put_word(r, buffer, USER_EXCEPTION_CODE, f->fault.word[1]);
    return USER_EXCEPTION_CODE + 1;
}

static word_t timeout_message(struct tcb *f, struct tcb *r, word_t buffer)
{
    message_put_word(r, buffer, 0, f->fault.word[0]);
    if (f->sched_context == 0)
        return 1;
    message_put_word(r, buffer, 1, sc_report_consumed(sched_context_at(f->sched_context)));
    return 2;
}

static word_t vm_message(struct tcb *f, struct tcb *r, word_t buffer)
{
    message_put_word(r, buffer, 0, context_restart_pc(&f->context));
    message_put_word(r, buffer, 1, f->fault.word[0]);
    message_put_word(r, buffer, 2, f->fault.word[1]);
    message_put_word(r, buffer, 3, f->fault.word[2]);
    return 4;
}

/* A single step and a software break have no address. */
static word_t debug_message(struct tcb *f, struct tcb *r, word_t buffer)
{
    word_t reason = f->fault.word[0];
    message_put_word(r, buffer, 0, context_restart_pc(&f->context));
    message_put_word(r, buffer, 1, reason);
    if (reason == DEBUG_SINGLE_STEP || reason == DEBUG_SOFTWARE_BREAK)
        return 2;
    message_put_word(r, buffer, 2, f->fault.word[1]);
    message_put_word(r, buffer, 3, f->fault.word[2]);
    return 4;
}

static word_t one_word_message(struct tcb *f, struct tcb *r, word_t buffer)
{
    message_put_word(r, buffer, 0, f->fault.word[0]);
    return 1;
}

word_t fault_message(struct tcb *faulter, struct tcb *receiver)
{
    word_t buffer = ipc_buffer_for_writing(receiver);
    word_t length;
    switch ((enum fault_type)faulter->fault.type) {
    case FAULT_CapFault:       length = cap_fault_message(faulter, receiver, buffer); break;
    case FAULT_UnknownSyscall: length = syscall_message(faulter, receiver, buffer); break;
    case FAULT_UserException:  length = exception_message(faulter, receiver, buffer); break;
    case FAULT_Timeout:        length = timeout_message(faulter, receiver, buffer); break;
    case FAULT_VMFault:        length = vm_message(faulter, receiver, buffer); break;
    case FAULT_DebugException: length = debug_message(faulter, receiver, buffer); break;
    default:                   length = one_word_message(faulter, receiver, buffer); break;
    }
    return message_delivered(length, buffer);
}

/* ----------------------------------------------------------------------------- the answer */

/* The answer to a single step says how many instructions to run before the next one. */
static bool debug_reply(struct tcb *replier, struct tcb *faulter, word_t buffer, word_t length)
{
    return faulter->fault.word[0] != DEBUG_SINGLE_STEP ||
           arch_thread_debug_reply(faulter,
                                   length != 0 ? message_get_word(replier, buffer, 0) : 1);
}

/* As syscall_message: as many of the registers as the answer has words. */
static void syscall_reply(const struct tcb *replier, struct context *c, word_t buffer,
                          word_t length)
{
    _Pragma("GCC unroll 4")
    for (word_t i = 0; i < MSG_REGISTERS; i++) {
        LOOP(MSG_REGISTERS, i);
        if (i == length)
            return;
        context_set_syscall_word(c, i, context_mr(&replier->context, i));
    }
    _Pragma("GCC unroll 16")
    for (word_t i = MSG_REGISTERS; i < UNKNOWN_SYSCALL_NUMBER; i++) {
        LOOP(UNKNOWN_SYSCALL_NUMBER, i);
        if (i == length)
            return;
        context_set_syscall_word(c, i, buffer_word(buffer, IPC_BUFFER_MSG + i));
    }
}

bool fault_reply(struct tcb *replier, struct tcb *faulter)
{
    struct context *c = &faulter->context;
    const struct message_info info = message_info_of(replier);
    word_t buffer = ipc_buffer_for_reading(replier);
    word_t length = message_length(info, buffer);
    bool restart = message_info_label(info) == 0;
    word_t n = 0;
    switch ((enum fault_type)faulter->fault.type) {
    case FAULT_UnknownSyscall: syscall_reply(replier, c, buffer, length); return restart;
    case FAULT_UserException:  n = USER_EXCEPTION_NUMBER; break;
    case FAULT_Timeout:        n = N_TIMEOUT_REPLY; break;
    case FAULT_DebugException: return restart && debug_reply(replier, faulter, buffer, length);
    default:                   return true;
    }
    for (word_t i = 0; i < word_min(length, n); i++) {
        LOOP(N_USER_CONTEXT, i);
        word_t value = message_get_word(replier, buffer, i);
        if (faulter->fault.type == FAULT_UserException)
            context_set_exception_word(c, i, value);
        else
            context_set_user_word(c, i, value);
    }
    return restart;
}
