/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A clock with an alarm: the Goldfish real-time clock of QEMU's RISC-V machine. `base` is the
 * address of its registers. Registers: Goldfish virtual hardware specification, "Goldfish real-time
 * clock".
 */

#include <microkit.h>

#define ALARM_TIME_LOW         0x00     /* reading it latches ALARM_TIME_HIGH */
#define ALARM_TIME_HIGH        0x04
#define ALARM_LOW              0x08     /* writing it arms the alarm */
#define ALARM_HIGH             0x0c
#define ALARM_IRQ_ENABLED      0x10
#define ALARM_CLEAR_INTERRUPT  0x1c

static inline volatile seL4_Uint32 *alarm_register(seL4_Word base, seL4_Word offset)
{
    return (volatile seL4_Uint32 *)(base + offset);
}

/* Nanoseconds since some time in the past. */
static inline seL4_Word alarm_now(seL4_Word base)
{
    seL4_Word low = *alarm_register(base, ALARM_TIME_LOW);
    return (seL4_Word)*alarm_register(base, ALARM_TIME_HIGH) << 32 | low;
}

/* Ends the interrupt of an alarm. */
static inline void alarm_clear(seL4_Word base)
{
    *alarm_register(base, ALARM_CLEAR_INTERRUPT) = 1;
}

static inline void alarm_start(seL4_Word base)
{
    alarm_clear(base);
    *alarm_register(base, ALARM_IRQ_ENABLED) = 1;
}

/* One interrupt when alarm_now() has reached `at`. */
static inline void alarm_set(seL4_Word base, seL4_Word at)
{
    *alarm_register(base, ALARM_HIGH) = (seL4_Uint32)(at >> 32);
    *alarm_register(base, ALARM_LOW) = (seL4_Uint32)at;
}
