/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Has 2 ms of time in every 20 ms, and asks the server for 10 ms of work. */

#include <console.h>

#define SERVER  0
#define WORK_MS 10

void init(void)
{
    console_puts("client: calling the server for 10 ms of work; I have 2 ms in every 20\n");
    seL4_Word before = console_cycles();
    microkit_ppcall(SERVER, microkit_msginfo_new(WORK_MS, 0));
    seL4_Word ms = (console_cycles() - before) / 1000000;
    console_puts(ms >= 60 ? "client: answered after my budget was exhausted and refilled, "
                          : "client: answered too soon, ");
    console_puts("the call was paid by me\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
