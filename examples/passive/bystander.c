/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Has the lowest priority, and gets to run whenever client and server are out of time. */

#include <console.h>

static volatile seL4_Word work;

void init(void)
{
    for (unsigned step = 1; step <= 3; step++) {
        for (seL4_Word i = 0; i < 1000000; i++)
            work = i;
        console_puts("bystander: step ");
        console_decimal(step);
        console_puts(" of 3\n");
    }
}

void notified(microkit_channel ch)
{
    (void)ch;
}
