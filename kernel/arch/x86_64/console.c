/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The console of debug kernels: the transmitter of a 16550 UART (PC16550D, 8.0), or the screen of a
 * machine without one; and the end.
 *
 * The UART belongs to user code all the same; nothing here reads what a driver could miss, but for
 * the test of boot.
 */

#include "node.h"
#include <arch/console.h>
#include <arch/machine.h>

#define UART_TRANSMIT       0
#define UART_DIVISOR_LOW    0
#define UART_DIVISOR_HIGH   1
#define UART_INTERRUPTS     1
#define UART_FIFO           2
#define UART_LINE_CONTROL   3
#define UART_MODEM_CONTROL  4
#define UART_LINE_STATUS    5
#define UART_SCRATCH        7
#define LINE_DIVISOR        0x80
#define LINE_8N1            0x03
#define DIVISOR_115200      1
#define FIFO_ON             0x01
#define MODEM_READY         0x03            /* DTR, RTS */
#define UART_CAN_TRANSMIT   bit(5)
#define PROBE               0x5aUL
/* At 115200 baud a character takes 87 us; a dead UART costs this many reads and the character. */
#define UART_PATIENCE       100000
#define N_PORTS             0x10000UL

/* The scratch register keeps what is written to it; a port where nothing is does not. */
static bool is_uart(word_t port)
{
    if (port == 0 || port > N_PORTS - 8)
        return false;
    machine_out8(port + UART_SCRATCH, PROBE);
    return machine_in8(port + UART_SCRATCH) == PROBE;
}

void console_init(word_t port, const struct framebuffer *f)
{
    if (!KEEL_DEBUG)
        return;
    if (!is_uart(port)) {
        screen_init(f);
        return;
    }
    machine_out8(port + UART_INTERRUPTS, 0);
    machine_out8(port + UART_LINE_CONTROL, LINE_DIVISOR);
    machine_out8(port + UART_DIVISOR_LOW, DIVISOR_115200);
    machine_out8(port + UART_DIVISOR_HIGH, 0);
    machine_out8(port + UART_LINE_CONTROL, LINE_8N1);
    machine_out8(port + UART_FIFO, FIFO_ON);
    machine_out8(port + UART_MODEM_CONTROL, MODEM_READY);
    node.arch.console.port = port;
}

static bool can_transmit(void)
{
    for (word_t i = 0; i < UART_PATIENCE; i++) {
        LOOP(UART_PATIENCE, i);
        if ((machine_in8(node.arch.console.port + UART_LINE_STATUS) & UART_CAN_TRANSMIT) != 0)
            return true;
    }
    return false;
}

void console_putchar(char c)
{
    if (!KEEL_DEBUG)
        return;
    if (node.arch.console.port == 0)
        screen_putchar(c);
    else if (can_transmit())
        machine_out8(node.arch.console.port + UART_TRANSMIT, (uint8_t)c);
}

/* Soft off, as ACPI's tables describe it (boot.c). */
_Noreturn void machine_halt(void)
{
    if (node.arch.power_port != 0)
        machine_out16(node.arch.power_port, node.arch.power_value);
    for (;;) {                          /* for ever */
        LOOP(1, 0);
        machine_stop();
    }
}
