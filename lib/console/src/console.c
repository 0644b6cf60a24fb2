/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Polled output on the board's UART. */

#include <console.h>
#include <uart.h>

seL4_Word console_uart = 0;

static void put(char c)
{
    if (console_uart == 0) {
        microkit_dbg_putc(c);
        return;
    }
    while (!uart_can_send(console_uart)) {
    }
    uart_send(console_uart, (seL4_Uint8)c);
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
