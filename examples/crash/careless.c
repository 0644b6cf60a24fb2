/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Makes the mistake of its channel: 0 writes to address 0, 1 runs data, 2 overflows its stack. */

#include <microkit.h>

static volatile seL4_Uint32 not_code[2] = { ~0u, ~0u };     /* no instruction of any processor */
static volatile seL4_Word depth;
static seL4_Word *volatile nowhere;

static seL4_Word recurse(seL4_Word n)
{
    volatile seL4_Word pad[64];
    pad[0] = n;
    depth = n;
    return n == 0 ? 0 : recurse(n - 1) + pad[0];
}

static void null_write(void)
{
    *nowhere = 42;
}

static void execute_data(void)
{
    ((void (*)(void))(seL4_Word)not_code)();
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    if (ch == 0)
        null_write();
    else if (ch == 1)
        execute_data();
    else
        recurse(1000000);
}
