/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Faults: messages the kernel sends on behalf of a thread.
 */

#include "fastpath.h"
#include <abi/faults.h>

#define FAULT_ENUM_(n, name) FAULT_##name = n,
enum fault_type { FAULTS(FAULT_ENUM_) };

/* Record a fault of the current thread and send it to its handler. */
void fault_capability(word_t cptr, bool in_receive);        /* why: node.lookup */
/* The same for an entry that does nothing else. True if the handler is the current thread now and
 * nothing is left to decide. The last is for faults that only some architectures have: words as in
 * fault.c. */
bool fault_unknown_syscall(word_t number);
bool fault_user_exception(word_t number, word_t code);
bool fault_vm(word_t address, word_t status, bool instruction);
bool fault_other(word_t type, word_t a, word_t b, word_t c);
/* The slice of t ended: tell its timeout handler. t has a timeout endpoint. */
void fault_timeout(struct tcb *t);
bool fault_has_timeout_handler(const struct tcb *t);

/* t has no fault any more. */
static inline void fault_forget(struct tcb *t)
{
    t->fault.type = FAULT_NullFault;
    t->peers &= ~PEERS_CARE;
}
/* Write t's recorded fault as a message to the receiver; returns its length. */
word_t fault_message(struct tcb *faulter, struct tcb *receiver);
/* Interpret the replier's message as an answer to the recorded fault: true to restart. */
bool fault_reply(struct tcb *replier, struct tcb *faulter);
