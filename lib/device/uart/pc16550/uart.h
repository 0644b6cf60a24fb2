/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A serial line: the 16550 of a PC, behind I/O ports. `base` is the first of its eight ports; the
 * domain has them as <ioport id="UART_IOPORT" ...>. Registers: National Semiconductor PC16550D data
 * sheet, section 8.
 */

#include <microkit.h>

#define UART_IOPORT             0

#define UART_DATA               0   /* receive buffer, transmit holding */
#define UART_INTERRUPT_ENABLE   1
#define UART_FIFO_CONTROL       2
#define UART_LINE_CONTROL       3
#define UART_MODEM_CONTROL      4
#define UART_LINE_STATUS        5
#define UART_ENABLE_RECEIVE     0x01
#define UART_FIFO_ON_AND_CLEAR  0x07
#define UART_EIGHT_BITS         0x03
#define UART_READY_AND_IRQ      0x0b    /* DTR, RTS, and OUT2, which lets a PC's interrupt out */
#define UART_DATA_READY         0x01
#define UART_TRANSMIT_EMPTY     0x20

static inline void uart_write(seL4_Word base, seL4_Word number, seL4_Word value)
{
    microkit_x86_ioport_write_8(UART_IOPORT, base + number, value);
}

static inline seL4_Uint8 uart_read(seL4_Word base, seL4_Word number)
{
    return microkit_x86_ioport_read_8(UART_IOPORT, base + number);
}

/* From here on the device interrupts when it has received something. */
static inline void uart_start(seL4_Word base)
{
    uart_write(base, UART_LINE_CONTROL, UART_EIGHT_BITS);
    uart_write(base, UART_FIFO_CONTROL, UART_FIFO_ON_AND_CLEAR);
    uart_write(base, UART_MODEM_CONTROL, UART_READY_AND_IRQ);
    uart_write(base, UART_INTERRUPT_ENABLE, UART_ENABLE_RECEIVE);
}

static inline seL4_Bool uart_can_send(seL4_Word base)
{
    return (uart_read(base, UART_LINE_STATUS) & UART_TRANSMIT_EMPTY) != 0;
}

static inline void uart_send(seL4_Word base, seL4_Uint8 byte)
{
    uart_write(base, UART_DATA, byte);
}

static inline seL4_Bool uart_has_received(seL4_Word base)
{
    return (uart_read(base, UART_LINE_STATUS) & UART_DATA_READY) != 0;
}

static inline seL4_Uint8 uart_receive(seL4_Word base)
{
    return uart_read(base, UART_DATA);
}

/* To be called before what has been received is taken: here that ends the interrupt. */
static inline void uart_acknowledge(seL4_Word base)
{
    (void)base;
}
