/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* One way to fail for each name that a domain has in faults.system. */
#include <microkit.h>

static volatile seL4_Word sink;
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
        reads(0xffffffff80200000);
    if (named("deep_call"))
        dives(1000);
    if (named("empty_slot"))
        waits(300);
    if (named("bad_address"))
        waits(0x7000000000000000);
    if (named("reply_wait"))
        waits(4);
    if (named("foreign_call"))
        __asm__ volatile("li a7, 93\n\tecall" : : : "a7", "a0");
    if (named("illegal"))
        __asm__ volatile(".word 0xffffffff");
    if (named("privileged"))
        __asm__ volatile("csrr t0, sstatus" : : : "t0");
    if (named("breakpoint"))
        __asm__ volatile("ebreak");
    if (named("no_fpu"))
        __asm__ volatile("fadd.d ft0, ft0, ft0");
    if (named("stranger"))
        microkit_pd_stop(3);
    if (named("survivor"))
        microkit_dbg_puts("survivor: still here\n");
}

void notified(microkit_channel channel)
{
    (void)channel;
}
