/* SPDX-License-Identifier: BSD-2-Clause */
/* Copyright (c) 2026 the Keel authors */
#pragma once
/*
 * User registers of a thread, saved in its TCB by the trap code (entry.S).
 *
 * The registers stand in the order of seL4_UserContext, so that register i of the user context is
 * reg[i] and no mapping is needed. Two addresses are kept:
 *
 *   reg[RIP]       the restart address: the instruction that entered the kernel
 *   reg[NEXT_PC]   where the thread continues. Behind a syscall, elsewhere equal to reg[RIP] at
 *                  entry. Always canonical.
 *
 * `by_syscall` says how the thread returns: 1, or 2 if the kernel has other
 * tables than programs, by SYSRET, which sets rcx to NEXT_PC, r11 to rflags
 * and rsp to 0, as the interface has it behind a system call; reg[RSP], reg[RCX] and reg[R11] are
 * then what they were before. 0 by IRET, with all registers, of which fs_base may be one that the
 * machine does not take.
 */

#include "types.h"
#include <abi/arch/objects.h>
#include <abi/arch/registers.h>
#include <board.h>

#define REGISTER_ENUM_(i, name, field) REGISTER_##field = i,
enum context_register { USER_CONTEXT(REGISTER_ENUM_) REGISTER_NEXT_PC, N_CONTEXT };

#define N_BREAKPOINTS 4

/* Hardware breakpoints of a thread, debug configuration only: see hw_debug.c. */
struct debug_registers {
    word_t address[N_BREAKPOINTS];  /* DR0..DR3 */
    word_t control;             /* DR7 */
    word_t stepping;            /* 0 or 1: single steps */
    word_t steps;               /* instructions until the next fault */
    word_t in_use;              /* 0 or 1: any breakpoint is on */
};
_Static_assert(sizeof(struct debug_registers) == 8 * (N_BREAKPOINTS + 4), "debug_registers size");

struct context {
    word_t reg[N_CONTEXT];      /* enum context_register */
    word_t by_syscall;          /* 0, 1 or 2 */
    struct debug_registers debug;
};
_Static_assert(sizeof(struct context) == 8 * (N_CONTEXT + 1) + sizeof(struct debug_registers),
               "context size");
ADDRESSABLE(context)

/* 1: arch_thread_is_plain (arch/thread.h) is always true. */
#define ARCH_THREADS_ARE_PLAIN (!KEEL_DEBUG)

struct fpu_state {
    word_t area[BOARD_XSAVE_BYTES / 8]; /* what XSAVE writes, see fpu.c */
    word_t used;                /* 0 or 1: the thread is an FPU user, see fpu.c */
    word_t unused[7];
} __attribute__((aligned(64)));
_Static_assert(sizeof(struct fpu_state) == BOARD_XSAVE_BYTES + 64, "fpu_state size");
ADDRESSABLE(fpu_state)

#define MXCSR_WORD      3       /* bytes 24..27 of the area */
#define MXCSR_INITIAL   0x1f80  /* all exceptions masked */

/* The registers of a new thread: zero, as the object already is, but for MXCSR. */
static inline void fpu_state_init(struct fpu_state *f) { f->area[MXCSR_WORD] = MXCSR_INITIAL; }

#define REGISTER_COUNT_(i, name, field) + 1
#define N_SYSCALL_WORDS   (0 UNKNOWN_SYSCALL_WORDS(REGISTER_COUNT_))
#define N_EXCEPTION_WORDS (0 USER_EXCEPTION_WORDS(REGISTER_COUNT_))

/* Which register stands in word i of a fault message. */
#define REGISTER_AT_(i, name, field) [i] = REGISTER_##field,
static const uint32_t syscall_register[N_SYSCALL_WORDS] = {
    UNKNOWN_SYSCALL_WORDS(REGISTER_AT_)
};
static const uint32_t exception_register[N_EXCEPTION_WORDS] = {
    USER_EXCEPTION_WORDS(REGISTER_AT_)
};

/* RFLAGS (SDM 1, 3.4.3). */
#define RFLAGS_FIXED        bit(1)
#define RFLAGS_TF           bit(8)
#define RFLAGS_IF           bit(9)
#define RFLAGS_DF           bit(10)
#define RFLAGS_RF           bit(16)
#define RFLAGS_WRITABLE     (mask(12) & ~(bit(3) | bit(5) | RFLAGS_TF))

