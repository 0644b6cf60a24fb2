/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A clock with an alarm: the high precision event timer of a PC, whose timer 0 takes the place of
 * the interval timer at pin 2 of the I/O APIC. `base` is the address of its registers. Registers:
 * IA-PC HPET specification 1.0a, 2.3.
 */

#include <microkit.h>

#define ALARM_SECOND        1000000000UL

#define ALARM_CAPABILITIES  0x000       /* upper half: femtoseconds of a tick, at most 10^8 */
#define ALARM_CONFIGURATION 0x010
#define ALARM_COUNTER       0x0f0
#define ALARM_TIMER         0x100
#define ALARM_COMPARATOR    0x108

#define ALARM_ON            3UL         /* the counter runs; interrupts in the old timers' places */
#define ALARM_FEMTOSECONDS  1000000UL   /* of a nanosecond */
#define ALARM_TIMER_ON      4UL         /* an interrupt, once, edge */
#define ALARM_MARGIN        100UL       /* ticks in which a new alarm should be set, at first */

/* Ticks have 64 bits: a program writes and reads them at once. */
static inline volatile seL4_Word *alarm_register(seL4_Word base, seL4_Word offset)
{
    return (volatile seL4_Word *)(base + offset);
}

static inline seL4_Word alarm_tick(seL4_Word base)
{
    return *alarm_register(base, ALARM_CAPABILITIES) >> 32;
}

/* Nanoseconds since some time in the past. */
static inline seL4_Word alarm_now(seL4_Word base)
{
    seL4_Word ticks = *alarm_register(base, ALARM_COUNTER), tick = alarm_tick(base);
    return ticks / ALARM_FEMTOSECONDS * tick
        + ticks % ALARM_FEMTOSECONDS * tick / ALARM_FEMTOSECONDS;
}

/* Ends the interrupt of an alarm: an edge has ended already. */
static inline void alarm_clear(seL4_Word base)
{
    *alarm_register(base, ALARM_TIMER) = 0;
}

static inline void alarm_start(seL4_Word base)
{
    alarm_clear(base);
    *alarm_register(base, ALARM_CONFIGURATION) = ALARM_ON;
}

/*
 * One interrupt when alarm_now() has reached `at`. The timer compares for equality, so that a time
 * in the past would never come: it is moved until it is still in the future after it was written.
 */
static inline void alarm_set(seL4_Word base, seL4_Word at)
{
    seL4_Word tick = alarm_tick(base), margin = ALARM_MARGIN;
    seL4_Word ticks = at / tick * ALARM_FEMTOSECONDS
        + (at % tick * ALARM_FEMTOSECONDS + tick - 1) / tick;
    *alarm_register(base, ALARM_TIMER) = ALARM_TIMER_ON;
    *alarm_register(base, ALARM_COMPARATOR) = ticks;
    while (*alarm_register(base, ALARM_COUNTER) >= ticks) {
        ticks = *alarm_register(base, ALARM_COUNTER) + margin;
        margin *= 2;
        *alarm_register(base, ALARM_COMPARATOR) = ticks;
    }
}
