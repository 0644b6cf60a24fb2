/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The whole kernel: tests/unit/kernel's programs, checked after every exit, with choices taken from
 * the input. This file stands where run.c stands there.
 *
 *     head | step | step | ...        8 bytes each
 *
 *     head   0     how large the system is
 *            1     what is hostile about it
 *            2     how many steps, times 4, are made before: a populated system costs no bytes
 *            3..7  seed of these
 *     step   0     how time moves, or which interrupt is raised
 *            1..5  the first choices among few: which operation, which object of that type
 *            6..7  seed of all further choices of this step
 *
 * So each byte has one meaning, and a step keeps its meaning when others come before it.
 */

#include "target.h"
#include "tests/unit/kernel/run.h"
#include "debug.h"
#include <arch/irqchip.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define RECORD        8
#define CHOICES       5         /* of them taken from the record itself */
#define FEW           256
#define COARSE_TICKS  5000UL
#define IDLE_TURNS    40        /* then nobody will ever run again */
#define CHECK_WARM_UP 16        /* steps without check before the input's own */
#define PAIRS         8192

struct run run;
word_t random_state;

static uint8_t record[RECORD];
static word_t n_chosen, idle_turns;
static jmp_buf end_of_input;

/* More to be guided by than the branches taken: which kind of exit follows which. libFuzzer takes
 * this section for counters. */
__attribute__((section("__libfuzzer_extra_counters"))) static uint8_t pair_seen[PAIRS];
static word_t last_exit;

/* ------------------------------------------------------------------------------- choices */

