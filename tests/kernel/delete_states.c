/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The states of objects that delete_matrix.c destroys: each function makes the object with
 * object(), in its untyped, and brings it into its state. Nothing else keeps the object alive,
 * except where the row in STATES says so.
 */
#include "delete_matrix.h"

static void spin(struct thread *t)
{
    for (;;)
        t->arg[0] = t->arg[0] + 1;
}

/* `user`, its TCB in the untyped. */
static void object_is_user(word prio)
{
    OK(SchedContext_Unbind(user->sc));
    object(seL4_TCBObject, 0);
    user->tcb = victim;
    OK(TCB_Configure(victim, CNODE, 0, seL4_CapInitThreadVSpace, 0, (word)user->buffer,
                     user->buffer_frame));
    OK(TCB_SetPriority(victim, seL4_CapInitThreadTCB, prio));
    OK(SchedContext_Bind(user->sc, victim));
}

/* `user`, its scheduling context in the untyped. */
static void object_is_time(word prio, word budget, word period)
{
    OK(SchedContext_Unbind(user->sc));
    object(seL4_SchedContextObject, 8);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, victim, budget, period, 0, 0, 0));
    OK(TCB_SetPriority(user->tcb, seL4_CapInitThreadTCB, prio));
    OK(SchedContext_Bind(victim, user->tcb));
}

/* `partner` waits on `ep` without time of its own. */
static void partner_is_passive(word ep, word reply)
{
    OK(SchedContext_Unbind(partner->sc));
    START_PASSIVE(partner, .number = seL4_SysRecv, .cap = ep, .reply = reply);
}

/* --- endpoints ------------------------------------------------------------------------------- */

void make_endpoint_idle(void)
{
    object(seL4_EndpointObject, 0);
}

void make_endpoint_with_receiver(void)
{
    object(seL4_EndpointObject, 0);
    START(user, .number = seL4_SysWait, .cap = victim);
}

void make_endpoint_with_sender(void)
{
    object(seL4_EndpointObject, 0);
    START(user, .number = seL4_SysSend, .cap = victim);
}

void make_endpoint_with_caller(void)
{
    object(seL4_EndpointObject, 0);
    START(user, .number = seL4_SysCall, .cap = victim);
}

void make_endpoint_with_faulter(void)
{
    object(seL4_EndpointObject, 0);
    thread_set_fault_endpoint(user, victim);
    START(user, .number = -1000);
}

/* --- notifications --------------------------------------------------------------------------- */

void make_notification_idle(void)
{
    object(seL4_NotificationObject, 0);
}

void make_notification_active(void)
{
    object(seL4_NotificationObject, 0);
    signal(victim);
}

void make_notification_with_waiter(void)
{
    object(seL4_NotificationObject, 0);
    START(user, .number = seL4_SysWait, .cap = victim);
}

void make_notification_bound(void)
{
    object(seL4_NotificationObject, 0);
    OK(TCB_BindNotification(user->tcb, victim));
    START(user, .number = seL4_SysWait, .cap = ENDPOINT());
}

void make_notification_with_time(void)
{
    object(seL4_NotificationObject, 0);
    OK(SchedContext_Bind(user->sc, victim));
    START(user, .number = seL4_SysWait, .cap = ENDPOINT());
}

void make_notification_of_interrupt(void)
{
    const word to = slot();
    object(seL4_NotificationObject, 0);
    OK(IRQControl_Issue(seL4_CapIRQControl, 40, CNODE, to, DEPTH));
    OK(IRQHandler_SetNotification(to, victim));
}

/* --- Reply objects --------------------------------------------------------------------------- */

void make_reply_free(void)
{
    object(seL4_ReplyObject, 0);
}

void make_reply_of_receiver(void)
{
    object(seL4_ReplyObject, 0);
    START(user, .number = seL4_SysRecv, .cap = ENDPOINT(), .reply = victim);
}

void make_reply_of_caller(void)
{
    const word ep = ENDPOINT();
    object(seL4_ReplyObject, 0);
    START(partner, .number = seL4_SysRecv, .cap = ep, .reply = victim);
    START(user, .number = seL4_SysCall, .cap = ep);
}

void make_reply_in_chain(void)
{
    const word ep = ENDPOINT();
    object(seL4_ReplyObject, 0);
    partner_is_passive(ep, victim);
    START(user, .number = seL4_SysCall, .cap = ep);
}

void make_reply_of_faulter(void)
{
    const word ep = ENDPOINT();
    object(seL4_ReplyObject, 0);
    thread_set_fault_endpoint(user, ep);
    START(partner, .number = seL4_SysRecv, .cap = ep, .reply = victim);
    START(user, .number = -1000);
}

/* --- threads --------------------------------------------------------------------------------- */

void make_thread_inactive(void)
{
    object_is_user(LOW);
}

void make_thread_ready(void)
{
    object_is_user(LOW);
    thread_run(user, spin);
}

void make_thread_out_of_budget(void)
{
    object_is_user(HIGH);
    OK(SchedControl_ConfigureFlags(SCHED_CONTROL, user->sc, 20, 100000, 0, 0, 0));
    thread_run(user, spin);
}

void make_thread_sending(void)
{
    object_is_user(HIGH);
    START(user, .number = seL4_SysSend, .cap = ENDPOINT());
}

