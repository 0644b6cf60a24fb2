/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Interrupts: making handlers, and delivery with two real devices: an alarm clock and the
 * transmitter of the serial line, whose interrupt lines stay up until they are quieted.
 */
#include "operations.h"

#define IRQ_LOW  ((word)ARCH_IRQ_RANGE_LOW)
#define IRQ_HIGH ARCH_IRQ_RANGE_HIGH

static struct reply get(word irq, word to)
{
    return IRQControl_Issue(seL4_CapIRQControl, irq, CNODE, to, DEPTH);
}

/* The last word or the capability is missing. */
static void get_truncated(word way, word ep)
{
    const word words[ARCH_IRQ_WORDS(1)] = { 0 }, label = ARCH_IRQ_LABEL(way);
    ERR(invoke(seL4_CapIRQControl, label, ARCH_IRQ_WORDS(way) - 1, words, 1, &ep),
        TruncatedMessage);
    ERR(invoke(seL4_CapIRQControl, label, ARCH_IRQ_WORDS(way), words, 0, NULL), TruncatedMessage);
}

static void get_errors(void)
{
    const word to = slot(), ep = ENDPOINT();
    const word control = seL4_CapIRQControl;
    get_truncated(0, ep);
    ERR(IRQControl_Issue(control, IRQ_HIGH + 1, ep, 0, 0), RangeError, IRQ_LOW, IRQ_HIGH);
    ERR(IRQControl_Issue(control, IRQ_LOW - 1, ep, 0, 0), RangeError, IRQ_LOW, IRQ_HIGH);
    ERR(IRQControl_Issue(control, ~(word)0, ep, 0, 0), RangeError, IRQ_LOW, IRQ_HIGH);
    EQ(IRQControl_Issue(control, ARCH_IRQ_TIMER, ep, 0, 0).label, ARCH_IRQ_TIMER_ERROR);
    ERR(IRQControl_Issue(control, 80, ep, 0, 0), FailedLookup, 0, seL4_InvalidRoot);
    ERR(IRQControl_Issue(control, 80, CNODE, ep, 0), RangeError, 1, 64);
    ERR(IRQControl_Issue(control, 80, CNODE, ep, 60), FailedLookup, 0, seL4_DepthMismatch, 60, 64);
    ERR(IRQControl_Issue(control, 80, CNODE, ep, DEPTH), DeleteFirst);
    OK(get(80, to));
    ERR(IRQControl_Issue(control, 80, ep, 0, 0), RevokeFirst);
    discard(to);
    OK(get(80, to));
}

/* The same in the architecture's other way: with a trigger mode, or for a message. */
static void get_other_errors(void)
{
    const word to = slot(), ep = ENDPOINT();
    const word control = seL4_CapIRQControl;
    get_truncated(1, ep);
    ERR(IRQControl_IssueOther(control, IRQ_HIGH + 1, ep, 0, 0), RangeError, IRQ_LOW, IRQ_HIGH);
    ERR(IRQControl_IssueOther(control, IRQ_LOW - 1, ep, 0, 0), RangeError, IRQ_LOW, IRQ_HIGH);
    EQ(IRQControl_IssueOther(control, ARCH_IRQ_TIMER, ep, 0, 0).label, ARCH_IRQ_TIMER_ERROR);
    ERR(IRQControl_IssueOther(control, 82, ep, 0, 0), FailedLookup, 0, seL4_InvalidRoot);
    ERR(IRQControl_IssueOther(control, 82, CNODE, ep, 65), RangeError, 1, 64);
    ERR(IRQControl_IssueOther(control, 82, CNODE, ep, DEPTH), DeleteFirst);
    OK(IRQControl_IssueOther(control, 82, CNODE, to, DEPTH));
    ERR(IRQControl_IssueOther(control, 82, ep, 0, 0), RevokeFirst);
    ERR(IRQControl_Issue(control, 82, ep, 0, 0), RevokeFirst);
}

static void every_number(void)
{
    const word to = slots(IRQ_HIGH + 1);
    for (word irq = IRQ_LOW; irq <= IRQ_HIGH; irq++)
        if (!ARCH_IRQ_IS_RESERVED(irq))
            OK(get(irq, to + irq));
    OK(CNode_Revoke(CNODE, seL4_CapIRQControl, DEPTH));
    for (word irq = IRQ_LOW; irq <= IRQ_HIGH; irq++)
        TRUE(slot_is_empty(to + irq));
}

