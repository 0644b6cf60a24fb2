/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Episodes: boot a machine, let programs run at random (random.c), check the whole kernel after
 * every exit (invariants.c).
 *
 *     program [--seed S] [--operations N | --episodes N | --seconds N] [--steps N] [--check N]
 *             [--thousands] [--both-ways] [--trace STEP]
 *
 * Everything random in an episode follows from its seed, so a seed and a step name a state.
 *     --seed S        first seed; each further episode has the next
 *     --operations N  go on until so many have been made and the episode is over
 *     --episodes N    how many, whatever time it takes
 *     --seconds N     how long to go on; 25 if nothing else is said
 *     --steps N       length of an episode
 *     --check N       check after every Nth exit instead of after each
 *     --thousands     episodes of thousands of threads, until enough was checked in them
 *     --both-ways     make calls that the fast path has done again the long way, and compare
 *     --trace STEP    print all operations from this step of the first episode on, and the console
 */

#include "both_ways.h"
#include "choose.h"
#include "debug.h"
#include "delete.h"
#include <arch/irqchip.h>
#include <getopt.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct run run;

static struct {
    word_t seed, operations, episodes, steps, seconds, check, trace;
    bool thousands, both_ways;
} option = {1, ~0UL, ~0UL, 20000, 25, 1, ~0UL, false, false};
#define COARSE_TICKS 5000UL
#define ENOUGH       1000000        /* operations in which everything should have occurred */
#define ENOUGH_BOTH_WAYS 10000      /* calls of which both ways have been compared */
/* An episode of thousands: steps that are seldom checked, then those checked one by one. */
#define SETTLING       4000
#define SETTLING_CHECK 1000
#define CROWDED_STEPS  1000
#define MANY_THREADS   2000
#define MANY_CAPS      10000
#define NEWS_EVERY   10000000UL     /* operations between two lines about how far a long run is */
#define PATIENCE     30             /* seconds of processor time for a few operations */

static jmp_buf end_of_episode;
word_t random_state;
static const char *program_name;
static word_t idle_turns;
static word_t crowded_checks;       /* with many threads and capabilities */

/* ------------------------------------------------------------------------------- random */

