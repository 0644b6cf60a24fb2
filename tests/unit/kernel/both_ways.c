/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Both ways of a system call: what the fast path has done is done once more the long way, from the
 * same state and at the same time, and the two machines are compared, byte by byte.
 *
 *  1. The fast path does not look at the clock. So both are interrupted before they are compared:
 *     then both have charged what has passed.
 *  2. What has come to an end by that time (a budget, a domain's turn) comes first on the long way
 *     and second on the fast one. Such a call says nothing and is counted as undecided.
 *  3. The run goes on from where the fast path has left it, as if nothing had been tried.
 */

#include "both_ways.h"
#include "choose.h"
#include "debug.h"
#include <arch/fastpath.h>
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <stdlib.h>
#include <string.h>

struct both_ways both_ways;

/* Of a CancelBadgedSends in which the caller was stopped, for good; no scan has this number. */
#define STOPPED_SCAN (~0UL)

/* What a machine is: the kernel's variables, the two parts of memory (kernel/arch/host/boot.c). */
struct machine {
    struct node node;
    unsigned char *memory;
};

static struct machine before, after_fast, long_way;

static word_t bytes_of_memory(void) { return host_programs_bytes() + HOST_ROOT_BYTES; }

static void save(struct machine *m)
{
    const word_t programs = host_programs_bytes();
    m->node = node;
    memcpy(m->memory, (void *)HOST_RAM_BASE, programs);
    memcpy(m->memory + programs, (void *)HOST_ROOT_BASE, HOST_ROOT_BYTES);
}

static void restore(const struct machine *m)
{
    const word_t programs = host_programs_bytes();
    node = m->node;
    memcpy((void *)HOST_RAM_BASE, m->memory, programs);
    memcpy((void *)HOST_ROOT_BASE, m->memory + programs, HOST_ROOT_BYTES);
}

void both_ways_start(void)
{
    struct machine *all[] = {&before, &after_fast, &long_way};
    for (word_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        free(all[i]->memory);
        all[i]->memory = malloc(bytes_of_memory());
        if (all[i]->memory == NULL)
            kernel_fatal("no memory for comparisons");
    }
}

/* All else is not for the fast path, and need not be copied. */
static bool is_candidate(word_t number)
{
    const struct context *c = &current_thread()->context;
    return ((enum system_call)number == SYS_Call || (enum system_call)number == SYS_ReplyRecv) &&
           context_cap(c) < SHARED_SLOTS && cap_is(shared_cap(context_cap(c)), CAP_endpoint);
}

/* What an entry leaves behind that the next one writes before it reads. */
static void forget_the_entry(void)
{
    memset(&node.message, 0, sizeof node.message);
    memset(&node.result, 0, sizeof node.result);
    memset(&node.error, 0, sizeof node.error);
    memset(&node.lookup, 0, sizeof node.lookup);
    node.work_units = 0;
}

/* Nothing ends before the interrupt behind the call has been taken. */
static bool is_quiet(void)
{
    return node.arch.time < node.quiet_until && !host_interrupt_waits();
}

/* The machine as it is once an interrupt has been taken. */
static void settle(void)
{
    user_interrupted();
    forget_the_entry();
}

static void go_the_long_way(word_t number)
{
    restore(&before);
    node.arch.step = 0;
    host_has_fast_path = false;
    host_system_call(number);
    host_has_fast_path = true;
    settle();
    save(&long_way);
}

static bool is_the_same(void)
{
    const word_t programs = host_programs_bytes();
    return memcmp(&node, &long_way.node, sizeof node) == 0 &&
           memcmp((void *)HOST_RAM_BASE, long_way.memory, programs) == 0 &&
           memcmp((void *)HOST_ROOT_BASE, long_way.memory + programs, HOST_ROOT_BYTES) == 0;
}

void both_ways_call(word_t number)
{
    if (!is_candidate(number)) {
        host_system_call(number);
        return;
    }
    current_thread()->scan_ticket = STOPPED_SCAN;
    const word_t calls = host_fast_calls;
    const bool decided = is_quiet();
    save(&before);
    host_system_call(number);
    if (host_fast_calls == calls)
        return;
    if (!decided) {
        both_ways.undecided++;
        return;
    }
    save(&after_fast);
    go_the_long_way(number);
    restore(&after_fast);
    node.arch.step = 0;
    settle();
    if (!is_the_same())
        kernel_fatal("the fast path and the long way do not come to the same end");
    restore(&after_fast);
    both_ways.compared++;
}
