/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Supervises a child: when it faults, says so and starts it again at its entry point.
 */

#include <console.h>

#define CHILD        1
#define CHANNEL      2
#define ENTRY        0x200000UL     /* where the linker script puts _start */
#define VM_FAULT_ADDRESS 1          /* word of the fault message */

static unsigned restarts;

void init(void)
{
    console_puts("parent: asking the child for work\n");
    microkit_notify(CHANNEL);
}

void notified(microkit_channel ch)
{
    (void)ch;
    console_puts("parent: the child has done its work after ");
    console_decimal(restarts);
    console_puts(" restarts\n");
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)reply;
    restarts++;
    console_puts("parent: child ");
    console_decimal(child);
    console_puts(microkit_msginfo_get_label(msginfo) == seL4_Fault_VMFault
                     ? " touched address " : " stopped; word 1 is ");
    console_decimal(microkit_mr_get(VM_FAULT_ADDRESS));
    console_puts(", restarting it\n");
    microkit_pd_restart(CHILD, ENTRY);
    microkit_notify(CHANNEL);
    return seL4_False;      /* no reply: it was restarted instead */
}
