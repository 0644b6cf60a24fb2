/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a debug kernel says about single events: a refused invocation, a fault nobody handles, a
 * broken assumption, its own death. Also the names of threads, and the list of all of them.
 *
 * None of it changes what a program can observe, except through the console. The list of all
 * threads (node.debug_threads, linked through debug_next and debug_prev) exists in debug kernels
 * only; threads enter it with their first name and leave it in debug_forget_thread.
 */

#include "debug.h"
#include "fault.h"
#include "ipc.h"
#include <abi/invocations.h>
#include <arch/machine.h>

struct epitaph kernel_epitaph;

/* ---------------------------------------------------------------------------------- names */

#define INVOCATION_P_(label, i, m, doc)       [label] = #i "_" #m,
#define INVOCATION_R_(label, i, m, t, n, doc) [label] = #i "_" #m,
static const char *const invocation_name[nArchInvocationLabels] = {
    INVOCATIONS(INVOCATION_P_, INVOCATION_R_, INVOCATION_P_)
};

#define ERROR_NAME_(n, name, doc) [n] = #name,
static const char *const error_name[] = { ERRORS(ERROR_NAME_) };

static const char *const lookup_text[] = {
    [LOOKUP_NoFailure] = "no failure",
    [LOOKUP_InvalidRoot] = "the root is not a CNode or an address space",
    [LOOKUP_MissingCapability] = "the slot is empty",
    [LOOKUP_DepthMismatch] = "the depth does not end at a slot",
    [LOOKUP_GuardMismatch] = "a CNode's guard does not match",
};

#define CAP_NAME_(n, name) case CAP_##name: return #name;
const char *cap_type_name(struct cap c)
{
    switch ((enum cap_type)cap_type(c)) {
    CAP_TYPES(CAP_NAME_)
    ARCH_CAP_TYPES(CAP_NAME_)
    }
    return "unknown";
}

const char *debug_state_name(const struct tcb *t)
{
    switch ((enum thread_state)t->state) {
    case THREAD_INACTIVE:               return "inactive";
    case THREAD_RUNNING:                return "running";
    case THREAD_RESTART:                return "restart";
    case THREAD_BLOCKED_RECEIVE:        return "receive";
    case THREAD_BLOCKED_SEND:           return "send";
    case THREAD_BLOCKED_REPLY:          return "reply";
    case THREAD_BLOCKED_NOTIFICATION:   return "notification";
    case THREAD_IDLE:                   return "idle";
    }
    return "unknown";
}

/* Append to a text of `length` characters in a buffer of `size` bytes; returns the new length. */
static word_t append(char *to, word_t length, word_t size, const char *text, word_t bytes)
{
    for (word_t i = 0; i < bytes && text[i] != 0 && length + 1 < size; i++) {
        LOOP(EPITAPH_BYTES, i);
        to[length++] = text[i];
    }
    to[length] = 0;
    return length;
}

static void enter_list(struct tcb *t)
{
    if (t->name[0] != 0)
        return;
    t->debug_prev = 0;
    t->debug_next = node.debug_threads;
    if (t->debug_next)
        tcb_at(t->debug_next)->debug_prev = tcb_addr(t);
    node.debug_threads = tcb_addr(t);
}

void debug_forget_thread(struct tcb *t)
{
    if (!KEEL_DEBUG || t->name[0] == 0)
        return;
    if (t->debug_prev)
        tcb_at(t->debug_prev)->debug_next = t->debug_next;
    else
        node.debug_threads = t->debug_next;
    if (t->debug_next)
        tcb_at(t->debug_next)->debug_prev = t->debug_prev;
    t->name[0] = 0;
}

void debug_call_thread(struct tcb *t, const char *name)
{
    if (!KEEL_DEBUG)
        return;
    enter_list(t);
    append(t->name, 0, TCB_NAME_BYTES, name[0] != 0 ? name : "nameless", TCB_NAME_BYTES);
}

/* Other threads do not run meanwhile, so the name stays as it was found. */
void debug_name_thread(struct tcb *t, word_t name, word_t length)
{
    if (!KEEL_DEBUG)
        return;
    word_t n = 0;
    while (n < length && octet_at(name + n)->value != 0) {
        LOOP(PAGE_BITS, n);
        n++;
    }
    if (n == length)
        kernel_fatal("DebugNameThread: the name has no end");
    debug_call_thread(t, (const char *)&octet_at(name)->value);
}

