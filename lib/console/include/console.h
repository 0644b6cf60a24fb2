/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Output for examples, in every configuration.
 *
 * A domain that maps the board's UART and lets the tool set `console_uart` to its address prints
 * there; one that does not prints through the debug console, which only debug kernels have.
 *
 *     <map mr="uart" vaddr="0x2000000" perms="rw" cached="false" setvar_vaddr="console_uart" />
 *
 * Lines of different domains can interleave: this is for demonstrations; examples/serial has a
 * driver.
 */

#include <microkit.h>

/* Address of the UART's registers, or 0. */
extern seL4_Word console_uart;

/* Print text; "\n" becomes "\r\n" on the UART. Busy-waits for the transmitter. */
void console_puts(const char *text);
/* Print a number, decimal. */
void console_decimal(seL4_Word value);
/* Print a number with one decimal: tenths = 124 prints 12.4. */
void console_tenths(seL4_Word tenths);

/* Instructions this core has executed (emulator with -icount); hardware: cycles or nanoseconds. */
seL4_Word console_cycles(void);
