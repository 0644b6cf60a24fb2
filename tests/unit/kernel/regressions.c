/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What random programs have found, each as a short program that shows it. Every preemption point
 * stops, and the whole kernel is checked after every exit.
 */

#include "debug.h"
#include "derive.h"
#include "ipc.h"
#include "survey.h"
#include "user.h"
#include <arch/machine.h>
#include <stdio.h>
#include <stdlib.h>

#define ROOT_CNODE  2
#define FULL_DEPTH  64
#define UNTYPED     0
#define TCB         1
#define CNODE       4

static const char *test_name;
static word_t first;        /* this slot is free, and all behind it */
static word_t memory;       /* an untyped from boot */

void console_putchar(char c) { (void)c; }

_Noreturn void machine_halt(void)
{
    printf("not ok %s: the kernel stopped the machine: %s\n", test_name, kernel_epitaph.why);
    exit(1);
}

void machine_wait_for_interrupt(void)
{
    printf("not ok %s: nobody can run\n", test_name);
    exit(1);
}

static void check(void)
{
    const char *why = invariants_check();
    if (why == NULL)
        return;
    printf("not ok %s: %s\n", test_name, why);
    exit(1);
}

static struct cap cap_in(word_t slot) { return slot_at(survey_root_cnode())[slot].cap; }

static void start(const char *name)
{
    test_name = name;
    host_start();
    host_boot(0x20000);
    node.arch.preempt_after = 1;
    node.arch.always_interrupted = 1;
    word_t root = cap_object(current_thread()->slot[TCB_CSPACE].cap);
    first = user_first_free_slot(root);
    invariants_start(root, first);
    user_start(first);
    check();
    for (memory = 16; !cap_is(cap_in(memory), CAP_untyped) ||
                      untyped_cap_device(cap_in(memory)) != 0 ||
                      untyped_cap_size_bits(cap_in(memory)) < 14;)
        memory++;
}

/* To the end, however often it is stopped; and it succeeds. */
static void finish(struct call c)
{
    user_call(&c);
    check();
    while (user_repeats()) {
        user_repeat();
        check();
    }
    word_t label = message_info_label(message_info_of(current_thread()));
    if (label == E_NoError)
        return;
    printf("not ok %s: label %lu refused with error %lu\n", test_name, c.label, label);
    exit(1);
}

static void retype(word_t untyped, word_t type, word_t size_bits, word_t slot)
{
    struct call c = invocation(untyped, UntypedRetype);
    const word_t words[] = {type, size_bits, 0, 0, slot, 1};
    for (word_t i = 0; i < 6; i++)
        add_word(&c, words[i]);
    add_cap(&c, ROOT_CNODE);
    finish(c);
}

/* From a slot of the root CNode to one of the CNode in another. */
static void move_into(word_t cnode, word_t index, word_t radix, word_t slot)
{
    struct call c = invocation(cnode, CNodeMove);
    add_word(&c, index);
    add_word(&c, radix);
    add_cap(&c, ROOT_CNODE);
    add_word(&c, slot);
    add_word(&c, FULL_DEPTH);
    finish(c);
}

static void remove_caps(word_t label, word_t slot)
{
    struct call c = invocation(ROOT_CNODE, label);
    add_word(&c, slot);
    add_word(&c, FULL_DEPTH);
    finish(c);
}

/* A CNode that holds its own last capability, and below it a thread's. The thread's takes the place
 * of its own, and Revoke goes on with the CNode where that went. */
static void revoke_of_cnode_in_itself_leaves_a_zombie(void)
{
    start("revoke of a CNode that lies in itself leaves a zombie");
    word_t untyped = first, cnode = first + 1, thread = first + 2;
    retype(memory, UNTYPED, 13, untyped);
    retype(untyped, TCB, 0, thread);
    retype(untyped, CNODE, 3, cnode);
    move_into(cnode, 3, 3, thread);
    move_into(cnode, 5, 3, cnode);
    remove_caps(CNodeRevoke, untyped);
    if (slot_has_children(slot_at(survey_root_cnode()) + untyped))
        printf("not ok %s: the untyped has children\n", test_name);
    else
        printf("ok %s\n", test_name);
}

int main(void)
{
    revoke_of_cnode_in_itself_leaves_a_zombie();
    return 0;
}
