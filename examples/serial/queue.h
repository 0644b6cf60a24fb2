/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * One-way byte queue in shared memory: one writer, one reader.
 *
 *  1. write - read is the number of bytes queued, 0..QUEUE_BYTES; both only grow (and wrap).
 *  2. The writer alone changes `write`, the reader alone `read`; a byte is stored before `write`
 *     says so, and read before `read` says so.
 *  3. Neither side trusts the other: an impossible count is an empty (full) queue, never an access
 *     outside `byte`.
 */

#include <microkit.h>

#define QUEUE_BYTES 1024

struct queue {
    seL4_Uint32 write, read;
    seL4_Uint8 byte[QUEUE_BYTES];
};

/* False when full. */
static inline seL4_Bool queue_put(struct queue *q, seL4_Uint8 byte)
{
    seL4_Uint32 write = __atomic_load_n(&q->write, __ATOMIC_RELAXED);
    if (write - __atomic_load_n(&q->read, __ATOMIC_ACQUIRE) >= QUEUE_BYTES)
        return seL4_False;
    q->byte[write % QUEUE_BYTES] = byte;
    __atomic_store_n(&q->write, write + 1, __ATOMIC_RELEASE);
    return seL4_True;
}

/* False when empty. */
static inline seL4_Bool queue_get(struct queue *q, seL4_Uint8 *byte)
{
    seL4_Uint32 read = __atomic_load_n(&q->read, __ATOMIC_RELAXED);
    seL4_Uint32 queued = __atomic_load_n(&q->write, __ATOMIC_ACQUIRE) - read;
    if (queued == 0 || queued > QUEUE_BYTES)
        return seL4_False;
    *byte = q->byte[read % QUEUE_BYTES];
    __atomic_store_n(&q->read, read + 1, __ATOMIC_RELEASE);
    return seL4_True;
}