word_t random_word(void)
{
    word_t z = (random_state += 0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

word_t random_below(word_t n)
{
    if (n < 2)
        return 0;
    if (n <= FEW && n_chosen < CHOICES)
        return record[1 + n_chosen++] % n;
    return random_word() % n;
}

bool chance(word_t percent) { return random_word() % 100 < percent; }

word_t random_skewed(word_t n)
{
    word_t a = random_below(n);
    return chance(50) && n != 0 ? word_min(a, random_word() % n) : a;
}

static void start_step(const uint8_t *bytes)
{
    memcpy(record, bytes, RECORD);
    n_chosen = 0;
    random_state = (word_t)record[6] << 8 | record[7];
}

/* ------------------------------------------------------------------------------- machine */

bool tracing(void) { return fuzz_tracing(); }

void trace(const char *format, ...)
{
    if (!tracing())
        return;
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
}

void console_putchar(char c)
{
    if (tracing() && c != '\r')
        putchar(c);
}

_Noreturn void machine_halt(void)
{
    fuzz_wrong("the kernel stopped the machine at step %lu: %s", run.step, kernel_epitaph.why);
}

static void check(void)
{
    const char *why = invariants_check();
    MUST_BE(why == NULL, "after step %lu: %s", run.step, why);
}

/* Nobody can run. The kernel is in the state of an exit; only time and devices move it on. */
void machine_wait_for_interrupt(void)
{
    check();
    word_t irq = IRQ_MIN + random_word() % 4;
    node.arch.time += run.weather.coarse ? COARSE_TICKS : 1 + random_word() % 50;
    if (idle_turns++ > IDLE_TURNS)
        longjmp(end_of_input, 1);
    if (chance(30) && host_is_enabled(irq))
        host_raise(irq);
    else if (chance(50) && host_is_enabled(IRQ_MIN))
        host_raise(IRQ_MIN);
    else if (node.arch.deadline - node.arch.time < bit(55))
        node.arch.time = node.arch.deadline + random_word() % 200;
    if (run.weather.coarse)
        node.arch.time += COARSE_TICKS - node.arch.time % COARSE_TICKS;
    trace("%lu  idle until %lu\n", run.step, node.arch.time);
}

static void start(const uint8_t *head)
{
    static const struct weather sizes[] = {
        {.free = 0x8000, .shared = 112, .threads = 4},
        {.free = 0x20000, .shared = 256, .threads = 16},
        {.free = 0x80000, .shared = 512, .threads = 60},
    };
    run.weather = sizes[head[0] < 180 ? 0 : head[0] < 240 ? 1 : 2];
    run.weather.preempts_always = (head[1] & 1) != 0;
    run.weather.slow = (head[1] & 2) != 0;
    run.weather.coarse = (head[1] & 12) == 12;
    run.weather.clock_runs_fast = (head[1] & 48) == 48 && !run.weather.coarse;
    run.step = 0;
    n_chosen = CHOICES;
    idle_turns = 0;
    last_exit = 0;
    random_state = 0;
    memcpy(&random_state, head + 3, RECORD - 3);
    host_start();
    host_boot(run.weather.free);
    node.arch.preempt_after = run.weather.preempts_always ? 1 : 100;
    node.arch.always_interrupted = run.weather.preempts_always;
    run.root_thread = node.current;
    word_t root = cap_object(current_thread()->slot[TCB_CSPACE].cap);
    run.boot_end = user_first_free_slot(root) + 2;  /* the root task's alarm clock, and no levels */
    invariants_have_gaps = true;
    invariants_shared = run.weather.shared;
    invariants_start(root, run.boot_end);
    user_start(run.boot_end - 2);
    check();
    choose_start();
}

/* --------------------------------------------------------------------------------- steps */

static void move_time(uint8_t how)
{
    const struct weather *w = &run.weather;
    word_t left = node.arch.deadline > node.arch.time ? node.arch.deadline - node.arch.time : 0;
    node.arch.step = w->clock_runs_fast ? random_word() % 150 : 0;
    if (how < 0x80)
        node.arch.time += w->coarse ? (how < 0x14 ? COARSE_TICKS * (1U + how % 3) : 0)
                          : how % (w->slow ? 4U : 64U);
    else if (how < 0xc0)
        return;
    else if (how < 0xe0)
        node.arch.time += w->coarse ? COARSE_TICKS : random_word() % (word_min(left, 40000) + 20);
    else if (how < 0xf0)
        host_raise(IRQ_MIN + how % 4U);
    else if (how < 0xf8)
        host_raise(IRQ_MIN + random_word() % IRQ_LAST_DEVICE);
    else
        node.arch.time += random_word() % (how == 0xff ? bit(50) : 2000000);
}

/* The address sanitizer's. */
int __asan_address_is_poisoned(const volatile void *p);

/* t has entered the kernel, and may have destroyed itself there. */
static void note_exit(const struct tcb *t)
{
    if (__asan_address_is_poisoned(t))
        t = current_thread();
    word_t kind = (t->context.reg[USER_NUMBER] * 31 + t->state) * 31 +
                  (t->context.info >> 12) % 16 + (host_interrupt_waits() ? 7000 : 0);
    uint8_t *seen = &pair_seen[(last_exit * 131 + kind) % PAIRS];
    if (*seen != UINT8_MAX && !fuzz_keeping())
        ++*seen;
    last_exit = kind;
}

static void step(void)
{
    const struct tcb *t = current_thread();
    move_time(record[0]);
    if (host_interrupt_waits() && chance(90)) {
        trace("%lu  0x%lx interrupted at %lu\n", run.step, node.current, node.arch.time);
        user_interrupted();
    } else {
        choose_and_do();
    }
    note_exit(t);
    idle_turns = 0;
    run.step++;
}

static void warm_up(word_t steps)
{
    word_t seed = random_word();
    for (word_t i = 0; i < steps; i++) {
        uint8_t bytes[RECORD];
        random_state = seed + i;
        word_t w = random_word();
        memcpy(bytes, &w, RECORD);
        start_step(bytes);
        step();
        if (i % CHECK_WARM_UP == 0)
            check();
    }
}

static void run_input(const uint8_t *data, size_t size)
{
    start(data);
    warm_up(data[2] * 4U);
    check();
    invariants_have_gaps = false;
    check();
    fuzz_forget_coverage();
    for (size_t i = RECORD; i + RECORD <= size; i += RECORD) {
        start_step(data + i);
        step();
        check();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= RECORD && setjmp(end_of_input) == 0)
        run_input(data, size);
    return 0;
}
