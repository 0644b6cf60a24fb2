/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The interface of a protection domain (PD).
 *
 * A PD supplies `init` and `notified`; `protected` if others call it; `fault` if it has children.
 * One thread runs them, one at a time, to the end. The library supplies _start and main: set up,
 * init, then wait for calls, faults and notifications for ever.
 *
 * A channel is named by its id in the system description. An id that the description does not
 * give to this PD for the purpose prints one line (debug kernels) and the function does nothing.
 * An error from the kernel prints a line and crashes the PD at the address that equals the error.
 */
#pragma once

#include <abi/microkit.h>
#include <sel4/sel4.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef unsigned int microkit_channel;
typedef unsigned int microkit_child;
typedef unsigned int microkit_ioport;
typedef seL4_MessageInfo_t microkit_msginfo;

/* --- what the PD supplies ------------------------------------------------------------------- */

void init(void);
void notified(microkit_channel ch);

/* The message is in the message registers; so is the answer, the result says how long it is. */
#ifdef __cplusplus
microkit_msginfo microkit_protected(microkit_channel ch, microkit_msginfo msginfo)
    __asm__("protected");               /* `protected` is a keyword in C++ */
#else
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo);
#endif

/*
 * A child faulted; the label of msginfo is the kind of fault, the message registers describe it.
 * True: reply with *reply_msginfo, which resumes the child. False: it stays stopped.
 */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo);

/* --- what the SDF compiler writes into the image: bit n is about channel n ------------------- */

extern char microkit_name[MICROKIT_PD_NAME_LENGTH];
extern seL4_Bool microkit_passive;
extern seL4_Word microkit_irqs;
extern seL4_Word microkit_notifications;
extern seL4_Word microkit_pps;
extern seL4_Word microkit_ioports;

/* --- a system call that waits for the end of the entry point --------------------------------- */

extern seL4_Bool microkit_have_signal;
extern seL4_CPtr microkit_signal_cap;
extern seL4_MessageInfo_t microkit_signal_msg;

/* --- debug output and death ------------------------------------------------------------------ */

/* Output appears with debug kernels, unbuffered; without one these do nothing. */
void microkit_dbg_putc(int c);
void microkit_dbg_puts(const char *s);
void microkit_dbg_put8(seL4_Uint8 x);
void microkit_dbg_put32(seL4_Uint32 x);

/* Stores to address `err`: the fault report shows the error as the address. */
void microkit_internal_crash(seL4_Error err);

/* "name: function(id): <why>" on the debug output. */
void microkit_internal_report(const char *function, unsigned int id, const char *why);

#ifdef __cplusplus
}
#endif

static inline void microkit_internal_set_pc(seL4_UserContext *context, seL4_Word entry_point);

static inline seL4_Bool microkit_internal_has(seL4_Word channels, microkit_channel ch)
{
    return ch <= MICROKIT_MAX_CHANNEL_ID && (channels >> ch & 1) != 0;
}

/* Function, id and error of an invocation that must not fail. */
static inline void microkit_internal_check(seL4_Error err, const char *function, unsigned int id)
{
    if (err != seL4_NoError) {
        microkit_internal_report(function, id, "refused by the kernel; see the fault address");
        microkit_internal_crash(err);
    }
}

/* --- messages -------------------------------------------------------------------------------- */

static inline microkit_msginfo microkit_msginfo_new(seL4_Word label, seL4_Uint16 count)
{
    return seL4_MessageInfo_new(label, 0, 0, count);
}

static inline seL4_Word microkit_msginfo_get_label(microkit_msginfo msginfo)
{
    return seL4_MessageInfo_get_label(msginfo);
}

static inline seL4_Word microkit_msginfo_get_count(microkit_msginfo msginfo)
{
    return seL4_MessageInfo_get_length(msginfo);
}

static inline void microkit_mr_set(seL4_Uint8 mr, seL4_Word value)
{
    seL4_SetMR(mr, value);
}

static inline seL4_Word microkit_mr_get(seL4_Uint8 mr)
{
    return seL4_GetMR(mr);
}

/* --- channels and interrupts ----------------------------------------------------------------- */

static inline void microkit_notify(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_notifications, ch)) {
        microkit_internal_report("microkit_notify", ch,
                                 "no <channel> lets this PD notify with that id");
        return;
    }
    seL4_Signal(BASE_OUTPUT_NOTIFICATION_CAP + ch);
}

