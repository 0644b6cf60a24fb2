/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* One way to fail for each name that a domain has in faults.system. */
#include <microkit.h>
#include "failing.h"

static volatile seL4_Word sink = ~0ul;      /* at first no instruction of any processor */
static void (*volatile nowhere)(void);

static void writes(seL4_Word address)
{
    *(volatile seL4_Word *)address = 1;
}

static void reads(seL4_Word address)
{
    sink = *(volatile seL4_Word *)address;
}

static void waits(seL4_CPtr capability)
{
    seL4_Word badge;
    seL4_Wait(capability, &badge);
}

static void dives(seL4_Word depth)
{
    volatile seL4_Word room[64];
    room[0] = depth;
    if (depth)
        dives(depth - 1);
    sink = room[0];
}

static int named(const char *name)
{
    const char *mine = microkit_name;
    while (*name && *mine == *name)
        mine++, name++;
    return *mine == *name;
}

void init(void)
{
    if (named("null_write"))
        writes(0);
    if (named("null_call"))
        nowhere();
    if (named("code_write"))
        writes((seL4_Word)init);
    if (named("data_jump"))
        ((void (*)(void))&sink)();
    if (named("wild_read"))
        reads(0x123456788);
    if (named("kernel_read"))
        reads(KERNEL_ADDRESS);
    if (named("deep_call"))
        dives(1000);
    if (named("empty_slot"))
        waits(300);
    if (named("bad_address"))
        waits(0x7000000000000000);
    if (named("reply_wait"))
        waits(4);
    if (named("foreign_call"))
        FOREIGN_CALL;
    if (named("illegal"))
        ILLEGAL;
    if (named("privileged"))
        PRIVILEGED;
    if (named("breakpoint"))
        BREAKPOINT;
    if (named("no_fpu"))
        FLOATING_POINT;
    if (named("stranger"))
        microkit_pd_stop(3);
    if (named("survivor"))
        microkit_dbg_puts("survivor: still here\n");
}

void notified(microkit_channel channel)
{
    (void)channel;
}
