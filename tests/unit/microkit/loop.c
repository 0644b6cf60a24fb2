/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The event loop: which system call in which state, and what each badge leads to. */
#include "pd.h"

#include <string.h>

#define EVENT(badge, label) {badge, (seL4_Word)(label) << 12, {61, 62, 63, 64}}
#define CALL(ch) (1ul << 63 | (ch))
#define FAULT(child) (1ul << 62 | (child))

static bool call_is(int i, long number, seL4_Word cap, seL4_Word info)
{
    return i < n_calls && calls[i].number == number && calls[i].in.cap == cap
           && calls[i].in.info == info;
}

static void begin_pd(const char *name)
{
    begin(name);
    act = NULL;
    fault_answer = seL4_False;
    microkit_have_signal = seL4_False;
    microkit_irqs = 0;
    microkit_notifications = ~0ul;
    microkit_pps = 0;
    microkit_passive = seL4_False;
}

static void start(void)
{
    begin_pd("loop: constructors, init, all irqs acknowledged, receive");
    microkit_irqs = 1ul << 61 | 1 << 2;
    run(NULL, 0);
    expect(strcmp(trace, "constructor 0 0; constructor 0 0; init 0 0; ") == 0);
    expect(n_calls == 3);
    expect(call_is(0, -1, 140, 27ul << 12) && call_is(1, -1, 199, 27ul << 12));
    expect(call_is(2, -7, 1, 0) && calls[2].reply == 4);
    end();

    begin_pd("loop: a passive domain sends nothing");
    microkit_passive = seL4_True;
    run(NULL, 0);
    expect(n_calls == 1 && call_is(0, -7, 1, 0));
    end();
}

static void badges(void)
{
    static const struct keel_registers events[] = {EVENT(1ul << 61 | 1 << 5 | 1, 0)};
    begin_pd("loop: notifications ascending, each once");
    run(events, 1);
    expect(strstr(trace, "init 0 0; notified 0 0; notified 5 0; notified 61 0; ") != NULL);
    expect(n_calls == 2 && call_is(1, -7, 1, 0));
    end();

    static const struct keel_registers nothing[] = {EVENT(0, 0)};
    begin_pd("loop: no badge, nobody runs");
    run(nothing, 1);
    expect(strstr(trace, "notified") == NULL && strstr(trace, "protected") == NULL);
    end();

    static const struct keel_registers called[] = {EVENT(CALL(7), 5), EVENT(1, 0)};
    begin_pd("loop: a call is answered by the next receive");
    run(called, 2);
    expect(strstr(trace, "protected 7 5; notified 0 0; ") != NULL);
    expect(n_calls == 3 && call_is(1, -2, 1, 99ul << 12 | 2) && calls[1].reply == 4);
    expect(calls[1].in.mr[0] == 61 && calls[1].in.mr[3] == 64);
    expect(call_is(2, -7, 1, 0));
    end();

    static const struct keel_registers faulted[] = {EVENT(FAULT(3), 6)};
    begin_pd("loop: a fault that is not answered");
    run(faulted, 1);
    expect(strstr(trace, "fault 3 6; ") != NULL && n_calls == 2 && call_is(1, -7, 1, 0));
    end();

    begin_pd("loop: a fault that is answered");
    fault_answer = seL4_True;
    run(faulted, 1);
    expect(n_calls == 2 && call_is(1, -2, 1, 1) && calls[1].reply == 4);
    end();
}

static void defer_once(void)
{
    act = NULL;
    microkit_deferred_notify(3);
}

static void defer_twice(void)
{
    act = NULL;
    microkit_irqs = 1 << 6;
    microkit_deferred_irq_ack(6);
    microkit_deferred_notify(3);
}

static void deferred(void)
{
    begin_pd("deferred: armed in init, performed by the first receive");
    microkit_passive = seL4_True;
    act = defer_once;
    run(NULL, 0);
    expect(n_calls == 1 && call_is(0, -3, 1, 0) && calls[0].dest == 13 && calls[0].reply == 4);
    expect(!microkit_have_signal);
    end();

    begin_pd("deferred: a second one performs the first");
    act = defer_twice;
    run(NULL, 0);
    expect(call_is(0, -5, 144, 27ul << 12));
    expect(calls[n_calls - 1].number == -3 && calls[n_calls - 1].dest == 13);
    end();
}

static int turn;
static void defer_in_second_event(void)
{
    if (turn++ == 1) {
        microkit_deferred_notify(3);
    }
}

static void deferred_in_call(void)
{
    static const struct keel_registers called[] = {EVENT(CALL(7), 5)};
    begin_pd("deferred: armed while an answer is owed, sent on its own first");
    turn = 0;
    act = defer_in_second_event;
    run(called, 1);
    expect(n_calls == 3 && call_is(0, -7, 1, 0) && call_is(1, -5, 13, 0));
    expect(call_is(2, -2, 1, 99ul << 12 | 2) && calls[2].in.mr[0] == 61);
    end();
}

void test_loop(void)
{
    start();
    badges();
    deferred();
    deferred_in_call();
}
