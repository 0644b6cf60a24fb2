/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Programs written out step by step: what the current thread does next, and who is current then.
 * Every preemption point stops, and the whole kernel is checked after every exit. The first thing
 * that is wrong ends the process.
 */

#include "user.h"
#include <abi/objects.h>

#define STEP_SLOT_(n, name) SLOT_##name = (n),
enum initial_slot { INITIAL_SLOTS(STEP_SLOT_) };
#define STEP_OBJECT_(n, name) STEP_##name = (n),
enum step_object { OBJECT_TYPES(STEP_OBJECT_) ARCH_OBJECT_TYPES(STEP_OBJECT_) };

#define STEP_DEPTH 64

/* A new machine, on which the root task runs. */
void steps_start(const char *name);
/* From here on the kernel is not checked. */
void steps_unchecked(void);
/* The test is over and passed. */
void steps_passed(void);
__attribute__((format(printf, 1, 2))) _Noreturn void steps_failed(const char *format, ...);

/* Fresh slots of the root CNode, and what slots hold. */
word_t step_slot(void);
struct cap step_cap(word_t slot);
struct tcb *step_thread(word_t slot);

/* One kernel entry of the current thread: a call, or the same once more. */
void step_call(struct call c);
void step_repeat(void);
/* A call of the current thread until it is done, which must succeed. */
void step(struct call c);

/* The current thread makes objects and threads; `priority` is below its own. */
word_t step_make(word_t type, word_t size_bits);
word_t step_make_in(word_t untyped, word_t type, word_t size_bits);
word_t step_mint(word_t from, word_t badge);
word_t step_new_thread(word_t vspace, word_t priority);
/* The thread loses its scheduling context. */
void step_take_time(word_t tcb);
void step_resume(word_t tcb);
void step_on_slot(word_t label, word_t slot);      /* Revoke, Delete, CancelBadgedSends ... */
struct call on_slot(word_t label, word_t slot);
struct call with_cap(word_t cptr, word_t label, word_t cap);

/* The thread in this slot is current. */
void step_expect(word_t tcb);
