/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * QEMU's RISC-V machine: its device memory as the manual of the platform lists it, the 16550, the
 * alarm of the Goldfish real-time clock, and the switch that turns the machine off.
 */
#include "board.h"
#include "internal.h"

#define UART_DATA         0
#define UART_IRQ_ENABLE   1
#define UART_IRQ_IDENTITY 2
#define UART_STATUS       5
#define UART_EMPTY        0x20  /* status: the transmit register takes a character */
#define UART_IRQ_TRANSMIT 2

#define RTC_TIME_LOW      (0x00 / 4)
#define RTC_TIME_HIGH     (0x04 / 4)
#define RTC_ALARM_LOW     (0x08 / 4)
#define RTC_ALARM_HIGH    (0x0c / 4)
#define RTC_IRQ_ENABLE    (0x10 / 4)
#define RTC_ALARM_CLEAR   (0x14 / 4)
#define RTC_CLEAR         (0x1c / 4)

#define FINISHER_OFF      0x5555

const struct arch_untyped arch_device_untypeds[] = {
    { 0x0, 25 }, { 0x2200000, 21 }, { 0x2400000, 22 }, { 0x2800000, 23 }, { 0x3000000, 24 },
    { 0x4000000, 26 }, { 0x8000000, 26 }, { 0xc600000, 21 }, { 0xc800000, 23 },
    { 0xd000000, 24 }, { 0xe000000, 25 }, { 0x10000000, 28 }, { 0x20000000, 29 },
    { 0x40000000, 30 }, { 0x80000000, 21 }, { 0x100000000, 32 }, { 0x200000000, 33 },
    { 0x400000000, 34 }, { 0x800000000, 35 }, { 0x1000000000, 36 }, { 0x2000000000, 37 },
    { 0x4000000000, 38 },
};
const word arch_n_device_untypeds = 22;

static volatile unsigned char *uart;
static volatile unsigned int *rtc, *finisher;

void devices_setup(void)
{
    uart = device_map(BOARD_UART_BASE);
    finisher = device_map(BOARD_FINISHER_BASE);
    rtc = device_map(BOARD_RTC_BASE);
}

void board_put(char c)
{
    while (!(uart[UART_STATUS] & UART_EMPTY))
        ;
    uart[UART_DATA] = (unsigned char)c;
}

_Noreturn void power_off(void)
{
    *finisher = FINISHER_OFF;
    for (;;)
        ;
}

void uart_interrupt(bool on)
{
    uart[UART_IRQ_ENABLE] = on ? UART_IRQ_TRANSMIT : 0;
    if (!on)
        (void)uart[UART_IRQ_IDENTITY];
}

/* An alarm for a time long past goes off at once. (Tests make the clock's time the machine's.) */
void alarm_now(void)
{
    rtc[RTC_CLEAR] = 1;
    rtc[RTC_IRQ_ENABLE] = 1;
    rtc[RTC_ALARM_HIGH] = 0;
    rtc[RTC_ALARM_LOW] = 1;
}

void alarm_in(word us)
{
    rtc[RTC_CLEAR] = 1;
    rtc[RTC_IRQ_ENABLE] = 1;
    const word low = rtc[RTC_TIME_LOW];         /* reading it holds the other half */
    const word at = ((word)rtc[RTC_TIME_HIGH] << 32 | low) + us * 1000;
    rtc[RTC_ALARM_HIGH] = (unsigned)(at >> 32);
    rtc[RTC_ALARM_LOW] = (unsigned)at;
}

void alarm_quiet(void)
{
    rtc[RTC_IRQ_ENABLE] = 0;
    rtc[RTC_ALARM_CLEAR] = 1;
    rtc[RTC_CLEAR] = 1;
}
