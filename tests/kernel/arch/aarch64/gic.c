/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The interrupt controller: which numbers there are, software generated, private and shared
 * interrupts, trigger modes, and when an acknowledgement is needed. What is the same on every
 * machine is in irq.c, which uses the physical timer, number 30.
 */
#include "board.h"
#include "operations.h"
#include "probes.h"

#define RTC_SECONDS   (0x00 / 4)
#define RTC_ALARM     (0x04 / 4)
#define RTC_IRQ_MASK  (0x10 / 4)
#define RTC_IRQ_CLEAR (0x1c / 4)

#define EDGE  1
#define LEVEL 0

extern volatile unsigned int *board_rtc;

static const word control = seL4_CapIRQControl;

static struct reply sgi(word irq, word target, word to)
{
    return IRQControl_IssueSGISignal(control, irq, target, CNODE, to, DEPTH);
}

/* A handler that signals `n` with `badge`. */
static word handler_for(word irq, word trigger, word n, word badge)
{
    const word to = slot();
    OK(IRQControl_GetTrigger(control, irq, trigger, CNODE, to, DEPTH));
    OK(IRQHandler_SetNotification(to, mint(n, R_WRITE, badge)));
    return to;
}

/* --- numbers --------------------------------------------------------------------------------- */

static void reserved_numbers(void)
{
    const word to = slot();
    for (word irq = 16; irq < 32; irq++) {
        if (ARCH_IRQ_IS_RESERVED(irq)) {
            ERR(IRQControl_Get(control, irq, TCB(), 0, 99), RevokeFirst);
            ERR(IRQControl_GetTrigger(control, irq, EDGE, TCB(), 0, 99), RevokeFirst);
        } else {
            OK(IRQControl_Get(control, irq, CNODE, to, DEPTH));
            discard(to);
            OK(IRQControl_GetTrigger(control, irq, LEVEL, CNODE, to, DEPTH));
            discard(to);
        }
    }
    ERR(IRQControl_Get(control, 160, TCB(), 0, 99), RangeError, 0, 159);
    OK(IRQControl_Get(control, 159, CNODE, to, DEPTH));
    discard(to);
    OK(IRQControl_Get(control, 0, CNODE, to, DEPTH));
}

static void sgi_signal_errors(void)
{
    const word to = slot(), ep = ENDPOINT();
    const word label = ARMIRQIssueSGISignal;
    ERR(INVOKE(control, label, LIST(16, 8, 0), LIST(ep)), TruncatedMessage);
    ERR(INVOKE(control, label, LIST(16, 8, 0, 0), LIST()), TruncatedMessage);
    ERR(IRQControl_IssueSGISignal(control, 16, ~(word)0, ep, 0, 0), RangeError, 0, 15);
    ERR(IRQControl_IssueSGISignal(control, ~(word)0, 0, ep, 0, 0), RangeError, 0, 15);
#ifdef CONFIG_ARM_GIC_V3_SUPPORT
    ERR(IRQControl_IssueSGISignal(control, 3, (word)1 << 32, ep, 0, 0), InvalidArgument, 1);
    OK(sgi(15, 0xffffffff, to));            /* nobody there: nothing happens */
    OK(INVOKE(to, 0, LIST(), LIST()));
    discard(to);
#else
    ERR(IRQControl_IssueSGISignal(control, 3, 8, ep, 0, 0), InvalidArgument, 1);
    OK(sgi(15, 7, to));
    OK(INVOKE(to, 0, LIST(), LIST()));
    discard(to);
#endif
    ERR(IRQControl_IssueSGISignal(control, 3, ~(word)0, ep, 0, 0), InvalidArgument, 1);
    ERR(IRQControl_IssueSGISignal(control, 3, 0, ep, 0, 0), FailedLookup, 0, seL4_InvalidRoot);
    ERR(IRQControl_IssueSGISignal(control, 3, 0, CNODE, to, 65), RangeError, 1, 64);
    ERR(IRQControl_IssueSGISignal(control, 3, 0, CNODE, ep, DEPTH), DeleteFirst);
    OK(sgi(3, 0, to));
    OK(sgi(3, 0, slot()));                  /* as many as one likes */
    OK(IRQControl_Get(control, 3, CNODE, slot(), DEPTH));
}

/* --- software generated interrupts ----------------------------------------------------------- */

