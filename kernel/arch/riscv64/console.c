/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The console of debug kernels: the transmitter of a 16550 UART, set up by the firmware.
 *
 * The UART belongs to user code all the same; nothing here reads what a driver could miss.
 */

#include "node.h"
#include <arch/console.h>
#include <arch/machine.h>
#include <arch/mmu.h>

#define UART_TRANSMIT       0
#define UART_LINE_STATUS    5
#define UART_CAN_TRANSMIT   bit(5)
/* At 115200 baud a character takes 87 us; a dead UART costs this many reads and the character. */
#define UART_PATIENCE       100000

void console_init(paddr_t base)
{
    node.arch.uart = window_address(base);
}

static bool can_transmit(void)
{
    for (word_t i = 0; i < UART_PATIENCE; i++) {
        LOOP(UART_PATIENCE, i);
        if ((machine_device_read8(node.arch.uart + UART_LINE_STATUS) & UART_CAN_TRANSMIT) != 0)
            return true;
    }
    return false;
}

void console_putchar(char c)
{
    if (KEEL_DEBUG && node.arch.uart != 0 && can_transmit())
        machine_device_write8(node.arch.uart + UART_TRANSMIT, (uint8_t)c);
}