static inline word_t rflags_sanitised(const struct context *c, word_t v)
{
    const word_t step = KEEL_DEBUG && c->debug.stepping != 0 ? RFLAGS_TF : 0;
    return (v & RFLAGS_WRITABLE) | RFLAGS_FIXED | RFLAGS_IF | step;
}

/* The address, or 0 if bits 63..47 are not all the same: no register of the machine takes such. */
static inline word_t canonical(word_t address)
{
    return address + bit(47) < bit(48) ? address : 0;
}

/* Registers of a new thread: zero, as the object already is, but for the flags. */
static inline void context_init(struct context *c)
{
    c->reg[REGISTER_RFLAGS] = RFLAGS_FIXED | RFLAGS_IF;
}

/* Operands of a system call. */
static inline word_t context_cap(const struct context *c) { return c->reg[REGISTER_RDI]; }
static inline word_t context_info(const struct context *c) { return c->reg[REGISTER_RSI]; }
static inline word_t context_reply(const struct context *c) { return c->reg[REGISTER_R12]; }
static inline word_t context_dest(const struct context *c) { return c->reg[REGISTER_R13]; }
static inline void context_set_cap(struct context *c, word_t v) { c->reg[REGISTER_RDI] = v; }
static inline void context_set_info(struct context *c, word_t v) { c->reg[REGISTER_RSI] = v; }

/* Message register i < 4: r10, r8, r9, r15. Packed numbers instead of a table in memory. */
static inline word_t message_register_(word_t i)
{
    const word_t numbers = REGISTER_R10 | REGISTER_R8 << 8 | REGISTER_R9 << 16 |
                           REGISTER_R15 << 24;
    return numbers >> 8 * i & mask(8);
}
static inline word_t context_mr(const struct context *c, word_t i)
{
    return c->reg[message_register_(i)];
}
static inline void context_set_mr(struct context *c, word_t i, word_t v)
{
    c->reg[message_register_(i)] = v;
}
/* The message registers of a message of this length. */
static inline void context_copy_mrs(struct context *to, const struct context *from, word_t length)
{
    if (length == 0)
        return;
    to->reg[REGISTER_R10] = from->reg[REGISTER_R10];
    if (length == 1)
        return;
    to->reg[REGISTER_R8] = from->reg[REGISTER_R8];
    if (length == 2)
        return;
    to->reg[REGISTER_R9] = from->reg[REGISTER_R9];
    if (length == 3)
        return;
    to->reg[REGISTER_R15] = from->reg[REGISTER_R15];
}

/* Register i of the user context. */
static inline word_t context_user_word(const struct context *c, word_t i) { return c->reg[i]; }
static inline void context_set_user_word(struct context *c, word_t i, word_t v)
{
    c->by_syscall = 0;
    if (i == REGISTER_RIP) {
        c->reg[REGISTER_RIP] = canonical(v);
        c->reg[REGISTER_NEXT_PC] = canonical(v);
    } else if (i == REGISTER_RFLAGS) {
        c->reg[REGISTER_RFLAGS] = rflags_sanitised(c, v);
    } else if (i == REGISTER_FS_BASE || i == REGISTER_GS_BASE) {
        c->reg[i] = canonical(v);
    } else {
        c->reg[i] = v;
    }
}

/* Register words of the UnknownSyscall and UserException messages. */
static inline word_t context_syscall_word(const struct context *c, word_t i)
{
    return c->reg[syscall_register[i]];
}
static inline void context_set_syscall_word(struct context *c, word_t i, word_t v)
{
    context_set_user_word(c, syscall_register[i], v);
}
static inline word_t context_exception_word(const struct context *c, word_t i)
{
    return c->reg[exception_register[i]];
}
static inline void context_set_exception_word(struct context *c, word_t i, word_t v)
{
    context_set_user_word(c, exception_register[i], v);
}

/* The restart address is shown as the machine reported it; only a canonical one is gone to. */
static inline word_t context_restart_pc(const struct context *c) { return c->reg[REGISTER_RIP]; }
static inline void context_restart(struct context *c)
{
    c->reg[REGISTER_NEXT_PC] = canonical(c->reg[REGISTER_RIP]);
    c->by_syscall = 0;
}
static inline void context_stop_at_next(struct context *c)
{
    c->reg[REGISTER_RIP] = c->reg[REGISTER_NEXT_PC];
}
/* Stored as it is; only a canonical one reaches the machine, by the exit that looks (trap.c). */
static inline void context_set_tls(struct context *c, word_t v)
{
    c->reg[REGISTER_FS_BASE] = v;
    if (canonical(v) != v)
        c->by_syscall = 0;
}
