/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * init, the first program: makes the described system, checks it, starts it, watches it.
 *
 *     spec, bootinfo  ->  slots  ->  objects  ->  address spaces  ->  capabilities
 *                                                                          |
 *     monitor  <-  start  <-  seal  <-  threads, interrupts  <-  verify  <-+
 *
 * Each arrow is one step, one file, in the order of init.h. No step undoes another's work, none can
 * fail halfway: either the system is as described or it does not start. init has the highest
 * priority, so no domain runs before the monitor first waits.
 *
 * The verification comes before threads are bound to their notifications, because only then can
 * init wait on these; no later step touches a domain's CNodes.
 *
 * init's memory: linked at 2 MiB x 2, one segment after the other, then what keelc appended: the
 * spec and the pages that domains start with (sdk/spec.h). Above it the kernel puts init's message
 * buffer and the bootinfo. The stack is in the bss.
 */
#include "init/init.h"

/* keelc writes the address of the spec here. Volatile: the compiler must not know that it is 0. */
volatile uint64_t keel_spec_address;

static struct init init;

static const struct spec_header *find_spec(const seL4_BootInfo *boot)
{
    const seL4_Word start = (seL4_Word)init_image_start;
    const seL4_Word pages = boot->userImageFrames.end - boot->userImageFrames.start;
    const seL4_Word end = start + pages * SPEC_PAGE_SIZE;
    const seL4_Word at = keel_spec_address;

    if (at == 0)
        fail("this init carries no system: keelc has to append one");
    if (at < start || at >= end)
        fail("the description of the system is at %x, outside of init's image %x .. %x",
             (uint64_t)at, (uint64_t)start, (uint64_t)end);

    const struct spec_header *spec = (const struct spec_header *)at;
    const char *wrong = spec_check(spec, end - at);
    if (wrong)
        fail("the description of the system is damaged: %s. Build the image again", wrong);
    if ((seL4_Word)spec->contents_page + spec->n_contents > pages)
        fail("the image ends before the pages that the domains start with");
    return spec;
}

noreturn void init_main(seL4_BootInfo *boot)
{
    seL4_SetIPCBuffer(boot->ipcBuffer);
    init.boot = boot;
    init.spec = find_spec(boot);

    slots_reserve(&init);
    create_objects(&init);
    vspaces_build(&init);
    cspaces_build(&init);
    verify_cspaces(&init);
    threads_configure(&init);

    const struct monitor monitor = seal(&init);
    threads_resume(&init);
    monitor_run(&monitor);
}
