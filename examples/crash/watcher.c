/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Provokes one careless domain after the other, and goes on. */

#include <console.h>

#define CARELESS_DOMAINS 3

void init(void)
{
    for (microkit_channel ch = 0; ch < CARELESS_DOMAINS; ch++) {
        console_puts("watcher: provoking domain ");
        console_decimal(ch);
        console_puts("\n");
        microkit_notify(ch);
        console_puts("watcher: still running\n");
    }
    console_puts("watcher: done\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
