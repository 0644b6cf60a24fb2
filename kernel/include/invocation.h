/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Entering the kernel, invoking objects, and the decoders of the generic object types.
 */

#include "ipc.h"
#include <abi/syscalls.h>

/* --- entry.c: called by the architecture's trap code, the current thread's registers saved. Each
 * returns with node.current being the thread to resume. */
void entry_syscall(word_t number);
void entry_call(void);              /* the same for Call */
void entry_invoked(struct tcb *t, enum err error);  /* behind fast_invoke, t being the current */
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
/* Do one. False if it stopped at a preemption point. */
bool syscall_api(word_t number);
/* True if the number is a debug or benchmark call of this configuration; it has been done. */
bool syscall_extended(word_t number);

/* --- invocation.c */
/* The send half: resolve, dispatch, answer. how: SEND_ flags of ipc.h. ERR_PREEMPTED: the caller
 * must stop here. */
enum err invoke(word_t cptr, word_t how);
/* Do what node.message wants of the kernel object at s, which decodes messages and is no
 * architecture's own; t is the current thread. */
enum err invoke_object(struct tcb *t, struct slot *s, word_t how);
/* The answer to a Call on a kernel object, if there is to be one and t still runs. */
void invocation_answer(struct tcb *t, enum err error);
void invocation_reply_success(struct tcb *t, const struct result *r);
/* t's message becomes node.message, but for the capabilities. Words beyond the length are not the
 * message's, and nobody reads them. */
static inline void message_take(const struct tcb *t, struct message_info info, word_t length,
                                word_t buffer)
{
    struct message *m = &node.message;
    m->label = message_info_label(info);
    m->length = length;
    m->word[0] = context_mr(&t->context, 0);
    m->word[1] = context_mr(&t->context, 1);
    m->word[2] = context_mr(&t->context, 2);
    m->word[3] = context_mr(&t->context, 3);
    for (word_t i = MSG_REGISTERS; i < word_min(length, MAX_MESSAGE_WORDS); i++) {
        LOOP(MAX_MESSAGE_WORDS, i);
        m->word[i] = buffer_word(buffer, IPC_BUFFER_MSG + i);
    }
}
_Static_assert(MSG_REGISTERS == 4, "message_take");
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
