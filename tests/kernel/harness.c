/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Running the tests, and comparing.
 *
 * 1. A test ends in one of four ways: it returns, a comparison fails, it hangs, it faults. In the
 *    last three control comes back to test_run() through arch_restore(&test_end, …).
 * 2. Whatever a test did, the next one finds the arena whole, the slots empty and the root task
 *    with the priority, time and domain of the beginning.
 */
#include "internal.h"

static char failure[512];
static word failure_length;
static word n_passed, n_failed;

#ifndef SUITES          /* rules.mk names those of kernel-SUITE+SUITE.img */
#define SUITES(X)                                                                               \
    X(boot) X(generic) X(untyped) X(cnode) X(cnode_error) X(lookup) X(derivation) X(delete)     \
    X(delete_matrix) X(tcb) X(tcb_space) X(tcb_error) X(registers) X(endpoint) X(rights)        \
    X(transfer) X(transfer_matrix) X(notification) X(reply) X(donation) X(chain)                \
    X(invalid_cap) X(fault) X(fault_kinds) X(fault_matrix) X(sched_context) X(sched_control)    \
    X(scheduler) X(sched_periodic) X(budget) X(budget_model) X(timeout) X(domain) X(irq)        \
    X(vspace) X(asid) X(short_ways) X(short_answers) X(short_cspaces) X(short_switches)         \
    X(fpu) X(preempt) X(debug) X(every_request) X(precedence) X(precedence_thread) X(library)   \
    X(edges) X(chaos) X(security_forge) X(security_clean) X(security_race) X(security_exhaust)  \
    X(security_latency) X(security_covert) ARCH_SUITES(X)
#endif

#define SUITE_EXTERN(name) extern const struct suite name##_suite;
#define SUITE_ROW(name)    &name##_suite,
SUITES(SUITE_EXTERN)
static const struct suite *const suites[] = { SUITES(SUITE_ROW) };

/* --- words of failure ------------------------------------------------------------------------ */

static void say(const char *text)
{
    for (; *text && failure_length < sizeof failure - 1; text++)
        failure[failure_length++] = *text;
    failure[failure_length] = 0;
}

static void say_word(word value)
{
    char digits[19] = "0x";
    word n = 2;
    for (int shift = 60; shift >= 0; shift -= 4)
        if (value >> shift || shift == 0)
            digits[n++] = "0123456789abcdef"[value >> shift & 15];
    digits[n] = 0;
    say(digits);
}

static void say_decimal(word value)
{
    char digits[21];
    word n = sizeof digits - 1;
    digits[n] = 0;
    do
        digits[--n] = (char)('0' + value % 10);
    while (value /= 10);
    say(digits + n);
}

static void say_place(const char *file, int line, const char *text)
{
    failure_length = 0;
    say(file);
    say(" ");
    say_decimal((word)line);
    say(" ");
    say(text);
}

static void say_answer(word label, word n, const word *list)
{
    static const char *const names[] = {
        "NoError", "InvalidArgument", "InvalidCapability", "IllegalOperation", "RangeError",
        "AlignmentError", "FailedLookup", "TruncatedMessage", "DeleteFirst", "RevokeFirst",
        "NotEnoughMemory",
    };
    if (label < sizeof names / sizeof *names)
        say(names[label]);
    else
        say_word(label);
    say("(");
    for (word i = 0; i < n && i < 6; i++) {
        say(i ? "," : "");
        say_word(list[i]);
    }
    say(")");
}

static void say_list(word n, const word *list)
{
    say("[");
    for (word i = 0; i < n && i < 24; i++) {
        say(i ? " " : "");
        say_decimal(list[i]);
    }
    say("]");
}

static _Noreturn void fail(void)
{
    arch_restore(&test_end, TEST_FAILED);
}

struct reply check_reply(const char *file, int line, const char *text, struct reply got, word label,
                         const word *list, word n)
{
    bool good = got.label == label && got.badge == 0 && got.caps == 0 && got.unwrapped == 0;
    if (label != seL4_NoError)
        good = good && got.length == n;
    for (word i = 0; i < n; i++)
        good = good && got.mr[i] == list[i + 1];
    if (good)
        return got;
    say_place(file, line, text);
    say(" expected ");
    say_answer(label, n, list + 1);
    say(" got ");
    say_answer(got.label, got.length, got.mr);
    if (got.badge) {
        say(" badge ");
        say_word(got.badge);
    }
    fail();
}

void check_equal(const char *file, int line, const char *text, word got, word want)
{
    if (got == want)
        return;
    say_place(file, line, text);
    say(" expected ");
    say_word(want);
    say(" got ");
    say_word(got);
    fail();
}

void check_range(const char *file, int line, const char *text, word got, word low, word high)
{
    if (got >= low && got <= high)
        return;
    say_place(file, line, text);
    say(" expected ");
    say_decimal(low);
    say(" to ");
    say_decimal(high);
    say(" got ");
    say_decimal(got);
    fail();
}

void check_trace(const char *file, int line, const word *list, word n)
{
    bool good = n_trace == n;
    for (word i = 0; i < n && good; i++)
        good = trace[i] == list[i + 1];
    if (good)
        return;
    say_place(file, line, "order of events");
    say(" expected ");
    say_list(n, list + 1);
    say(" got ");
    say_list(n_trace, trace);
    fail();
}

_Noreturn void check_failed(const char *file, int line, const char *text)
{
    say_place(file, line, text);
    fail();
}

/* --- running --------------------------------------------------------------------------------- */

static void say_end(int how)
{
    if (how == TEST_HANGS) {
        failure_length = 0;
        say("the test did not come to its end");
    }
    if (how == TEST_FAULTS) {
        failure_length = 0;
        say("the root task faulted, label ");
        say_decimal(guard_fault[0]);
        say(" words ");
        for (word i = 1; i < 6; i++) {
            say_word(guard_fault[i]);
            say(" ");
        }
    }
}

static void report(const char *suite, const char *name, bool good)
{
    print(good ? "ok " : "not ok ");
    print(suite);
    print("/");
    print(name);
    if (!good) {
        print(": ");
        print(failure);
    }
    print("\n");
    n_passed += good;
    n_failed += !good;
}

static bool run_guarded(void (*body)(void))
{
    guard_count++;
    guard_on = true;
    const int how = arch_save(&test_end);
    if (how == TEST_OK)
        body();
    guard_on = false;
    say_end(how);
    return how == TEST_OK;
}

static void clean_up(void)
{
    const char *left = objects_end_test();
    if (left)
        FAIL(left);
}

static void test_run(const struct suite *suite, const struct test *test)
{
    objects_start_test();
    threads_start_test();
    trace_reset();
    bool good = run_guarded(test->run);
    guard_restore_root();
    if (good)
        good = run_guarded(clean_up);
    else
        (void)objects_end_test();
    report(suite->name, test->name, good);
}

_Noreturn void root_main(const seL4_BootInfo *info);
_Noreturn void root_main(const seL4_BootInfo *info)
{
    boot_info = info;
    root_buffer = info->ipcBuffer;
    objects_setup();
    devices_setup();
    objects_check();
    threads_setup();
    guard_setup();
    for (word i = 0; i < sizeof suites / sizeof *suites; i++)
        for (const struct test *t = suites[i]->tests; t->name; t++)
            test_run(suites[i], t);
    print("KEEL-TEST-END ");
    print_word(n_passed);
    print(" ");
    print_word(n_failed);
    print("\n");
    power_off();
}