word_t random_word(void)
{
    word_t z = (random_state += 0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
}

word_t random_below(word_t n)
{
    return (word_t)((unsigned __int128)random_word() * n >> 64);
}
bool chance(word_t percent) { return random_below(100) < percent; }

word_t random_skewed(word_t n)
{
    word_t a = random_below(n), b = random_below(n);
    return chance(50) ? word_min(a, b) : a;
}

/* ------------------------------------------------------------------------------- verdicts */

bool tracing(void)
{
    return run.seed == option.seed && run.step >= option.trace;
}

void trace(const char *format, ...)
{
    if (!tracing())
        return;
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    fflush(stdout);
}

static void say_where(const char *why)
{
    word_t from = run.step > 30 ? run.step - 30 : 0;
    printf("\nnot ok %s: seed %lu, step %lu: %s\n", program_name, run.seed, run.step, why);
    printf("to repeat: %s --seed %lu --steps %lu --episodes 1 --check %lu%s%s --trace %lu\n",
           program_name, run.seed, option.steps, option.check,
           option.thousands ? " --thousands" : "", option.both_ways ? " --both-ways" : "", from);
    fflush(stdout);
}

static _Noreturn void fail(const char *why)
{
    say_where(why);
    _exit(1);
}

/* Both sanitizers end by abort(), so that we can say where. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "abort_on_error=1:detect_leaks=0"; }
const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void) { return "abort_on_error=1:print_stacktrace=1"; }

static void aborted(int signal_number)
{
    (void)signal_number;
    fail("the sanitizer stopped the program, see above");
}

static void too_long(int signal_number)
{
    (void)signal_number;
    fail("an operation does not end");
}

static void check(void)
{
    const char *why = invariants_check();
    if (why != NULL)
        fail(why);
    run.checks++;
    if (!invariants_have_gaps && survey.n_caps >= MANY_CAPS &&
        survey.first_of[CAP_tcb + 1] - survey.first_of[CAP_tcb] >= MANY_THREADS)
        crowded_checks++;
}

/* ---------------------------------------------------------------------------- the machine */

void console_putchar(char c)
{
    if (tracing() && c != '\r')
        putchar(c);
}

_Noreturn void machine_halt(void)
{
    fail(kernel_epitaph.why);
}

/* Nobody can run. The kernel is in the state of an exit; only time and devices move it on. */
void machine_wait_for_interrupt(void)
{
    check();
    word_t irq = IRQ_MIN + random_skewed(IRQ_LAST_DEVICE);
    node.arch.time += run.weather.coarse ? COARSE_TICKS : 1 + random_below(50);
    if (idle_turns++ > 60)
        longjmp(end_of_episode, 1);
    if (chance(30) && host_is_enabled(irq))
        host_raise(irq);
    else if (chance(50) && host_is_enabled(IRQ_MIN))
        host_raise(IRQ_MIN);
    else if (node.arch.deadline - node.arch.time < bit(55))
        node.arch.time = node.arch.deadline + random_below(200);
    if (run.weather.coarse)
        node.arch.time += COARSE_TICKS - node.arch.time % COARSE_TICKS;
    trace("%lu  idle until %lu\n", run.step, node.arch.time);
}

/* ------------------------------------------------------------------------------- episodes */

static void make_weather(void)
{
    static const word_t size[] = {0x8000, 0x20000, 0x80000, 0x280000, 0x1000000};
    static const word_t shared[] = {80, 256, 512, 1024, 0x4000};
    static const word_t threads[] = {4, 16, 60, 300, THOUSANDS_THREADS};
    struct weather *w = &run.weather;
    word_t x = random_below(1000);
    word_t scale = x < 850 ? 0 : x < 970 ? 1 : x < 994 ? 2 : x < 998 ? 3 : 4;
    if (option.thousands)
        scale = 4;
    w->free = size[scale];
    w->shared = shared[scale];
    w->threads = threads[scale];
    w->thousands = scale == 4;
    w->preempts_always = chance(40);
    w->slow = chance(20);
    w->coarse = chance(15);
    w->clock_runs_fast = !w->coarse && chance(25);
    w->leaps = chance(30);
    w->noisy = chance(20);
    w->brief = chance(30) || option.both_ways;
    w->levels = run.seed % 4 == 3;
}

static void start_episode(void)
{
    random_state = run.seed * 0x2545f4914f6cdd1d;
    run.step = 0;
    make_weather();
    host_start();
    host_boot(run.weather.free);
    node.arch.preempt_after = run.weather.preempts_always ? 1 : 100;
    node.arch.always_interrupted = run.weather.preempts_always;
    if (option.both_ways)
        both_ways_start();
    run.root_thread = node.current;
    word_t root = cap_object(current_thread()->slot[TCB_CSPACE].cap);
    run.boot_end = user_first_free_slot(root) + GARDEN_SLOTS;
    invariants_shared = run.weather.shared;
    invariants_start(root, run.boot_end);
    user_start(run.boot_end - GARDEN_SLOTS);
    check();
    choose_start();
    if (run.weather.thousands)
        thousands_make();
}

static void move_time(void)
{
    const struct weather *w = &run.weather;
    word_t left = node.arch.deadline > node.arch.time ? node.arch.deadline - node.arch.time : 0;
    node.arch.step = w->clock_runs_fast ? random_below(150) : 0;
    if (w->coarse)
        node.arch.time += chance(15) ? COARSE_TICKS * (1 + random_below(3)) : 0;
    else if (w->slow)
        node.arch.time += chance(30) ? random_below(10) : 0;
    else if (chance(80))
        node.arch.time += random_below(60);
    else
        node.arch.time += random_below(word_min(left, 40000) + 20);
    if (w->leaps && chance(5))
        node.arch.time += random_below(chance(10) ? bit(50) : 2000000);
    if (chance(w->noisy ? 50 : 3))
        host_raise(IRQ_MIN + random_skewed(chance(70) ? 4 : IRQ_LAST_DEVICE));
}

static bool is_settling(void) { return run.weather.thousands && run.step < SETTLING; }

static word_t steps(void)
{
    return run.weather.thousands ? word_min(option.steps, SETTLING + CROWDED_STEPS) : option.steps;
}

static void step(void)
{
    move_time();
    if (host_interrupt_waits() && chance(90)) {
        trace("%lu  0x%lx interrupted at %lu\n", run.step, node.current, node.arch.time);
        user_interrupted();
    } else {
        choose_and_do();
    }
    idle_turns = 0;
    run.operations++;
    invariants_have_gaps = is_settling() || option.check != 1;
    if (run.operations % (is_settling() ? SETTLING_CHECK : option.check) == 0)
        check();
}

static bool out_of_time(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return option.seconds != 0 && (word_t)(now.tv_sec - start->tv_sec) >= option.seconds;
}

static void run_episode(const struct timespec *start)
{
    if (setjmp(end_of_episode) != 0)
        return;
    for (start_episode(); run.step < steps(); run.step++) {
        step();
        if (run.step % 256 == 0) {
            setitimer(ITIMER_VIRTUAL, &(struct itimerval){.it_value.tv_sec = PATIENCE}, NULL);
            if (out_of_time(start))
                return;
        }
    }
}

static void read_options(int argc, char **argv)
{
    static const struct option names[] = {
        {"seed", 1, NULL, 's'}, {"operations", 1, NULL, 'o'},
        {"episodes", 1, NULL, 'e'}, {"steps", 1, NULL, 'n'},
        {"seconds", 1, NULL, 't'}, {"check", 1, NULL, 'c'}, {"trace", 1, NULL, 'v'},
        {"thousands", 0, NULL, 'm'}, {"both-ways", 0, NULL, 'b'}, {0}};
    int c;
    while ((c = getopt_long(argc, argv, "", names, NULL)) != -1) {
        word_t n = optarg != NULL ? strtoul(optarg, NULL, 0) : 0;
        switch (c) {
        case 's': option.seed = n; break;
        case 'o': option.operations = n; option.seconds = 0; break;
        case 'e': option.episodes = n; option.seconds = 0; break;
        case 'n': option.steps = n; break;
        case 't': option.seconds = n; break;
        case 'c': option.check = n == 0 ? 1 : n; break;
        case 'v': option.trace = n; break;
        case 'm': option.thousands = true; break;
        case 'b': option.both_ways = true; break;
        default: exit(2);
        }
    }
}

/* Of processor time. */
static double seconds_used(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
}

static void report_progress(word_t episodes)
{
    double seconds = seconds_used();
    printf("seeds %lu to %lu: %lu operations, %lu whole checks, 0 failures; ", option.seed,
           option.seed + episodes - 1, run.operations, run.checks);
    printf("%.1f s: %.0f operations/s\n", seconds, (double)run.operations / seconds);
    fflush(stdout);
}

/* All thread states but idle, all kinds of zombies, all types in memory; else most was refused. */
static void report(void)
{
    const struct witnessed *w = &witnessed;
    const word_t states = bit(THREAD_IDLE) - 1, zombies = bit(ZOMBIE_IRQ + 1) - 1;
    const word_t objects = bit(CAP_endpoint) | bit(CAP_notification) | bit(CAP_reply) |
                           bit(CAP_cnode) | bit(CAP_tcb) | bit(CAP_sched_context) |
                           bit(CAP_frame) | bit(CAP_page_table) | bit(CAP_asid_pool);
    printf("at most %lu threads, %lu capabilities, %lu waiters in a queue, %lu calls in a chain; "
           "%lu times two levels remembered\n",
           w->threads, w->caps, w->waiters, w->chain, w->levels);
    printf("ok random programs\n");
    if (option.thousands)
        printf("%s thousands: %lu checks with %d threads and %d capabilities or more\n",
               crowded_checks >= CROWDED_STEPS ? "ok" : "not ok", crowded_checks, MANY_THREADS,
               MANY_CAPS);
    if (option.both_ways)
        printf("%s both ways: %lu entries compared, %lu undecided\n",
               both_ways_met_everything() && both_ways.compared >= ENOUGH_BOTH_WAYS ? "ok"
                                                                                    : "not ok",
               both_ways.compared, both_ways.undecided);
    if (option.both_ways || run.operations < ENOUGH)
        return;
    bool all = w->states == states && w->zombies == zombies && w->objects == objects &&
               w->chain >= 2 && w->waiters >= 3 && w->levels != 0;
    if (all)
        printf("ok random programs met everything\n");
    else
        printf("not ok random programs met everything: states %lx, zombies %lx, objects %lx\n",
               w->states, w->zombies, w->objects);
}

static bool goes_on(word_t episode, const struct timespec *start)
{
    bool crowded = option.thousands && crowded_checks >= CROWDED_STEPS;
    return !crowded && episode < option.episodes && run.operations < option.operations &&
           !out_of_time(start);
}

int main(int argc, char **argv)
{
    struct timespec start;
    program_name = argv[0];
    read_options(argc, argv);
    if (option.both_ways)
        user_system_call = both_ways_call, user_fault = both_ways_fault,
        user_interrupt = both_ways_interrupt;
    signal(SIGABRT, aborted);
    signal(SIGVTALRM, too_long);
    clock_gettime(CLOCK_MONOTONIC, &start);
    word_t episode = 0;
    for (word_t news = NEWS_EVERY; goes_on(episode, &start); episode++) {
        run.seed = option.seed + episode;
        run_episode(&start);
        if (run.operations < news)
            continue;
        report_progress(episode + 1);
        news += NEWS_EVERY;
    }
    report_progress(episode);
    report();
    return 0;
}
