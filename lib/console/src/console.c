/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Polled output on a 16550. Register numbers and bits: National Semiconductor PC16550D data sheet,
 * section 8.
 */

#include <console.h>

#define TRANSMIT_HOLDING  0
#define LINE_STATUS       5
#define TRANSMIT_EMPTY    0x20

seL4_Word console_uart = 0;

static void put(char c)
{
    volatile seL4_Uint8 *uart = (volatile seL4_Uint8 *)console_uart;
    if (uart == seL4_Null) {
        microkit_dbg_putc(c);
        return;
    }
    while ((uart[LINE_STATUS] & TRANSMIT_EMPTY) == 0) {
    }
    uart[TRANSMIT_HOLDING] = (seL4_Uint8)c;
}

void console_puts(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\n' && console_uart != 0)
            put('\r');
        put(*text);
    }
}

void console_decimal(seL4_Word value)
{
    char digits[20];
    unsigned n = 0;
    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    while (n != 0)
        put(digits[--n]);
}

void console_tenths(seL4_Word tenths)
{
    console_decimal(tenths / 10);
    put('.');
    put((char)('0' + tenths % 10));
}
