/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The devices the harness uses, mapped from their device untypeds: the 16550 that all results are
 * printed on (release kernels print nothing), the real-time clock for interrupts, and the switch
 * that turns the machine off.
 */
#include "board.h"
#include "internal.h"
#include "operations.h"

#define UART_DATA   0
#define UART_STATUS 5
#define UART_EMPTY  0x20        /* status: the transmit register takes a character */
#define FINISHER_OFF 0x5555

#define DEVICES_AT (ARCH_SCRATCH - 0x40000000)

volatile unsigned char *uart;
volatile unsigned int *rtc;
static volatile unsigned int *finisher;

/* The device untyped that covers `address`, and where it begins. */
static word device_untyped(word address, word *base)
{
    for (word i = boot_info->untyped.start; i < boot_info->untyped.end; i++) {
        const seL4_UntypedDesc *d = &boot_info->untypedList[i - boot_info->untyped.start];
        if (d->isDevice && address >= d->paddr && address - d->paddr < (word)1 << d->sizeBits) {
            *base = d->paddr;
            return i;
        }
    }
    return 0;
}

/* Uses up `untyped`, whose watermark stands at `from`, up to `to`, in pieces as large as fit. */
static void skip(word untyped, word from, word to)
{
    while (from < to) {
        word bits = 0;
        while (!(from >> bits & 1) && bits < 63 && from + ((word)2 << bits) <= to)
            bits++;
        Untyped_Retype(untyped, seL4_UntypedObject, bits, CNODE, 0, 0, harness_slot(), 1);
        from += (word)1 << bits;
    }
}

static void *map_device(word untyped, word address)
{
    const word frame = harness_slot();
    Untyped_Retype(untyped, ARCH_FRAME_TYPE, 0, CNODE, 0, 0, frame, 1);
    arch_map(harness_untyped, frame, DEVICES_AT + (address & 0x3fffffff), true);
    return (void *)(DEVICES_AT + (address & 0x3fffffff));
}

void devices_setup(void)
{
    word base;
    word untyped = device_untyped(BOARD_UART_BASE, &base);
    skip(untyped, 0, BOARD_UART_BASE - base);
    uart = map_device(untyped, BOARD_UART_BASE);

    untyped = device_untyped(BOARD_FINISHER_BASE, &base);
    skip(untyped, 0, BOARD_FINISHER_BASE - base);
    finisher = map_device(untyped, BOARD_FINISHER_BASE);
    skip(untyped, BOARD_FINISHER_BASE + 0x1000 - base, BOARD_RTC_BASE - base);
    rtc = map_device(untyped, BOARD_RTC_BASE);
}

static void print_char(char c)
{
    while (!(uart[UART_STATUS] & UART_EMPTY))
        ;
    uart[UART_DATA] = (unsigned char)c;
}

void print(const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            print_char('\r');
        print_char(*text);
    }
}

void print_word(word value)
{
    char digits[21];
    word n = sizeof digits - 1;
    digits[n] = 0;
    do
        digits[--n] = (char)('0' + value % 10);
    while (value /= 10);
    print(digits + n);
}

_Noreturn void power_off(void)
{
    *finisher = FINISHER_OFF;
    for (;;)
        ;
}
