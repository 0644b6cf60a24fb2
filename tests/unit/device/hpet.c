/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The HPET as an alarm: ticks that are no whole number of nanoseconds, large times, times in the
 * past. Expected values are computed with 128 bits.
 */
#include <alarm.h>
#include <stdbool.h>
#include <stdio.h>

/* What the header needs of libmicrokit, but never calls. */
seL4_IPCBuffer *__sel4_ipc_buffer;
void microkit_internal_report(const char *function, unsigned int id, const char *why)
{
    (void)function;
    (void)id;
    (void)why;
}
void microkit_internal_crash(seL4_Error err)
{
    (void)err;
}

static seL4_Word registers[0x400 / 8];
#define BASE       ((seL4_Word)registers)
#define REGISTER(offset) registers[(offset) / 8]

static int failed;

static void report(const char *name, bool holds)
{
    printf(holds ? "ok hpet %s\n" : "not ok hpet %s: wrong result\n", name);
    failed |= !holds;
}

/* QEMU's, a PC's 14.318 MHz, an odd one, the slowest allowed. */
static const seL4_Word ticks_of[] = {10000000, 69841279, 41666667, 100000000};
#define N (sizeof(ticks_of) / sizeof(*ticks_of))

static void set_machine(seL4_Word tick, seL4_Word counter)
{
    REGISTER(0x000) = tick << 32 | 0x8086a201;
    REGISTER(0x0f0) = counter;
}

static seL4_Word exactly(seL4_Word ticks, seL4_Word tick)
{
    return (seL4_Word)((unsigned __int128)ticks * tick / 1000000);
}

/* Counters up to a century. */
static bool now_is_exact(void)
{
    bool holds = true;
    for (unsigned i = 0; i < N; i++) {
        for (seL4_Word c = 1; c < 1ul << 55; c = c * 3 + 1) {
            set_machine(ticks_of[i], c);
            holds = holds && alarm_now(BASE) == exactly(c, ticks_of[i]);
        }
    }
    return holds;
}

/* The first tick at which alarm_now() has reached the time, not one earlier. */
static bool alarm_is_first_tick(void)
{
    bool holds = true;
    for (unsigned i = 0; i < N; i++) {
        for (seL4_Word at = 1; at < 1ul << 61; at = at * 3 + 7) {
            set_machine(ticks_of[i], 0);
            alarm_set(BASE, at);
            seL4_Word ticks = REGISTER(0x108);
            holds = holds && exactly(ticks, ticks_of[i]) >= at
                    && (ticks == 1 || exactly(ticks - 1, ticks_of[i]) < at);
        }
    }
    return holds;
}

/* A time that has passed becomes one that will come. */
static bool past_is_moved(void)
{
    set_machine(69841279, 1000000);
    alarm_set(BASE, 5);
    bool holds = REGISTER(0x108) > 1000000 && REGISTER(0x108) < 1001000;
    alarm_set(BASE, exactly(1000000, 69841279));
    return holds && REGISTER(0x108) > 1000000 && REGISTER(0x108) < 1001000;
}

static bool bits(void)
{
    set_machine(10000000, 0);
    REGISTER(0x100) = 0xff;
    alarm_start(BASE);
    bool holds = REGISTER(0x100) == 0 && REGISTER(0x010) == 3;
    alarm_set(BASE, 50);
    holds = holds && REGISTER(0x100) == 4 && REGISTER(0x108) == 5;
    alarm_clear(BASE);
    return holds && REGISTER(0x100) == 0;
}

int main(void)
{
    report("now", now_is_exact());
    report("alarm", alarm_is_first_tick());
    report("alarm in the past", past_is_moved());
    report("registers", bits());
    return failed;
}
