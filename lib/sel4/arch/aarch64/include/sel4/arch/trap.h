/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The trap into the kernel on AArch64, and which register has which role.
 *
 *      x7  number of the system call       x0  capability in, badge out
 *      x6  reply capability                x1  message info
 *      x8  target of NBSendRecv            x2–x5  message words 0–3
 *
 * One function for each set of registers in use, so that a call loads no more than it needs. The
 * kernel preserves every register that a function does not name as an output; memory may change,
 * because other threads may run. This file is the only place with instructions in it.
 */
#pragma once

#include <abi/message.h>
#include <sel4/macros.h>
#include <sel4/simple_types.h>

/* What travels in registers in both directions. After a receive, `cap` is the badge. */
struct keel_registers {
    seL4_Word cap;
    seL4_Word info;
    seL4_Word mr[MSG_REGISTERS];
};

/* What follows the store of a message word that came in a register: nothing. */
#define KEEL_WORD_STORED

#define KEEL_LOAD_NUMBER        register seL4_Word x7 __asm__("x7") = (seL4_Word)number
#define KEEL_LOAD_REPLY         register seL4_Word x6 __asm__("x6") = reply
#define KEEL_LOAD_MESSAGE                               \
    register seL4_Word x0 __asm__("x0") = r->cap;       \
    register seL4_Word x1 __asm__("x1") = r->info;      \
    register seL4_Word x2 __asm__("x2") = r->mr[0];     \
    register seL4_Word x3 __asm__("x3") = r->mr[1];     \
    register seL4_Word x4 __asm__("x4") = r->mr[2];     \
    register seL4_Word x5 __asm__("x5") = r->mr[3]
#define KEEL_LOAD_SOURCE                                \
    register seL4_Word x0 __asm__("x0") = r->cap;       \
    register seL4_Word x1 __asm__("x1") = r->info;      \
    register seL4_Word x2 __asm__("x2");                \
    register seL4_Word x3 __asm__("x3");                \
    register seL4_Word x4 __asm__("x4");                \
    register seL4_Word x5 __asm__("x5")
#define KEEL_MESSAGE_IN  "r"(x0), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
#define KEEL_MESSAGE_IO  "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3), "+r"(x4), "+r"(x5)
#define KEEL_SOURCE_IO   "+r"(x0), "+r"(x1), "=r"(x2), "=r"(x3), "=r"(x4), "=r"(x5)
#define KEEL_SAVE_MESSAGE   \
    r->cap = x0;            \
    r->info = x1;           \
    r->mr[0] = x2;          \
    r->mr[1] = x3;          \
    r->mr[2] = x4;          \
    r->mr[3] = x5

/* No message: Signal, Yield, debug and benchmark calls. Returns the first register. */
LIBSEL4_INLINE_FUNC seL4_Word keel_trap_short(seL4_Int64 number, seL4_Word cap, seL4_Word info)
{
    KEEL_LOAD_NUMBER;
    register seL4_Word x0 __asm__("x0") = cap;
    register seL4_Word x1 __asm__("x1") = info;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x1), "r"(x7) : "memory");
    return x0;
}

/* Send, NBSend. */
LIBSEL4_INLINE_FUNC void keel_trap_send(seL4_Int64 number, const struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile("svc #0" : : KEEL_MESSAGE_IN, "r"(x7) : "memory");
}

/* Call. */
LIBSEL4_INLINE_FUNC void keel_trap_call(seL4_Int64 number, struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile("svc #0" : KEEL_MESSAGE_IO : "r"(x7) : "memory");
    KEEL_SAVE_MESSAGE;
}

/* Wait, NBWait. */
LIBSEL4_INLINE_FUNC void keel_trap_wait(seL4_Int64 number, struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_SOURCE;
    __asm__ volatile("svc #0" : KEEL_SOURCE_IO : "r"(x7) : "memory");
    KEEL_SAVE_MESSAGE;
}

/* Recv, NBRecv. */
LIBSEL4_INLINE_FUNC void keel_trap_recv(seL4_Int64 number, struct keel_registers *r,
                                        seL4_Word reply)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    KEEL_LOAD_SOURCE;
    __asm__ volatile("svc #0" : KEEL_SOURCE_IO : "r"(x6), "r"(x7) : "memory");
    KEEL_SAVE_MESSAGE;
}

/* ReplyRecv; NBSendWait, whose target is in the place of the reply capability. */
LIBSEL4_INLINE_FUNC void keel_trap_send_recv(seL4_Int64 number, struct keel_registers *r,
                                             seL4_Word reply)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile("svc #0" : KEEL_MESSAGE_IO : "r"(x6), "r"(x7) : "memory");
    KEEL_SAVE_MESSAGE;
}

/* NBSendRecv. */
LIBSEL4_INLINE_FUNC void keel_trap_send_to_recv(seL4_Int64 number, struct keel_registers *r,
                                                seL4_Word reply, seL4_Word dest)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    register seL4_Word x8 __asm__("x8") = dest;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile("svc #0" : KEEL_MESSAGE_IO : "r"(x6), "r"(x7), "r"(x8) : "memory");
    KEEL_SAVE_MESSAGE;
}
