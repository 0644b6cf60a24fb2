/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Asks the timer driver to be woken every 50 ms, five times. */

#include <console.h>

#define TIMER     0
#define SET_ALARM 0
#define GET_TIME  1
#define INTERVAL_MS 50

static unsigned ticks;

static void sleep(void)
{
    microkit_mr_set(0, INTERVAL_MS * 1000000UL);
    microkit_ppcall(TIMER, microkit_msginfo_new(SET_ALARM, 1));
}

void init(void)
{
    console_puts("client: waking up every 50 ms\n");
    sleep();
}

void notified(microkit_channel ch)
{
    (void)ch;
    microkit_ppcall(TIMER, microkit_msginfo_new(GET_TIME, 0));
    seL4_Word ms = microkit_mr_get(0) / 1000000;
    ticks++;
    console_puts("client: tick ");
    console_decimal(ticks);
    console_puts(ms >= ticks * INTERVAL_MS ? " on time or later\n" : " too early\n");
    if (ticks < 5)
        sleep();
    else
        console_puts("client: done\n");
}
