/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
/*
 * The trap into the kernel on x86-64, and which register has which role.
 *
 *      rdx  number of the system call      rdi  capability in, badge out
 *      r12  reply capability               rsi  message info
 *      r13  target of NBSendRecv           r10, r8, r9, r15  message words 0–3
 *
 * SYSCALL itself puts the return address into rcx and RFLAGS into r11 (AMD64 Architecture
 * Programmer's Manual, volume 3), and the kernel returns with rsp = 0: the stack pointer waits in
 * rbx. One function for each set of registers in use, so that a call loads no more than it needs.
 * The kernel preserves every register that a function does not name as an output; memory may
 * change, because other threads may run. This file is the only place with instructions in it.
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

#define KEEL_SYSCALL    "movq %%rsp, %%rbx\n\tsyscall\n\tmovq %%rbx, %%rsp"
#define KEEL_CLOBBERS   "rbx", "rcx", "r11", "memory"

/*
 * What follows the store of a message word that came in a register. Without it compilers put two
 * words into a vector register to store them at once; then every thread that receives owns FPU
 * state, which the kernel must save and restore.
 */
#define KEEL_WORD_STORED __asm__ volatile("" : : : "memory")

#define KEEL_LOAD_NUMBER        register seL4_Word rdx __asm__("rdx") = (seL4_Word)number
#define KEEL_LOAD_REPLY         register seL4_Word r12 __asm__("r12") = reply
#define KEEL_LOAD_MESSAGE                               \
    register seL4_Word rdi __asm__("rdi") = r->cap;     \
    register seL4_Word rsi __asm__("rsi") = r->info;    \
    register seL4_Word r10 __asm__("r10") = r->mr[0];   \
    register seL4_Word r8 __asm__("r8") = r->mr[1];     \
    register seL4_Word r9 __asm__("r9") = r->mr[2];     \
    register seL4_Word r15 __asm__("r15") = r->mr[3]
#define KEEL_LOAD_SOURCE                                \
    register seL4_Word rdi __asm__("rdi") = r->cap;     \
    register seL4_Word rsi __asm__("rsi") = r->info;    \
    register seL4_Word r10 __asm__("r10");              \
    register seL4_Word r8 __asm__("r8");                \
    register seL4_Word r9 __asm__("r9");                \
    register seL4_Word r15 __asm__("r15")
#define KEEL_MESSAGE_IN  "r"(rdi), "r"(rsi), "r"(r10), "r"(r8), "r"(r9), "r"(r15)
#define KEEL_MESSAGE_IO  "+r"(rdi), "+r"(rsi), "+r"(r10), "+r"(r8), "+r"(r9), "+r"(r15)
#define KEEL_SOURCE_IO   "+r"(rdi), "+r"(rsi), "=r"(r10), "=r"(r8), "=r"(r9), "=r"(r15)
#define KEEL_SAVE_MESSAGE   \
    r->cap = rdi;           \
    r->info = rsi;          \
    r->mr[0] = r10;         \
    KEEL_WORD_STORED;       \
    r->mr[1] = r8;          \
    KEEL_WORD_STORED;       \
    r->mr[2] = r9;          \
    KEEL_WORD_STORED;       \
    r->mr[3] = r15

/* No message: Signal, Yield, debug and benchmark calls. Returns the first register. */
LIBSEL4_INLINE_FUNC seL4_Word keel_trap_short(seL4_Int64 number, seL4_Word cap, seL4_Word info)
{
    KEEL_LOAD_NUMBER;
    register seL4_Word rdi __asm__("rdi") = cap;
    register seL4_Word rsi __asm__("rsi") = info;
    __asm__ volatile(KEEL_SYSCALL : "+r"(rdi) : "r"(rsi), "r"(rdx) : KEEL_CLOBBERS);
    return rdi;
}

/* Send, NBSend. */
LIBSEL4_INLINE_FUNC void keel_trap_send(seL4_Int64 number, const struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile(KEEL_SYSCALL : : KEEL_MESSAGE_IN, "r"(rdx) : KEEL_CLOBBERS);
}

/* Call. */
LIBSEL4_INLINE_FUNC void keel_trap_call(seL4_Int64 number, struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile(KEEL_SYSCALL : KEEL_MESSAGE_IO : "r"(rdx) : KEEL_CLOBBERS);
    KEEL_SAVE_MESSAGE;
}

/* Wait, NBWait. */
LIBSEL4_INLINE_FUNC void keel_trap_wait(seL4_Int64 number, struct keel_registers *r)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_SOURCE;
    __asm__ volatile(KEEL_SYSCALL : KEEL_SOURCE_IO : "r"(rdx) : KEEL_CLOBBERS);
    KEEL_SAVE_MESSAGE;
}

/* Recv, NBRecv. */
LIBSEL4_INLINE_FUNC void keel_trap_recv(seL4_Int64 number, struct keel_registers *r,
                                        seL4_Word reply)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    KEEL_LOAD_SOURCE;
    __asm__ volatile(KEEL_SYSCALL : KEEL_SOURCE_IO : "r"(r12), "r"(rdx) : KEEL_CLOBBERS);
    KEEL_SAVE_MESSAGE;
}

/* ReplyRecv; NBSendWait, whose target is in the place of the reply capability. */
LIBSEL4_INLINE_FUNC void keel_trap_send_recv(seL4_Int64 number, struct keel_registers *r,
                                             seL4_Word reply)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile(KEEL_SYSCALL : KEEL_MESSAGE_IO : "r"(r12), "r"(rdx) : KEEL_CLOBBERS);
    KEEL_SAVE_MESSAGE;
}

/* NBSendRecv. */
LIBSEL4_INLINE_FUNC void keel_trap_send_to_recv(seL4_Int64 number, struct keel_registers *r,
                                                seL4_Word reply, seL4_Word dest)
{
    KEEL_LOAD_NUMBER;
    KEEL_LOAD_REPLY;
    register seL4_Word r13 __asm__("r13") = dest;
    KEEL_LOAD_MESSAGE;
    __asm__ volatile(KEEL_SYSCALL : KEEL_MESSAGE_IO : "r"(r12), "r"(r13), "r"(rdx) : KEEL_CLOBBERS);
    KEEL_SAVE_MESSAGE;
}
