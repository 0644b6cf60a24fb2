/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Measures a protected call and a notification, each there and back.
 *
 * The counter counts instructions in the emulator (-icount), so the numbers are exact and the same
 * in every run. They include this program's own loop and the library.
 */

#include <console.h>

#define SERVER  0
#define ECHO    1
#define ROUNDS  1000

static seL4_Word started;
static seL4_Word rounds_left;

static void report(const char *what, seL4_Word cycles)
{
    console_puts(what);
    console_tenths(cycles * 10 / ROUNDS);
    console_puts(" instructions per round trip\n");
}

static void measure_calls(void)
{
    microkit_ppcall(SERVER, microkit_msginfo_new(0, 0));
    seL4_Word before = console_cycles();
    for (int i = 0; i < ROUNDS; i++)
        microkit_ppcall(SERVER, microkit_msginfo_new(0, 0));
    report("protected call and reply: ", console_cycles() - before);
}

void init(void)
{
    console_puts("pingpong: measuring\n");
    measure_calls();
    rounds_left = ROUNDS;
    started = console_cycles();
    microkit_notify(ECHO);
}

void notified(microkit_channel ch)
{
    (void)ch;
    rounds_left--;
    if (rounds_left != 0) {
        microkit_notify(ECHO);
        return;
    }
    report("notification and answer:  ", console_cycles() - started);
    console_puts("pingpong: done\n");
}
