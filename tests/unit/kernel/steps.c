/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */

#include "steps.h"
#include "survey.h"
#include <arch/machine.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FREE_MEMORY   0x40000
#define SLICE_US      5000

static const char *test_name;
static word_t next_slot, memory, sched_control;
static bool unchecked;

void console_putchar(char c) { (void)c; }

void steps_failed(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    printf("not ok %s: ", test_name);
    vprintf(format, values);
    printf("\n");
    va_end(values);
    exit(1);
}

void steps_passed(void) { printf("ok %s\n", test_name); }

void machine_halt(void) { steps_failed("the kernel stopped the machine"); }
void machine_wait_for_interrupt(void) { steps_failed("nobody can run"); }

static void check(void)
{
    const char *why = unchecked ? NULL : invariants_check();
    if (why != NULL)
        steps_failed("%s", why);
}

void steps_unchecked(void) { unchecked = true; }

word_t step_slot(void) { return next_slot++; }
struct cap step_cap(word_t slot) { return slot_at(survey_root_cnode())[slot].cap; }
struct tcb *step_thread(word_t slot) { return tcb_at(cap_object(step_cap(slot))); }

static word_t boot_cap(enum cap_type type)
{
    word_t i = 1;
    while (!cap_is(step_cap(i), type))
        i++;
    return i;
}

void steps_start(const char *name)
{
    test_name = name;
    unchecked = false;
    host_start();
    host_boot(FREE_MEMORY);
    node.arch.preempt_after = 1;
    node.arch.always_interrupted = 1;
    word_t root = cap_object(current_thread()->slot[TCB_CSPACE].cap);
    next_slot = user_first_free_slot(root);
    invariants_start(root, next_slot);
    user_start(next_slot);
    check();
    sched_control = boot_cap(CAP_sched_control);
    memory = boot_cap(CAP_untyped);
    while (!cap_is(step_cap(memory), CAP_untyped) ||
           untyped_cap_device(step_cap(memory)) != 0 ||
           untyped_cap_size_bits(step_cap(memory)) < 16)
        memory++;
}

void step_call(struct call c)
{
    user_call(&c);
    check();
}

void step_repeat(void)
{
    if (!user_repeats())
        steps_failed("the call is not repeated");
    user_repeat();
    check();
}

void step(struct call c)
{
    const word_t self = node.current;
    step_call(c);
    while (node.current == self && user_repeats())
        step_repeat();
    if (node.current == self && context_info(&current_thread()->context) >> 12 != 0)
        steps_failed("call %lu is refused with %lu", c.label,
                     context_info(&current_thread()->context) >> 12);
}

struct call on_slot(word_t label, word_t slot)
{
    struct call c = invocation(SLOT_InitThreadCNode, label);
    add_word(&c, slot);
    add_word(&c, STEP_DEPTH);
    return c;
}

void step_on_slot(word_t label, word_t slot) { step(on_slot(label, slot)); }

struct call with_cap(word_t cptr, word_t label, word_t cap)
{
    struct call c = invocation(cptr, label);
    add_cap(&c, cap);
    return c;
}

word_t step_make_in(word_t untyped, word_t type, word_t size_bits)
{
    struct call c = with_cap(untyped, UntypedRetype, SLOT_InitThreadCNode);
    const word_t to = step_slot(), words[] = {type, size_bits, 0, 0, to, 1};
    for (word_t i = 0; i < 6; i++)
        add_word(&c, words[i]);
    step(c);
    return to;
}

word_t step_make(word_t type, word_t size_bits) { return step_make_in(memory, type, size_bits); }

word_t step_mint(word_t from, word_t badge)
{
    const word_t to = step_slot();
    struct call c = on_slot(CNodeMint, to);
    add_word(&c, from);
    add_word(&c, STEP_DEPTH);
    add_word(&c, mask(4));
    add_word(&c, badge);
    add_cap(&c, SLOT_InitThreadCNode);
    step(c);
    return to;
}

static word_t new_context(void)
{
    const word_t sc = step_make(STEP_SchedContextObject, MIN_SCHED_CONTEXT_BITS);
    struct call c = with_cap(sched_control, SchedControlConfigureFlags, sc);
    const word_t words[] = {SLICE_US, SLICE_US, 0, 0, 0};
    for (word_t i = 0; i < 5; i++)
        add_word(&c, words[i]);
    step(c);
    return sc;
}

word_t step_new_thread(word_t vspace, word_t priority)
{
    const word_t tcb = step_make(STEP_TCBObject, 0);
    struct call space = with_cap(tcb, TCBSetSpace, 0);
    add_cap(&space, SLOT_InitThreadCNode);
    add_cap(&space, vspace);
    add_word(&space, 0);
    add_word(&space, 0);
    step(space);
    struct call c = with_cap(tcb, TCBSetPriority, SLOT_InitThreadTCB);
    add_word(&c, priority);
    step(c);
    step(with_cap(new_context(), SchedContextBind, tcb));
    struct call registers = invocation(tcb, TCBWriteRegisters);
    add_word(&registers, 0);
    add_word(&registers, 1);
    add_word(&registers, host_image);
    step(registers);
    return tcb;
}

void step_take_time(word_t tcb)
{
    const word_t thread = cap_object(step_cap(tcb));
    word_t sc = boot_cap(CAP_sched_context);
    while (!cap_is(step_cap(sc), CAP_sched_context) ||
           sched_context_at(cap_object(step_cap(sc)))->tcb != thread)
        sc++;
    step(invocation(sc, SchedContextUnbind));
}

void step_resume(word_t tcb) { step(invocation(tcb, TCBResume)); }

void step_expect(word_t tcb)
{
    if (node.current != cap_object(step_cap(tcb)))
        steps_failed("another thread runs");
}
