/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * Output for debug kernels: a PL011 UART.
 */

#include "types.h"

/* Boot: registers of the UART. Without this call the console is silent. */
void console_init(paddr_t uart);
void console_putchar(char c);
