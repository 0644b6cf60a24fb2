/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * The state of one core: everything the kernel can change that is not an object.
 */

#include "error.h"
#include "objects.h"
#include <arch/arch_node.h>

/* One FIFO of ready threads per priority. */
struct ready_queue { word_t head, tail; };
_Static_assert(sizeof(struct ready_queue) == 16, "ready_queue size");

/* What there is in the queues of one domain: a cache line. bitmap: bit p % 64 of word p / 64 is set
 * iff the ready queue of priority p is not empty. */
struct domain_queues {
    word_t bitmap[N_PRIORITIES / WORD_BITS];
    word_t release;             /* root of the release queue: the earliest thread, or 0 */
    word_t highest;             /* no ready thread has a higher priority than this */
} __attribute__((aligned(64)));
_Static_assert(sizeof(struct domain_queues) == 64, "domain_queues size");

struct domain_entry {
    word_t domain;
    ticks_t duration;           /* 0 with domain 0: end marker */
};
_Static_assert(sizeof(struct domain_entry) == 16, "domain_entry size");

/* The message of the invocation being decoded: the first words, copied out of user memory once. */
#define MAX_MESSAGE_WORDS 8
struct message {
    word_t self;                /* slot of the invoked capability; 0: refusals are not printed */
    word_t label;
    word_t length;              /* as clamped by the ABI: <= 120, or <= 4 without a buffer */
    word_t n_caps;
    word_t scan_ticket;         /* of the CancelBadgedSends of the caller's last call, or 0 */
    word_t word[MAX_MESSAGE_WORDS];
    word_t cap[MSG_MAX_EXTRA_CAPS];     /* slots of the extra capabilities */
};
_Static_assert(sizeof(struct message) == 8 * (5 + MAX_MESSAGE_WORDS + MSG_MAX_EXTRA_CAPS),
               "message size");

#define N_ASID_POOLS (1 << N_ASID_POOLS_BITS)

#define MAX_RESULT_WORDS N_USER_CONTEXT
struct result {
    word_t count;
    word_t word[MAX_RESULT_WORDS];
};
_Static_assert(sizeof(struct result) == 8 * (1 + MAX_RESULT_WORDS), "result size");

/* Counts up whenever what was found out about an ASID of a pool may be wrong. */
struct epoch { word_t value; };
_Static_assert(sizeof(struct epoch) == 8, "epoch size");
ADDRESSABLE(epoch)

struct node {
    /* Who runs. */
    word_t current;             /* thread */
    word_t current_sc;          /* scheduling context being charged */
    word_t candidate;           /* thread an event of this entry wants to run, or 0 */
    word_t reschedule;          /* 1: a full decision is wanted */
    word_t reprogram;           /* 1: the timer must be set again */

    /* Time. */
    ticks_t now;                /* time stamp of this kernel entry */
    ticks_t charged_until;      /* what has passed since is current_sc's to pay */
    word_t current_domain;
    ticks_t domain_end;         /* of the current schedule entry; 0 ends it at once */
    word_t domain_index, domain_start;
    ticks_t quiet_until;        /* before it no budget, turn or wait ends: see time.c */
    ticks_t min_budget;         /* constants of the machine's clock, in ticks: see sched_init */
    ticks_t timer_precision;
    ticks_t time_limit;         /* refills from here on are not moved: guards overflow */

    word_t fpu_owner;           /* thread whose registers the FPU holds, or 0 */
    word_t fpu_on;              /* 0 or 1: user code's FPU instructions do not trap */

    /* The invocation in progress. */
    struct message message;
    word_t work_units;          /* since the last look at the interrupt lines */
    word_t scan_tickets;        /* CancelBadgedSends begun so far */
    struct lookup_failure lookup;
    struct error_reply error;
    struct result result;

    struct arch_node arch;

    /* Benchmark configuration only. */
    word_t entry_cycle, total_cycles, total_schedules, total_kernel_cycles, total_kernel_entries;
    word_t tracking;            /* 0 or 1 */
    word_t last_switch;         /* cycle at which the current thread was switched to */

    word_t debug_threads;       /* first of all threads, debug configuration only */

    /* Hostile kernels only. */
    word_t hostile_draw;        /* latest number of the sequence, or 0 */
    word_t hostile_rang;        /* 0 or 1: the timer's interrupt was taken in this entry */
    ticks_t hostile_ahead;      /* by how much node.now is before the machine's clock */
    word_t hostile_denied;      /* 0 or 1: a Retype was refused, the next will not be */

    /* Tables. What is before them is near enough to the beginning for short addresses. */
    struct slot empty_slot __attribute__((aligned(1 << SLOT_BITS)));   /* stays so */
    word_t asid_pool[N_ASID_POOLS];     /* pool of ASIDs i * 512 .., or 0: see asid.c */
    struct epoch asid_epoch[N_ASID_POOLS];  /* of pool i: see asid.c */
    struct domain_entry schedule[N_DOMAIN_SCHEDULES];
    struct domain_queues domain[N_DOMAINS];
    /* Interrupts: whom to tell, and whether the handler capability has been issued (irq.c). */
    struct slot irq_slot[IRQ_MAX + 1] __attribute__((aligned(1 << SLOT_BITS)));
    word_t irq_state[IRQ_MAX + 1];
    struct ready_queue ready[N_DOMAINS * N_PRIORITIES];

    struct tcb idle __attribute__((aligned(1 << TCB_BITS)));
    struct sched_context idle_sc;
    struct refill idle_refill[MIN_REFILLS];     /* behind idle_sc, like any refill ring */
};
_Static_assert(offsetof(struct node, idle_refill) ==
               offsetof(struct node, idle_sc) + sizeof(struct sched_context), "idle refills");

_Static_assert(sizeof(struct node) ==
               (offsetof(struct node, idle_refill) + MIN_REFILLS * REFILL_BYTES +
                (1 << TCB_BITS) - 1) / (1 << TCB_BITS) * (1 << TCB_BITS), "node size");

extern struct node node;

static inline struct tcb *current_thread(void) { return tcb_at(node.current); }
static inline struct ready_queue *ready_queue_of(word_t domain, word_t priority)
{
    return &node.ready[domain * N_PRIORITIES + priority];
}