void debug_name_child(struct tcb *child)
{
    if (!KEEL_DEBUG)
        return;
    enter_list(child);
    word_t n = append(child->name, 0, TCB_NAME_BYTES, "child of: '", TCB_NAME_BYTES);
    n = append(child->name, n, TCB_NAME_BYTES - 1, current_thread()->name, TCB_NAME_BYTES);
    append(child->name, n, TCB_NAME_BYTES, "'", 1);
}

/* -------------------------------------------------------------------------------- refusals */

static const char *invoked_name(const struct tcb *t)
{
    const word_t label = message_info_label(message_info_of(t));
    const bool known = label > InvalidInvocation && label < nArchInvocationLabels;
    return known ? invocation_name[label] : "an unknown operation";
}

void debug_refusal(enum err error, const char *rule, word_t a, word_t b)
{
    if (!KEEL_DEBUG || node.message.self == 0)
        return;
    const struct tcb *t = current_thread();
    debug_print("KERNEL: '%s' at 0x%lx: %s on %s capability refused, %s: ", t->name,
                context_restart_pc(&t->context), invoked_name(t),
                cap_type_name(slot_at(node.message.self)->cap), error_name[error]);
    debug_print(rule, a, b);
    if (error == E_FailedLookup && a < sizeof(lookup_text) / sizeof(lookup_text[0]))
        debug_print(" (%s, %lu bits left)", lookup_text[a], b);
    debug_print("\n");
}

/* What happened, in words; fault.c says what the words of each fault are. */
static void describe_fault(const struct fault *f)
{
    switch ((enum fault_type)f->type) {
    case FAULT_CapFault:
        debug_print("it used capability address 0x%lx, but %s (%lu bits left)", f->word[0],
                    lookup_text[f->word[2]], f->word[3]);
        break;
    case FAULT_UnknownSyscall:
        debug_print("it made system call %ld, which does not exist", (int64_t)f->word[0]);
        break;
    case FAULT_UserException:
        debug_print("exception %lu, code %lu", f->word[0], f->word[1]);
        break;
    case FAULT_VMFault:
        debug_print("%s address 0x%lx, status %lu",
                    f->word[1] != 0 ? "it executed" : "it read or wrote", f->word[0], f->word[2]);
        break;
    default:
        debug_print("fault %lu", f->type);
        break;
    }
}

void debug_unhandled_fault(const struct tcb *t)
{
    if (!KEEL_DEBUG)
        return;
    debug_print("KERNEL: '%s' stopped at 0x%lx, as it has no fault handler: ", t->name,
                context_restart_pc(&t->context));
    describe_fault(&t->fault);
    debug_print("\n");
}

/* ----------------------------------------------------------------------------------- death */

_Noreturn void kernel_fatal(const char *why)
{
    struct epitaph *e = &kernel_epitaph;
    append(e->why, 0, EPITAPH_BYTES, why, EPITAPH_BYTES);
    e->tcb = node.current;
    e->now = node.now;
    e->label = node.message.label;
    if (node.current) {
        e->pc = context_restart_pc(&current_thread()->context);
        e->state = current_thread()->state;
        append(e->thread, 0, TCB_NAME_BYTES, current_thread()->name, TCB_NAME_BYTES);
    }
    debug_print("KERNEL: stops: %s\n", e->why);
    if (e->tcb != 0)
        debug_print("KERNEL: current thread '%s' (0x%lx) at 0x%lx, last invocation %lu\n",
                    e->thread, e->tcb, e->pc, e->label);
    machine_halt();
}

_Noreturn void debug_unreachable(const char *file, int line)
{
    debug_print("KERNEL: %s:%ld was believed unreachable\n", file, (long)line);
    kernel_fatal("a branch believed impossible was taken");
}

_Noreturn void debug_assert_failed(const char *text, const char *file, int line)
{
    debug_print("KERNEL: %s:%ld does not hold: %s\n", file, (long)line, text);
    kernel_fatal("an assertion failed");
}
