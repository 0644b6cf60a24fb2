/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * What a thread does next: chosen at random, but knowing what exists. Some operations are garbled.
 * The root task tends the garden (garden.c), and nearly always with care: it avoids what could
 * block or fault.
 */

#include "choose.h"

static struct call random_call(void)
{
    switch (random_below(run.careful ? 18 : run.weather.brief ? 400 : 40)) {
    case 0: case 1: case 2:          return random_retype();
    case 3: case 4: case 5: case 6:  return cnode_operation();
    case 7: case 8: case 9: case 10: return tcb_operation();
    case 11: case 12: case 13:       return sched_operation();
    case 14:                         return domain_operation();
    case 15:                         return irq_operation();
    case 16: case 17:                return space_operation();
    default:                         return talk();
    }
}

static word_t random_small(word_t n) { return chance(70) ? random_below(n) : random_word(); }

/* Another word, a message cut short, another system call. */
static void garble(struct call *c)
{
    word_t value;
    switch (random_below(6)) {
    case 0: c->n_words = random_below(c->n_words + 1); break;
    case 1: c->n_caps = random_below(c->n_caps + 1); break;
    case 2:
        value = random_small(300);
        c->word[random_below(CALL_WORDS)] = value;
        break;
    case 3:
        value = random_small(SHARED_SLOTS);
        c->caps[random_below(MSG_MAX_EXTRA_CAPS)] = value;
        break;
    case 4: c->label = random_below(nArchInvocationLabels + 2); break;
    default: c->cap = any_slot(); break;
    }
}

/* An invocation becomes the first half of a combined call. */
static void invoke_and_receive(struct call *c)
{
    c->number = SYS_NBSendRecv;
    c->dest = c->cap;
    c->cap = pick_source();
    c->reply = pick_with(CAP_reply, is_free_reply);
}

static void trace_call(const struct call *c)
{
    if (!tracing())
        return;
    trace("%lu  0x%lx at %lu: call %d cap %lu label %lu reply %lu dest %lu", run.step, node.current,
          node.arch.time, (int)c->number, c->cap, c->label, c->reply, c->dest);
    trace(" words");
    for (word_t i = 0; i < c->n_words && i < CALL_WORDS; i++)
        trace(" %lx", c->word[i]);
    trace(" caps");
    for (word_t i = 0; i < c->n_caps && i < MSG_MAX_EXTRA_CAPS; i++)
        trace(" %lu", c->caps[i]);
    trace("\n");
}

static void do_call(struct call c)
{
    if (!run.careful && chance(2))
        garble(&c);
    if (!run.careful && c.number == SYS_Call && c.label != 0 && chance(8))
        c.number = SYS_Send;
    else if (!run.careful && c.number == SYS_Call && c.label != 0 && chance(4))
        invoke_and_receive(&c);
    trace_call(&c);
    user_call(&c);
}

static void do_odd_thing(void)
{
    word_t address, kind = random_below(12);
    trace("%lu  0x%lx at %lu: odd %lu\n", run.step, node.current, node.arch.time, kind);
    switch (kind) {
    case 0:
        address = random_word();
        user_vm_fault(address, 5, chance(30));
        return;
    case 1: user_exception(random_below(16), 0); return;
    case 2: user_call(&(struct call){.number = (enum system_call)-(int)random_below(40)}); return;
    case 3: user_call(&(struct call){.number = (enum system_call)(random_below(100))}); return;
    case 4: user_interrupted(); return;
    case 5: case 6: user_uses_fpu(); return;
    default: host_touch(chance(90) ? random_vaddr() : random_below(USER_TOP)); return;
    }
}

void choose_start(void)
{
    run.careful = true;
    garden_start();
}

void choose_and_do(void)
{
    run.careful = node.current == run.root_thread && random_below(20000) != 0;
    if (user_repeats() && chance(97)) {
        trace("%lu  0x%lx at %lu: again\n", run.step, node.current, node.arch.time);
        user_repeat();
        return;
    }
    if (!run.careful && chance(4)) {
        do_odd_thing();
        return;
    }
    if (!run.careful || chance(15)) {
        do_call(random_call());
        return;
    }
    do_call(garden_step());
}
