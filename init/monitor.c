/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Default fault handler of all domains without a parent. A domain that faults stays stopped: no
 * reply is ever sent, and the next receive with the same reply object forgets the last caller.
 * The badge of a message is the index of the domain plus one; the kernel put it there.
 *
 * Label 0 is the empty message of a passive domain built for the protocol in which the monitor
 * rebinds its time. That was done before it started (threads.c), so nothing remains to do.
 */
#include "init/explain.h"
#include "init/init.h"
#include "arch/objects.h"

static char buffer[4096], registers[1024];

static void report(const struct monitor *m, seL4_MessageInfo_t info, uint32_t pd)
{
    struct text t = text_on(buffer, sizeof buffer);
    struct text r = text_on(registers, sizeof registers);
    struct fault fault = { .pd = pd };

    arch_read_fault(info, &fault);
    arch_read_registers(m->objects + spec_tcbs(m->spec)[pd].object, &fault, &r);
    explain_fault(&t, m->spec, &fault);
    text_add(&t, registers);
    explain_end(&t, m->spec, pd);
    print(buffer);
}

noreturn void monitor_run(const struct monitor *m)
{
    for (;;) {
        seL4_Word badge = 0;
        const seL4_MessageInfo_t info = seL4_Recv(m->endpoint, &badge, m->reply);
        if (seL4_MessageInfo_get_label(info) == seL4_Fault_NullFault)
            continue;
        if (badge == 0 || badge > m->spec->pds.count)
            print("monitor: a fault came in that belongs to no domain\n");
        else
            report(m, info, (uint32_t)badge - 1);
    }
}
