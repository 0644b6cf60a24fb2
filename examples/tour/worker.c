/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Crashes on its first task, does the next one. Its memory survives a restart. */

#include <microkit.h>

#define GUIDE 2

static unsigned tasks;
static unsigned *volatile nowhere;

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
    tasks++;
    if (tasks == 1)
        *nowhere = tasks;
    microkit_notify(GUIDE);
}
