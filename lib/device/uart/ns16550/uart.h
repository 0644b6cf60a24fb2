/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A serial line: the 16550. `base` is the address of its registers. Registers: National
 * Semiconductor PC16550D data sheet, section 8.
 */

#include <microkit.h>

#define UART_DATA               0   /* receive buffer, transmit holding */
#define UART_INTERRUPT_ENABLE   1
#define UART_FIFO_CONTROL       2
#define UART_LINE_STATUS        5
#define UART_ENABLE_RECEIVE     0x01
#define UART_FIFO_ON_AND_CLEAR  0x07
#define UART_DATA_READY         0x01
#define UART_TRANSMIT_EMPTY     0x20

static inline volatile seL4_Uint8 *uart_register(seL4_Word base, seL4_Word number)
{
    return (volatile seL4_Uint8 *)(base + number);
}

/* From here on the device interrupts when it has received something. */
static inline void uart_start(seL4_Word base)
{
    *uart_register(base, UART_FIFO_CONTROL) = UART_FIFO_ON_AND_CLEAR;
    *uart_register(base, UART_INTERRUPT_ENABLE) = UART_ENABLE_RECEIVE;
}

static inline seL4_Bool uart_can_send(seL4_Word base)
{
    return (*uart_register(base, UART_LINE_STATUS) & UART_TRANSMIT_EMPTY) != 0;
}

static inline void uart_send(seL4_Word base, seL4_Uint8 byte)
{
    *uart_register(base, UART_DATA) = byte;
}

static inline seL4_Bool uart_has_received(seL4_Word base)
{
    return (*uart_register(base, UART_LINE_STATUS) & UART_DATA_READY) != 0;
}

static inline seL4_Uint8 uart_receive(seL4_Word base)
{
    return *uart_register(base, UART_DATA);
}

/* To be called before what has been received is taken: here that ends the interrupt. */
static inline void uart_acknowledge(seL4_Word base)
{
    (void)base;
}
