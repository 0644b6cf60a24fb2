/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Threads, their time, and where interrupts go.
 *
 * Order for one domain: its scheduling context gets budget and period, its thread gets its spaces,
 * message buffer, fault handler, priorities and that context, its notification is bound, its first
 * instruction set. Nothing runs before threads_resume(), and even then not before init, which has
 * the highest priority, waits for the first fault.
 *
 * A passive domain's context is bound to its thread and to its notification: the thread runs its
 * initialisation on it, and when it first waits, the kernel hands the context back to the
 * notification, which lends it for each signal. Calls bring the caller's. No message is involved.
 */
#include "init/init.h"
#include "arch/objects.h"

static void configure_time(const struct init *in, const struct spec_sc *sc)
{
    const seL4_SlotRegion cores = in->boot->schedcontrol;
    if (sc->core >= cores.end - cores.start)
        fail("'%s' wants core %u of a kernel that has %u", object_name(in, sc->object),
             (uint64_t)sc->core, (uint64_t)(cores.end - cores.start));
    must(seL4_SchedControl_ConfigureFlags(cores.start + sc->core, slot_of_object(in, sc->object),
                                          sc->budget_us, sc->period_us, sc->extra_refills,
                                          sc->badge, sc->flags),
         "set budget and period of", object_name(in, sc->object));
}

/* The fault handler's capability goes through the scratch slot into the thread. */
static void configure_spaces(const struct init *in, const struct spec_tcb *t)
{
    const seL4_CPtr tcb = slot_of_object(in, t->object);
    const char *name = object_name(in, t->object);
    const seL4_CapRights_t rights = { .words = { t->fault_rights } };

    must(seL4_CNode_Mint(ROOT, in->scratch, ROOT_DEPTH, ROOT,
                         slot_of_object(in, t->fault_endpoint), ROOT_DEPTH, rights,
                         t->fault_badge),
         "make the fault handler of", name);
    must(seL4_TCB_SetSpace(tcb, in->scratch, slot_of_object(in, t->cspace), t->cspace_guard,
                           slot_of_object(in, t->vspace), 0),
         "set the spaces of", name);
    must(seL4_TCB_SetIPCBuffer(tcb, t->ipc_buffer, slot_of_object(in, t->ipc_frame)),
         "set the message buffer of", name);
    must(seL4_TCB_SetSchedParams(tcb, seL4_CapInitThreadTCB, t->mcp, t->priority,
                                 slot_of_object(in, t->sc), in->scratch),
         "set the priority of", name);
    slot_empty(in->scratch);
}

static void configure_thread(const struct init *in, const struct spec_tcb *t, bool passive)
{
    const seL4_CPtr tcb = slot_of_object(in, t->object);
    const char *name = object_name(in, t->object);

    configure_spaces(in, t);
    must(seL4_TCB_BindNotification(tcb, slot_of_object(in, t->notification)),
         "bind the notification of", name);
    if (passive)
        must(seL4_SchedContext_Bind(slot_of_object(in, t->sc),
                                    slot_of_object(in, t->notification)),
             "lend time to the notification of", name);
    if (t->domain != 0)
        must(seL4_DomainSet_Set(seL4_CapDomain, (seL4_Uint8)t->domain, tcb), "set the domain of",
             name);
    if (t->flags & SPEC_TCB_FPU_DISABLED)
        must((seL4_Error)seL4_TCB_SetFlags(tcb, 0, seL4_TCBFlag_fpuDisabled).error,
             "switch off the FPU of", name);
    must(arch_set_start(tcb, t->entry, t->sp), "set the first instruction of", name);
}

static void connect_irq(const struct init *in, const struct spec_irq *irq)
{
    must(seL4_CNode_Mint(ROOT, in->scratch, ROOT_DEPTH, ROOT,
                         slot_of_object(in, irq->notification), ROOT_DEPTH, seL4_CanWrite,
                         irq->badge),
         "make the badge of", object_name(in, irq->object));
    must(seL4_IRQHandler_SetNotification(slot_of_object(in, irq->object), in->scratch),
         "connect", object_name(in, irq->object));
    slot_empty(in->scratch);
}

void threads_configure(struct init *in)
{
    const struct spec_header *spec = in->spec;

    for (uint32_t i = 0; i < spec->pds.count; i++) {
        const struct spec_pd *pd = &spec_pds(spec)[i];
        const struct spec_tcb *tcb = &spec_tcbs(spec)[i];
        configure_time(in, &spec_scs(spec)[i]);
        configure_thread(in, tcb, (pd->flags & SPEC_PD_PASSIVE) != 0);
#ifdef CONFIG_DEBUG_BUILD
        seL4_DebugNameThread(slot_of_object(in, tcb->object), spec_string(spec, pd->name));
#endif
    }
    for (uint32_t i = 0; i < spec->irqs.count; i++)
        connect_irq(in, &spec_irqs(spec)[i]);
}

void threads_resume(const struct init *in)
{
    const struct spec_header *spec = in->spec;
    for (uint32_t i = 0; i < spec->tcbs.count; i++) {
        const struct spec_tcb *t = &spec_tcbs(spec)[i];
        if (t->flags & SPEC_TCB_RESUME)
            must(seL4_TCB_Resume(slot_of_object(in, t->object)), "start",
                 object_name(in, t->object));
    }
}
