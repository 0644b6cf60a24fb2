/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/* Sends back what arrives, in upper case, and says goodbye when it reads a `q`. */

#include <microkit.h>
#include "queue.h"

#define UART 0

struct queue *received = (struct queue *)1;     /* set by the tool */
struct queue *to_send = (struct queue *)1;

static void say(const char *text)
{
    for (; *text != '\0'; text++)
        queue_put(to_send, (seL4_Uint8)*text);
    microkit_notify(UART);
}

void init(void)
{
    say("echo: type something; q says goodbye\r\n");
}

void notified(microkit_channel ch)
{
    seL4_Uint8 byte;
    (void)ch;
    while (queue_get(received, &byte)) {
        queue_put(to_send, byte >= 'a' && byte <= 'z' ? (seL4_Uint8)(byte - 'a' + 'A') : byte);
        if (byte == 'q')
            say("\r\necho: goodbye\r\n");
    }
    microkit_notify(UART);
}
