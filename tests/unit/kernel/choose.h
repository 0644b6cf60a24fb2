/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Choosing: slots with a wanted content, and operations on them. Each random operation is composed
 * only, random.c lets a thread do it.
 *
 * All threads share the root CNode, most of them as their CSpace, so a slot number is a capability
 * address.
 */

#include "run.h"

#define SLOT_ROOT_TCB     1
#define SLOT_ROOT_CNODE   2
#define SLOT_ROOT_SPACE   3
#define SLOT_IRQ_CONTROL  4
#define SLOT_ASID_CONTROL 5
#define SLOT_ASID_POOL    6
#define SLOT_ROOT_BUFFER  10
#define SLOT_DOMAIN       11
#define SLOT_ROOT_CONTEXT 14
#define FULL_DEPTH        64

/* --- choose.c */
struct cap shared_cap(word_t slot);
word_t any_slot(void);
word_t pick_empty(void);
/* A slot that holds something; that holds a capability of this type. */
word_t pick_full(void);
word_t pick(enum cap_type type);
/* Of a few such slots at random, the first whose capability is as wanted, else the last. */
word_t pick_with(enum cap_type type, bool (*wanted)(struct cap c));
bool has_receivers(struct cap endpoint);
bool has_senders(struct cap endpoint);
bool has_passive_receiver(struct cap endpoint);     /* a call would donate */
bool can_receive(struct cap endpoint);
bool is_deserted(struct cap endpoint);              /* nobody waits there, and one could */
bool can_wait(struct cap notification);
bool is_active(struct cap notification);
bool has_caller(struct cap reply);
bool is_free_reply(struct cap reply);
bool is_server(struct cap tcb);
bool is_stopped(struct cap tcb);
bool is_unused_context(struct cap sched_context);
/* A slot with a capability to this object. */
word_t slot_naming(enum cap_type type, word_t object);
word_t random_rights(void);
word_t random_badge(void);
word_t random_priority(void);

/* A CNode and a place in it, as CNode operations name it. */
struct place { word_t cnode, index, depth; };
struct place in_root(word_t slot);
/* --- garden.c: how many slots before run.boot_end it needs; slot of the CNode that threads get as
 * CSpace. */
#define GARDEN_SLOTS 3
word_t garden_cspace(void);
struct place in_some_cnode(void);
struct place place_empty(void);
struct place place_full(void);
void add_place(struct call *c, struct place p);

/* --- invoke_caps.c */
word_t pick_memory(word_t bits);                    /* an untyped with room */
struct call retype(word_t type, word_t size_bits, word_t slot, word_t count);
struct call random_retype(void);
struct call remove_from(word_t slot);               /* Delete; not of what is the boot's */
struct call cnode_operation(void);

/* --- invoke_threads.c */
struct call with_cap(word_t object, word_t label, word_t argument);
word_t pick_handler(void);
struct call set_params(word_t tcb, word_t priority, word_t sc);
struct call configure(word_t tcb);
struct call write_registers(word_t tcb, bool resume);
struct call with_authority(word_t tcb, word_t label);
struct call tcb_operation(void);
struct call configure_context(word_t sc);
struct call configure_times(word_t sc, word_t budget, word_t period);
struct call make_passive(void);                     /* a waiting server loses its context */
struct call sched_operation(void);
struct call domain_operation(void);

/* --- invoke_machine.c */
struct call get_interrupt(word_t irq, word_t slot);
struct call irq_operation(void);
word_t random_vaddr(void);
struct call space_operation(void);

/* --- talk.c: messages, replies, signals. */
word_t pick_source(void);                           /* what to receive from */
struct call talk(void);

/* --- thousands.c: at the start of an episode with so many threads. */
#define THOUSANDS_THREADS 2560
void thousands_make(void);

/* --- garden.c: what the root task does. */
void garden_start(void);
/* The next step of its plan. */
struct call garden_step(void);
word_t garden_alarm(void);                          /* slot of what wakes it */
