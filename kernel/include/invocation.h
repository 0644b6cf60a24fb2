/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Entering the kernel, invoking objects, and the decoders of the generic object types.
 */

#include "node.h"
#include <abi/syscalls.h>

/* --- entry.c: called by the architecture's trap code, the current thread's registers saved. Each
 * returns with node.current being the thread to resume. */
void entry_syscall(word_t number);
void entry_call(void);              /* the same for Call */
void entry_fault_vm(word_t address, word_t status, bool instruction);
void entry_user_exception(word_t number, word_t code);
/* One that only some architectures have: enum fault_type, words as in fault.c. */
void entry_fault(word_t type, word_t a, word_t b, word_t c);
void entry_interrupt(void);
/* The same for an interrupt that irqchip_pending has given to fast_interrupt. */
void entry_interrupt_claimed(word_t irq);
/* Stay in the kernel while nothing is ready; then the architecture restores node.current. */
void entry_leave(void);

/* --- syscall.c: API calls (numbers -1..-11) and the rest. */
#define SYSCALL_COUNT_(n, name, when) + 1
static inline bool syscall_is_api(word_t number)
{
    return -number - 1 < (0 SYSCALLS_API(SYSCALL_COUNT_));
}
/* Call: what t, the current thread, has in its registers. */
enum err syscall_call(const struct tcb *t);
/* Do one. False if it stopped at a preemption point. */
bool syscall_api(word_t number);
/* True if the number is a debug or benchmark call of this configuration; it has been done. */
bool syscall_extended(word_t number);

/* --- invocation.c */
/* The send half: resolve, dispatch, answer. how: SEND_ flags of ipc.h. ERR_PREEMPTED: the caller
 * must stop here. */
enum err invoke(word_t cptr, word_t how);
/* Answer a Call on a kernel object. */
void invocation_reply_success(struct tcb *t, const struct result *r);
void invocation_reply_error(struct tcb *t, enum err error, const struct error_reply *e);
/* Truncation check of an invocation: words and capabilities as in abi/invocations.h. */
static inline bool message_has(const struct message *m, word_t words, word_t caps)
{
    return m->length >= words && m->n_caps >= caps;
}
/* The capability in extra slot i. */
static inline struct cap message_cap(const struct message *m, word_t i)
{
    return slot_at(m->cap[i])->cap;
}
/* Results: one word, or none. */
enum err result_word(word_t value);

/* --- the object types. `self` is the slot of the invoked capability. */
enum err untyped_invoke(struct slot *self, const struct message *m);
enum err cnode_invoke(struct cap cap, const struct message *m);
enum err tcb_invoke(struct slot *self, const struct message *m);
enum err irq_control_invoke(struct slot *self, const struct message *m);
enum err irq_handler_invoke(struct cap cap, const struct message *m);

/* The message of the thread that is invoking, for operations whose length the caller chooses
 * (WriteRegisters); buffer for reading, or 0. */
word_t invocation_buffer(void);

/* --- tcb.c, tcb_registers.c, tcb_space.c */
enum err tcb_read_registers(struct tcb *t, const struct message *m);
enum err tcb_write_registers(struct tcb *t, const struct message *m);
enum err tcb_copy_registers(struct tcb *t, const struct message *m);
enum err tcb_configure(struct slot *self, const struct message *m);
enum err tcb_set_space(struct slot *self, const struct message *m);
enum err tcb_set_ipc_buffer(struct slot *self, const struct message *m);
enum err tcb_set_timeout_endpoint(struct slot *self, const struct message *m);
enum err tcb_set_sched_params(struct slot *self, const struct message *m);
void thread_suspend(struct tcb *t);
void thread_resume(struct tcb *t);
/* The TCB's last capability is gone: everything but the slots is detached. */
void tcb_finalise(struct tcb *t);
