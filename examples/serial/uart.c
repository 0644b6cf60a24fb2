/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * Driver for the board's UART: received bytes go to the client's queue, the client's bytes to the
 * line. The device's registers are in lib/device/uart/.
 */

#include <microkit.h>
#include <uart.h>
#include "queue.h"

#define CLIENT 0
#define IRQ    1

seL4_Word uart_base = 1;        /* set by the tool, like the queues' addresses */
struct queue *received = (struct queue *)1;
struct queue *to_send = (struct queue *)1;

static void send_all(void)
{
    seL4_Uint8 byte;
    while (queue_get(to_send, &byte)) {
        while (!uart_can_send(uart_base)) {
        }
        uart_send(uart_base, byte);
    }
}

/* Take what the device has; a byte for which the client left no room is dropped. */
static void receive_all(void)
{
    uart_acknowledge(uart_base);
    while (uart_has_received(uart_base))
        queue_put(received, uart_receive(uart_base));
}

void init(void)
{
    uart_start(uart_base);
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
