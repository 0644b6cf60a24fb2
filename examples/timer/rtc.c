/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Driver for the board's clock with an alarm (lib/device/alarm/).
 *
 * Protocol on channel CLIENT: a protected call with label 0 and word 0 = nanoseconds from now asks
 * for one notification at that time; label 1 returns the time since start in nanoseconds.
 */

#include <alarm.h>
#include <microkit.h>

#define CLIENT 0
#define IRQ    1

#define SET_ALARM 0
#define GET_TIME  1

seL4_Word rtc_base = 1;     /* set by the tool where the clock has registers in memory */
static seL4_Word start;
static seL4_Word due;       /* time of the alarm that is set, or 0 */

void init(void)
{
    start = alarm_now(rtc_base);
    alarm_start(rtc_base);
}

void notified(microkit_channel ch)
{
    if (ch != IRQ)
        return;
    alarm_clear(rtc_base);
    microkit_irq_ack(IRQ);
    if (due == 0)
        return;             /* an interrupt from before the driver started */
    if (alarm_now(rtc_base) < due) {
        alarm_set(rtc_base, due);
        return;
    }
    due = 0;
    microkit_notify(CLIENT);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    if (microkit_msginfo_get_label(msginfo) == SET_ALARM) {
        due = alarm_now(rtc_base) + microkit_mr_get(0);
        alarm_set(rtc_base, due);
        return microkit_msginfo_new(0, 0);
    }
    microkit_mr_set(0, alarm_now(rtc_base) - start);
    return microkit_msginfo_new(0, 1);
}
