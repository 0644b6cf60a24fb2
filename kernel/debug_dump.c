/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Tables a debug kernel prints when a program asks for them: all threads, and all capabilities
 * that a thread's CSpace root holds. Reads only.
 *
 * Loops here are as long as the system has threads and slots; debug kernels make no promise about
 * time.
 */

#include "debug.h"
#include "derive.h"
#include "sched_context.h"

#define MANY 0x10000000

static void print_thread(const struct tcb *t)
{
    debug_print("%-32s %-12s %16lx %4lu %4lu %6lu", t->name, debug_state_name(t),
                context_restart_pc(&t->context), t->priority, t->mcp, t->domain);
    if (t->sched_context) {
        const struct sched_context *sc = sched_context_at(t->sched_context);
        debug_print(" %10lu", sc_is_active(sc) ? refill_head_amount(sc) : 0);
    } else {
        debug_print("       none");
    }
    debug_print("%s%s%s\n", tcb_addr(t) == node.current ? " current" : "",
                t->in_ready_queue ? " ready" : "", t->in_release_queue ? " waits for refill" : "");
}

void debug_dump_scheduler(void)
{
    if (!KEEL_DEBUG)
        return;
    debug_print("\n%-32s %-12s %16s %4s %4s %6s %10s\n", "thread", "state", "pc", "prio", "mcp",
                "domain", "ticks left");
    for (word_t t = node.debug_threads; t; t = tcb_at(t)->debug_next) {
        LOOP(MANY, t);
        print_thread(tcb_at(t));
    }
}

static void print_slot(word_t index, const struct slot *s)
{
    if (slot_is_empty(s))
        return;
    debug_print("  %8lx: %-13s", index, cap_type_name(s->cap));
    if (cap_object(s->cap))
        debug_print(" object 0x%lx", cap_object(s->cap));
    if (cap_size_bits(s->cap))
        debug_print(" size 2^%lu", cap_size_bits(s->cap));
    if (cap_is(s->cap, CAP_endpoint) || cap_is(s->cap, CAP_notification))
        debug_print(" badge 0x%lx rights %lx", endpoint_cap_badge(s->cap),
                    endpoint_cap_rights(s->cap));
    debug_print("%s\n", slot_has_children(s) ? " has children" : "");
}

static void print_cspace(const struct tcb *t)
{
    const struct cap root = t->slot[TCB_CSPACE].cap;
    if (!cap_is(root, CAP_cnode)) {
        debug_print("'%s' has no CSpace\n", t->name);
        return;
    }
    debug_print("'%s': CNode of 2^%lu slots, object 0x%lx\n", t->name, cnode_cap_radix(root),
                cap_object(root));
    for (word_t i = 0; i < bit(cnode_cap_radix(root)); i++) {
        LOOP(MANY, i);
        print_slot(i, slot_at(cap_object(root) + (i << SLOT_BITS)));
    }
}

void debug_snapshot(void)
{
    if (!KEEL_DEBUG)
        return;
    debug_print("\ncapabilities, by thread\n");
    for (word_t t = node.debug_threads; t; t = tcb_at(t)->debug_next) {
        LOOP(MANY, t);
        print_cspace(tcb_at(t));
    }
}