void make_thread_receiving(void)
{
    object_is_user(HIGH);
    OK(TCB_BindNotification(user->tcb, NOTIFICATION()));
    START(user, .number = seL4_SysRecv, .cap = ENDPOINT(), .reply = REPLY());
}

void make_thread_waiting(void)
{
    object_is_user(HIGH);
    START(user, .number = seL4_SysWait, .cap = NOTIFICATION());
}

void make_thread_calling(void)
{
    const word ep = ENDPOINT();
    object_is_user(HIGH);
    START(partner, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
    START(user, .number = seL4_SysCall, .cap = ep);
}

void make_thread_lending(void)
{
    const word ep = ENDPOINT();
    object_is_user(HIGH);
    partner_is_passive(ep, REPLY());
    START(user, .number = seL4_SysCall, .cap = ep);
}

void make_thread_on_lent_time(void)
{
    const word ep = ENDPOINT();
    object_is_user(HIGH);
    OK(SchedContext_Unbind(user->sc));
    START_PASSIVE(user, .number = seL4_SysRecv, .cap = ep, .reply = REPLY());
    START(partner, .number = seL4_SysCall, .cap = ep);
}

void make_thread_faulted(void)
{
    object_is_user(HIGH);
    thread_set_fault_endpoint(user, ENDPOINT());
    START(user, .number = -1000);
}

void make_thread_yielding(void)
{
    object_is_user(LOW);
    OK(TCB_SetMCPriority(victim, seL4_CapInitThreadTCB, LOW));
    OK(TCB_SetPriority(partner->tcb, seL4_CapInitThreadTCB, LOW));
    START(user, .number = seL4_SysCall, .cap = partner->sc,
          .info = INFO(SchedContextYieldTo, 0, 0));
    thread_run(partner, spin);
    sleep_us(12000);
}

/* --- scheduling contexts --------------------------------------------------------------------- */

void make_time_unconfigured(void)
{
    object(seL4_SchedContextObject, 8);
}

void make_time_of_idle(void)
{
    object_is_time(HIGH, 5000, 5000);
}

void make_time_of_yielding(void)
{
    object_is_time(LOW, 5000, 5000);
    OK(TCB_SetMCPriority(partner->tcb, seL4_CapInitThreadTCB, LOW));
    OK(TCB_SetPriority(partner->tcb, seL4_CapInitThreadTCB, LOW));
    thread_run(user, spin);
    START(partner, .number = seL4_SysCall, .cap = victim, .info = INFO(SchedContextYieldTo, 0, 0));
    sleep_us(12000);
}

void make_time_of_ready(void)
{
    object_is_time(LOW, 5000, 5000);
    thread_run(user, spin);
}

void make_time_of_waiting(void)
{
    object_is_time(HIGH, 5000, 5000);
    START(user, .number = seL4_SysWait, .cap = NOTIFICATION());
}

void make_time_used_up(void)
{
    object_is_time(HIGH, 20, 100000);
    thread_run(user, spin);
}

void make_time_lent(void)
{
    const word ep = ENDPOINT();
    partner_is_passive(ep, REPLY());
    object_is_time(HIGH, 5000, 5000);
    START(user, .number = seL4_SysCall, .cap = ep);
}

void make_time_of_notification(void)
{
    const word n = NOTIFICATION();
    object_is_time(HIGH, 5000, 5000);
    OK(SchedContext_Bind(victim, n));
    OK(TCB_BindNotification(user->tcb, n));
    START(user, .number = seL4_SysWait, .cap = ENDPOINT());
}

/* --- CNodes, untyped, frames ----------------------------------------------------------------- */

void make_cnode_in_itself(void)
{
    object(seL4_CapTableObject, 4);
    OK(CNode_Copy(victim, 7, 4, CNODE, victim, DEPTH, ALL_RIGHTS));
    OK(CNode_Copy(victim, 15, 4, CNODE, victim, DEPTH, ALL_RIGHTS));
}

/* The thread's own slot ends with the thread that the CNode holds, which is of another untyped. */
void make_cnode_in_use(void)
{
    object(seL4_CapTableObject, 4);
    OK(CNode_Copy(victim, 1, 4, CNODE, NOTIFICATION(), DEPTH, ALL_RIGHTS));
    OK(CNode_Move(victim, 2, 4, CNODE, TCB(), DEPTH));
    OK(TCB_SetSpace(user->tcb, 0, victim, 0, seL4_CapInitThreadVSpace, 0));
    START(user, .number = seL4_SysWait, .cap = (word)1 << 60);
}

void make_untyped_with_objects(void)
{
    object(seL4_UntypedObject, 12);
    START(user, .number = seL4_SysWait, .cap = make_in(victim, seL4_NotificationObject, 0));
}

void make_frame_mapped(void)
{
    object(ARCH_FRAME_TYPE, 0);
    arch_map(arena, victim, ARCH_SCRATCH, true);
}

void make_frame_is_buffer_of_idle(void)
{
    object(ARCH_FRAME_TYPE, 0);
    OK(TCB_SetIPCBuffer(user->tcb, 0x400, victim));
}

void make_frame_is_buffer(void)
{
    object(ARCH_FRAME_TYPE, 0);
    OK(TCB_SetIPCBuffer(user->tcb, 0x400, victim));
    START(user, .number = seL4_SysWait, .cap = NOTIFICATION());
}