static void sgi_to_oneself(void)
{
    for (word irq = 0; irq < 16; irq++) {
        const word n = NOTIFICATION(), sender = slot(), handler = slot();
        OK(IRQControl_Get(control, irq, CNODE, handler, DEPTH));
        OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 0x10 + irq)));
        OK(sgi(irq, 0, sender));
        EQ(poll(n), 0);
        for (word i = 0; i < 3; i++) {
            SYS(.number = seL4_SysSend, .cap = sender);
            EQ(poll(n), 0x10 + irq);
            EQ(poll(n), 0);
            OK(IRQHandler_Ack(handler));
            EQ(poll(n), 0);
        }
    }
}

/* For a core that the machine does not have: nobody gets it, least of all this one. */
static void sgi_to_nobody(void)
{
#ifdef CONFIG_ARM_GIC_V3_SUPPORT
    static const word targets[] = { 1, 15, 0x100, 0x10000, 0x1000000 };
#else
    static const word targets[] = { 1, 2, 4, 7 };
#endif
    const word n = NOTIFICATION(), sender = slot();
    handler_for(6, EDGE, n, 1);
    for (word i = 0; i < sizeof targets / sizeof *targets; i++) {
        OK(sgi(6, targets[i], sender));
        SYS(.number = seL4_SysSend, .cap = sender);
        EQ(poll(n), 0);
        discard(sender);
    }
}

/* Whatever is sent to it, with whatever system call: no errors, and no answer but an empty one. */
static void any_message(void)
{
    const word n = NOTIFICATION(), sender = slot();
    const word handler = handler_for(5, EDGE, n, 1);
    OK(sgi(5, 0, sender));
    for (word label = 0; label < nArchInvocationLabels + 2; label++) {
        EQ(OK(INVOKE(sender, label, LIST(1, 2, 3), LIST(n))).length, 0);
        EQ(poll(n), 1);
        OK(IRQHandler_Ack(handler));
    }
    SYS(.number = seL4_SysNBSend, .cap = sender, .info = INFO(9, 0, 120));
    EQ(poll(n), 1);
    OK(IRQHandler_Ack(handler));
    SYS(.number = seL4_SysNBSend, .cap = copy(sender));
    EQ(poll(n), 1);
}

/*
 * Until it is acknowledged an interrupt comes once, however often it is raised. Except that QEMU's
 * GICv2, like many a real one, has no way to disable one that is software generated.
 */
static void acknowledged_before_the_next(void)
{
    const word n = NOTIFICATION(), sender = slot();
    const word handler = handler_for(7, EDGE, n, 2);
    OK(sgi(7, 0, sender));
    SYS(.number = seL4_SysSend, .cap = sender);
    EQ(poll(n), 2);
    SYS(.number = seL4_SysSend, .cap = sender);
    SYS(.number = seL4_SysSend, .cap = sender);
#ifdef CONFIG_ARM_GIC_V3_SUPPORT
    EQ(poll(n), 0);
    OK(IRQHandler_Ack(handler));
#endif
    EQ(poll(n), 2);
    OK(IRQHandler_Ack(handler));
    EQ(poll(n), 0);
}

/* Nobody has a handler: the sender goes on, and so does the machine. */
static void nobody_listens(void)
{
    const word n = NOTIFICATION(), sender = slot(), other = slot();
    OK(sgi(9, 0, sender));
    SYS(.number = seL4_SysSend, .cap = sender);
    SYS(.number = seL4_SysSend, .cap = sender);
    OK(sgi(10, 0, other));
    handler_for(10, EDGE, n, 3);
    SYS(.number = seL4_SysSend, .cap = other);
    EQ(poll(n), 3);
}

/* Capabilities to raise interrupts descend from IRQControl like handlers. */
static void revoked_with_control(void)
{
    const word sender = slot(), handler = slot();
    OK(sgi(11, 0, sender));
    const word second = copy(sender);
    OK(IRQControl_Get(control, 11, CNODE, handler, DEPTH));
    OK(CNode_Revoke(CNODE, control, DEPTH));
    TRUE(slot_is_empty(sender));
    TRUE(slot_is_empty(second));
    TRUE(slot_is_empty(handler));
}

static void tag(void)
{
#ifdef CONFIG_DEBUG_BUILD
    const word sender = slot();
    OK(sgi(12, 0, sender));
    EQ(seL4_DebugCapIdentify(sender), 27);
    EQ(seL4_DebugCapIdentify(make(ARCH_VSPACE_TYPE, 0)), 9);
    EQ(seL4_DebugCapIdentify(make(ARCH_LARGE_TYPE, 0)), 1);
    EQ(seL4_DebugCapIdentify(seL4_CapSMC), 25);
#endif
}

/* --- private and shared ones ----------------------------------------------------------------- */

