/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Driver for a 16550 UART: received bytes go to the client's queue, the client's bytes to the line.
 * Registers: National Semiconductor PC16550D data sheet, section 8.
 */

#include <microkit.h>
#include "queue.h"

#define DATA              0     /* receive buffer, transmit holding */
#define INTERRUPT_ENABLE  1
#define FIFO_CONTROL      2
#define LINE_STATUS       5
#define ENABLE_RECEIVE    0x01
#define FIFO_ON_AND_CLEAR 0x07
#define DATA_READY        0x01
#define TRANSMIT_EMPTY    0x20

#define CLIENT 0
#define IRQ    1

seL4_Word uart_base = 1;        /* set by the tool, like the queues' addresses */
struct queue *received = (struct queue *)1;
struct queue *to_send = (struct queue *)1;

static volatile seL4_Uint8 *reg(unsigned number)
{
    return (volatile seL4_Uint8 *)(uart_base + number);
}

static void send_all(void)
{
    seL4_Uint8 byte;
    while (queue_get(to_send, &byte)) {
        while ((*reg(LINE_STATUS) & TRANSMIT_EMPTY) == 0) {
        }
        *reg(DATA) = byte;
    }
}

/* Take what the device has; a byte for which the client left no room is dropped. */
static void receive_all(void)
{
    while ((*reg(LINE_STATUS) & DATA_READY) != 0)
        queue_put(received, *reg(DATA));
}

void init(void)
{
    *reg(FIFO_CONTROL) = FIFO_ON_AND_CLEAR;
    *reg(INTERRUPT_ENABLE) = ENABLE_RECEIVE;
}

void notified(microkit_channel ch)
{
    if (ch == CLIENT) {
        send_all();
        return;
    }
    receive_all();
    microkit_irq_ack(IRQ);
    microkit_notify(CLIENT);
}