static void set_notification_errors(void)
{
    const word handler = slot(), n = NOTIFICATION(), ep = ENDPOINT();
    OK(get(81, handler));
    ERR(INVOKE(handler, IRQSetIRQHandler, LIST(), LIST()), TruncatedMessage);
    ERR(IRQHandler_SetNotification(handler, ep), InvalidCapability, 0);
    ERR(IRQHandler_SetNotification(handler, seL4_CapNull), InvalidCapability, 0);
    ERR(IRQHandler_SetNotification(handler, mint(n, R_READ, 0)), InvalidCapability, 0);
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 1)));
    OK(IRQHandler_SetNotification(handler, n));
    OK(IRQHandler_Clear(handler));
    OK(IRQHandler_Clear(handler));
    OK(IRQHandler_Ack(handler));
}

/* --- the alarm ------------------------------------------------------------------------------- */

static word alarm_handler(void)
{
    const word to = slot();
    alarm_quiet();
    OK(get(ARCH_ALARM_IRQ, to));
    return to;
}

static void alarm_signals(void)
{
    const word handler = alarm_handler(), n = NOTIFICATION();
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 0x40)));
    for (word i = 0; i < 3; i++) {
        alarm_now();
        const word badge = SYS(.number = seL4_SysWait, .cap = n).cap;
        alarm_quiet();
        EQ(badge, 0x40);
        poll(n);            /* the line was up until now: it may have been signalled again */
        OK(IRQHandler_Ack(handler));
        sleep_us(100);
        EQ(poll(n), 0);
    }
}

/* The interrupt comes while no thread runs at all. */
static void interrupt_ends_idling(void)
{
    const word handler = alarm_handler(), n = NOTIFICATION();
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 1)));
    const word begin = now();
    alarm_in(1000);
    EQ(SYS(.number = seL4_SysWait, .cap = n).cap, 1);
    const word end = now();
    alarm_quiet();
    IN_RANGE((end - begin) / TICKS_PER_US, 1000, 1050);
}

static void note_alarm(struct thread *t)
{
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
    thread_note(t, now());
    alarm_quiet();
}

/* The interrupt comes while the kernel clears memory: the driver does not wait for that. */
static void interrupt_preempts_clearing(void)
{
    const word handler = alarm_handler(), n = NOTIFICATION(), u = UNTYPED(21), to = slots(2);
    struct thread *driver = thread_new(HIGHER);
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 1)));
    OK(Untyped_Retype(u, seL4_UntypedObject, 20, CNODE, 0, 0, to, 2));
    OK(CNode_Revoke(CNODE, u, DEPTH));
    driver->arg[0] = n;
    thread_run(driver, note_alarm);
    const word begin = now();
    alarm_in(100);
    OK(Untyped_Retype(u, seL4_UntypedObject, 20, CNODE, 0, 0, to, 2));
    const word end = now();
    EQ(driver->n_log, 1);
    IN_RANGE((driver->log[0] - begin) / TICKS_PER_US, 100, 140);
    TRUE(end - driver->log[0] > 50 * TICKS_PER_US);
}

/* A driver of higher priority preempts what runs when the interrupt comes. */
static void waits_for_alarm(struct thread *t)
{
    SYS(.number = seL4_SysWait, .cap = t->arg[0]);
    alarm_quiet();
}

static void interrupt_preempts(void)
{
    struct thread *t = thread_new(HIGH);
    const word handler = alarm_handler(), n = NOTIFICATION();
    OK(IRQHandler_SetNotification(handler, n));
    t->arg[0] = n;
    thread_run(t, waits_for_alarm);
    FALSE(t->done);
    alarm_now();
    const word begin = now();
    while (now() - begin < 50 * TICKS_PER_US)
        ;
    TRUE(t->done);
}

/* Cleared, replaced, deleted: the old notification hears nothing more. */
static void cleared_and_replaced(void)
{
    const word handler = alarm_handler(), n = NOTIFICATION(), m = NOTIFICATION();
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 1)));
    OK(IRQHandler_Clear(handler));
    alarm_now();
    sleep_us(100);
    alarm_quiet();
    EQ(poll(n), 0);
    OK(IRQHandler_Ack(handler));
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 1)));
    OK(IRQHandler_SetNotification(handler, mint(m, R_WRITE, 2)));
    alarm_now();
    sleep_us(100);
    alarm_quiet();
    EQ(poll(n), 0);
    EQ(poll(m), 2);
    OK(IRQHandler_Ack(handler));
    /* The handler holds its own copy: the notification lives on through it. */
    discard(handler);
    alarm_now();
    sleep_us(100);
    alarm_quiet();
    EQ(poll(m), 0);
}

