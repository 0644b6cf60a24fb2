/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * What a debug kernel says, and how a kernel dies.
 */

#include "node.h"

/* printf-like: %s %lu %ld %lx %p %c, a width (with leading 0 for zeros, with - to the left). No
 * output in kernels without printing. */
__attribute__((format(printf, 1, 2))) void debug_print(const char *format, ...);
/* One line about a refused invocation: thread, object, argument, rule. The rule may use a and b. */
void debug_refusal(enum err error, const char *rule, word_t a, word_t b);
/* A thread without fault handler stopped. */
void debug_unhandled_fault(const struct tcb *t);
void debug_dump_scheduler(void);
void debug_snapshot(void);

/* Names. A new thread is called after its creator until it is given a name of its own. */
/* Take the NUL-terminated name at kernel address `name`; stops the machine if no NUL is within
 * `length` bytes. */
void debug_name_thread(struct tcb *t, word_t name, word_t length);
void debug_name_child(struct tcb *child);
void debug_call_thread(struct tcb *t, const char *name);
/* The thread is being destroyed: it leaves the list of all threads. */
void debug_forget_thread(struct tcb *t);
const char *cap_type_name(struct cap c);
const char *debug_state_name(const struct tcb *t);

/* Reason, thread and machine state go to the console and to the symbol `kernel_epitaph`. */
_Noreturn void kernel_fatal(const char *why);

#define EPITAPH_BYTES 128
struct epitaph {
    char why[EPITAPH_BYTES];
    char thread[TCB_NAME_BYTES];
    word_t tcb;                 /* current thread, 0 before the first */
    word_t pc, state, label;    /* of that thread: where it entered, its state, its invocation */
    ticks_t now;
};
_Static_assert(sizeof(struct epitaph) == EPITAPH_BYTES + TCB_NAME_BYTES + 5 * sizeof(word_t),
               "epitaph size");
extern struct epitaph kernel_epitaph;
