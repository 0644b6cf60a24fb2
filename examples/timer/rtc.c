/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Driver for the Goldfish real-time clock of QEMU's `virt` machine.
 *
 * Protocol on channel CLIENT: a protected call with label 0 and word 0 = nanoseconds from now asks
 * for one notification at that time; label 1 returns the time since start in nanoseconds.
 * Registers: Goldfish virtual hardware specification, "Goldfish real-time clock".
 */

#include <microkit.h>

#define TIME_LOW         0x00   /* reading it latches TIME_HIGH */
#define TIME_HIGH        0x04
#define ALARM_LOW        0x08   /* writing it arms the alarm */
#define ALARM_HIGH       0x0c
#define IRQ_ENABLED      0x10
#define CLEAR_INTERRUPT  0x1c

#define CLIENT 0
#define IRQ    1

#define SET_ALARM 0
#define GET_TIME  1

seL4_Word rtc_base = 1;     /* set by the tool */
static seL4_Word start;

static volatile seL4_Uint32 *reg(seL4_Word offset)
{
    return (volatile seL4_Uint32 *)(rtc_base + offset);
}

static seL4_Word now(void)
{
    seL4_Word low = *reg(TIME_LOW);
    return (seL4_Word)*reg(TIME_HIGH) << 32 | low;
}

void init(void)
{
    start = now();
    *reg(CLEAR_INTERRUPT) = 1;
    *reg(IRQ_ENABLED) = 1;
}

void notified(microkit_channel ch)
{
    if (ch != IRQ)
        return;
    *reg(CLEAR_INTERRUPT) = 1;
    microkit_irq_ack(IRQ);
    microkit_notify(CLIENT);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    if (microkit_msginfo_get_label(msginfo) == SET_ALARM) {
        seL4_Word at = now() + microkit_mr_get(0);
        *reg(ALARM_HIGH) = (seL4_Uint32)(at >> 32);
        *reg(ALARM_LOW) = (seL4_Uint32)at;
        return microkit_msginfo_new(0, 0);
    }
    microkit_mr_set(0, now() - start);
    return microkit_msginfo_new(0, 1);
}
