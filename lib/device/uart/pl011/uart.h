/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * A serial line: the PL011. `base` is the address of its registers. Registers: Arm PrimeCell UART
 * (PL011) technical reference manual, DDI 0183, chapter 3. Who loaded the system chose the speed.
 */

#include <microkit.h>

#define UART_DATA               0x00
#define UART_FLAG               0x18
#define UART_LINE_CONTROL       0x2c
#define UART_CONTROL            0x30
#define UART_INTERRUPT_MASK     0x38
#define UART_INTERRUPT_CLEAR    0x44
#define UART_RECEIVE_EMPTY      (1u << 4)
#define UART_TRANSMIT_FULL      (1u << 5)
#define UART_EIGHT_BITS_FIFO    0x70u
#define UART_ON                 0x301u  /* UART, transmitter and receiver */
#define UART_RECEIVE_INTERRUPTS 0x50u   /* FIFO filled to its mark, or something waited in it */

static inline volatile seL4_Uint32 *uart_register(seL4_Word base, seL4_Word offset)
{
    return (volatile seL4_Uint32 *)(base + offset);
}

/* From here on the device interrupts when it has received something. */
static inline void uart_start(seL4_Word base)
{
    *uart_register(base, UART_LINE_CONTROL) = UART_EIGHT_BITS_FIFO;
    *uart_register(base, UART_CONTROL) = UART_ON;
    *uart_register(base, UART_INTERRUPT_MASK) = UART_RECEIVE_INTERRUPTS;
}

static inline seL4_Bool uart_can_send(seL4_Word base)
{
    return (*uart_register(base, UART_FLAG) & UART_TRANSMIT_FULL) == 0;
}

static inline void uart_send(seL4_Word base, seL4_Uint8 byte)
{
    *uart_register(base, UART_DATA) = byte;
}

static inline seL4_Bool uart_has_received(seL4_Word base)
{
    return (*uart_register(base, UART_FLAG) & UART_RECEIVE_EMPTY) == 0;
}

static inline seL4_Uint8 uart_receive(seL4_Word base)
{
    return (seL4_Uint8)*uart_register(base, UART_DATA);
}

/* To be called before what has been received is taken, so that nothing is missed. */
static inline void uart_acknowledge(seL4_Word base)
{
    *uart_register(base, UART_INTERRUPT_CLEAR) = UART_RECEIVE_INTERRUPTS;
}
