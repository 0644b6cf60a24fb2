/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Both ways into the kernel: what the fast path has done is done once more the long way, from the
 * same state and at the same time, and the two machines are compared, byte by byte.
 *
 *  1. Where lent time moves, the fast path does not look at the clock. So both are interrupted
 *     before they are compared: then both have charged what has passed.
 *  2. What has come to an end by that time (a budget, a domain's turn) comes first on the long way
 *     and second on the fast one. Such a call says nothing and is counted as undecided.
 *  3. A machine that idles wakes by chance, so both ways meet the same chance.
 *  4. The run goes on from where the fast path has left it, as if nothing had been tried.
 */

#include "both_ways.h"
#include "choose.h"
#include "debug.h"
#include "ipc.h"
#include "run.h"
#include <arch/fastpath.h>
#include <arch/irqchip.h>
#include <arch/machine.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct both_ways both_ways;

#define ENOUGH_OF_KIND 30
#define SMALL_MACHINE  0x100000     /* bytes: may be copied for calls of which there are many */

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

/* What an entry leaves behind that the next one writes before it reads. */
static void forget_the_entry(void)
{
    memset(&node.message, 0, sizeof node.message);
    memset(&node.result, 0, sizeof node.result);
    memset(&node.error, 0, sizeof node.error);
    memset(&node.lookup, 0, sizeof node.lookup);
    node.work_units = 0;
}

/* Nothing ends before the interrupt behind the entry has been taken. */
static bool is_quiet(void) { return node.arch.time < node.quiet_until; }

/* The machine as it is once an interrupt has been taken, the long way. */
static void settle(void)
{
    host_has_fast_path = false;
    host_interrupt();
    host_has_fast_path = true;
    forget_the_entry();
}

/* What enters the kernel: an interrupt, a fault, or a system call. */
struct entry {
    bool interrupt;
    const struct user_fault *fault;
    word_t number;
    bool kind[N_BOTH_WAYS_KINDS];
};

static void enter(const struct entry *e)
{
    if (e->interrupt)
        host_interrupt();
    else if (e->fault != NULL)
        user_enter_fault(e->fault);
    else
        host_system_call(e->number);
}

static void go_the_long_way(const struct entry *e)
{
    restore(&before);
    host_has_fast_path = false;
    enter(e);
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

/* The first word that differs, for whoever looks for the reason. */
static void show_difference(const char *what, const void *fast, const void *slow, word_t bytes)
{
    const word_t *a = fast, *b = slow;
    for (word_t i = 0; i < bytes / sizeof *a; i++)
        if (a[i] != b[i]) {
            printf("%s + 0x%lx: fast path 0x%lx, long way 0x%lx\n", what, i * sizeof *a, a[i],
                   b[i]);
            return;
        }
}

static void differ(void)
{
    const word_t programs = host_programs_bytes();
    show_difference("node", &node, &long_way.node, sizeof node);
    show_difference("memory", (void *)HOST_RAM_BASE, long_way.memory, programs);
    show_difference("root", (void *)HOST_ROOT_BASE, long_way.memory + programs, HOST_ROOT_BYTES);
    kernel_fatal("the fast path and the long way do not come to the same end");
}

static void count(const struct entry *e)
{
    both_ways.compared++;
    for (word_t i = 0; i < N_BOTH_WAYS_KINDS; i++)
        both_ways.of_kind[i] += e->kind[i];
}

/* A fault tells nobody whether it has taken the fast path, so all are compared. The clock stands
 * still. */
static void both(struct entry *e)
{
    const word_t calls = host_fast_calls, step = node.arch.step, owner = node.fpu_owner;
    const word_t random_before = random_state;
    const bool decided = is_quiet() && (e->interrupt || !host_interrupt_waits());
    node.arch.step = 0;
    save(&before);
    enter(e);
    const word_t random_after = random_state;
    e->kind[BOTH_WAYS_FPU] = node.fpu_owner != owner;
    e->kind[BOTH_WAYS_INTERRUPT] = e->interrupt && node.current != before.node.current;
    if (host_fast_calls != calls || e->fault != NULL) {
        save(&after_fast);
        random_state = random_before;
        go_the_long_way(e);
        restore(&after_fast);
        random_state = random_after;
        settle();
        if (!decided)
            both_ways.undecided++;
        else if (!is_the_same())
            differ();
        else
            count(e);
        restore(&after_fast);
        random_state = random_after;
    }
    node.arch.step = step;
}

/* A signal by this capability wakes a thread that waits for a message. */
static bool wakes_bound(struct cap c)
{
    const struct notification *n = notification_at(cap_object(c));
    return n->active == 0 && n->bound_tcb != 0 &&
           tcb_at(n->bound_tcb)->state == THREAD_BLOCKED_RECEIVE;
}

/* A call through this capability of an endpoint is one of a server with time of its own. */
static bool calls_active(struct cap c)
{
    const word_t first = endpoint_at(cap_object(c))->queue;
    return first != 0 && tcb_at(first)->state == THREAD_BLOCKED_RECEIVE &&
           tcb_at(first)->sched_context != 0;
}

/* The Reply object at this address has a caller who has kept his time. */
static bool answers_active(word_t cptr)
{
    const struct cap c = cptr < SHARED_SLOTS ? shared_cap(cptr) : cap_null();
    const word_t caller = cap_is(c, CAP_reply) ? reply_at(cap_object(c))->tcb : 0;
    return caller != 0 && tcb_at(caller)->state == THREAD_BLOCKED_REPLY &&
           tcb_at(caller)->sched_context != 0;
}

/* Most interrupts tell nobody. */
void both_ways_interrupt(void)
{
    struct entry e = { .interrupt = true };
    if (chance(20))
        both(&e);
    else
        host_interrupt();
}

void both_ways_call(word_t number)
{
    const struct tcb *t = current_thread();
    const word_t cptr = context_cap(&t->context);
    const struct cap c = cptr < SHARED_SLOTS ? shared_cap(cptr) : cap_null();
    const enum system_call what = (enum system_call)number;
    const bool sends = what == SYS_Send || what == SYS_NBSend, ep = cap_is(c, CAP_endpoint);
    struct entry e = { .number = number };
    e.kind[BOTH_WAYS_CALL] = what == SYS_Call && ep;
    e.kind[BOTH_WAYS_REPLY_RECV] = what == SYS_ReplyRecv && ep;
    e.kind[BOTH_WAYS_SEND] = sends && ep;
    e.kind[BOTH_WAYS_SIGNAL] = sends && cap_is(c, CAP_notification);
    e.kind[BOTH_WAYS_BOUND] = e.kind[BOTH_WAYS_SIGNAL] && wakes_bound(c);
    e.kind[BOTH_WAYS_YIELD] = what == SYS_Yield;
    e.kind[BOTH_WAYS_ACTIVE_CALL] = e.kind[BOTH_WAYS_CALL] && calls_active(c);
    e.kind[BOTH_WAYS_ACTIVE_ANSWER] = e.kind[BOTH_WAYS_REPLY_RECV] &&
                                      answers_active(context_reply(&t->context));
    e.kind[BOTH_WAYS_INVOKE] = what == SYS_Call && cap_decodes_messages(c);
    bool any = false;
    for (word_t i = 0; i < N_BOTH_WAYS_KINDS; i++)
        any = any || e.kind[i];
    e.kind[BOTH_WAYS_LONG] = !e.kind[BOTH_WAYS_YIELD] &&
                             message_info_length(message_info_of(t)) > MSG_REGISTERS;
    e.kind[BOTH_WAYS_LEVELS] = any && t->cspace.mask == 0 && t->levels.count != 0;
    if (e.kind[BOTH_WAYS_YIELD] || e.kind[BOTH_WAYS_INVOKE])    /* there are too many */
        any = chance(e.kind[BOTH_WAYS_YIELD] ? 15 : 2) && host_programs_bytes() <= SMALL_MACHINE;
    if (!any) {     /* not for the fast path, and need not be copied */
        host_system_call(number);
        return;
    }
    current_thread()->scan_ticket = STOPPED_SCAN;
    both(&e);
}

void both_ways_fault(const struct user_fault *f)
{
    const struct cap handler = current_thread()->slot[TCB_FAULT_EP].cap;
    struct entry e = { .fault = f };
    e.kind[BOTH_WAYS_FAULT] = true;
    if (cap_is(handler, CAP_endpoint) && endpoint_at(cap_object(handler))->queue != 0)
        both(&e);
    else
        user_enter_fault(f);
}

bool both_ways_met_everything(void)
{
#define NAME_(name) #name,
    static const char *const name[] = { BOTH_WAYS_KINDS(NAME_) };
    bool enough = true;
    for (word_t i = 0; i < N_BOTH_WAYS_KINDS; i++) {
        printf("%s%s %lu", i == 0 ? "compared: " : ", ", name[i], both_ways.of_kind[i]);
        enough = enough && both_ways.of_kind[i] >= ENOUGH_OF_KIND;
    }
    printf("\n");
    return enough;
}
