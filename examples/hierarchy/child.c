/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Crashes on its first two tasks; its memory survives a restart, so it can count them. */

#include <console.h>

#define PARENT 2

static unsigned attempts = 0;
static unsigned *volatile nowhere;

void init(void)
{
    console_puts("child: started\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
    attempts++;
    if (attempts <= 2)
        *nowhere = attempts;
    console_puts("child: work done\n");
    microkit_notify(PARENT);
}
