/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The console of debug kernels: the transmitter of a PL011 UART (Arm DDI 0183G), and the end.
 *
 * The UART belongs to user code all the same; nothing here reads what a driver could miss.
 */

#include "node.h"
#include <arch/console.h>
#include <arch/machine.h>
#include <arch/mmu.h>

#define UART_DATA           0x00
#define UART_FLAGS          0x18
#define UART_FULL           bit(5)
/* At 115200 baud a character takes 87 us; a dead UART costs this many reads and the character. */
#define UART_PATIENCE       100000

void console_init(paddr_t uart)
{
    node.arch.console = window_address(uart);
}

static bool can_transmit(void)
{
    for (word_t i = 0; i < UART_PATIENCE; i++) {
        LOOP(UART_PATIENCE, i);
        if ((machine_device_read32(node.arch.console + UART_FLAGS) & UART_FULL) == 0)
            return true;
    }
    return false;
}

void console_putchar(char c)
{
    if (KEEL_DEBUG && node.arch.console != 0 && can_transmit())
        machine_device_write32(node.arch.console + UART_DATA, (uint8_t)c);
}

_Noreturn void machine_halt(void)
{
    machine_psci(PSCI_SYSTEM_OFF);      /* returns only when refused */
    for (;;) {                          /* for ever */
        LOOP(1, 0);
        machine_wait_for_interrupt();
    }
}
