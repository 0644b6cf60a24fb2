/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * A server without time of its own: it works on the time of whoever calls. Label = milliseconds
 * of work to do, counted in instructions of one nanosecond each.
 */

#include <console.h>

static volatile seL4_Word work;

void init(void)
{
    console_puts("server: initialised; from now on I run on my callers' time\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    seL4_Word turns = microkit_msginfo_get_label(msginfo) * 1000000 / 4;
    for (seL4_Word i = 0; i < turns; i++)
        work = i;
    return microkit_msginfo_new(0, 0);
}