/* A notification that is destroyed leaves the handler, which then can be given another. */
static void notification_destroyed(void)
{
    const word handler = alarm_handler(), n = NOTIFICATION(), m = NOTIFICATION();
    OK(IRQHandler_SetNotification(handler, n));
    OK(CNode_Revoke(CNODE, n, DEPTH));
    alarm_now();
    sleep_us(100);
    alarm_quiet();
    EQ(poll(n), 0);
    OK(IRQHandler_Ack(handler));
    OK(IRQHandler_SetNotification(handler, mint(m, R_WRITE, 5)));
    alarm_now();
    EQ(SYS(.number = seL4_SysWait, .cap = m).cap, 5);
    alarm_quiet();
    OK(IRQHandler_Ack(handler));
}

/* --- the serial line's transmitter ------------------------------------------------------------ */

static void transmit_interrupt(void)
{
    const word handler = slot(), n = NOTIFICATION();
    OK(get(ARCH_UART_IRQ, handler));
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 9)));
    uart_interrupt(true);
    const word badge = SYS(.number = seL4_SysWait, .cap = n).cap;
    uart_interrupt(false);
    EQ(badge, 9);
    OK(IRQHandler_Ack(handler));
}

/* Deleting the last handler masks the source; a pending line waits for the next handler. */
static void deleted_handler_masks(void)
{
    const word handler = alarm_handler(), n = NOTIFICATION();
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 1)));
    const word second = copy(handler);
    discard(handler);
    alarm_now();
    EQ(SYS(.number = seL4_SysWait, .cap = n).cap, 1);
    alarm_quiet();
    OK(IRQHandler_Ack(second));
    poll(n);
    discard(second);
    alarm_now();
    sleep_us(100);
    OK(get(ARCH_ALARM_IRQ, handler));
    alarm_quiet();
    EQ(poll(n), 0);
}

/* Interrupts do not depend on each other, whichever registers they share. */
static void others_stay(void)
{
    const word handler = alarm_handler(), other = slot(), n = NOTIFICATION();
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 1)));
    OK(get(ARCH_ALARM_IRQ + 1, other));
    discard(other);
    OK(get(ARCH_ALARM_IRQ + 32, other));        /* the same bit of another register */
    discard(other);
    alarm_now();
    sleep_us(100);
    alarm_quiet();
    EQ(poll(n), 1);
}

/* All numbers issued, each with a notification, all revoked while interrupts are pending. */
static void revoked_while_pending(void)
{
    const word to = slots(IRQ_HIGH), n = NOTIFICATION();
    for (word round = 0; round < 3; round++) {
        alarm_quiet();
        for (word irq = IRQ_LOW; irq < IRQ_HIGH; irq++) {
            if (ARCH_IRQ_IS_RESERVED(irq))
                continue;
            OK(get(irq, to + irq));
            OK(IRQHandler_SetNotification(to + irq, mint(n, R_WRITE, irq)));
        }
        alarm_in(round * 20 + 1);
        OK(CNode_Revoke(CNODE, seL4_CapIRQControl, DEPTH));
        alarm_quiet();
        for (word irq = IRQ_LOW; irq < IRQ_HIGH; irq++)
            TRUE(slot_is_empty(to + irq));
        poll(n);
        alarm_now();
        sleep_us(100);
        EQ(poll(n), 0);                 /* masked, and bound to nothing */
        alarm_quiet();
    }
}

SUITE(irq,
    { "get-errors", get_errors },
    { "get-other-errors", get_other_errors },
    { "every-number", every_number },
    { "set-notification-errors", set_notification_errors },
    { "alarm-signals", alarm_signals },
    { "interrupt-ends-idling", interrupt_ends_idling },
    { "interrupt-preempts-clearing", interrupt_preempts_clearing },
    { "interrupt-preempts", interrupt_preempts },
    { "cleared-and-replaced", cleared_and_replaced },
    { "notification-destroyed", notification_destroyed },
    { "transmit-interrupt", transmit_interrupt },
    { "deleted-handler-masks", deleted_handler_masks },
    { "revoked-while-pending", revoked_while_pending },
    { "others-stay", others_stay },
);
