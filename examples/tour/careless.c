/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Writes to address 0 when it is asked to. */

#include <microkit.h>

static seL4_Word *volatile nowhere;

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
    *nowhere = 42;
}
