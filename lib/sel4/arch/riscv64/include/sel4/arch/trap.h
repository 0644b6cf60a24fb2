/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The trap into the kernel on RISC-V, and which register has which role.
 *
 *      a7  number of the system call       a0  capability in, badge out
 *      a6  reply capability                a1  message info
 *      t0  target of NBSendRecv            a2–a5  message words 0–3
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

#define KEEL_LOAD_NUMBER        register seL4_Word a7 __asm__("a7") = (seL4_Word)number
#define KEEL_LOAD_REPLY         register seL4_Word a6 __asm__("a6") = reply
#define KEEL_LOAD_MESSAGE                               \
    register seL4_Word a0 __asm__("a0") = r->cap;       \
    register seL4_Word a1 __asm__("a1") = r->info;      \
    register seL4_Word a2 __asm__("a2") = r->mr[0];     \
    register seL4_Word a3 __asm__("a3") = r->mr[1];     \
    register seL4_Word a4 __asm__("a4") = r->mr[2];     \
    register seL4_Word a5 __asm__("a5") = r->mr[3]
#define KEEL_LOAD_SOURCE                                \
    register seL4_Word a0 __asm__("a0") = r->cap;       \
    register seL4_Word a1 __asm__("a1") = r->info;      \
    register seL4_Word a2 __asm__("a2");                \
    register seL4_Word a3 __asm__("a3");                \
    register seL4_Word a4 __asm__("a4");                \
    register seL4_Word a5 __asm__("a5")
#define KEEL_MESSAGE_IN  "r"(a0), "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5)
#define KEEL_MESSAGE_IO  "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3), "+r"(a4), "+r"(a5)
#define KEEL_SOURCE_IO   "+r"(a0), "+r"(a1), "=r"(a2), "=r"(a3), "=r"(a4), "=r"(a5)
#define KEEL_SAVE_MESSAGE   \
    r->cap = a0;            \
    r->info = a1;           \
    r->mr[0] = a2;          \
    r->mr[1] = a3;          \
    r->mr[2] = a4;          \
    r->mr[3] = a5

/* No message: Signal, Yield, debug and benchmark calls. Returns the first register. */
LIBSEL4_INLINE_FUNC seL4_Word keel_trap_short(seL4_Int64 number, seL4_Word cap, seL4_Word info)
{
    KEEL_LOAD_NUMBER;
    register seL4_Word a0 __asm__("a0") = cap;
    register seL4_Word a1 __asm__("a1") = info;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a7) : "memory");
    return a0;
}

/* Send, NBSend. */
LIBSEL4_INLINE_FUNC void keel_trap_send(seL4_Int64 number, const struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile("ecall" : : KEEL_MESSAGE_IN, "r"(a7) : "memory");
}

/* Call. */
LIBSEL4_INLINE_FUNC void keel_trap_call(seL4_Int64 number, struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile("ecall" : KEEL_MESSAGE_IO : "r"(a7) : "memory");
    KEEL_SAVE_MESSAGE;
}

/* Wait, NBWait. */
LIBSEL4_INLINE_FUNC void keel_trap_wait(seL4_Int64 number, struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_SOURCE;
    __asm__ volatile("ecall" : KEEL_SOURCE_IO : "r"(a7) : "memory");
    KEEL_SAVE_MESSAGE;
}

/* Recv, NBRecv. */
LIBSEL4_INLINE_FUNC void keel_trap_recv(seL4_Int64 number, struct keel_registers *r,
                                        seL4_Word reply)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    KEEL_LOAD_SOURCE;
    __asm__ volatile("ecall" : KEEL_SOURCE_IO : "r"(a6), "r"(a7) : "memory");
    KEEL_SAVE_MESSAGE;
}

/* ReplyRecv; NBSendWait, whose target is in the place of the reply capability. */
LIBSEL4_INLINE_FUNC void keel_trap_send_recv(seL4_Int64 number, struct keel_registers *r,
                                             seL4_Word reply)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile("ecall" : KEEL_MESSAGE_IO : "r"(a6), "r"(a7) : "memory");
    KEEL_SAVE_MESSAGE;
}

/* NBSendRecv. */
LIBSEL4_INLINE_FUNC void keel_trap_send_to_recv(seL4_Int64 number, struct keel_registers *r,
                                                seL4_Word reply, seL4_Word dest)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    register seL4_Word t0 __asm__("t0") = dest;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile("ecall" : KEEL_MESSAGE_IO : "r"(t0), "r"(a6), "r"(a7) : "memory");
    KEEL_SAVE_MESSAGE;
}
