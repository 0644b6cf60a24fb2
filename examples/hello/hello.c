/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* The smallest protection domain: says hello, then waits for events that never come. */

#include <microkit.h>

void init(void)
{
    microkit_dbg_puts("hello from a protection domain\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