static inline void microkit_irq_ack(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_irqs, ch)) {
        microkit_internal_report("microkit_irq_ack", ch, "this PD has no <irq> with that id");
        return;
    }
    microkit_internal_check(seL4_IRQHandler_Ack(BASE_IRQ_CAP + ch), "microkit_irq_ack", ch);
}

/* Calls the PD at the other end and waits for its answer. Message registers carry both. */
static inline microkit_msginfo microkit_ppcall(microkit_channel ch, microkit_msginfo msginfo)
{
    if (!microkit_internal_has(microkit_pps, ch)) {
        microkit_internal_report("microkit_ppcall", ch,
                                 "no <channel> lets this PD call (pp) with that id");
        return seL4_MessageInfo_new(0, 0, 0, 0);
    }
    return seL4_Call(BASE_ENDPOINT_CAP + ch, msginfo);
}

/* Performs what is armed now, on its own. */
static inline void microkit_internal_flush(void)
{
    if (microkit_have_signal) {
        microkit_have_signal = seL4_False;
        seL4_Send(microkit_signal_cap, microkit_signal_msg);
    }
}

/* One operation can wait. Arming a second performs the first, so that none is lost. */
static inline void microkit_internal_defer(seL4_CPtr cap, seL4_MessageInfo_t msg)
{
    microkit_internal_flush();
    microkit_signal_cap = cap;
    microkit_signal_msg = msg;
    microkit_have_signal = seL4_True;
}

/* Like microkit_notify, but in one system call with the next wait of the event loop. */
static inline void microkit_deferred_notify(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_notifications, ch)) {
        microkit_internal_report("microkit_deferred_notify", ch,
                                 "no <channel> lets this PD notify with that id");
        return;
    }
    microkit_internal_defer(BASE_OUTPUT_NOTIFICATION_CAP + ch, seL4_MessageInfo_new(0, 0, 0, 0));
}

/* Like microkit_irq_ack, but in one system call with the next wait of the event loop. */
static inline void microkit_deferred_irq_ack(microkit_channel ch)
{
    if (!microkit_internal_has(microkit_irqs, ch)) {
        microkit_internal_report("microkit_deferred_irq_ack", ch,
                                 "this PD has no <irq> with that id");
        return;
    }
    microkit_internal_defer(BASE_IRQ_CAP + ch, seL4_MessageInfo_new(IRQAckIRQ, 0, 0, 0));
}

/* --- children -------------------------------------------------------------------------------- */

static inline seL4_CPtr microkit_internal_child(microkit_child pd, const char *function)
{
    if (pd > MICROKIT_MAX_CHANNEL_ID) {
        microkit_internal_report(function, pd, "ids of children end at 61");
        microkit_internal_crash(seL4_InvalidCapability);
    }
    return BASE_TCB_CAP + pd;
}

/* Runs the child from entry_point; its other registers and its memory stay as they are. */
static inline void microkit_pd_restart(microkit_child pd, seL4_Word entry_point)
{
    seL4_CPtr tcb = microkit_internal_child(pd, "microkit_pd_restart");
    seL4_UserContext context;
    microkit_internal_set_pc(&context, entry_point);
    microkit_internal_check(seL4_TCB_WriteRegisters(tcb, seL4_True, 0, 1, &context),
                            "microkit_pd_restart", pd);
}

static inline void microkit_pd_stop(microkit_child pd)
{
    seL4_CPtr tcb = microkit_internal_child(pd, "microkit_pd_stop");
    microkit_internal_check(seL4_TCB_Suspend(tcb), "microkit_pd_stop", pd);
}

static inline void microkit_pd_resume(microkit_child pd)
{
    seL4_CPtr tcb = microkit_internal_child(pd, "microkit_pd_resume");
    microkit_internal_check(seL4_TCB_Resume(tcb), "microkit_pd_resume", pd);
}

/* --- capabilities of <cspace> ---------------------------------------------------------------- */

/* The name of slot `slot` of the PD's root CNode; seL4_CapNull for what cannot be one. */
static inline seL4_CPtr microkit_cspace_root_slot_to_cptr(seL4_Word slot)
{
    if (slot == 0 || slot >= PD_ROOT_CAP_SIZE) {
        return seL4_CapNull;
    }
    return slot << (seL4_WordBits - PD_ROOT_CAP_BITS);
}

#include <microkit/arch.h>
