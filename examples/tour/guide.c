/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Shows what the system can do, a step at a time, and switches the machine off. */

#include <console.h>
#include <power.h>

#define SERVER    0
#define CARELESS  1
#define WORKER    2
#define CHILD     2
#define ENTRY     0x200000UL    /* where the linker script puts _start */
#define ROUNDS    1000

seL4_Word power_base = 1;       /* set by the tool where power is a register in memory */
static unsigned restarts;

static void measure(void)
{
    microkit_ppcall(SERVER, microkit_msginfo_new(0, 0));
    seL4_Word before = console_cycles();
    for (int i = 0; i < ROUNDS; i++)
        microkit_ppcall(SERVER, microkit_msginfo_new(0, 0));
    seL4_Word cycles = console_cycles() - before;
    console_puts("tour: four domains run on the Keel microkernel; a call from one to another "
                 "and its answer takes ");
    console_tenths(cycles * 10 / ROUNDS);
    console_puts(" instructions\n");
}

void init(void)
{
    measure();
    console_puts("tour: asking domain `careless` to write to address 0\n");
    microkit_notify(CARELESS);
    console_puts("tour: only `careless` is stopped; now my child `worker` gets a task\n");
    microkit_notify(WORKER);
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)child;
    (void)msginfo;
    (void)reply;
    restarts++;
    console_puts("tour: `worker` crashed on it, and I restart it\n");
    microkit_pd_restart(CHILD, ENTRY);
    microkit_notify(WORKER);
    return seL4_False;
}

void notified(microkit_channel ch)
{
    (void)ch;
    console_puts("tour: `worker` works again after ");
    console_decimal(restarts);
    console_puts(restarts == 1 ? " restart\n" : " restarts\n");
    console_puts("tour: try next: `./keel run timer`, `./keel run crash`, "
                 "docs/tutorial/1-hello.md\n");
    power_off(power_base);
}