/* The line is up until the timer is quieted: it comes again after each acknowledgement. */
static void level_comes_again(void)
{
    const word n = NOTIFICATION();
    alarm_quiet();
    const word handler = handler_for(ARCH_ALARM_IRQ, LEVEL, n, 4);
    alarm_now();
    for (word i = 0; i < 3; i++) {
        sleep_us(100);
        EQ(poll(n), 4);
        sleep_us(100);
        EQ(poll(n), 0);
        OK(IRQHandler_Ack(handler));
    }
    alarm_quiet();
    OK(IRQHandler_Ack(handler));
}

/* Without notification it stays masked all the same, until it is acknowledged. */
static void without_notification(void)
{
    const word n = NOTIFICATION(), handler = slot();
    alarm_quiet();
    OK(IRQControl_Get(control, ARCH_ALARM_IRQ, CNODE, handler, DEPTH));
    alarm_now();
    sleep_us(100);
    OK(IRQHandler_SetNotification(handler, mint(n, R_WRITE, 5)));
    sleep_us(100);
    EQ(poll(n), 0);
    OK(IRQHandler_Ack(handler));
    sleep_us(100);
    EQ(poll(n), 5);
    alarm_quiet();
}

static void rtc_alarm(void)
{
    board_rtc[RTC_IRQ_MASK] = 1;
    board_rtc[RTC_ALARM] = board_rtc[RTC_SECONDS];
}

static void rtc_quiet(void)
{
    board_rtc[RTC_IRQ_CLEAR] = 1;
}

/* The real-time clock's line, a shared interrupt, by level and by edge. */
static void shared_by_level(void)
{
    const word n = NOTIFICATION();
    rtc_quiet();
    const word handler = handler_for(BOARD_RTC_IRQ, LEVEL, n, 6);
    rtc_alarm();
    EQ(SYS(.number = seL4_SysWait, .cap = n).cap, 6);
    OK(IRQHandler_Ack(handler));
    EQ(SYS(.number = seL4_SysWait, .cap = n).cap, 6);
    rtc_quiet();
    OK(IRQHandler_Ack(handler));
    sleep_us(100);
    EQ(poll(n), 0);
}

static void shared_by_edge(void)
{
    const word n = NOTIFICATION();
    rtc_quiet();
    const word handler = handler_for(BOARD_RTC_IRQ, EDGE, n, 7);
    for (word i = 0; i < 3; i++) {
        rtc_alarm();
        EQ(SYS(.number = seL4_SysWait, .cap = n).cap, 7);
        OK(IRQHandler_Ack(handler));
        sleep_us(100);
        EQ(poll(n), 0);             /* still up, but it does not rise */
        rtc_quiet();
    }
    /* An edge between delivery and acknowledgement is not lost. */
    rtc_alarm();
    EQ(SYS(.number = seL4_SysWait, .cap = n).cap, 7);
    rtc_quiet();
    rtc_alarm();
    sleep_us(100);
    EQ(poll(n), 0);
    OK(IRQHandler_Ack(handler));
    sleep_us(100);
    EQ(poll(n), 7);
    rtc_quiet();
    discard(handler);
    /* Issued again without a trigger mode it is what it was made: the next test sets it back. */
    handler_for(BOARD_RTC_IRQ, LEVEL, n, 0);
}

/* Two at once: both are delivered. */
static void two_at_once(void)
{
    const word n = NOTIFICATION(), m = NOTIFICATION();
    rtc_quiet();
    alarm_quiet();
    const word handler = handler_for(BOARD_RTC_IRQ, LEVEL, n, 8);
    const word other = handler_for(ARCH_ALARM_IRQ, LEVEL, m, 9);
    rtc_alarm();
    alarm_now();
    sleep_us(100);
    rtc_quiet();
    alarm_quiet();
    EQ(poll(n), 8);
    EQ(poll(m), 9);
    OK(IRQHandler_Ack(other));
    OK(IRQHandler_Ack(handler));
    sleep_us(100);
    EQ(poll(n), 0);
    EQ(poll(m), 0);
}

SUITE(gic,
    { "reserved-numbers", reserved_numbers },
    { "sgi-signal-errors", sgi_signal_errors },
    { "sgi-to-oneself", sgi_to_oneself },
    { "sgi-to-nobody", sgi_to_nobody },
    { "any-message", any_message },
    { "acknowledged-before-the-next", acknowledged_before_the_next },
    { "nobody-listens", nobody_listens },
    { "revoked-with-control", revoked_with_control },
    { "tag", tag },
    { "level-comes-again", level_comes_again },
    { "without-notification", without_notification },
    { "shared-by-level", shared_by_level },
    { "shared-by-edge", shared_by_edge },
    { "two-at-once", two_at_once },
);
