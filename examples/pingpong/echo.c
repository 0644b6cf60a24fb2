/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Answers each notification with one. */

#include <microkit.h>

#define CLIENT 0

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
    microkit_notify(CLIENT);
}
